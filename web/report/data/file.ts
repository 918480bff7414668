// The report of files that somebody has dropped on the page, worked out by the C++ core in a worker of this page.
// Nothing is sent anywhere.

import { Unanswerable, aborted } from './errors.ts';
import { inside } from './inside.ts';
import type { FileProblem, Question, Source } from './source.ts';
import { listeners } from './state.ts';
import { keepIn } from './save.ts';
import type { Report, Tags } from './types.ts';
import type { FromWorker, ToWorker } from './wire.ts';

// Files beside the answers.
export interface Extra {
  tags?: File;
  tickets?: File;
  benchmarks?: File;
  config?: File;
}

// Where pages may only run scripts that a policy lets through, this is the policy: report.html's own worker.
function workerAt(url: string): Worker {
  interface Policy {
    createScriptURL(url: string): string;
  }
  interface Factory {
    createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
  }
  const types = (window as { trustedTypes?: Factory }).trustedTypes;
  policy ??= types?.createPolicy('canvass-report', { createScriptURL: (of) => of }) ?? { createScriptURL: (of) => of };
  return new Worker(policy.createScriptURL(url));
}
let policy: { createScriptURL(url: string): string } | null = null;

function startWorker(): Worker {
  if (inside.worker === undefined) return workerAt(new URL('worker.js', import.meta.url).href);
  const url = URL.createObjectURL(new Blob([inside.worker], { type: 'text/javascript' }));
  const worker = workerAt(url);
  worker.addEventListener('message', () => URL.revokeObjectURL(url), { once: true });
  return worker;
}

interface Waiting {
  resolve(text: string): void;
  reject(error: unknown): void;
}

export function openFile(files: File[], extra: Extra = {}): Source {
  const told = listeners();
  const worker = startWorker();
  const problems: FileProblem[] = [];
  const tagsFile = keepIn(extra.tags?.name ?? 'tags.json');
  let tags: Tags = { canvassTags: 1, tags: [], tagged: [] };
  let broken: Unanswerable | null = null;
  let ready: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (ready = resolve));

  // The worker is given one thing at a time, so that of several questions only the newest is worked on.
  let lastId = 0;
  let at: (Waiting & { id: number }) | null = null;
  let next: (Waiting & { question: Question }) | null = null;
  const savings: (Waiting & { text: string })[] = [];

  const send = (message: ToWorker) => worker.postMessage(message);

  const go = () => {
    if (at || broken) return;
    const saving = savings.shift();
    if (saving) {
      at = { ...saving, id: ++lastId };
      send({ kind: 'tags', id: lastId, text: saving.text });
    } else if (next) {
      at = { ...next, id: ++lastId };
      send({ kind: 'ask', id: lastId, question: next.question });
      next = null;
    }
  };

  const end = (error: Unanswerable) => {
    broken = error;
    for (const each of [at, next, ...savings]) each?.reject(error);
    at = next = null;
    savings.length = 0;
    ready();
    told.tell('ready');
  };

  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'progress') return told.tell('reading', data.progress);
    if (data.kind === 'failed') return end(new Unanswerable(data.message));
    if (data.kind === 'ready') {
      if (data.tags !== null) tags = JSON.parse(data.tags) as Tags;
      problems.push(...data.problems);
      ready();
      told.tell('ready');
      return go();
    }
    if (at?.id !== data.id) return;
    const settled = at;
    at = null;
    if (data.kind === 'answer') settled.resolve(data.text);
    else settled.reject(new Unanswerable(data.message));
    go();
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    end(new Unanswerable('The part of this page that reads files could not be started. Reload the page.'));
  });

  told.tell('reading', 0);
  const module = inside.module ?? new URL('report.wasm', import.meta.url).href;
  send({ kind: 'open', module, files, extra });

  let asking: Waiting | null = null;

  return {
    kind: 'file',
    ask(question) {
      asking?.reject(aborted());
      next = null;
      if (broken) return Promise.reject(broken);
      return new Promise<Report>((resolve, reject) => {
        const mine: Waiting = {
          resolve(text) {
            if (asking === mine) asking = null;
            resolve(JSON.parse(text) as Report);
          },
          reject(error) {
            if (asking === mine) asking = null;
            reject(error);
          },
        };
        asking = mine;
        next = { ...mine, question };
        void opened.then(go);
      });
    },
    changed: told.changed,
    state: told.state,
    tags: {
      kind: 'file',
      load: () => opened.then(() => tags),
      async save(changed) {
        // First of all, since a browser asks for a place only as long as the click is fresh.
        const saved = tagsFile.save(`${JSON.stringify(changed, null, 1)}\n`);
        await saved;
        await opened;
        if (broken) throw broken;
        await new Promise<string>((resolve, reject) => {
          savings.push({ resolve, reject, text: JSON.stringify(changed) });
          go();
        });
        tags = changed;
        told.tellChanged();
      },
    },
    problems,
    close() {
      asking?.reject(aborted());
      worker.terminate();
      told.silence();
    },
  };
}
