// Sees to it that of all tabs of a visitor one sends: the one that leads, which is whoever holds this lock. When it is
// closed or put aside the browser gives the lock to the next that asked.

import { beforeGoing } from './going.ts';
import { listen } from './listen.ts';
import { Promise } from './promise.ts';

export interface Lead {
  // Takes it from a tab that does nothing with it.
  take(): void;
}

// `heard` is told whenever this tab becomes the one, or no longer is it.
export function createLead(locks: LockManager, heard: (leading: boolean) => void, signal: AbortSignal): Lead {
  let asked = new AbortController(); // the last request for it; aborted: this page has been left
  let release: (() => void) | undefined;

  function ask(options: LockOptions): void {
    const { signal: left } = (asked = new AbortController());
    const take = (): Promise<void> | undefined => {
      if (left.aborted) return;
      heard(true);
      return new Promise<void>((done) => (release = done));
    };
    const lose = (): void => {
      if (left.aborted) return;
      if (!release) return heard(true); // locks are not for this page (a sandboxed frame): nobody to share with
      release = undefined;
      heard(false);
      ask({});
    };
    // Also where the page has made it throw.
    new Promise((asking) => asking(locks.request('canvass:lead', options.steal ? options : { signal: left }, take))).catch(lose);
  }

  // A page that holds a lock would not be kept for the back button. It hears of it when it comes back: until then it is
  // as it was, and what it found of what may be shown stays stored.
  const leave = (): void => {
    asked.abort();
    release?.();
  };
  const come = (): void => {
    if (!asked.signal.aborted) return;
    if (release) heard(false);
    release = undefined;
    ask({});
  };
  const quit = (): void => {
    if (asked.signal.aborted) return; // it has gone before
    leave();
    if (release) heard(false);
    release = undefined;
  };

  listen(window, 'pagehide', leave, signal, { capture: true });
  listen(window, 'freeze', quit, signal, { capture: true });
  listen(window, 'pageshow resume', come, signal, { capture: true });
  beforeGoing(leave, come, signal);
  signal.addEventListener('abort', quit);
  ask({});
  return {
    take() {
      asked.abort();
      ask({ steal: true });
    },
  };
}
