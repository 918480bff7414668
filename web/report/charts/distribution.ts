// Columns over the values of a scale, as high as they were chosen often.

import { axisX, barY, ruleY, text } from '@observablehq/plot';

import type { Point } from '../data/types.ts';
import { count } from '../format.ts';
import type { Tone } from '../metrics.ts';
import { colours, draw, toneFill } from './draw.ts';

export function distributionChart(width: number, points: Point[], toneOf: (value: number) => Tone, height = 200): SVGSVGElement {
  const values = points.map(({ value }) => value);
  const most = Math.max(1, ...points.map((point) => point.count));
  const room = width / Math.max(1, points.length);
  const every = Math.ceil(28 / room);
  const letters = count(most).length;
  const fontSize = room >= 7 * letters + 4 ? 13 : room >= 6 * letters + 1 ? 11 : 0;
  const named = new Map(points.map(({ value, to }) => [value, to !== undefined && room >= 52 ? `${value}–${to}` : String(value)]));
  const ticks = values.filter((_, index) => index % every === 0);
  return draw({
    width,
    height,
    margin: 0,
    marginTop: 24,
    marginBottom: 28,
    x: { type: 'band', domain: values, padding: points.length > 20 ? 0.15 : 0.2 },
    y: { domain: [0, most], axis: null },
    marks: [
      barY(points, { x: 'value', y: 'count', fill: ({ value }) => toneFill(toneOf(value)), rx: 3, insetTop: -0.5, title: (point) => `${point.value}${point.to === undefined ? '' : `–${point.to}`}: ${count(point.count)}` }),
      ruleY([0], { stroke: colours.hairline }),
      ...(fontSize > 0 ? [text(points.filter((point) => point.count > 0), { x: 'value', y: 'count', text: (point) => count(point.count), dy: -10, fill: colours.quiet, fontSize })] : []),
      axisX(ticks, { tickFormat: (value: number) => named.get(value) ?? '', tickSize: 0, tickPadding: 10, label: null, fill: colours.ink }),
    ],
  });
}
