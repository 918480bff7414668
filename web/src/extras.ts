// canvass.extras.js: what few visits need: the commands here are loaded when a page first calls one of them.

import type { Core, Outcome } from './core.ts';
import { callSafely, type Listener } from './listeners.ts';
import { Promise } from './promise.ts';
import { Failure, report } from './report.ts';
import type { Store } from './storage.ts';

export { claimByMessages } from './claim_messages.ts';
export { checkSound } from './sound.ts';

export interface Tools {
  readonly core: Core;
  readonly store: Store;
  dispatch(call: () => Outcome): void; // when everything before has been carried out
  run(command: unknown[]): void;
  readonly commands: readonly string[]; // that are not here
}

// The verdict and its conditions, for a person to read.
function printExplained(explained: unknown): void {
  const { id, shows, error, conditions = [] } = explained as {
    id?: string;
    shows?: boolean;
    error?: string;
    conditions?: { condition: string; pass: boolean; text: string }[];
  };
  if (error) return report(error);
  const lines = conditions.map(({ condition, pass, text }) => `\n  ${pass ? 'yes' : 'NO '} ${condition}: ${text}`);
  console.info(`Canvass: "${id}" ${shows ? 'may show now' : 'does not show'}${lines.join('')}`);
}

// Where the events of this tab are, and who may know what, for a person to read.
function printStatus(told: unknown): void {
  const { ledger, endpoint, format, inFlight, waitingUntil, consent, optedOut, privacySignal, visitor } = told as {
    ledger: { [count: string]: number } & { dropped: Record<string, number>; lead: boolean };
    endpoint: string;
    format: string;
    inFlight: number;
    waitingUntil: number | null;
    consent: string;
    optedOut: boolean;
    privacySignal: boolean;
    visitor: string | null;
  };
  const { accepted, acknowledged, queued, memoryOnly, passed, dropped, lead } = ledger;
  const reasons = Object.entries(dropped).map(([reason, count]) => `, ${count} dropped (${reason})`);
  const lines = [
    `${accepted} events = ${acknowledged} acknowledged, ${queued} waiting${reasons.join('')}`,
    passed ? `${passed} more were seen to by other tabs` : '',
    memoryOnly ? `${memoryOnly} are in memory only: this browser does not store them` : '',
    endpoint ? `to ${endpoint} as ${format}, ${inFlight} requests on their way` : 'there is no endpoint: nothing is sent',
    waitingUntil === null ? '' : `nothing is sent before ${new Date(waitingUntil).toISOString()}`,
    lead ? 'this tab sends' : 'another tab sends',
    `consent: ${consent}`,
    optedOut ? 'the visitor has opted out' : '',
    privacySignal ? 'the browser asks for privacy (Global Privacy Control or Do Not Track)' : '',
    visitor === null ? 'no visitor id' : `visitor ${visitor}`,
  ];
  console.info(`Canvass: ${lines.filter(Boolean).join('\n  ')}`);
}

function tell({ dispatch }: Tools, name: string, read: () => unknown, fn: unknown, print: Listener): void {
  dispatch(() => {
    const told = read();
    if (typeof fn === 'function') callSafely(fn as Listener, told, name);
    else print(told);
    return { events: [], effects: [] };
  });
}

// What is stored and not yet acknowledged, one JSON object a line.
function stored(store: Store): string {
  const events = Object.entries(store.load()).filter(([key]) => key.startsWith('q:'));
  const lines = events.sort(([a], [b]) => (a < b ? -1 : 1));
  return lines.map(([, value]) => `${value}\n`).join('');
}

// The page's own function says so at once, by a promise, or by calling what it is given, then or later.
function askForConsent(run: Tools['run'], fn: (done: (granted: unknown) => void) => unknown): void {
  const done = (granted: unknown): void => run(['consent', typeof granted === 'function' ? undefined : granted]);
  new Promise((answer) => answer(fn(done))).then(
    (granted) => {
      if (granted !== undefined) done(granted);
    },
    (error: unknown) => report("the page's own function for consent failed:", error),
  );
}

export function run(tools: Tools, name: string, a: unknown, b: unknown): void {
  const { core, store, commands } = tools;
  const commandsHere: Record<string, () => void> = {
    consent: () => askForConsent(tools.run, a as Parameters<typeof askForConsent>[1]),
    explain() {
      if (typeof a !== 'string' || !a) throw new Failure('the id of explain must be a text that is not empty.');
      tell(tools, name, () => core.explain(a), b, printExplained);
    },
    status: () => tell(tools, name, core.status, a, printStatus),
    export() {
      if (typeof a !== 'function') throw new Failure('the argument of export must be a function.');
      callSafely(a as Listener, stored(store), name);
    },
  };
  const command = Object.hasOwn(commandsHere, name) && commandsHere[name];
  if (command) return command();
  report(`there is no command "${name}"; there are ${[...commands, ...Object.keys(commandsHere).slice(1)].join(', ')}.`);
}
