// Where visitors struggle: which elements they click in rage or in vain, how often, and how those score who do.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import { DataTable, Figure, downloadTable } from '../charts/figure.tsx';
import type { Column } from '../charts/figure.tsx';
import { differenceColumns } from '../charts/columns.ts';
import { estimatesChart } from '../charts/rows.ts';
import { trendChart } from '../charts/trend.ts';
import type { Signal, Struggle, StruggleElement, StruggleGroup, StruggleShare } from '../data/types.ts';
import { count, fixed, periodLong, plural } from '../format.ts';
import { differenceText, metricName, rangeText, scaleOf, tone } from '../metrics.ts';
import type { Scale } from '../metrics.ts';
import { Message } from '../parts/message.tsx';
import { Card, Select } from '../parts/panel.tsx';
import { Fact, ScaleLine } from '../parts/score.tsx';

export const signalNames: Record<Signal, string> = {
  rage: 'Rage click',
  dead: 'Dead click',
  error: 'Error click',
  quickBack: 'Quick back',
  thrash: 'Thrashing',
  formStruggle: 'Form struggle',
  refreshBurst: 'Reload burst',
  abandonedForm: 'Abandoned form',
};

const shownFirst = 20;

// Rates are small, and their tenths matter.
const rate = (value: number | null): string => (value === null ? '–' : value > 0 && value < 0.05 ? '<0.1 %' : `${fixed(value, 1)} %`);
const rates: Scale = {
  low: 0,
  high: 100,
  better: 'lower',
  points: false,
  unit: '%',
  format: rate,
  delta: (value) => `${value > 0 ? '+' : ''}${fixed(value, 1)} percentage points`,
  counted: ['page view', 'page views'],
};
const rateInterval = ({ interval }: StruggleShare): string => (interval ? `${fixed(interval.low, 1)} to ${fixed(interval.high, 1)} %` : 'not watched');

interface Whose {
  scale: Scale;
  name: string;
}

// Whose satisfaction is compared, if anybody's is.
function whoseOf(struggle: Struggle): Whose | null {
  const { metric, unit, range, better, survey } = struggle;
  if (!metric || !unit || !range || !better || !survey) return null;
  return { scale: scaleOf({ unit, range, better }), name: metricName({ metric }) };
}

const elementName = ({ element, name }: StruggleElement): string => name || element || 'The page as a whole';

export function StruggleView({ struggle, limited }: { struggle: Struggle | null; limited: boolean }) {
  if (!struggle || (struggle.views === 0 && struggle.signals === 0)) {
    if (struggle && limited) {
      return (
        <Message title="Nobody was watched in this time">
          <p>Choose another period.</p>
        </Message>
      );
    }
    return (
      <Message title="No signs of struggle are watched for">
        <p>
          Canvass can notice rage clicks, dead clicks, errors, quick backs and forms that do not let people through. It does so once the configuration has <code>"signals": {'{}'}</code>.
        </p>
      </Message>
    );
  }
  const whose = whoseOf(struggle);
  return (
    <>
      <Whole struggle={struggle} />
      {struggle.elements.length > 0 && <Elements struggle={struggle} whose={whose} />}
      {struggle.kinds.length > 0 && <Groups title="By signal" file="struggle-signals" first="Signal" rows={struggle.kinds.map((kind) => ({ ...kind, label: signalNames[kind.signal] }))} whose={whose} about="Of all page views, those in which it happened at least once." />}
      {struggle.pages.length > 0 && <Groups title="By page" file="struggle-pages" first="Page" rows={struggle.pages.map((page) => ({ ...page, label: page.page || '/' }))} whose={whose} about="Of the views of each page, those with at least one signal. Numbers and ids in an address are *." />}
    </>
  );
}

function Whole({ struggle }: { struggle: Struggle }) {
  const { views, with: withOne, share, interval, signals, visitors, trend, every } = struggle;
  const periods = trend.map((period) => ({ ...period, n: period.views, value: period.share, se: null }));
  return (
    <Card wide title="Where visitors struggle" about="Page views in which somebody clicked in rage or in vain, met an error, went straight back, or fought with a form.">
      <div class="struggle-whole">
        <div class="score">
          <p class="big">
            {share === null ? '–' : fixed(share, 1)}
            <span class="of"> %</span>
          </p>
          <p class="caption quiet">{interval ? `of page views, 95 % interval ${rateInterval(struggle)}` : 'No page view was watched to its end, so there are no rates.'}</p>
          <dl class="facts">
            <Fact name="Page views watched" value={count(views)} />
            <Fact name="With a signal" value={count(withOne)} />
            <Fact name="Signals" value={count(signals)} />
            <Fact name="Visitors" value={count(visitors)} />
          </dl>
          {withOne === 0 && signals === 0 && interval && <p class="note">{`No sign of struggle so far. That leaves room for at most ${rate(interval.high)}.`}</p>}
          {struggle.leftOut > 0 && <p class="note">{`${plural(struggle.leftOut, 'signal', 'signals')} of more pages and elements than are told apart: in no table but the one by signal.`}</p>}
        </div>
        {periods.length > 1 && (
          <Figure
            title={`By ${every ?? 'period'}`}
            sentence={`Page views with a signal: ${periods.map(({ name, value, n }) => `${name} ${rate(value)} of ${count(n)}`).join('; ')}.`}
            file="struggle-trend"
            columns={[
              { name: 'Period', value: ({ name }) => name, text: ({ name, from }) => periodLong(name, from) },
              ...shareColumns<(typeof periods)[number]>(),
              ...differenceColumns<(typeof periods)[number]>(({ change }) => change, rates, 'Change'),
            ]}
            rows={periods}
            draw={(width) => trendChart(width, periods, rates)}
            caption="The share of page views with a signal, with its 95 % interval. A mark: a real change from the period before."
          />
        )}
      </div>
    </Card>
  );
}

const shareColumns = <Row extends StruggleShare>(): Column<Row>[] => [
  { name: 'With it', number: true, value: (row) => row.with, text: (row) => count(row.with) },
  { name: 'Page views', number: true, value: ({ views }) => views, text: ({ views }) => count(views) },
  { name: 'Rate', number: true, value: ({ share }) => share, text: ({ share }) => rate(share) },
  { name: 'Low', number: true, value: ({ interval }) => interval?.low, text: ({ interval }) => rate(interval?.low ?? null) },
  { name: 'High', number: true, value: ({ interval }) => interval?.high, text: ({ interval }) => rate(interval?.high ?? null) },
];

const groupColumns = <Row extends StruggleGroup>(whose: Whose | null): Column<Row>[] => [
  ...shareColumns<Row>(),
  { name: 'Times', number: true, value: ({ count: times }) => times, text: ({ count: times }) => count(times) },
  { name: 'Visitors', number: true, value: ({ visitors }) => visitors, text: ({ visitors }) => count(visitors) },
  ...(whose
    ? [
        { name: 'Answers', number: true, value: ({ satisfaction }: Row) => satisfaction?.n, text: ({ satisfaction }: Row) => count(satisfaction?.n ?? 0) },
        { name: 'Their score', number: true, value: ({ satisfaction }: Row) => satisfaction?.value, text: ({ satisfaction }: Row) => whose.scale.format(satisfaction?.value ?? null) },
        ...differenceColumns<Row>(({ difference }) => difference, whose.scale, 'Against others'),
      ]
    : []),
];

// --- elements ------------------------------------------------------------------------------------------------------

function Elements({ struggle, whose }: { struggle: Struggle; whose: Whose | null }) {
  const [bySatisfaction, setBySatisfaction] = useState(false);
  const [all, setAll] = useState(false);
  const { elements, elementCount } = struggle;
  const ranked = elements.filter(({ satisfactionRank }) => satisfactionRank !== null);
  const lowest = bySatisfaction && ranked.length > 0;
  const rows = lowest ? [...ranked].sort((a, b) => (a.satisfactionRank ?? 0) - (b.satisfactionRank ?? 0)) : elements;
  const shown = all ? rows : rows.slice(0, shownFirst);
  const most = Math.max(1e-9, ...rows.map(({ interval }) => interval?.high ?? 0));
  const columns: Column<StruggleElement>[] = [
    { name: 'Element', value: ({ element }) => element },
    { name: 'Name', value: ({ name }) => name },
    { name: 'Signal', value: ({ signal }) => signal },
    { name: 'Page', value: ({ page }) => page },
    ...groupColumns<StruggleElement>(whose),
  ];
  return (
    <Card wide title="Worst elements" about={lowest ? 'Whose visitors score lower than others, the most certain first.' : 'By what the rate is at least: the lower end of its interval.'}>
      <div class="tools struggle-tools">
        {ranked.length > 0 ? (
          <Select
            label="Worst by"
            value={lowest ? 'satisfaction' : 'rate'}
            choices={[
              { value: 'rate', name: 'How often it happens' },
              { value: 'satisfaction', name: 'How those score who hit it' },
            ]}
            onChange={(value) => setBySatisfaction(value === 'satisfaction')}
          />
        ) : (
          <span />
        )}
        <button type="button" class="tool" aria-label="Download CSV: Worst elements" onClick={() => downloadTable('struggle-elements', columns, rows)}>
          CSV
        </button>
      </div>
      <table class="data struggle" role="table" aria-label="Worst elements">
        <thead role="rowgroup">
          <tr role="row">
            {['Element', 'Page', 'Rate', 'Times', 'Visitors', ...(whose ? ['Their score', 'Against others'] : [])].map((name) => (
              <th scope="col" role="columnheader" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {shown.map((row) => (
            <ElementRow key={`${row.signal} ${row.page} ${row.element ?? ''}`} row={row} most={most} whose={whose} />
          ))}
        </tbody>
      </table>
      {shown.length < rows.length && (
        <button type="button" class="button more" onClick={() => setAll(true)}>
          {`Show all ${count(rows.length)}`}
        </button>
      )}
      <p class="note">
        Rate: of the watched views of the page, those in which it happened at least once, with its 95 % interval.
        {whose && ` Their score: ${whose.name} of those who hit it and answered afterwards, beside everybody who never hit it. What goes together need not be cause and effect.`}
        {elementCount > elements.length && ` ${count(elementCount - elements.length)} more are not listed.`}
      </p>
    </Card>
  );
}

function Cell({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <td role="cell">
      <span class="cell-name" aria-hidden="true">
        {name}
      </span>
      <div>{children}</div>
    </td>
  );
}

function ElementRow({ row, most, whose }: { row: StruggleElement; most: number; whose: Whose | null }) {
  const { signal, page, element, name, share, interval, views, count: times, visitors, satisfaction, difference } = row;
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        <bdi>{elementName(row)}</bdi>
        <span class="struggle-key">
          <span class="chip" data-tone={signal === 'rage' || signal === 'error' ? 'bad' : 'warn'}>
            {signalNames[signal]}
          </span>
          {name && element && (
            <code>
              <bdi>{element}</bdi>
            </code>
          )}
        </span>
      </th>
      <Cell name="Page">
        <bdi class="struggle-page">{page || '/'}</bdi>
      </Cell>
      <Cell name="Rate">
        <span class="strong">{rate(share)}</span> <span class="quiet">{rateInterval(row)}</span>
        {share !== null && <ScaleLine name={`${elementName(row)}, rate`} value={share} interval={interval} n={views} scale={{ ...rates, high: most }} ends={false} />}
      </Cell>
      <Cell name="Times">{count(times)}</Cell>
      <Cell name="Visitors">{count(visitors)}</Cell>
      {whose && (
        <Cell name="Their score">
          {satisfaction && satisfaction.value !== null ? (
            <>
              <span class="strong">{whose.scale.format(satisfaction.value)}</span> <span class="quiet">{satisfaction.interval ? rangeText(satisfaction.interval, whose.scale) : plural(satisfaction.n, 'answer', 'answers')}</span>
            </>
          ) : (
            '–'
          )}
        </Cell>
      )}
      {whose && (
        <Cell name="Against others">
          {difference ? (
            <>
              <span class="chip" data-tone={tone(difference.verdict, whose.scale.better)}>
                {difference.verdict === 'unclear' ? 'Not clear' : difference.verdict === 'up' ? 'Higher' : 'Lower'}
              </span>{' '}
              <span class="quiet">{differenceText(difference, whose.scale)}</span>
            </>
          ) : (
            '–'
          )}
        </Cell>
      )}
    </tr>
  );
}

// --- signals and pages ---------------------------------------------------------------------------------------------

type Labelled = StruggleGroup & { label: string };

function Groups({ title, file, first, rows, whose, about }: { title: string; file: string; first: string; rows: Labelled[]; whose: Whose | null; about: string }) {
  const columns: Column<Labelled>[] = [{ name: first, value: ({ label }) => label }, ...groupColumns<Labelled>(whose)];
  const known = rows.filter(({ share }) => share !== null);
  if (known.length === 0) {
    return (
      <Card title={title} about={about}>
        <DataTable label={title} columns={columns} rows={rows} />
      </Card>
    );
  }
  const most = Math.max(...known.map(({ interval, share }) => interval?.high ?? share ?? 0));
  return (
    <Card>
      <Figure
        title={title}
        sentence={`${title}: ${rows.map(({ label, share, views, with: withIt }) => `${label} ${rate(share)}, ${count(withIt)} of ${count(views)}`).join('; ')}.`}
        file={file}
        columns={columns}
        rows={rows}
        draw={(width) =>
          estimatesChart(
            width,
            known.slice(0, shownFirst).map((row) => ({
              name: row.label,
              value: row.share,
              low: row.interval?.low ?? null,
              high: row.interval?.high ?? null,
              tone: whose && row.difference ? tone(row.difference.verdict, whose.scale.better) : 'none',
              after: `${rate(row.share)} of ${count(row.views)}`,
              words: `${row.label}\n${rate(row.share)} of ${plural(row.views, 'page view', 'page views')}, ${rateInterval(row)}${whose && row.difference ? `\nTheir ${whose.name}: ${differenceText(row.difference, whose.scale)}` : ''}`,
            })),
            { domain: [0, Math.min(100, most * 1.05 || 1)], format: (value) => `${value} %`, hollow: true },
          )
        }
        caption={whose ? `${about} Red: those who hit it score lower than others, and chance does not explain it.` : about}
      />
    </Card>
  );
}
