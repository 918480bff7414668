// How the mouse moves, where that is asked for: no more often than four times a second.

import { type Hear, safely } from './hear.ts';
import type { Tell } from './signals.ts';

const step = 10; // CSS px; less is a hand that trembles
const pause = 250; // ms

export function watchMoves(hear: Hear, tell: Tell): void {
  let points: number[] = []; // t, x, y, …
  let begun = 0;

  const flush = safely(() => {
    tell('move', { points });
    points = [];
  });
  // With a button down it draws, or drags something.
  hear('pointermove', ({ timeStamp, clientX: x, clientY: y, pointerType, buttons }: PointerEvent) => {
    const [lastX = -step, lastY = 0] = points.slice(-2);
    if (pointerType !== 'mouse' || buttons || Math.hypot(x - lastX, y - lastY) < step) return;
    if (!points.length) {
      begun = timeStamp;
      setTimeout(flush, pause, 0);
    }
    points.push(...[timeStamp - begun, x, y].map(Math.round));
  });
}
