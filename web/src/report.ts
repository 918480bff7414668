// How Canvass speaks to whoever looks after the page: one clear sentence in the console, never an exception.

export function report(sentence: string, detail?: unknown): void {
  const line = `Canvass: ${sentence}`;
  try {
    detail ? console.warn(line, detail) : console.warn(line);
  } catch {
    // The page has made it its own.
  }
}

// Something that ends the start of the widget and has already been put into words.
export class Failure extends Error {}

export const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
