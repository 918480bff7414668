// Listening that a page does not notice: passive, before its own handlers, and whatever it has made of the browser's
// own functions, nothing that goes wrong in here reaches it; less is noticed then. Nothing of ours is heard.

import { listen } from './listen.ts';

// An element of ours; what is in it has it as the target, where its events are heard from outside.
export const isOurs = (node: unknown): boolean => (node as Element | null | undefined)?.localName === 'canvass-surface';

export const safely =
  <Argument>(run: (argument: Argument) => void): ((argument: Argument) => void) =>
  (argument) => {
    try {
      run(argument);
    } catch {
      // The page has made it its own.
    }
  };

export function hear<Type extends Event>(target: EventTarget, names: string, listener: (event: Type) => void, signal: AbortSignal): void {
  const heard = safely((event: Type) => isOurs(event.target) || listener(event));
  listen(target, names, heard, signal, { capture: true, passive: true });
}
