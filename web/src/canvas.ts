// Puts a frame's pixels on the canvas and its text over them.

import { Frame as Flag } from './generated/abi.ts';
import type { Frame } from './frame.ts';
import { cssFont } from './measure.ts';

export interface Painter {
  readonly element: HTMLCanvasElement;
  // False when the browser cannot give a drawing context.
  readonly works: boolean;
  draw(frame: Frame, dpr: number, family: string): void;
}

export function createPainter(): Painter {
  const element = document.createElement('canvas');
  element.setAttribute('aria-hidden', 'true');
  // The picture comes from memory, so it is kept there: no graphics context, no upload and read back.
  const context = element.getContext('2d', { willReadFrequently: true });

  return {
    element,
    works: context !== null,
    draw({ pixels, card, runs, flags }, dpr, family) {
      if (!context) return;
      if (element.width !== pixels.width) element.width = pixels.width;
      if (element.height !== pixels.height) element.height = pixels.height;
      const { style } = element;
      style.width = `${pixels.width / dpr}px`;
      style.height = `${pixels.height / dpr}px`;
      style.left = `${-card.x}px`;
      style.top = `${-card.y}px`;

      context.putImageData(pixels, 0, 0);
      context.setTransform(dpr, 0, 0, dpr, 0, 0);
      context.direction = flags & Flag.rightToLeft ? 'rtl' : 'ltr';
      context.textAlign = 'left';
      // A baseline on a whole device pixel keeps the letters sharp.
      const snap = (length: number): number => Math.round(length * dpr) / dpr;
      for (const run of runs) {
        context.font = cssFont(run.font, family);
        context.fillStyle = run.color;
        context.fillText(run.text, snap(card.x + run.x), snap(card.y + run.baseline));
      }
    },
  };
}
