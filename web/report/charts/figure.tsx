// A picture of numbers: what it shows in words, the same numbers as a table, and as a file.
//
//   <Figure title="Trend" sentence="NPS by week, from …" file="nps-trend" columns={columns} rows={trend}
//           draw={(width) => trendChart(width, trend, scale)} />

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { Cell } from '../csv.ts';
import { download, fileName, toCsv } from '../csv.ts';

export interface Column<Row> {
  name: string;
  value: (row: Row) => Cell; // as in the file: not rounded
  text?: (row: Row) => string; // as people read it
  number?: boolean;
  own?: boolean; // a respondent's words, whose direction is their own
}

interface Props<Row> {
  title: string;
  level?: 3 | 4;
  sentence: string; // what the picture shows, for those who do not see it
  caption?: ComponentChildren;
  file: string;
  columns: Column<Row>[];
  rows: Row[];
  draw: (width: number) => Element;
}

export function Figure<Row>({ title, level = 3, sentence, caption, file, columns, rows, draw }: Props<Row>) {
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  const Heading = `h${level}` as 'h3';
  return (
    <figure class="figure" aria-labelledby={id}>
      <div class="figure-head">
        <Heading id={id}>{title}</Heading>
        <div class="tools">
          <button type="button" class="tool" aria-pressed={asTable} aria-label={`Table: ${title}`} onClick={() => setAsTable(!asTable)}>
            Table
          </button>
          <button type="button" class="tool" aria-label={`Download CSV: ${title}`} onClick={() => downloadTable(file, columns, rows)}>
            CSV
          </button>
        </div>
      </div>
      {asTable ? <DataTable columns={columns} rows={rows} label={title} /> : <Chart sentence={sentence} data={[rows.map((row) => columns.map(({ value }) => value(row))), sentence]} draw={draw} />}
      {caption && <figcaption class="note">{caption}</figcaption>}
    </figure>
  );
}

// Drawn anew only when what it shows or its width has changed: whoever points at it is not disturbed.
export function Chart({ sentence, data, draw }: { sentence: string; data: unknown; draw: (width: number) => Element }) {
  const host = useRef<HTMLDivElement>(null);
  const key = JSON.stringify(data);
  const latest = useRef(draw);
  latest.current = draw;
  const drawn = useRef(0);
  const render = () => {
    const element = host.current;
    if (!element) return;
    const width = Math.floor(element.clientWidth);
    if (width === 0) return;
    drawn.current = width;
    element.replaceChildren(latest.current(width));
  };
  useLayoutEffect(render, [key]);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const resized = () => Math.floor(element.clientWidth) !== drawn.current && render();
    const observer = new ResizeObserver(resized);
    observer.observe(element);
    // Paper has another width, and is laid out before observers hear of it.
    window.addEventListener('beforeprint', resized);
    return () => {
      observer.disconnect();
      window.removeEventListener('beforeprint', resized);
    };
  }, []);
  return <div class="chart" role="img" aria-label={sentence} ref={host} />;
}

export function downloadTable<Row>(file: string, columns: Column<Row>[], rows: Row[]): void {
  const text = toCsv(
    columns.map(({ name }) => name),
    rows.map((row) => columns.map(({ value }) => value(row))),
  );
  download(`${fileName(file)}.csv`, text, 'text/csv;charset=utf-8');
}

export function DataTable<Row>({ columns, rows, label }: { columns: Column<Row>[]; rows: Row[]; label: string }) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={`Table: ${label}`}>
      <table class="data">
        <thead>
          <tr>
            {columns.map(({ name, number }) => (
              <th scope="col" class={number ? 'number' : undefined} key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map(({ name, number, own, text, value }, at) => {
                const words = text ? text(row) : String(value(row) ?? '–');
                const dir = own ? 'auto' : undefined;
                return at === 0 ? (
                  <th scope="row" dir={dir} key={name}>
                    {words}
                  </th>
                ) : (
                  <td class={number ? 'number' : undefined} dir={dir} key={name}>
                    {words}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
