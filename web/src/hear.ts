// Listening that a page does not notice: passive, before its own handlers, and whatever it has made of the browser's
// own functions, nothing that goes wrong in here reaches it; less is noticed then. Nothing of ours is heard.

import { listen } from './listen.ts';

// An element of ours; what is in it has it as the target, where its events are heard from outside.
export const isOurs = (node: unknown): boolean => (node as Element | null | undefined)?.localName === 'canvass-surface';

export const safely =
  <Argument>(run: (argument: Argument) => unknown): ((argument: Argument) => void) =>
  (argument) => {
    try {
      run(argument);
    } catch {
      // The page has made it its own.
    }
  };

export type Hear = <Type extends Event>(names: string, listener: (event: Type) => unknown) => void;

// At the window, until `signal` is aborted.
export const hearing =
  (signal: AbortSignal): Hear =>
  (names, listener) =>
    listen(
      window,
      names,
      safely((event) => isOurs((event as Event).target) || listener(event as Parameters<typeof listener>[0])),
      signal,
      { capture: true, passive: true },
    );
