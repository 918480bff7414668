// How the mouse moves, where that is asked for: the points at which it turns, no more often than four times a second.

import { type Hear, safely } from './hear.ts';
import type { Tell } from './signals.ts';

const step = 10; // CSS px; less is a hand that trembles
const pause = 250; // ms

export function watchMoves(hear: Hear, tell: Tell): void {
  let points: number[][] = []; // t, x, y
  let timer: unknown;

  const flush = safely(() => {
    timer = undefined;
    tell('move', { points: points.flatMap(([t, x, y]) => [t! - points[0]![0]!, x!, y!].map(Math.round)) });
    points = points.slice(-2);
  });
  hear('pointermove', ({ timeStamp: t, clientX: x, clientY: y, pointerType }: PointerEvent) => {
    const [a, b] = points.slice(-2);
    if (pointerType !== 'mouse' || (b && Math.hypot(x - b[1]!, y - b[2]!) < step)) return;
    if (a && b) {
      if ((b[1]! - a[1]!) * (x - b[1]!) + (b[2]! - a[2]!) * (y - b[2]!) < 0) timer ??= setTimeout(flush, pause, 0);
      else points.pop();
    }
    points.push([t, x, y]);
  });
}
