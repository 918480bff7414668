// Listens to several events of one target, by their names with blanks between them, until `signal` is aborted.
//
// Whatever the page has made of the browser's own functions, nothing that goes wrong in a listener of ours reaches it.

export const faults = { tell: (_error: unknown): void => undefined };

export const guarded =
  <Rest extends unknown[]>(run: (...rest: Rest) => void) =>
  (...rest: Rest): void => {
    try {
      run(...rest);
    } catch (error) {
      faults.tell(error);
    }
  };

export function listen<Event>(
  target: EventTarget | null | undefined,
  names: string,
  listener: (event: Event) => void,
  signal: AbortSignal,
  options?: AddEventListenerOptions,
): void {
  const safe = guarded(listener) as unknown as EventListener;
  for (const name of names.split(' ')) target?.addEventListener(name, safe, { signal, ...options });
}
