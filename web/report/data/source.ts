// Where a report comes from. The page knows nothing else of collectors, files and workers.
//
//   const source = openEmbedded() ?? openCollector(token);
//   source.changed(ask);
//   const report = await source.ask({ survey: 'nps', by: ['plan'] });

import type { Report, Tags } from './types.ts';

export { Conflict, Unanswerable } from './errors.ts';
export { openCollector } from './collector.ts';
export { openEmbedded } from './embedded.ts';
export { openFile } from './file.ts';
export type { Extra } from './file.ts';

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
  readonly readOnly?: boolean; // of a standalone report
  load(): Promise<Tags>;
  // Rejects with a Conflict when somebody else has saved since they were loaded: load again, mend, save. Of files it
  // needs a click or key press: the first time it may ask where to save. An AbortError says that nobody chose a place.
  save(tags: Tags): Promise<void>;
}

// Something of a file beside the answers (configuration, tags, …) that could not be used; the rest was.
export interface FileProblem {
  file: string;
  pointer: string; // JSON pointer; empty: the whole file, or a file that is no JSON
  line?: number;
  message: string;
}

export interface Source {
  readonly kind: 'collector' | 'file' | 'page'; // page: the JSON of a standalone report, which cannot be asked anew
  // The newest question wins: older ones reject with an AbortError. What is wrong with a question is the message of
  // an Unanswerable, a sentence for people. While a collector is away, the answer waits.
  ask(question: Question): Promise<Report>;
  changed(listener: () => void): void; // there is something new: ask again
  state(listener: (state: State, progress?: number) => void): void; // called at once with the state it is in
  readonly tags: TagsStore;
  readonly problems: readonly FileProblem[]; // complete once a question has been answered
  close(): void;
}
