// Claims (claims.ts) where the Web Locks API is missing, as on pages that are not secure.

import type { Claims } from './claims.ts';
import { Promise } from './promise.ts';

// Asks the other tabs, and takes silence for consent. Whoever asked first has it, which a busy tab may say late:
// then this one gives up what it has shown meanwhile. A wish counts as earlier than all before it.
export function claimByMessages(lost: (id: string) => void, signal: AbortSignal): Claims {
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
