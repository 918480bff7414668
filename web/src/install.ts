// Defines the one global of the page, canvass(…), and decides when the rest is loaded: not while this visitor can be
// shown nothing (the stored `canvass:sleep`), else as soon as the page is idle. Commands are kept until then.

import { reason, report } from './report.ts';

export interface Settings {
  readonly base: string; // where the other files are
  readonly config: string; // a URL, or "#id" of an element of the page that holds the configuration
  readonly endpoint: string | undefined; // instead of the configuration's
  readonly locale: string | undefined; // instead of the page's
}

export type Command = Iterable<unknown>;

// What the loader and the host share: the host takes the commands that wait and puts its own `push` in place.
export interface Queue {
  readonly waiting: Command[];
  push(command: Command): unknown;
}

export type Start = (settings: Settings, queue: Queue) => Promise<void>;

interface Global {
  (...command: unknown[]): void;
  q: Pick<Queue, 'push'> | Command[] | undefined;
}

declare global {
  interface Window {
    canvass?: Partial<Global>;
  }
}

const wakes = /^(show|reset|export|explain|status|optOut|forget|consent,false)$/;
const wakesOptedOut = /^(optIn|explain|status)$/;
const transient = /^(track|page)$/; // mean nothing later

// What keeps this page from loading more, as the commands that would end it. A link may ask for a survey by name
// (?canvass-preview=nps): then nobody sleeps.
function asleep(): RegExp | undefined {
  try {
    if (localStorage.getItem('canvass:optOut')) return wakesOptedOut;
    const left = Number(localStorage.getItem('canvass:sleep')) - Date.now();
    // Further off than any wish: a clock was wrong.
    if (left > 0 && left < 2 ** 31 && !location.search.includes('canvass-')) return wakes;
  } catch {
    // Nothing can have been stored.
  }
}

function whenIdle(run: () => void): void {
  const idle = (): void => {
    if ('requestIdleCallback' in window) requestIdleCallback(run, { timeout: 2000 });
    else setTimeout(run, 1);
  };
  if ('prerendering' in document && document.prerendering) {
    document.addEventListener('prerenderingchange', idle, { once: true });
  } else {
    idle();
  }
}

function setUp(start: Start): void {
  const early = window.canvass?.q;
  const tags = document.querySelectorAll('script[data-config]');
  if (early && !Array.isArray(early)) {
    // A page that swaps its body may run its scripts again: that is no second one.
    if (tags.length > 1) report('this page has a second Canvass tag, which is ignored.');
    return;
  }
  const script = (document.currentScript ?? tags[0]) as HTMLScriptElement | undefined;
  const { config, endpoint, locale } = script?.dataset ?? {};
  if (!script || !config) {
    report('its script tag needs data-config="/canvass.json", the address of the configuration.');
  }

  const waiting: Command[] = [];
  const queue: Queue = { waiting, push: (command) => config && waiting.push(command) };
  let begun = !config;
  const begin = (): void => {
    begun = true;
    whenIdle(async () => {
      try {
        await start({ base: script?.src || location.href, config: config ?? '', endpoint, locale }, queue);
      } catch (error) {
        report(`nothing will be shown on this page: ${reason(error)}`);
        queue.push = () => 0;
      }
    });
  };
  const canvass = (...command: unknown[]): void => {
    const name = String(command[0]);
    if (!begun) {
      // Consent that is taken back is not to wait; that it is still given is no news.
      if (asleep()?.test(command[1] === false ? `${name},false` : name) ?? true) begin();
      else if (transient.test(name)) return;
    }
    queue.push(command);
  };
  // A page that kept the snippet's function still reaches us through its `q`.
  const q = { push: (command: Command) => canvass(...command) };
  if (!Reflect.set(window, 'canvass', Object.assign(canvass, { q }))) throw new Error('its window.canvass cannot be replaced.');

  if (!begun && !asleep()) begin();
  for (const command of early ?? []) q.push(command);
}

export function install(start: Start): void {
  try {
    setUp(start);
  } catch (error) {
    report(`nothing will be shown on this page: ${reason(error)}`);
  }
}
