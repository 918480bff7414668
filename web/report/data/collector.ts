// The report as a collector has it, asked for once a second while somebody is looking.

import { Conflict, Unanswerable, aborted, spelled } from './errors.ts';
import type { Question, Source, TagsStore } from './source.ts';
import { listeners } from './state.ts';
import type { Report, Tags } from './types.ts';

const interval = 1_000;
const backoffMax = 15_000;
const patience = 30_000; // for one answer: a first report of many events takes its time

// The page is at …/report/, the collector's own addresses are beside it.
const address = (name: string): URL => new URL(`../v1/${name}`, document.baseURI);

function addressOf({ survey, by, every, compare, since, until }: Question): string {
  const url = address('report.json');
  for (const [name, value] of Object.entries({ survey, every, compare, since, until })) {
    if (value) url.searchParams.set(name, value);
  }
  for (const name of by ?? []) url.searchParams.append('by', name);
  return url.href;
}

// The sentences of a refusal.
async function sentences(response: Response): Promise<string> {
  try {
    const { errors } = (await response.json()) as { errors: { pointer: string; message: string }[] };
    return spelled(errors);
  } catch {
    return `The collector answered with status ${response.status}.`;
  }
}

interface Waiting {
  resolve(report: Report): void;
  reject(error: unknown): void;
}

export function openCollector(token: string): Source {
  const closed = new AbortController();
  const told = listeners();
  const authorization = { Authorization: `Bearer ${token}` };

  let asked: string | null = null; // the address of the newest question
  let etag = '';
  let report: Report | null = null; // the answer to it, as far as one is known
  let seen = true; // has been given to whoever asked
  let waiting: Waiting | null = null;
  let request: AbortController | null = null;
  let failures = 0;
  let timer = 0;

  const again = (delay: number) => {
    clearTimeout(timer);
    if (closed.signal.aborted || asked === null) return;
    if (!document.hidden || waiting) timer = window.setTimeout(poll, delay);
  };

  const settle = (settled: (waiting: Waiting) => void) => {
    const before = waiting;
    waiting = null;
    if (before) settled(before);
  };

  const lock = () => {
    asked = null;
    told.tell('locked');
    settle(({ reject }) => reject(new Unanswerable('The collector does not know this token.')));
  };

  const arrived = () => {
    const latest = report;
    if (!latest) return;
    if (waiting) {
      seen = true;
      settle(({ resolve }) => resolve(latest));
    } else if (!seen) {
      told.tellChanged();
    }
  };

  const poll = async () => {
    if (asked === null || request) return;
    const mine = new AbortController();
    const abort = () => mine.abort();
    const late = setTimeout(abort, patience);
    const question = asked;
    request = mine;
    closed.signal.addEventListener('abort', abort);
    try {
      const headers: Record<string, string> = { ...authorization };
      if (etag) headers['If-None-Match'] = etag;
      // no-store: the conditions are ours, the browser's own cache would hide the 304.
      const response = await fetch(question, { headers, cache: 'no-store', signal: mine.signal });
      if (response.status === 401) return lock();
      if (response.status === 400) {
        const message = await sentences(response);
        if (question !== asked) return;
        asked = null;
        told.tell('live');
        return settle(({ reject }) => reject(new Unanswerable(message)));
      }
      if (response.status !== 304) {
        if (!response.ok) throw new Error(`status ${response.status}`);
        const latest = (await response.json()) as Report;
        if (question !== asked) return;
        report = latest;
        seen = false;
        etag = response.headers.get('ETag') ?? '';
      }
      failures = 0;
      told.tell('live');
      arrived();
    } catch {
      if (closed.signal.aborted || request !== mine) return; // a newer question has taken its place
      ++failures;
      told.tell('away');
    } finally {
      clearTimeout(late);
      closed.signal.removeEventListener('abort', abort);
      if (request === mine) {
        request = null;
        // Open reports must not all come back in the same instant.
        again(failures ? Math.min(backoffMax, interval * 2 ** (failures - 1)) * (0.75 + Math.random() / 2) : interval);
      }
    }
  };

  const now = () => {
    request?.abort();
    request = null;
    again(0);
  };

  const { signal } = closed;
  document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : again(0)), { signal });
  window.addEventListener('online', () => again(0), { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));

  const tags = tagsAt(authorization, lock, now);

  return {
    kind: 'collector',
    ask(question) {
      settle(({ reject }) => reject(aborted()));
      if (closed.signal.aborted) return Promise.reject(aborted());
      const url = addressOf(question);
      if (url === asked && report && !seen) {
        seen = true;
        return Promise.resolve(report);
      }
      if (url !== asked) {
        asked = url;
        etag = '';
        report = null;
        seen = true;
      }
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        now();
      });
    },
    changed: told.changed,
    state: told.state,
    tags,
    problems: [],
    close() {
      settle(({ reject }) => reject(aborted()));
      closed.abort();
      told.silence();
    },
  };
}

// --- tags --------------------------------------------------------------------------------------------------------

function tagsAt(authorization: Record<string, string>, lock: () => void, saved: () => void): TagsStore {
  const url = address('tags.json').href;
  let etag = '';
  let saving: Promise<unknown> = Promise.resolve();

  const send = async (init: RequestInit): Promise<Response> => {
    const headers = { ...authorization, ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(url, { ...init, headers, cache: 'no-store' }).catch((): never => {
      throw new Unanswerable('The collector does not answer.');
    });
    if (response.status === 401) lock();
    if (response.status === 412) throw new Conflict(await sentences(response));
    if (!response.ok) throw new Unanswerable(await sentences(response));
    etag = response.headers.get('ETag') ?? '';
    return response;
  };

  const load = async (): Promise<Tags> => (await send({})).json() as Promise<Tags>;

  return {
    kind: 'collector',
    load,
    // One after another: each needs the ETag that the one before was given.
    save(tags) {
      const body = JSON.stringify(tags);
      const mine = saving.then(async () => {
        if (!etag) throw new Conflict('Tags are loaded before they are saved.');
        await send({ method: 'PUT', headers: { 'If-Match': etag, 'Content-Type': 'application/json' }, body });
        saved();
      });
      saving = mine.catch(() => undefined);
      return mine;
    },
  };
}
