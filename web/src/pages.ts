// Which page the visitor is on, also in applications that change it without loading one.

import { guarded, listen } from './listen.ts';

export interface Pages {
  // Reports a page; without a URL the address bar's. The same page twice is one page.
  report(url?: string): void;
}

export function watchPages(changed: (url: string) => void, signal: AbortSignal): Pages {
  // Where a page lies on somebody's disk is nobody's business: of a file, only its name.
  const path = (): string => (location.protocol === 'file:' ? location.pathname.replace(/.*\//, '/') : location.pathname);
  const where = (): string => `${location.protocol}//${location.host}${path()}${location.search}`;
  let last = '';
  let place = '';

  const report = (url: string): void => {
    if (url === last) return;
    last = url;
    changed(url);
  };
  const look = (): void => {
    if (signal.aborted || where() === place) return;
    place = where();
    report(where() + location.hash);
  };

  // The page's own call goes first, with its own arguments, result and exceptions; we look afterwards.
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name];
    const wrapped = function (this: History, ...rest: Parameters<History['pushState']>): void {
      const result = original.apply(this, rest);
      queueMicrotask(guarded(look));
      return result;
    };
    Reflect.set(history, name, wrapped); // which the page may have frozen
    signal.addEventListener('abort', () => {
      if (history[name] === wrapped) Reflect.set(history, name, original);
    });
  }
  listen(window, 'popstate pageshow', look, signal);

  return {
    report(url) {
      place = where();
      report(url === undefined ? where() + location.hash : new URL(url, document.baseURI).href);
    },
  };
}
