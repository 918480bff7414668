// What a dropped file is, by what is in it.

export type FileKind = 'events' | 'tags' | 'tickets' | 'benchmarks' | 'config';

export const kindNames: Record<FileKind, string> = {
  events: 'Exported answers (NDJSON)',
  tags: 'Tags',
  tickets: 'Support tickets (CSV)',
  benchmarks: 'Benchmarks',
  config: 'Canvass configuration',
};

export interface Recognised {
  file: File;
  kind: FileKind | null; // null: the reader is asked
}

const enough = 64 * 1024; // bytes that say what it is
const largest = 8 * 1024 * 1024; // of a file that is one JSON value: answers come line by line

function ofObject(object: unknown): FileKind | null {
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return null;
  if ('canvassTags' in object) return 'tags';
  if ('canvassBenchmarks' in object) return 'benchmarks';
  if ('canvass' in object) return 'config';
  if ('batch' in object || 'event' in object || 'messageId' in object || 'type' in object) return 'events';
  return null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export async function recognise(file: File): Promise<Recognised> {
  const text = (await file.slice(0, enough).text()).replace(/^\uFEFF/, '');
  const [line = ''] = text.split(/\r?\n/).filter((one) => one.trim());
  const ofLine = ofObject(parsed(line));
  if (ofLine) return { file, kind: ofLine };
  if (text.trimStart().startsWith('{')) {
    const whole = file.size <= largest ? ofObject(parsed((await file.text()).replace(/^\uFEFF/, ''))) : null;
    if (whole) return { file, kind: whole };
    // A line longer than what was read, or a damaged one: still answers, whose bad lines are counted.
    return { file, kind: /"(messageId|batch|event)"/.test(text) ? 'events' : null };
  }
  const columns = line.toLowerCase().split(/[,;\t]/).map((name) => name.replace(/^\s*"|"\s*$/g, '').trim());
  if (columns.includes('topic') && columns.includes('date')) return { file, kind: 'tickets' };
  return { file, kind: /"(messageId|batch|event)"/.test(text) ? 'events' : null };
}
