// Sees to it that no two tabs show the same survey at once: whoever shows one holds a claim to it.

export interface Claims {
  // Whether this tab may show it; from then on no other may.
  take(id: string): Promise<boolean>;
  has(id: string): boolean;
  drop(id: string): void;
}

// With the Web Locks API, which only secure pages have.
function withLocks(locks: LockManager): Claims {
  const held = new Map<string, () => void>();
  return {
    take: (id) =>
      new Promise((answer) => {
        const asked = locks.request(`canvass:${id}`, { ifAvailable: true }, (lock) => {
          answer(lock !== null);
          return lock && new Promise<void>((release) => held.set(id, release));
        });
        asked.catch(() => answer(true)); // locks are not for this page (a sandboxed frame): nobody to share with
      }),
    has: (id) => held.has(id),
    drop(id) {
      held.get(id)?.();
      held.delete(id);
    },
  };
}

// Without: ask the other tabs, and take silence for consent. Of two that ask at once, the one with the lower number
// has it.
function withMessages(signal: AbortSignal): Claims {
  const wait = 60; // ms
  const mine = Math.random();
  const asked = new Set<string>();
  const held = new Set<string>();
  const refused = new Set<string>();
  const channel = new BroadcastChannel('canvass');
  channel.onmessage = ({ data }: MessageEvent<{ id: string; number?: number }>) => {
    const { id, number } = data;
    if (number === undefined || (asked.has(id) && number < mine)) refused.add(id);
    else if (held.has(id) || asked.has(id)) channel.postMessage({ id });
  };
  signal.addEventListener('abort', () => channel.close());
  return {
    has: (id) => held.has(id),
    take: (id) =>
      new Promise((answer) => {
        refused.delete(id);
        asked.add(id);
        channel.postMessage({ id, number: mine });
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

export function createClaims(signal: AbortSignal): Claims {
  if (navigator.locks) return withLocks(navigator.locks);
  return 'BroadcastChannel' in window ? withMessages(signal) : alone;
}
