// A score over time: the line, the band in which the truth likely lies, and a mark where it really changed.

import { areaY, axisX, axisY, barY, dot, gridY, line, pointerX, ruleX, ruleY, text, tip as tipMark } from '@observablehq/plot';

import type { Change, Period } from '../data/types.ts';
import { periodLong, periodShort, plural } from '../format.ts';
import { differenceText, intervalText, tone } from '../metrics.ts';
import type { Scale } from '../metrics.ts';
import { colours, draw, toneFill, toneInk, tip } from './draw.ts';

export type Trend = (Period & Partial<Change>)[];

// An interval of few answers may reach beyond the scale; it is drawn as far as that goes.
const ends = ({ low: from, high: to }: Scale) => ({
  low: (period: Period): number => Math.max(from, period.interval?.low ?? period.value ?? NaN),
  high: (period: Period): number => Math.min(to, period.interval?.high ?? period.value ?? NaN),
});

export function domain(values: number[], scale: Scale, room = 0.06): [number, number] {
  const known = values.filter((value) => Number.isFinite(value));
  if (known.length === 0) return [scale.low, scale.high];
  const least = Math.min(...known);
  const most = Math.max(...known);
  const pad = Math.max((most - least) * room, (scale.high - scale.low) * 0.02);
  return [Math.max(scale.low, least - pad), Math.min(scale.high, most + pad)];
}

function described(period: Trend[number], scale: Scale): string {
  const lines = [periodLong(period.name, period.from)];
  const [one, many] = scale.counted ?? ['answer', 'answers'];
  if (period.value === null) return `${lines[0]}\nNo ${many}`;
  lines.push(`${scale.format(period.value)} · ${plural(period.n, one, many)}`, intervalText(period, scale));
  const { change } = period;
  if (change) lines.push(change.verdict === 'unclear' ? 'No real change' : `Real change: ${differenceText(change, scale)}`);
  return lines.join('\n');
}

export function trendChart(width: number, trend: Trend, scale: Scale): SVGSVGElement {
  const periods = trend.map((period, index) => ({ ...period, index }));
  const { low, high } = ends(scale);
  const answered = periods.filter((period) => period.value !== null);
  const changed = answered.filter(({ change }) => change && change.verdict !== 'unclear');
  const [from, to] = domain(answered.flatMap((period) => [low(period), high(period)]), scale, 0.14);
  const marginLeft = 44;
  const marginRight = 20;
  const every = Math.max(1, Math.ceil(periods.length / Math.max(1, Math.floor((width - marginLeft - marginRight) / 64))));
  const ticks = periods.filter((_, index) => (periods.length - 1 - index) % every === 0).map(({ index }) => index);
  const label = (index: number) => periodShort(periods[index]?.name ?? '', periods[index]?.from ?? '');
  const spacing = (width - marginLeft - marginRight) / periods.length;
  const pad = periods.length > 1 ? 0.4 : 0.8;
  const changeTone = ({ change }: (typeof periods)[number]) => tone(change?.verdict ?? 'unclear', scale.better);
  return draw({
    width,
    height: width < 480 ? 232 : 264,
    marginLeft,
    marginRight,
    marginTop: 20,
    marginBottom: 28,
    x: { type: 'linear', domain: [-pad, periods.length - 1 + pad] },
    y: { domain: [from, to], nice: false },
    marks: [
      gridY({ stroke: colours.hairline, strokeOpacity: 1, ticks: 5 }),
      axisY({ ticks: 5, tickSize: 0, tickPadding: 8, label: null, fill: colours.quiet, tickFormat: (value: number) => axisValue(value, scale) }),
      axisX(ticks, { tickFormat: label, tickSize: 0, tickPadding: 10, label: null, fill: colours.quiet }),
      ...(from < 0 && to > 0 ? [ruleY([0], { stroke: colours.quiet, strokeOpacity: 0.5 })] : []),
      areaY(periods, { x: 'index', y1: low, y2: high, fill: colours.band, fillOpacity: 0.45 }),
      ruleX(answered, { x: 'index', y1: low, y2: high, stroke: colours.accent, strokeOpacity: 0.35, strokeWidth: 1.5 }),
      line(periods, { x: 'index', y: (period) => period.value ?? NaN, stroke: colours.accent, strokeWidth: 2 }),
      dot(answered, { x: 'index', y: 'value', r: spacing < 8 ? 1.5 : spacing < 20 ? 2.5 : 3.5, fill: colours.accent, stroke: colours.card, strokeWidth: 1.5 }),
      dot(changed, { x: 'index', y: 'value', r: 6, fill: (period) => toneFill(changeTone(period)), stroke: colours.card, strokeWidth: 2 }),
      text(changed, {
        x: 'index',
        y: high,
        text: ({ change }) => `${change?.verdict === 'up' ? '▲' : '▼'} ${scale.delta(change?.delta ?? 0).split(' ')[0]}`,
        dy: -10,
        fill: (period) => toneInk(changeTone(period)),
        fontWeight: 600,
        stroke: colours.card,
        strokeWidth: 3,
      }),
      ruleX(answered, pointerX({ x: 'index', stroke: colours.quiet, strokeOpacity: 0.4 })),
      tipMark(answered, pointerX({ x: 'index', y: 'value', title: (period: (typeof periods)[number]) => described(period, scale), ...tip, lineWidth: 26 })),
    ],
  });
}

export function axisValue(value: number, scale: Scale): string {
  if (scale.unit === '%') return `${value} %`;
  if (scale.points) return value > 0 ? `+${value}` : String(value).replace('-', '−');
  return String(value);
}

// How much there was of something, on the same axis of time.
export function columnsOverTime(width: number, periods: { name: string; from: string; count: number }[]): SVGSVGElement {
  return draw({
    width,
    height: 96,
    marginLeft: 44,
    marginRight: 20,
    marginTop: 12,
    marginBottom: 4,
    x: { type: 'band', domain: periods.map(({ name }) => name), axis: null, padding: 0.3 },
    y: { domain: [0, Math.max(1, ...periods.map((period) => period.count))] },
    marks: [
      gridY({ stroke: colours.hairline, strokeOpacity: 1, ticks: 2 }),
      axisY({ ticks: 2, tickSize: 0, tickPadding: 8, label: null, fill: colours.quiet }),
      barY(periods, { x: 'name', y: 'count', fill: 'var(--warn-fill)', rx: 2, title: (period) => `${periodLong(period.name, period.from)}: ${period.count}` }),
    ],
  });
}

// The same without axes, in a card.
export function sparkline(width: number, trend: Trend, scale: Scale): SVGSVGElement {
  const periods = trend.map((period, index) => ({ ...period, index }));
  const { low, high } = ends(scale);
  const answered = periods.filter((period) => period.value !== null);
  const last = answered.slice(-1);
  const changed = answered.filter(({ change }) => change && change.verdict !== 'unclear');
  return draw({
    width,
    height: 56,
    margin: 6,
    axis: null,
    x: { type: 'linear', domain: [0, Math.max(1, periods.length - 1)] },
    y: { domain: domain(answered.flatMap((period) => [low(period), high(period)]), scale) },
    marks: [
      areaY(periods, { x: 'index', y1: low, y2: high, fill: colours.band, fillOpacity: 0.45 }),
      line(periods, { x: 'index', y: (period) => period.value ?? NaN, stroke: colours.accent, strokeWidth: 2 }),
      ruleX(last, { x: 'index', y1: low, y2: high, stroke: colours.accent, strokeOpacity: 0.5, strokeWidth: 1.5 }),
      dot(last, { x: 'index', y: 'value', r: 3.5, fill: colours.accent, stroke: colours.card, strokeWidth: 1.5 }),
      dot(changed, { x: 'index', y: 'value', r: 4, fill: ({ change }) => toneFill(tone(change?.verdict ?? 'unclear', scale.better)), stroke: colours.card, strokeWidth: 1.5 }),
    ],
  });
}
