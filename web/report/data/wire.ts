// What a page and its worker say to each other.

import type { Extra } from './file.ts';
import type { FileProblem, Question } from './source.ts';

export type ToWorker =
  | { kind: 'open'; module: string | Uint8Array<ArrayBuffer>; files: File[]; extra: Extra } // module: address or bytes
  | { kind: 'ask'; id: number; question: Question }
  | { kind: 'tags'; id: number; text: string };

export type FromWorker =
  | { kind: 'progress'; progress: number } // 0…1
  | { kind: 'ready'; tags: string | null; problems: FileProblem[] }
  | { kind: 'failed'; message: string } // for good
  | { kind: 'answer'; id: number; text: string }
  | { kind: 'refused'; id: number; message: string };
