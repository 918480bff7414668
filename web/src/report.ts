// How Canvass speaks to whoever looks after the page: one clear sentence in the console, never an exception.

export const report = (sentence: string, ...details: unknown[]): void => console.warn(`Canvass: ${sentence}`, ...details);

// Something that ends the start of the widget and has already been put into words.
export class Failure extends Error {}

export const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
