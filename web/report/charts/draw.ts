// Observable Plot in this page: no style sheet inside the picture, which the page's policy would refuse; colours are
// custom properties of report.css, so that a picture follows the theme and prints in light colours without being drawn
// anew. The words for those who do not see it are on the element around it.

import { plot } from '@observablehq/plot';
import type { PlotOptions } from '@observablehq/plot';

import type { Tone } from '../metrics.ts';

export const colours = {
  ink: 'var(--ink)',
  quiet: 'var(--quiet)',
  hairline: 'var(--hairline)',
  accent: 'var(--accent)',
  band: 'var(--accent-band)',
  card: 'var(--card)',
  rail: 'var(--rail)',
};

export const toneFill = (tone: Tone): string => (tone === 'none' ? 'var(--accent-fill)' : `var(--${tone}-fill)`);
export const toneInk = (tone: Tone): string => (tone === 'none' ? colours.quiet : `var(--${tone}-ink)`);

export const tip = { fill: colours.card, stroke: colours.hairline, fontSize: 13, lineHeight: 1.4, textPadding: 10, lineWidth: 22 };

export function draw(options: PlotOptions): SVGSVGElement {
  const svg = plot({ ...options, className: 'plot' }) as SVGSVGElement;
  svg.querySelector('style')?.remove();
  svg.setAttribute('aria-hidden', 'true');
  return svg;
}

// About as wide as the text will be at 13 px.
export const textWidth = (text: string): number => text.length * 7;
export const labelRoom = (labels: string[], most: number): number => Math.min(most, Math.max(24, ...labels.map(textWidth)) + 16);
export const labelLetters = (room: number): number => Math.floor((room - 16) / 7 + 0.01);
