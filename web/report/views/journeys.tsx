// How people get to their goals: how long it takes them, where they leave the ideal path, and where they are lost.

import type { ComponentChildren } from 'preact';

import { differenceColumns } from '../charts/columns.ts';
import { DataTable, Figure } from '../charts/figure.tsx';
import type { Column } from '../charts/figure.tsx';
import { barsChart, estimatesChart } from '../charts/rows.ts';
import { trendChart } from '../charts/trend.ts';
import type { CountedShare, Difference, GuideTime, Interval, Journey, JourneyPart, JourneyTimes, Shift } from '../data/types.ts';
import { count, duration, fixed, periodLong, plural, probability, signed, words } from '../format.ts';
import { metricName, pOf, scaleOf } from '../metrics.ts';
import type { Scale } from '../metrics.ts';
import { Findings } from '../parts/findings.tsx';
import { Message } from '../parts/message.tsx';
import { Card } from '../parts/panel.tsx';
import { Fact } from '../parts/score.tsx';

const kinds: Record<string, string> = { routine: 'Routine', joyride: 'Joyride', trek: 'Trek', odyssey: 'Odyssey' };
const detoursShown = 10;

const tenths = (value: number | null): string => (value === null ? '–' : `${fixed(value, 1)} %`);
const ofShare = ({ interval }: { interval: Interval | null }): string => (interval ? `${fixed(interval.low, 1)} to ${fixed(interval.high, 1)} %` : '–');
const ofTime = (interval: Interval | null): string => (interval ? `${duration(interval.low)} to ${duration(interval.high)}` : 'too few for an interval');
const durationChange = (ms: number): string => `${ms > 0 ? '+' : ms < 0 ? '−' : ''}${duration(Math.abs(ms))}`;
const nameOf = (name: string | null): string => (name === null ? 'Others' : name === 'start' ? 'Start' : name);

export function JourneysView({ journeys, limited }: { journeys: Journey[]; limited: boolean }) {
  const begun = journeys.filter(({ started }) => started > 0);
  if (begun.length > 0) {
    return (
      <>
        {begun.map((journey) => (
          <Way key={journey.id} journey={journey} />
        ))}
      </>
    );
  }
  if (limited) {
    return (
      <Message title="Nobody began a journey in this time">
        <p>Choose another period.</p>
      </Message>
    );
  }
  return (
    <Message title="No journey has begun">
      <p>
        A journey is a goal: where it starts, its steps, and where it is reached. It is told of once the configuration has <code>"journeys"</code>.
      </p>
    </Message>
  );
}

function Way({ journey }: { journey: Journey }) {
  const { id, kind, reading, started, finished, abandoned, open, unheard, visitors, time, offPath, finishedShare, findings } = journey;
  return (
    <>
      <Card wide title={words(id)} about={reading}>
        <div class="journey-whole">
          <div class="score">
            <p class="big">
              {time ? duration(time.median.value).replace(/ .*/, '') : '–'}
              <span class="of">{time ? ` ${duration(time.median.value).replace(/^\S+ /, '')}` : ''}</span>
            </p>
            <p class="caption quiet">
              {time ? `median time to value, 95 % interval ${ofTime(time.median.interval)}` : 'Nobody has finished yet'}
            </p>
            {kind && (
              <p class="journey-kind">
                <span class="chip">{kinds[kind] ?? kind}</span>
              </p>
            )}
            <dl class="facts">
              <Fact name="Began" value={count(started)} />
              <Fact name="Finished" value={`${count(finished)} (${tenths(finishedShare.share)})`} />
              <Fact name="Gave up" value={count(abandoned)} />
              <Fact name="Still going" value={count(open)} />
              <Fact name="Visitors" value={count(visitors)} />
              <Fact name="Off the path" value={tenths(offPath.share)} />
            </dl>
            <p class="note">
              {offPath.n > 0 ? `Off the ideal path: ${count(offPath.count)} of ${plural(offPath.n, 'attempt', 'attempts')} that ended, 95 % interval ${ofShare(offPath)}.` : 'No attempt has ended yet.'}
              {unheard > 0 && ` ${plural(unheard, 'attempt was', 'attempts were')} given up without another visit within the time limit.`}
            </p>
          </div>
          <div>{findings.length > 0 ? <Findings findings={findings} /> : <p class="quiet">Nothing stands out: no step loses more than the others, and nothing changed for certain.</p>}</div>
        </div>
      </Card>
      <Steps journey={journey} />
      {journey.detours.length > 0 && <Detours journey={journey} />}
      {journey.taxes.length > 0 && <Taxes journey={journey} />}
      {time && <Times journey={journey} />}
      {journey.satisfaction.length > 0 && <Satisfaction journey={journey} />}
      {journey.compare && <Compared journey={journey} compare={journey.compare} />}
      {journey.trend.length > 1 && <Trend journey={journey} />}
    </>
  );
}

const number = <Row,>(name: string, value: (row: Row) => number): Column<Row> => ({ name, number: true, value, text: (row) => count(value(row)) });
const shareColumns = <Row,>(name: string, of: (row: Row) => CountedShare): Column<Row>[] => [
  { name, number: true, value: (row) => of(row).share, text: (row) => tenths(of(row).share) },
  { name: `${name}: low`, number: true, value: (row) => of(row).interval?.low, text: (row) => tenths(of(row).interval?.low ?? null) },
  { name: `${name}: high`, number: true, value: (row) => of(row).interval?.high, text: (row) => tenths(of(row).interval?.high ?? null) },
];
const timeColumns = <Row,>(of: (row: Row) => JourneyTimes): Column<Row>[] =>
  (['median', 'p75', 'p90'] as const).map((quantile, i) => ({
    name: ['Half within', '75 % within', '90 % within'][i] ?? quantile,
    number: true,
    value: (row) => of(row)?.[quantile].value,
    text: (row) => timeText(of(row)?.[quantile]),
  }));
const timeText = (time: GuideTime | undefined): string => (time ? `${duration(time.value)}${time.interval ? ` (${ofTime(time.interval)})` : ''}` : '–');

function Steps({ journey: { id, steps, started } }: { journey: Journey }) {
  type Row = Journey['steps'][number];
  return (
    <Card>
      <Figure
        title="Steps"
        sentence={`Of ${plural(started, 'attempt', 'attempts')}: ${steps.map(({ step, reached, lost }) => `${nameOf(step)} ${count(reached.count)}, lost after it ${count(lost.count)}`).join('; ')}.`}
        file={`${id}-steps`}
        columns={[
          { name: 'Step', value: ({ step }) => step, text: ({ step }) => nameOf(step) },
          number<Row>('Reached', ({ reached }) => reached.count),
          ...shareColumns<Row>('Of all', ({ reached }) => reached),
          number<Row>('Lost after it', ({ lost }) => lost.count),
          ...shareColumns<Row>('Of those', ({ lost }) => lost),
          ...timeColumns<Row>(({ time }) => time),
        ]}
        rows={steps}
        draw={(width) =>
          barsChart(
            width,
            steps.map(({ step, reached, lost }) => ({
              name: nameOf(step),
              parts: [
                { count: reached.count - lost.count, tone: 'none' as const },
                { count: lost.count, tone: 'bad' as const },
              ],
              after: `${count(reached.count)} · ${tenths(lost.share)} lost`,
            })),
            { most: Math.max(1, ...steps.map(({ reached }) => reached.count)) },
          )
        }
        caption="Attempts that reached each step; red: those that ended after it without the goal."
      />
    </Card>
  );
}

function Times({ journey }: { journey: Journey }) {
  const { id, distribution, time, timeOnPath, timeOffPath, timeDifference, spread } = journey;
  const column = ({ from, to }: { from: number; to: number | null }) => (to === null ? `over ${duration(from)}` : `${from === 0 ? 'under' : `${duration(from)} to`} ${duration(to)}`).replace(/\.0/g, '');
  const rows = [
    { name: 'All', times: time },
    { name: 'On the ideal path', times: timeOnPath },
    { name: 'Off it', times: timeOffPath },
  ].filter(({ times }) => times);
  return (
    <Card wide>
      <Figure
        title="Time to value"
        sentence={`Finished in: ${distribution.map((bin) => `${column(bin)} ${count(bin.count)}`).join('; ')}.`}
        file={`${id}-times`}
        columns={[{ name: 'Time', value: column }, number<Journey['distribution'][number]>('Finished', (bin) => bin.count)]}
        rows={distribution}
        draw={(width) => barsChart(width, distribution.map((bin) => ({ name: column(bin), parts: [{ count: bin.count, tone: 'none' as const }], after: count(bin.count) })))}
        caption={spread === null ? undefined : `One in ten takes ${fixed(spread, 1)} times as long as the one in the middle, or longer.`}
      />
      <DataTable label="Time to value" columns={[{ name: 'Attempts', value: ({ name }) => name }, number<(typeof rows)[number]>('Finished', ({ times }) => times?.n ?? 0), ...timeColumns<(typeof rows)[number]>(({ times }) => times)]} rows={rows} />
      <p class="note">
        Half, three quarters and nine tenths of them were done by then; with 95 % intervals.{' '}
        {timeDifference &&
          `Off the path it typically takes ${durationChange(timeDifference.delta)}${timeDifference.interval ? ` (${durationChange(timeDifference.interval.low)} to ${durationChange(timeDifference.interval.high)})` : ''}, ${probability(pOf(timeDifference as unknown as Difference))}${timeDifference.verdict === 'unclear' ? ': no real difference' : ''}.`}
      </p>
    </Card>
  );
}

function Taxes({ journey: { taxes } }: { journey: Journey }) {
  type Row = Journey['taxes'][number];
  return (
    <Card wide title="What comes before giving up" about="The last step that was passed, and the last detour after it: what people pay for without getting anything.">
      <DataTable
        label="What comes before giving up"
        columns={[
          { name: 'After', value: ({ step }) => step, text: ({ step }) => nameOf(step) },
          number<Row>('Lost', ({ lost }) => lost),
          number<Row>('Of', ({ reached }) => reached),
          { name: 'Share', number: true, value: ({ share }) => share, text: ({ share }) => tenths(share) },
          { name: '95 % interval', number: true, value: ({ interval }) => interval?.low, text: ofShare },
          { name: 'Last detour', value: ({ detours }) => detours[0]?.detour ?? '', text: ({ detours }) => (detours.length === 0 ? 'none' : detours.map(({ detour, count: of }) => `${nameOf(detour)} ${count(of)}`).join(', ')), own: true },
        ]}
        rows={taxes}
      />
    </Card>
  );
}

function Detours({ journey: { id, detours, started } }: { journey: Journey }) {
  type Row = Journey['detours'][number];
  const shown = detours.slice(0, detoursShown);
  const most = Math.max(1, ...shown.map(({ attempts }) => attempts.interval?.high ?? 0));
  return (
    <Card>
      <Figure
        title="Detours"
        sentence={`Most common detours, of ${plural(started, 'attempt', 'attempts')}: ${shown.map(({ detour, attempts }) => `${nameOf(detour)} ${tenths(attempts.share)}`).join('; ')}.`}
        file={`${id}-detours`}
        columns={[
          { name: 'Detour', value: ({ detour }) => detour, text: ({ detour }) => nameOf(detour), own: true },
          number<Row>('Attempts', ({ attempts }) => attempts.count),
          ...shareColumns<Row>('Of all', ({ attempts }) => attempts),
          number<Row>('Times', (row) => row.count),
          { name: 'Gave up', number: true, value: ({ abandoned }) => abandoned.share, text: ({ abandoned }) => tenths(abandoned.share) },
          { name: 'Mostly after', value: ({ after }) => after[0]?.step, text: ({ after }) => (after[0] ? nameOf(after[0].step) : '–') },
        ]}
        rows={detours}
        draw={(width) =>
          estimatesChart(
            width,
            shown.map(({ detour, attempts, abandoned }) => ({
              name: nameOf(detour),
              value: attempts.share,
              low: attempts.interval?.low ?? null,
              high: attempts.interval?.high ?? null,
              tone: 'none' as const,
              after: `${count(attempts.count)} · ${tenths(attempts.share)}`,
              words: `${nameOf(detour)}\n${tenths(attempts.share)} of attempts, ${ofShare(attempts)}\n${count(abandoned.count)} of them gave up`,
            })),
            { domain: [0, Math.min(100, most * 1.05)], format: (value) => `${value} %` },
          )
        }
        caption="The share of attempts that led there, with its 95 % interval."
      />
    </Card>
  );
}

function Satisfaction({ journey: { satisfaction } }: { journey: Journey }) {
  type Row = Journey['satisfaction'][number];
  const side = (row: Row, which: 'onPath' | 'offPath'): string => {
    const { n, value, interval } = row[which];
    const scale = scaleOf(row);
    return value === null ? '–' : `${scale.format(value)}${interval ? ` (${scale.format(interval.low)} to ${scale.format(interval.high)})` : ''} of ${count(n)}`;
  };
  return (
    <Card wide title="Satisfaction on and off the path" about="Everybody's latest answer. What goes together need not be cause and effect.">
      <DataTable
        label="Satisfaction on and off the path"
        columns={[
          { name: 'Survey', value: ({ survey }) => survey, text: ({ survey, metric }) => `${words(survey)}, ${metricName({ metric })}` },
          { name: 'On the path', number: true, value: ({ onPath }) => onPath.value, text: (row: Row) => side(row, 'onPath') },
          { name: 'Off it', number: true, value: ({ offPath }) => offPath.value, text: (row: Row) => side(row, 'offPath') },
          { name: 'Difference', number: true, value: ({ difference }) => difference?.delta, text: (row: Row) => (row.difference ? scaleOf(row).delta(row.difference.delta) : '–') },
          { name: 'p', number: true, value: ({ difference }) => (difference ? pOf(difference) : null), text: ({ difference }) => (difference ? probability(pOf(difference)).replace('p = ', '').replace('p ', '') : '–') },
          { name: 'Verdict', value: ({ difference }) => difference?.verdict, text: (row: Row) => verdictOf(row.difference, row.better) },
        ]}
        rows={satisfaction}
      />
    </Card>
  );
}

function verdictOf(difference: Difference | Shift | null, better: 'higher' | 'lower' | null): string {
  if (!difference) return '–';
  if (difference.verdict === 'unclear') return 'no real difference';
  const way = difference.verdict === 'up' ? 'higher' : 'lower';
  return better === null ? way : `${way}, ${better === way ? 'better' : 'worse'}`;
}

// --- before and after ----------------------------------------------------------------------------------------------

// On a joyride or an odyssey neither time nor detours are good or bad by themselves; the mark then stays quiet.
const plain = (kind: string | null): boolean => kind !== 'joyride' && kind !== 'odyssey';

function Compared({ journey: { kind }, compare: { before, after, difference } }: { journey: Journey; compare: NonNullable<Journey['compare']> }) {
  const rows = [
    { name: 'Time to value, median', before: timeOf(before), after: timeOf(after), of: difference.time, change: difference.time ? shiftText(difference.time) : '–', better: plain(kind) ? ('lower' as const) : null },
    { name: 'Off the path', before: tenths(before.offPath.share), after: tenths(after.offPath.share), of: difference.offPath, change: pointsText(difference.offPath), better: plain(kind) ? ('lower' as const) : null },
    { name: 'Finished', before: tenths(before.finished.share), after: tenths(after.finished.share), of: difference.finished, change: pointsText(difference.finished), better: 'higher' as const },
  ];
  return (
    <Card wide title="Two periods compared" about={`${before.name}: ${plural(before.started, 'attempt', 'attempts')} began. ${after.name}: ${count(after.started)}.`.replace(/^./, (letter) => letter.toUpperCase())}>
      <DataTable
        label="Compared"
        columns={[
          { name: 'Number', value: ({ name }) => name },
          { name: before.name, number: true, value: (row) => row.before },
          { name: after.name, number: true, value: (row) => row.after },
          { name: 'Change', number: true, value: ({ of }) => of?.delta, text: ({ change }) => change },
          { name: 'Verdict', value: ({ of }) => of?.verdict, text: ({ of, better }) => verdictOf(of, better) },
        ]}
        rows={rows}
      />
    </Card>
  );
}

const timeOf = ({ time }: JourneyPart): string => (time.value === null ? '–' : duration(time.value));
const shiftText = (shift: Shift): string =>
  `${durationChange(shift.delta)}${shift.interval ? ` (${durationChange(shift.interval.low)} to ${durationChange(shift.interval.high)})` : ''}, ${probability(pOf(shift as unknown as Difference))}`;
const pointsText = (difference: Difference | null): string =>
  difference ? `${signed(difference.delta, 1)} points (${signed(difference.interval.low, 1)} to ${signed(difference.interval.high, 1)}), ${probability(pOf(difference))}` : '–';

const units: [number, string][] = [
  [86_400_000, 'days'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
];

function Trend({ journey: { id, kind, trend, every } }: { journey: Journey }) {
  const longest = Math.max(...trend.map(({ time }) => time.value ?? 0));
  const [size, unit] = units.find(([ms]) => longest >= 2 * ms) ?? [1000, 's'];
  const scaled = (interval: Interval | null): Interval | null => interval && { ...interval, low: interval.low / size, high: interval.high / size };
  const times = trend.map(({ name, from, to, time, change }) => ({
    name,
    from,
    to,
    n: time.n,
    se: null,
    value: time.value === null ? null : time.value / size,
    interval: scaled(time.interval),
    change: change.time && { ...change.time, se: 0, delta: change.time.delta / size, interval: scaled(change.time.interval) ?? { method: 'hodgesLehmann' as const, confidence: 0.95, low: change.time.delta / size, high: change.time.delta / size } },
  }));
  const shares = trend.map(({ name, from, to, offPath, change }) => ({ name, from, to, n: offPath.n, se: null, value: offPath.share, interval: offPath.interval, change: change.offPath }));
  const timeScale: Scale = {
    low: 0,
    high: Math.max(1, ...times.map(({ value, interval }) => interval?.high ?? value ?? 0)) * 1.1,
    better: 'lower',
    points: false,
    unit: '',
    format: (value) => (value === null ? '–' : duration(value * size)),
    delta: (value) => durationChange(value * size),
    counted: ['finished attempt', 'finished attempts'],
  };
  const shareScale: Scale = { low: 0, high: 100, better: 'lower', points: false, unit: '%', format: tenths, delta: (value) => `${signed(value, 1)} percentage points`, counted: ['attempt', 'attempts'] };
  const period = <Row extends { name: string; from: string }>(): Column<Row> => ({ name: 'Period', value: ({ name }) => name, text: ({ name, from }) => periodLong(name, from) });
  const note: ComponentChildren = plain(kind) ? ' A mark: a real change from the period before.' : ' A mark: a real change from the period before; of a way of this kind that is neither better nor worse by itself.';
  return (
    <>
      <Card>
        <Figure
          title={`Time to value by ${every ?? 'period'}, ${unit}`}
          sentence={`Median time to value: ${times.map(({ name, value, n }) => `${name} ${timeScale.format(value)} of ${count(n)}`).join('; ')}.`}
          file={`${id}-time-trend`}
          columns={[
            period<(typeof times)[number]>(),
            number<(typeof times)[number]>('Finished', ({ n }) => n),
            { name: `Median, ${unit}`, number: true, value: ({ value }) => value, text: ({ value }) => timeScale.format(value) },
            { name: 'Low', number: true, value: ({ interval }) => interval?.low, text: ({ interval }) => timeScale.format(interval?.low ?? null) },
            { name: 'High', number: true, value: ({ interval }) => interval?.high, text: ({ interval }) => timeScale.format(interval?.high ?? null) },
            { name: 'Change', number: true, value: ({ change }) => change?.delta, text: ({ change }) => (change ? timeScale.delta(change.delta) : '–') },
            { name: 'p', number: true, value: ({ change }) => (change ? pOf(change) : null), text: ({ change }) => (change ? probability(pOf(change)).replace('p = ', '').replace('p ', '') : '–') },
          ]}
          rows={times}
          draw={(width) => trendChart(width, times, timeScale)}
          caption={<>The median of the attempts that began in each period, with its 95 % interval.{note}</>}
        />
      </Card>
      <Card>
        <Figure
          title={`Off the path by ${every ?? 'period'}`}
          sentence={`Off the ideal path: ${shares.map(({ name, value, n }) => `${name} ${tenths(value)} of ${count(n)}`).join('; ')}.`}
          file={`${id}-path-trend`}
          columns={[
            period<(typeof shares)[number]>(),
            number<(typeof shares)[number]>('Ended', ({ n }) => n),
            { name: 'Share', number: true, value: ({ value }) => value, text: ({ value }) => tenths(value) },
            { name: 'Low', number: true, value: ({ interval }) => interval?.low, text: ({ interval }) => tenths(interval?.low ?? null) },
            { name: 'High', number: true, value: ({ interval }) => interval?.high, text: ({ interval }) => tenths(interval?.high ?? null) },
            ...differenceColumns<(typeof shares)[number]>(({ change }) => change, shareScale, 'Change'),
          ]}
          rows={shares}
          draw={(width) => trendChart(width, shares, shareScale)}
          caption={<>Of the attempts that began in each period and have ended.{note}</>}
        />
      </Card>
    </>
  );
}
