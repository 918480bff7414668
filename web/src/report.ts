// How Canvass speaks to whoever looks after the page: one clear sentence in the console, never an exception.

export function report(sentence: string, ...details: unknown[]): void {
  details.unshift(`Canvass: ${sentence}`);
  console.warn.apply(console, details);
}

// Something that ends the start of the widget and has already been put into words.
export class Failure extends Error {}

export const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
