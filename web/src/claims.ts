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

// Without: ask the other tabs, and take silence for consent. Whoever asked first has it, which a busy tab may say late:
// then this one gives up what it has shown meanwhile. A wish counts as earlier than all before it.
function withMessages(lost: (id: string) => void, signal: AbortSignal): Claims {
  const wait = 60; // ms
  const claimed = new Map<string, number>(); // when, made unique by its fraction; negative for what is wished
  const held = new Set<string>();
  const channel = new BroadcastChannel('canvass');
  channel.onmessage = ({ data }: MessageEvent<{ id: string; at?: number; to?: number }>) => {
    const { id, at, to } = data;
    const mine = claimed.get(id);
    if (mine === undefined) return;
    if (to === mine || at! < mine) {
      claimed.delete(id);
      if (held.delete(id)) lost(id);
    } else if (at) {
      channel.postMessage({ id, to: at });
    }
  };
  signal.addEventListener('abort', () => channel.close());
  return {
    has: (id) => held.has(id),
    take: (id, wished) =>
      new Promise((answer) => {
        const at = (Date.now() + Math.random()) * (wished ? -1 : 1);
        claimed.set(id, at);
        channel.postMessage({ id, at });
        setTimeout(() => {
          const mine = claimed.get(id) === at;
          if (mine) held.add(id);
          answer(mine);
        }, wait);
      }),
    drop(id) {
      claimed.delete(id);
      held.delete(id);
    },
  };
}

// Where neither is there, every tab is on its own.
const alone: Claims = { has: () => true, take: () => Promise.resolve(true), drop: () => undefined };

// `lost`: another tab took over what this one shows.
export function createClaims(lost: (id: string) => void, signal: AbortSignal): Claims {
  if (navigator.locks) return withLocks(navigator.locks, lost);
  return 'BroadcastChannel' in window ? withMessages(lost, signal) : alone;
}
