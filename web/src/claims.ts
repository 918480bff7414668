// Sees to it that no two tabs show the same survey at once: whoever shows one holds a claim to it.

export interface Claims {
  // Whether this tab may show it; from then on no other may. What is wished for here, another tab gives up.
  take(id: string, wished: boolean): Promise<boolean>;
  has(id: string): boolean;
  drop(id: string): void;
}

// With the Web Locks API, which only secure pages have.
function withLocks(locks: LockManager, lost: (id: string) => void): Claims {
  const held = new Map<string, () => void>();
  return {
    take: (id, wished) =>
      new Promise((answer) => {
        const asked = locks.request(`canvass:${id}`, wished ? { steal: true } : { ifAvailable: true }, (lock) => {
          answer(lock !== null);
          return lock && new Promise<void>((release) => held.set(id, release));
        });
        asked.catch(() => {
          if (held.delete(id)) lost(id);
          else answer(true); // locks are not for this page (a sandboxed frame): nobody to share with
        });
      }),
    has: (id) => held.has(id),
    drop(id) {
      held.get(id)?.();
      held.delete(id);
    },
  };
}

// Without: ask the other tabs, and take silence for consent. Of two that ask at once, the one with the lower number
// has it; a wish is below them all.
function withMessages(lost: (id: string) => void, signal: AbortSignal): Claims {
  const wait = 60; // ms
  const mine = Math.random();
  const asked = new Set<string>();
  const held = new Set<string>();
  const refused = new Set<string>();
  const channel = new BroadcastChannel('canvass');
  channel.onmessage = ({ data }: MessageEvent<{ id: string; number?: number }>) => {
    const { id, number } = data;
    if (number === undefined || (asked.has(id) && number < mine)) refused.add(id);
    else if (number >= 0 && (held.has(id) || asked.has(id))) channel.postMessage({ id });
    else if (held.delete(id)) lost(id);
  };
  signal.addEventListener('abort', () => channel.close());
  return {
    has: (id) => held.has(id),
    take: (id, wished) =>
      new Promise((answer) => {
        refused.delete(id);
        asked.add(id);
        channel.postMessage({ id, number: wished ? -1 : mine });
        setTimeout(() => {
          asked.delete(id);
          if (!refused.has(id)) held.add(id);
          answer(held.has(id));
        }, wait);
      }),
    drop: (id) => void held.delete(id),
  };
}

// Where neither is there, every tab is on its own.
const alone: Claims = { has: () => true, take: () => Promise.resolve(true), drop: () => undefined };

// `lost`: another tab took over what this one shows.
export function createClaims(lost: (id: string) => void, signal: AbortSignal): Claims {
  if (navigator.locks) return withLocks(navigator.locks, lost);
  return 'BroadcastChannel' in window ? withMessages(lost, signal) : alone;
}
