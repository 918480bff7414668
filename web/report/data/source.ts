// Where a report comes from. The page knows nothing else of collectors, files and workers.
//
//   const source = openEmbedded() ?? openCollector(token);
//   source.changed(ask);
//   const report = await source.ask({ survey: 'nps', by: ['plan'] });

import type { Report, Tags } from './types.ts';

// What is asked for, written as on the command line: docs/report.md.
export interface Question {
  survey?: string;
  by?: string[];
  every?: string;
  compare?: string; // "2026-W10..2026-W11"
  since?: string;
  until?: string;
}

export type State =
  | 'live' // a collector that answers
  | 'away' // … that does not; it is asked again
  | 'locked' // … that does not know this token; it is not asked again
  | 'reading' // files; progress 0…1
  | 'ready';

export interface TagsStore {
  readonly kind: 'collector' | 'file';
  load(): Promise<Tags>;
  // Rejects with a Conflict when somebody else has saved since they were loaded: load again, mend, save.
  save(tags: Tags): Promise<void>;
}

export interface Source {
  readonly kind: 'collector' | 'file' | 'page'; // page: the JSON of a standalone report, which cannot be asked anew
  // The newest question wins: older ones reject with an AbortError. What is wrong with a question is the message of
  // an Unanswerable, a sentence for people.
  ask(question: Question): Promise<Report>;
  changed(listener: () => void): void; // there is something new: ask again
  state(listener: (state: State, progress?: number) => void): void; // called at once with the state it is in
  readonly tags: TagsStore;
  close(): void;
}

// A question, a file or tags that cannot be used; the message says what and why.
export class Unanswerable extends Error {
  override name = 'Unanswerable';
}

export class Conflict extends Error {
  override name = 'Conflict';
}
