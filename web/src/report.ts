// How Canvass speaks to whoever looks after the page: one clear sentence in the console, never an exception.

export const report = (sentence: string, detail?: unknown): void => {
  if (detail === undefined) console.warn(`Canvass: ${sentence}`);
  else console.warn(`Canvass: ${sentence}`, detail);
};

// Something that ends the start of the widget and has already been put into words.
export class Failure extends Error {}

export const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
