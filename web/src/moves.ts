// How the mouse moves, where that is asked for: the points at which it turns, and no more often than four times a second.

import type { Hear, Tell } from './signals.ts';

const step = 10; // CSS px; less is a hand that trembles
const pause = 250; // ms

export function watchMoves(hear: Hear, tell: Tell, signal: AbortSignal): void {
  let points: [t: number, x: number, y: number][] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = (): void => {
    timer = undefined;
    const [[start] = [0]] = points;
    tell('move', { points: points.flatMap(([t, x, y]) => [Math.round(t - start), Math.round(x), Math.round(y)]) });
    points = points.slice(-2);
  };
  hear('pointermove', ({ timeStamp, clientX: x, clientY: y, pointerType }: PointerEvent) => {
    if (pointerType !== 'mouse') return;
    const [a, b] = points.slice(-2);
    if (b && Math.hypot(x - b[1], y - b[2]) < step) return;
    const turns = a && b && (b[1] - a[1]) * (x - b[1]) + (b[2] - a[2]) * (y - b[2]) < 0;
    if (a && b && !turns) points.pop();
    points.push([timeStamp, x, y]);
    if (turns) timer ??= setTimeout(flush, pause);
  });
  signal.addEventListener('abort', () => clearTimeout(timer));
}
