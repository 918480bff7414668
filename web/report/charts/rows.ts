// Pictures of one row for each thing: estimates with their intervals, and counts as bars.

import { axisX, axisY, barX, dot, gridX, link, pointerY, ruleX, text, tickX, tip as tipMark } from '@observablehq/plot';

import { clip, count } from '../format.ts';
import type { Tone } from '../metrics.ts';
import { colours, draw, labelLetters, labelRoom, tip, toneFill } from './draw.ts';

export interface Estimate {
  name: string;
  value: number | null;
  low: number | null;
  high: number | null;
  tone: Tone; // "none": no real difference
  after: string; // at the end of the row: how many answers
  words: string; // when pointed at
}

export interface Reference {
  value: number;
  low: number | null;
  high: number | null;
  name: string;
}

interface Options {
  domain: [number, number];
  format: (value: number) => string;
  reference?: Reference | null; // a line and a band through all rows
  bars?: boolean; // from 0, where the length says something
  hollow?: boolean; // without a tone: a ring
}

const rowHeight = 36;

export function estimatesChart(width: number, rows: Estimate[], { domain, format, reference, bars, hollow }: Options): SVGSVGElement {
  // Where there is little room the words stand above their row.
  const narrow = width < 420;
  const afterRoom = labelRoom(rows.map(({ after }) => after), 120);
  const marginLeft = narrow ? 12 : labelRoom(rows.map(({ name }) => name), width * 0.36);
  const marginRight = narrow ? 12 : afterRoom;
  const known = rows.filter((row) => row.value !== null);
  const certain = known.filter((row) => row.low !== null && row.high !== null);
  const letters = labelLetters(narrow ? width - afterRoom : marginLeft);
  const keys = rows.map((_, index) => String(index));
  const label = (at: string) => clip(rows[Number(at)]?.name ?? '', letters);
  const key = (row: Estimate) => String(rows.indexOf(row));
  const colour = (row: Estimate) => toneFill(row.tone);
  const room = width - marginLeft - marginRight;
  const above = reference ? 20 : 0;
  return draw({
    width,
    height: rows.length * (narrow ? 52 : rowHeight) + 36 + above,
    marginLeft,
    marginRight,
    marginTop: 4 + above,
    marginBottom: 32,
    x: { domain, clamp: true },
    y: { type: 'band', axis: null, domain: keys, padding: narrow ? 0.6 : 0.4 },
    marks: [
      gridX({ stroke: colours.hairline, strokeOpacity: 1, ticks: room < 320 ? 3 : 5 }),
      ...(reference && reference.low !== null && reference.high !== null
        ? [barX([reference], { x1: 'low', x2: 'high', fill: colours.band, fillOpacity: 0.35 })]
        : []),
      ...(reference
        ? [
            ruleX([reference.value], { stroke: colours.accent, strokeDasharray: '4 3', strokeWidth: 1.5 }),
            text([reference], { x: 'value', text: 'name', frameAnchor: 'top', dy: -14, fill: colours.accent, fontWeight: 600 }),
          ]
        : []),
      axisX({ ticks: room < 320 ? 3 : 5, tickSize: 0, tickPadding: 8, label: null, tickFormat: format, fill: colours.quiet }),
      ...(narrow
        ? [
            text(keys, { y: (at: string) => at, text: label, frameAnchor: 'left', textAnchor: 'start', dx: -12, dy: -21, fill: colours.ink, stroke: colours.card, strokeWidth: 3 }),
            text(rows, { y: key, text: 'after', frameAnchor: 'right', textAnchor: 'end', dx: 12, dy: -21, fill: colours.quiet, stroke: colours.card, strokeWidth: 3 }),
          ]
        : [
            axisY({ tickSize: 0, tickPadding: 12, label: null, fill: colours.ink, tickFormat: label }),
            text(rows, { y: key, text: 'after', frameAnchor: 'right', textAnchor: 'start', dx: 12, fill: colours.quiet }),
          ]),
      ...(bars ? [barX(known, { x1: 0, x2: 'value', y: key, fill: colour, fillOpacity: 0.55, rx: 3 })] : []),
      link(certain, { x1: 'low', x2: 'high', y1: key, y2: key, stroke: bars ? colours.ink : colour, strokeOpacity: bars ? 0.55 : 1, strokeWidth: bars ? 1.5 : 3, strokeLinecap: 'round' }),
      ...(bars
        ? [tickX(certain, { x: 'low', y: key, stroke: colours.ink, strokeOpacity: 0.55, inset: 4 }), tickX(certain, { x: 'high', y: key, stroke: colours.ink, strokeOpacity: 0.55, inset: 4 })]
        : [
            // Ends higher than the dot: an interval narrower than that is seen, too.
            tickX(certain, { x: 'low', y: key, stroke: colour, strokeWidth: 1.5, inset: 4 }),
            tickX(certain, { x: 'high', y: key, stroke: colour, strokeWidth: 1.5, inset: 4 }),
            dot(known, {
              x: 'value',
              y: key,
              r: 4.5,
              fill: (row: Estimate) => (hollow && row.tone === 'none' ? colours.card : colour(row)),
              stroke: (row: Estimate) => (hollow && row.tone === 'none' ? colour(row) : colours.card),
              strokeWidth: 1.5,
            }),
          ]),
      tipMark(known, pointerY({ x: 'value', y: key, title: 'words', ...tip, lineWidth: 26 })),
    ],
  });
}

export interface Bar {
  name: string;
  parts: { count: number; tone: Tone }[];
  after: string;
}

export function barsChart(width: number, rows: Bar[], { most }: { most?: number } = {}): SVGSVGElement {
  // Where there is little room the words stand above their bar.
  const narrow = width < 420;
  const marginLeft = narrow ? 0 : labelRoom(rows.map(({ name }) => name), width * 0.4);
  const marginRight = narrow ? 0 : labelRoom(rows.map(({ after }) => after), 144);
  const keys = rows.map((_, index) => String(index));
  const letters = labelLetters(narrow ? width - labelRoom(rows.map(({ after }) => after), width / 2) : marginLeft);
  const label = (key: string) => clip(rows[Number(key)]?.name ?? '', letters);
  const all = rows.flatMap((row, index) => {
    let from = 0;
    return row.parts.map((part) => ({ ...part, key: String(index), from, to: (from += part.count) }));
  });
  const totals = rows.map((row, index) => ({ key: String(index), after: row.after }));
  const end = Math.max(1e-9, most ?? 0, ...all.map(({ to }) => to));
  const single = all.length === rows.length;
  return draw({
    width,
    height: rows.length * (narrow ? 52 : 36) + (narrow ? 4 : 8),
    marginLeft,
    marginRight,
    marginTop: narrow ? 12 : 4,
    marginBottom: narrow ? 0 : 4,
    x: { domain: [0, end], axis: null },
    y: { type: 'band', axis: null, domain: keys, padding: narrow ? 0.65 : 0.45 },
    marks: [
      barX(totals, { x1: 0, x2: end, y: 'key', fill: colours.rail, rx: 4 }),
      barX(all, { x1: 'from', x2: 'to', y: 'key', fill: ({ tone }) => toneFill(tone), rx: single ? 4 : 0, title: ({ count: of }) => count(of) }),
      ...(narrow
        ? [
            text(totals, { y: 'key', text: ({ key }) => label(key), frameAnchor: 'left', textAnchor: 'start', dy: -22, fill: colours.ink }),
            text(totals, { y: 'key', text: 'after', frameAnchor: 'right', textAnchor: 'end', dy: -22, fill: colours.quiet }),
          ]
        : [
            axisY({ tickSize: 0, tickPadding: 12, label: null, fill: colours.ink, tickFormat: label }),
            text(totals, { y: 'key', text: 'after', frameAnchor: 'right', textAnchor: 'start', dx: 12, fill: colours.quiet }),
          ]),
    ],
  });
}
