// The pictures of the report. Each is an element and a function that brings it up to date in place, so that bars
// slide to their new lengths. What a picture shows is also there in words: as its label or in the table beside it.

import { h, setAttribute, setLength, setText } from './dom.ts';
import { count, percent, share } from './format.ts';

export interface Part {
  tone: 'good' | 'warn' | 'bad';
  name: string;
  range: string;
  count: number;
}

export interface View<T> {
  element: HTMLElement;
  update(data: T): void;
}

// One bar of several parts, with the table that explains it.
export function partsView(parts: number): View<Part[]> {
  const segments = Array.from({ length: parts }, () => h('span', { class: 'segment' }));
  const rows = Array.from({ length: parts }, () => {
    const swatch = h('span', { class: 'swatch' });
    const name = h('span');
    const range = h('span', { class: 'quiet' });
    const shares = h('td', { class: 'number strong' });
    const counts = h('td', { class: 'number quiet' });
    const row = h('tr', {}, h('th', { scope: 'row' }, swatch, name, ' ', range), shares, counts);
    return { row, swatch, name, range, shares, counts };
  });
  const head = h('thead', { class: 'hidden' }, h('tr', {}, ...['Group', 'Share', 'Answers'].map((text) => h('th', { scope: 'col' }, text))));
  const element = h(
    'div',
    { class: 'parts' },
    h('div', { class: 'stack', 'aria-hidden': 'true' }, ...segments),
    h('table', {}, head, h('tbody', {}, ...rows.map(({ row }) => row))),
  );
  return {
    element,
    update(data) {
      const total = data.reduce((sum, part) => sum + part.count, 0);
      data.forEach((part, index) => {
        const segment = segments[index];
        const row = rows[index];
        if (!segment || !row) return;
        setAttribute(segment, 'data-tone', part.tone);
        setAttribute(row.swatch, 'data-tone', part.tone);
        segment.hidden = part.count === 0;
        setLength(segment, '--part', share(part.count, total));
        setText(row.name, part.name);
        setText(row.range, part.range);
        setText(row.shares, percent(part.count, total));
        setText(row.counts, count(part.count));
      });
    },
  };
}

export interface Column {
  value: number;
  count: number;
  tone: Part['tone'];
}

export interface Distribution {
  columns: Column[];
  low: string; // what the left end means
  high: string;
}

// Columns over the values of a scale, as high as they were chosen often.
export function distributionView(): View<Distribution> {
  const chart = h('div', { class: 'columns', role: 'img' });
  const low = h('span');
  const high = h('span');
  const element = h('div', { class: 'distribution' }, chart, h('div', { class: 'ends', 'aria-hidden': 'true' }, low, high));
  let columns: { bar: HTMLElement; label: HTMLElement; column: HTMLElement }[] = [];
  return {
    element,
    update(data) {
      if (columns.length !== data.columns.length) {
        columns = data.columns.map(({ value }) => {
          const label = h('span', { class: 'above' });
          const bar = h('span', { class: 'column' });
          const column = h('div', { class: 'slot', 'aria-hidden': 'true' }, h('div', { class: 'shaft' }, label, bar), h('span', { class: 'below' }, String(value)));
          return { bar, label, column };
        });
        chart.replaceChildren(...columns.map(({ column }) => column));
      }
      const most = Math.max(1, ...data.columns.map((column) => column.count));
      data.columns.forEach((given, index) => {
        const column = columns[index];
        if (!column) return;
        setAttribute(column.bar, 'data-tone', given.count ? given.tone : 'none');
        setLength(column.column, '--part', given.count / most);
        setText(column.label, given.count ? count(given.count) : '');
      });
      setText(low, data.low);
      setText(high, data.high);
      const words = data.columns.map((column) => `${column.value}: ${count(column.count)}`).join(', ');
      setAttribute(chart, 'aria-label', `Answers by value. ${words}.`);
    },
  };
}

export interface Position {
  value: number; // 0…1 along the scale
  band?: [number, number];
  label: string;
}

// A point on a line, and the band in which the truth likely lies.
export function scaleView(low: string, middle: string, high: string): View<Position> {
  const band = h('span', { class: 'band' });
  const point = h('span', { class: 'point' });
  const line = h('div', { class: 'line', role: 'img' }, h('span', { class: 'tick' }), band, point);
  const ends = [low, middle, high].map((text) => h('span', {}, text));
  const element = h('div', { class: 'scale' }, line, h('div', { class: 'ends', 'aria-hidden': 'true' }, ...ends));
  return {
    element,
    update({ value, band: range, label }) {
      setLength(point, '--at', value);
      band.hidden = !range;
      if (range) {
        setLength(band, '--from', range[0]);
        setLength(band, '--part', range[1] - range[0]);
      }
      setAttribute(line, 'aria-label', label);
    },
  };
}

export interface Step {
  name: string;
  count: number;
}

// How many came as far as each step, against the first.
export function funnelView(steps: number): View<Step[]> {
  const rows = Array.from({ length: steps }, () => {
    const name = h('th', { scope: 'row' });
    const shares = h('td', { class: 'number quiet' });
    const counts = h('td', { class: 'number strong' });
    const bar = h('span', { class: 'fill' });
    const row = h('tr', {}, name, counts, shares);
    const picture = h('tr', { 'aria-hidden': 'true' }, h('td', { colspan: '3', class: 'track-cell' }, h('span', { class: 'track' }, bar)));
    return { name, shares, counts, bar, rows: [row, picture] };
  });
  const head = h('thead', { class: 'hidden' }, h('tr', {}, ...['Step', 'Responses', 'Share of shown'].map((text) => h('th', { scope: 'col' }, text))));
  const element = h('table', { class: 'funnel' }, head, h('tbody', {}, ...rows.flatMap((row) => row.rows)));
  return {
    element,
    update(data) {
      const first = data[0]?.count ?? 0;
      data.forEach((step, index) => {
        const row = rows[index];
        if (!row) return;
        setText(row.name, step.name);
        setText(row.counts, count(step.count));
        setText(row.shares, index === 0 ? '' : percent(step.count, first));
        // Events may be missing or late, so a later step can be larger than the first.
        setLength(row.bar, '--part', Math.min(1, share(step.count, first)));
      });
    },
  };
}
