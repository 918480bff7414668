// Sees to it that no two tabs show the same survey at once: whoever shows one holds a claim to it.

import { beforeGoing } from './going.ts';
import type { Load } from './host.ts';
import { Promise } from './promise.ts';

export interface Claims {
  // Whether this tab may show it; from then on no other may. What is wished for here, another tab gives up.
  take(id: string, wished: boolean): Promise<boolean>;
  has(id: string): boolean;
  drop(id: string): void;
}

// With the Web Locks API, which only secure pages have.
function withLocks(locks: LockManager, lost: (id: string) => void, signal: AbortSignal): Claims {
  const held = new Map<string, () => void>();
  const take: Claims['take'] = async (id, wished) => {
    await 0; // what was dropped a moment ago is let go first
    return new Promise((answer) => {
      const hold = (lock: Lock | null): Promise<void> | null => {
        answer(lock !== null);
        return lock && new Promise<void>((release) => held.set(id, release));
      };
      const asked = new Promise((asking) => asking(locks.request(`canvass:${id}`, wished ? { steal: true } : { ifAvailable: true }, hold)));
      asked.catch(async () => {
        // Locks are not for this page (a sandboxed frame), or throw: nobody to share with.
        if (!held.delete(id)) answer(true);
        // Another tab has it, unless WebKit let go of it when it put the page aside for the back button.
        else if (!(await take(id, false))) lost(id);
      });
    });
  };
  const free = (): void => held.forEach((release) => release());
  const back = (): void =>
    held.forEach(async (_, id) => {
      if (!(await take(id, false)) && held.delete(id)) lost(id);
    });
  beforeGoing(free, back, signal);
  signal.addEventListener('abort', free);
  return {
    take,
    has: (id) => held.has(id),
    drop(id) {
      held.get(id)?.();
      held.delete(id);
    },
  };
}

// Where neither is there, every tab is on its own.
const alone: Claims = { has: () => true, take: () => Promise.resolve(true), drop: () => undefined };

// Without it: by messages, the code for which is loaded first.
function withMessages(lost: (id: string) => void, signal: AbortSignal, chunk: Load): Claims {
  let claims: Claims | undefined;
  const loaded = chunk('extras').then(
    ({ claimByMessages }) => (claims = claimByMessages(lost, signal)),
    () => (claims = alone),
  );
  return {
    has: (id) => claims?.has(id) ?? false,
    take: async (...those) => (await loaded).take(...those),
    drop: (id) => claims?.drop(id),
  };
}

// `lost`: another tab took over what this one shows.
export function createClaims(lost: (id: string) => void, signal: AbortSignal, chunk: Load): Claims {
  if (navigator.locks) return withLocks(navigator.locks, lost, signal);
  return 'BroadcastChannel' in window ? withMessages(lost, signal, chunk) : alone;
}
