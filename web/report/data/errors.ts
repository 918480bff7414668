// How questions and savings fail.

// A question, a file or tags that cannot be used; the message says what and why.
export class Unanswerable extends Error {
  override name = 'Unanswerable';
}

// Somebody else has saved in the meantime.
export class Conflict extends Error {
  override name = 'Conflict';
}

export const aborted = (): DOMException => new DOMException('A newer question was asked.', 'AbortError');

export const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

// Problems as the core tells them, as one sentence for the reader.
export const spelled = (problems: { pointer: string; message: string }[]): string =>
  problems.map(({ pointer, message }) => (pointer ? `${pointer}: ${message}` : message)).join(' ');
