// How the mouse moves, where that is asked for: the points at which it turns, no more often than four times a second.

import { hear, safely } from './hear.ts';
import type { Tell } from './signals.ts';

const step = 10; // CSS px; less is a hand that trembles
const pause = 250; // ms
const after = 1000; // ms from a turn to the next that goes with it

export function watchMoves(tell: Tell, signal: AbortSignal): void {
  let points: number[][] = []; // t, x, y
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turned = -Infinity;

  const flush = safely(() => {
    timer = undefined;
    const start = points[0]![0]!;
    tell('move', { points: points.flatMap(([t, x, y]) => [t! - start, x, y].map((number) => Math.round(number!))) });
    points = points.slice(-2);
  });
  const onMove = ({ timeStamp: t, clientX: x, clientY: y, pointerType }: PointerEvent): void => {
    const [a, b] = points.slice(-2) as [number[]?, number[]?];
    const last = b ?? a;
    if (pointerType !== 'mouse' || (last && Math.hypot(x - last[1]!, y - last[2]!) < step)) return;
    if (a && b) {
      if ((b[1]! - a[1]!) * (x - b[1]!) + (b[2]! - a[2]!) * (y - b[2]!) < 0) turned = t;
      else points.pop();
    }
    points.push([t, x, y]);
    if (t - turned < after) timer ??= setTimeout(flush, pause, 0);
  };
  hear(window, 'pointermove', onMove, signal);
  signal.addEventListener('abort', () => clearTimeout(timer));
}
