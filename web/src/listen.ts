// Listens to several events of one target, by their names with blanks between them, until `signal` is aborted.

export function listen<Event>(
  target: EventTarget | null | undefined,
  names: string,
  listener: (event: Event) => void,
  signal: AbortSignal,
  options?: AddEventListenerOptions,
): void {
  for (const name of names.split(' ')) target?.addEventListener(name, listener as unknown as EventListener, { signal, ...options });
}
