// Reads files and answers questions about them, away from the page's own thread: dist/report/worker.js. Nothing of
// the files leaves it but reports.

import { reason, spelled } from './errors.ts';
import { instantiate } from './module.ts';
import type { Module, Side } from './module.ts';
import type { FileProblem } from './source.ts';
import type { FromWorker, ToWorker } from './wire.ts';

// The library of workers cannot be had beside the one of pages.
interface Scope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
}

const scope = self as unknown as Scope;
const step = 50; // ms between two words about progress

let module: Module | null = null;

const say = (message: FromWorker): void => scope.postMessage(message);

class Unreadable extends Error {}

function fail(error: unknown): void {
  module = null;
  const message =
    error instanceof Unreadable
      ? error.message
      : error instanceof WebAssembly.RuntimeError || error instanceof RangeError
        ? 'There is more in these files than the browser has memory for. “canvass report” on the command line can read them.'
        : `The files could not be read: ${reason(error)}.`;
  say({ kind: 'failed', message });
}

const unreadable = (file: File) => (error: unknown): never => {
  throw new Unreadable(`${file.name} cannot be read (${reason(error)}). Has it been changed or moved? Choose it again.`);
};

async function read(into: Module, files: File[]): Promise<void> {
  const all = Math.max(1, files.reduce((sum, file) => sum + file.size, 0));
  let done = 0;
  let told = 0;
  for (const file of files) {
    const reader = file.stream().getReader();
    into.begin(file.name);
    for (;;) {
      const { value } = await reader.read().catch(unreadable(file));
      if (!value) break;
      into.feed(value);
      done += value.length;
      const now = performance.now();
      if (now - told >= step) {
        told = now;
        say({ kind: 'progress', progress: Math.min(1, done / all) });
      }
    }
    into.end();
  }
}

const sideOrder: Side[] = ['config', 'tags', 'benchmarks', 'tickets'];

async function open({ module: from, files, extra }: Extract<ToWorker, { kind: 'open' }>): Promise<void> {
  say({ kind: 'progress', progress: 0 });
  const into = await instantiate(typeof from === 'string' ? fetch(from) : from);
  const problems: FileProblem[] = [];
  let tags: string | null = null;
  for (const side of sideOrder) {
    const file = extra[side];
    if (!file) continue;
    const text = new Uint8Array(await file.arrayBuffer().catch(unreadable(file)));
    const taken = into.take(side, file.name, text);
    for (const problem of [...taken.errors, ...taken.warnings]) problems.push({ file: file.name, ...problem });
    if (taken.tags) tags = JSON.stringify(taken.tags);
  }
  await read(into, files);
  module = into;
  say({ kind: 'ready', tags, problems });
}

function answer(id: number, work: (module: Module) => { ok: boolean; text: string }): void {
  if (!module) return;
  try {
    const { ok, text } = work(module);
    if (ok) return say({ kind: 'answer', id, text });
    const { errors } = JSON.parse(text) as { errors: { pointer: string; message: string }[] };
    say({ kind: 'refused', id, message: spelled(errors) });
  } catch (error) {
    fail(error);
  }
}

scope.onmessage = ({ data }) => {
  if (data.kind === 'open') {
    open(data).catch(fail);
  } else if (data.kind === 'ask') {
    answer(data.id, (of) => of.ask(data.question));
  } else {
    answer(data.id, (of) => {
      const { errors, tags } = of.take('tags', 'tags', new TextEncoder().encode(data.text));
      return errors.length > 0 ? { ok: false, text: JSON.stringify({ errors }) } : { ok: true, text: JSON.stringify(tags) };
    });
  }
};
