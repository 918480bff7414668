// How Canvass speaks to whoever looks after the page: one clear sentence in the console, never an exception.

export const report = (sentence: string, detail?: unknown): void => {
  if (detail === undefined) console.warn(`Canvass: ${sentence}`);
  else console.warn(`Canvass: ${sentence}`, detail);
};

// Something that ends the start of the widget and has already been put into words.
export class Failure extends Error {}

export const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

// canvass('explain', id): the verdict and its conditions, for a person to read.
export function explain(explained: unknown): void {
  const { id, shows, error, conditions = [] } = explained as {
    id?: string;
    shows?: boolean;
    error?: string;
    conditions?: { condition: string; pass: boolean; text: string }[];
  };
  if (error) return report(error);
  const lines = conditions.map(({ condition, pass, text }) => `\n  ${pass ? 'yes' : 'NO '} ${condition}: ${text}`);
  console.info(`Canvass: "${id}" ${shows ? 'may show now' : 'does not show'}${lines.join('')}`);
}
