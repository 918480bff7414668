// Firefox keeps no page for the back button that holds a lock when it is told to go, however soon it lets it go then. So it
// lets go before, and takes what it had again when it is back, or did not go after all (to a download, say).

import { listen } from './listen.ts';

const patience = 3000; // ms for the next page to come

export function beforeGoing(free: () => void, back: () => void, signal: AbortSignal): void {
  if (!('mozInnerScreenX' in window)) return;
  let freed = false;
  const again = (): void => {
    if (freed && !signal.aborted) back();
    freed = false;
  };
  const going = (): void => {
    freed = true;
    free();
    setTimeout(again, patience);
  };
  listen(window, 'beforeunload', going, signal);
  listen(window, 'pageshow', again, signal);
}
