// One survey: what it says, how sure it is, how it came about.

import { useEffect, useState } from 'preact/hooks';

import { answersColumn, decimal, differenceColumns, estimateColumns } from '../charts/columns.ts';
import { distributionChart } from '../charts/distribution.ts';
import { Figure } from '../charts/figure.tsx';
import type { Column } from '../charts/figure.tsx';
import { estimatesChart } from '../charts/rows.ts';
import type { Estimate } from '../charts/rows.ts';
import { axisValue, domain, trendChart } from '../charts/trend.ts';
import type { BenchmarkTable, Driver, Entry, OptionResult, Point, QuestionResult, RowResult } from '../data/types.ts';
import { count, percent, periodLong, periodShort, plural, share, words } from '../format.ts';
import { differenceText, endsOf, groupsOf, intervalText, metricName, rangeText, scaleOf, subtitle, titleOf, tone, valueTone, variantOf } from '../metrics.ts';
import type { Scale } from '../metrics.ts';
import { Findings } from '../parts/findings.tsx';
import { Nothing } from '../parts/message.tsx';
import { Card, Select } from '../parts/panel.tsx';
import { ScorePanel } from '../parts/score.tsx';
import type { Route } from '../route.ts';

interface Props {
  entries: Entry[];
  route: Route;
  fixed: boolean; // a standalone report answers nothing new
  go: (change: Partial<Route>) => void;
}

export function SurveyView({ entries, route, fixed, go }: Props) {
  const [main] = entries;
  if (!main) return null;
  const findings = main.findings ?? [];
  return (
    <>
      <Card title="What it says" wide>
        {findings.length > 0 ? <Findings findings={findings} /> : <Nothing>Not enough answers yet to say anything.</Nothing>}
      </Card>
      {entries.map((entry) =>
        entry.metric ? <Scored key={entry.id} entry={entry} named={entries.length > 1} route={route} fixed={fixed} go={go} /> : null,
      )}
      {(main.questions?.length ?? 0) > 0 && <Questions entry={main} />}
    </>
  );
}

function Scored({ entry, named, route, fixed, go }: Omit<Props, 'entries'> & { entry: Entry; named: boolean }) {
  const scale = scaleOf(entry);
  const name = named ? titleOf(entry) : 'Score';
  return (
    <>
      <Card title={name} about={named ? subtitle(metricName(entry), variantOf(entry), entry.question) : undefined} wide>
        <div class="pair">
          <div class="stack-up">
            <ScorePanel entry={entry} />
            <Groups entry={entry} />
          </div>
          <Distribution entry={entry} />
        </div>
      </Card>
      {entry.trend.some(({ value }) => value !== null) && (
        <Card wide>
          <Trend entry={entry} />
          <Compare entry={entry} route={route} fixed={fixed} go={go} />
        </Card>
      )}
      {(entry.factors?.length ?? 0) > 0 && (
        <Card>
          <Factors entry={entry} scale={scale} />
        </Card>
      )}
      {entry.drivers && entry.drivers.factors.length > 0 && (
        <Card>
          <DriversFigure entry={entry} />
        </Card>
      )}
      {entry.benchmark?.map((table) => (
        <Card key={table.title}>
          <Benchmark entry={entry} table={table} />
        </Card>
      ))}
    </>
  );
}

// --- groups --------------------------------------------------------------------------------------------------------

function Groups({ entry }: { entry: Entry }) {
  const groups = groupsOf(entry);
  if (groups.length === 0 || entry.n === 0) return null;
  const { passives } = entry;
  return (
    <div class="parts">
      <div class="stack" aria-hidden="true">
        {groups.map(({ name, count: of, tone: one }) => of > 0 && <span class="segment" data-tone={one} style={{ '--part': of / entry.n }} key={name} />)}
      </div>
      <table>
        <thead class="hidden">
          <tr>
            <th scope="col">Group</th>
            <th scope="col">Share</th>
            <th scope="col">Answers</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ name, range, count: of, tone: one }) => (
            <tr key={name}>
              <th scope="row">
                <span class="swatch" data-tone={one} />
                {name} <span class="quiet">{range}</span>
              </th>
              <td class="number strong">{percent(share(of, entry.n))}</td>
              <td class="number quiet">{count(of)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {passives && passives.n > 0 && passives.atRisk && (
        <p class="note">
          {`Passives at risk: ${count(passives.atRisk.n)} of ${count(passives.n)} (${percent(passives.atRisk.share)}${
            passives.atRisk.interval ? `, 95 % interval ${percent(passives.atRisk.interval.low)} to ${percent(passives.atRisk.interval.high)}` : ''
          }) answered 7, one step above the detractors.`}
        </p>
      )}
    </div>
  );
}

// Scores of whole responses are counted from … up to …
const pointName = ({ value, to }: Point): string | number => (to === undefined ? value : `${value}–${to}`);

const pointColumns = (total: number): Column<Point>[] => [
  { name: 'Value', value: pointName },
  { name: 'Answers', number: true, value: ({ count: of }) => of, text: ({ count: of }) => count(of) },
  { name: 'Share %', number: true, value: ({ count: of }) => share(of, total), text: ({ count: of }) => percent(share(of, total)) },
];

function Distribution({ entry }: { entry: Entry }) {
  const points = entry.distribution ?? [];
  if (points.length === 0) return null;
  const [low, high] = endsOf(entry);
  const total = points.reduce((sum, point) => sum + point.count, 0);
  return (
    <Figure
      title="Distribution of answers"
      sentence={`Answers by value. ${points.map((point) => `${pointName(point)}: ${count(point.count)}`).join(', ')}.`}
      file={`${entry.id}-distribution`}
      columns={pointColumns(total)}
      rows={points}
      draw={(width) => distributionChart(width, points, (value) => valueTone(entry, value), 240)}
      caption={
        low || high ? (
          <span class="ends">
            <span>{low}</span>
            <span>{high}</span>
          </span>
        ) : undefined
      }
    />
  );
}

// --- time ----------------------------------------------------------------------------------------------------------

function Trend({ entry }: { entry: Entry }) {
  const scale = scaleOf(entry);
  const { trend } = entry;
  const columns: Column<Entry['trend'][number]>[] = [
    { name: 'Period', value: ({ name }) => name, text: ({ name, from }) => periodLong(name, from) },
    ...estimateColumns<Entry['trend'][number]>(scale),
    answersColumn(),
    ...differenceColumns<Entry['trend'][number]>(({ change }) => change, scale, 'Change'),
  ];
  const real = trend.filter(({ change }) => change && change.verdict !== 'unclear');
  const sentence = `${metricName(entry)} over ${plural(trend.length, 'period', 'periods')}, with 95 % intervals. ${trend
    .filter(({ value }) => value !== null)
    .map((period) => `${periodLong(period.name, period.from)}: ${scale.format(period.value)}${period.interval ? ` (${rangeText(period.interval, scale)})` : ''}`)
    .join('; ')}.`;
  return (
    <Figure
      title="Trend"
      sentence={sentence}
      file={`${entry.id}-trend`}
      columns={columns}
      rows={trend}
      draw={(width) => trendChart(width, trend, scale)}
      caption={
        real.length > 0
          ? `Band: 95 % interval. Marked: ${plural(real.length, 'change that is', 'changes that are')} real, after Holm’s correction for all periods together.`
          : 'Band: 95 % interval. No change from one period to the next is more than chance would explain, after Holm’s correction.'
      }
    />
  );
}

function Compare({ entry, route, fixed, go }: { entry: Entry; route: Route; fixed: boolean; go: Props['go'] }) {
  const scale = scaleOf(entry);
  const periods = entry.trend.filter(({ value }) => value !== null);
  const [asked = '', askedAfter = ''] = (route.compare ?? '').split('..');
  const { compare } = entry;
  const [before, setBefore] = useState(compare?.before.name ?? asked);
  const [after, setAfter] = useState(compare?.after.name ?? askedAfter);
  // Back and forward.
  useEffect(() => {
    if (!route.compare) return;
    setBefore(asked);
    setAfter(askedAfter);
  }, [route.compare]);
  if (periods.length < 2 && !compare) return null;
  const choices = (other: string) => [
    { value: '', name: 'Choose…' },
    ...[...new Set([...periods.map(({ name }) => name), ...[before, after].filter((name) => name)])].map((name) => {
      const period = periods.find((one) => one.name === name);
      return { value: name, name: period ? periodLong(name, period.from) : name, disabled: name === other };
    }),
  ];
  const choose = (one: string, two: string) => {
    setBefore(one);
    setAfter(two);
    if (one && two) go({ compare: `${one}..${two}` });
    else if (route.compare) go({ compare: null });
  };
  const shown = compare && (fixed || `${compare.before.name}..${compare.after.name}` === route.compare) ? compare : null;
  const rows = shown ? [shown.before, shown.after] : [];
  return (
    <div class="compare">
      <h3>Compare two periods</h3>
      {!fixed && (
        <div class="fields">
          <Select label="Before" value={before} choices={choices(after)} onChange={(value) => choose(value, after)} />
          <Select label="After" value={after} choices={choices(before)} onChange={(value) => choose(before, value)} />
        </div>
      )}
      {shown ? (
        <>
          <p class={`verdict ${tone(shown.difference?.verdict ?? 'unclear', entry.better)}`} role="status">
            {shown.difference
              ? `${shown.difference.verdict === 'unclear' ? 'No real change' : 'A real change'}: ${differenceText(shown.difference, scale)}.`
              : 'Too few answers in one of the periods to compare them.'}
          </p>
          <Figure
            level={4}
            title="Both periods"
            sentence={rows.map((row) => `${row.name}: ${scale.format(row.value)}, ${intervalText(row, scale)}, ${row.n} answers`).join('; ')}
            file={`${entry.id}-compare`}
            columns={[{ name: 'Period', value: ({ name }) => name }, ...estimateColumns<(typeof rows)[number]>(scale), answersColumn()]}
            rows={rows}
            draw={(width) =>
              estimatesChart(
                width,
                rows.map((row) => ({
                  name: periodShort(row.name, row.from),
                  value: row.value,
                  low: row.interval?.low ?? null,
                  high: row.interval?.high ?? null,
                  tone: row === shown.after ? tone(shown.difference?.verdict ?? 'unclear', entry.better) : 'none',
                  after: count(row.n),
                  words: `${row.name}\n${scale.format(row.value)}, ${intervalText(row, scale)}\n${plural(row.n, 'answer', 'answers')}`,
                })),
                { domain: domain(rows.flatMap(({ value, interval }) => [value ?? NaN, interval?.low ?? NaN, interval?.high ?? NaN]), scale), format: (value) => axisValue(value, scale) },
              )
            }
          />
        </>
      ) : (
        !fixed && <Nothing>{before && after ? 'Comparing…' : 'Choose two periods to see whether the difference between them is real.'}</Nothing>
      )}
    </div>
  );
}

// --- what moves it -------------------------------------------------------------------------------------------------

function Factors({ entry, scale }: { entry: Entry; scale: Scale }) {
  const factors = entry.factors ?? [];
  const title = (factor: { name: string; label?: string }) => factor.label || words(factor.name);
  const own: Scale = entry.metric === 'csi' ? { ...scale, low: 0, high: 100 } : scale;
  const columns: Column<(typeof factors)[number]>[] = [
    { name: 'Factor', value: title, own: true },
    ...estimateColumns<(typeof factors)[number]>(own, 'Mean'),
    ...(factors.some(({ importance }) => importance != null) ? [{ name: 'Importance', number: true, value: ({ importance }: (typeof factors)[number]) => importance, text: ({ importance }: (typeof factors)[number]) => decimal(importance) }] : []),
    answersColumn(),
  ];
  return (
    <Figure
      title="Factors"
      sentence={factors.map((factor) => `${title(factor)}: ${own.format(factor.value)}${factor.interval ? `, ${rangeText(factor.interval, own)}` : ''}`).join('; ')}
      file={`${entry.id}-factors`}
      columns={columns}
      rows={factors}
      draw={(width) =>
        estimatesChart(
          width,
          factors.map((factor) => ({
            name: title(factor),
            value: factor.value,
            low: factor.interval?.low ?? null,
            high: factor.interval?.high ?? null,
            tone: 'none',
            after: own.format(factor.value),
            words: `${title(factor)}\n${own.format(factor.value)}, ${intervalText(factor, own)}`,
          })),
          { domain: domain(factors.flatMap(({ value, interval }) => [value ?? NaN, interval?.low ?? NaN, interval?.high ?? NaN]), own), format: (value) => axisValue(value, own) },
        )
      }
      caption="The parts of the score, each with its 95 % interval."
    />
  );
}

function DriversFigure({ entry }: { entry: Entry }) {
  const { drivers } = entry;
  if (!drivers) return null;
  const title = (driver: Driver) => driver.label || words(driver.name);
  const { factors } = drivers;
  const columns: Column<Driver>[] = [
    { name: 'Driver', value: title, own: true },
    { name: 'Importance %', number: true, value: ({ importance }) => 100 * importance, text: ({ importance }) => percent(100 * importance) },
    { name: 'Correlation', number: true, value: ({ correlation }) => correlation, text: ({ correlation }) => decimal(correlation) },
    { name: 'Low', number: true, value: ({ interval }) => interval?.low, text: ({ interval }) => decimal(interval?.low) },
    { name: 'High', number: true, value: ({ interval }) => interval?.high, text: ({ interval }) => decimal(interval?.high) },
    { name: 'Mean', number: true, value: ({ mean }) => mean, text: ({ mean }) => decimal(mean) },
    { name: 'Slope', number: true, value: ({ slope }) => slope, text: ({ slope }) => decimal(slope) },
    { name: 'Potential', number: true, value: ({ potential }) => potential, text: ({ potential }) => decimal(potential) },
    { name: 'Answers', number: true, value: ({ n }) => n, text: ({ n }) => count(n) },
  ];
  const low = Math.min(0, ...factors.map(({ interval, correlation }) => interval?.low ?? correlation ?? 0));
  return (
    <Figure
      title="What moves the score"
      sentence={`Drivers by importance: ${factors.map((driver) => `${title(driver)} ${percent(100 * driver.importance)}, correlation ${decimal(driver.correlation)}`).join('; ')}.`}
      file={`${entry.id}-drivers`}
      columns={columns}
      rows={factors}
      draw={(width) =>
        estimatesChart(
          width,
          factors.map((driver) => ({
            name: title(driver),
            value: driver.correlation,
            low: driver.interval?.low ?? null,
            high: driver.interval?.high ?? null,
            tone: 'none',
            after: percent(100 * driver.importance),
            words: `${title(driver)}\nCorrelation ${decimal(driver.correlation)} (${decimal(driver.interval?.low)} to ${decimal(driver.interval?.high)})\nImportance ${percent(100 * driver.importance)}, mean ${decimal(driver.mean)}`,
          })),
          { domain: [Math.max(-1, low), 1], format: (value) => decimal(value, 1) },
        )
      }
      caption={`Dot and line: correlation with the score and its 95 % interval. At the right: the share of what is explained (LMG); together they explain ${percent(100 * drivers.r2)} of the differences between ${plural(drivers.n, 'respondent', 'respondents')}. A correlation is no proof of a cause.`}
    />
  );
}

function Benchmark({ entry, table }: { entry: Entry; table: BenchmarkTable }) {
  const scale = scaleOf(entry);
  const rows = [...table.rows].sort((a, b) => b.value - a.value);
  const verdicts = { above: 'we are above', below: 'we are below', unclear: 'within our interval' };
  return (
    <Figure
      title={table.title}
      sentence={`Ours is ${scale.format(entry.value)}, ${intervalText(entry, scale)}. ${rows.map(({ name, value, verdict }) => `${name} ${scale.format(value)}: ${verdicts[verdict]}`).join('; ')}.`}
      file={`${entry.id}-benchmark`}
      columns={[
        { name: 'Of', value: ({ name }) => name },
        { name: 'Value', number: true, value: ({ value }) => value, text: ({ value }) => scale.format(value) },
        { name: 'Ours less theirs', number: true, value: ({ delta }) => delta, text: ({ delta }) => scale.delta(delta).replace(/ .*/, '') },
        { name: 'Verdict', value: ({ verdict }) => verdicts[verdict] },
      ]}
      rows={rows}
      draw={(width) =>
        estimatesChart(
          width,
          rows.map(({ name, value, verdict }) => ({
            name,
            value,
            low: null,
            high: null,
            tone: verdict === 'unclear' ? 'none' : verdict === 'above' ? 'good' : 'bad',
            after: scale.format(value),
            words: `${name}: ${scale.format(value)}\n${verdicts[verdict]}`,
          })),
          {
            domain: domain([...rows.map(({ value }) => value), entry.value ?? NaN, entry.interval?.low ?? NaN, entry.interval?.high ?? NaN], scale),
            format: (value) => axisValue(value, scale),
            reference: entry.value === null ? null : { name: `Ours ${scale.format(entry.value)}`, value: entry.value, low: entry.interval?.low ?? null, high: entry.interval?.high ?? null },
            hollow: true,
          },
        )
      }
      caption={`Dashed: ours, with its 95 % interval as the band. Green: we are above; red: below; ring: no telling. Source: ${table.source}, ${table.year}.`}
    />
  );
}

// --- every question ------------------------------------------------------------------------------------------------

function Questions({ entry }: { entry: Entry }) {
  const questions = entry.questions ?? [];
  return (
    <Card title="Questions" wide>
      <div class="questions">
        {questions.map((question) => (
          <Question key={question.question} survey={entry.survey} question={question} />
        ))}
      </div>
    </Card>
  );
}

const short = (value: number | null | undefined): string => decimal(value).replace(/\.?0+$/, '');
const optionName = ({ value, label }: OptionResult): string => label || words(value);
const rowName = ({ row, label }: RowResult): string => label || words(row);

function Question({ survey, question }: { survey: string; question: QuestionResult }) {
  const { kind, options, rows, distribution, mean, interval } = question;
  const title = question.title || words(question.question);
  const file = `${survey}-${question.question}`;
  const about = `${plural(question.answered, 'answer', 'answers')}${question.rejected > 0 ? `, ${count(question.rejected)} left out` : ''}`;
  if (options && options.length > 0) {
    const estimates: Estimate[] = options.map((option) => ({
      name: optionName(option),
      value: option.share,
      low: option.interval?.low ?? null,
      high: option.interval?.high ?? null,
      tone: 'none',
      after: percent(option.share),
      words: `${optionName(option)}\n${percent(option.share)}${option.interval ? ` (${percent(option.interval.low)} to ${percent(option.interval.high)})` : ''}\n${plural(option.count, 'answer', 'answers')}`,
    }));
    return (
      <Figure
        title={title}
        sentence={options.map((option) => `${optionName(option)}: ${percent(option.share)}`).join(', ')}
        file={file}
        columns={[
          { name: 'Option', value: optionName, own: true },
          { name: 'Answers', number: true, value: ({ count: of }) => of, text: ({ count: of }) => count(of) },
          { name: 'Share %', number: true, value: ({ share: of }) => of, text: ({ share: of }) => percent(of) },
          { name: 'Low', number: true, value: (option) => option.interval?.low, text: (option) => percent(option.interval?.low ?? null) },
          { name: 'High', number: true, value: (option) => option.interval?.high, text: (option) => percent(option.interval?.high ?? null) },
        ]}
        rows={options}
        draw={(width) => estimatesChart(width, estimates, { domain: [0, Math.min(100, 1.05 * Math.max(10, ...estimates.map(({ high, value }) => high ?? value ?? 0)))], format: (value) => `${value} %`, bars: true })}
        caption={`${about}. Shares of those who answered, with 95 % intervals.`}
      />
    );
  }
  if (rows && rows.length > 0) {
    const ranking = rows.some(({ first }) => first !== undefined);
    const values = rows.flatMap(({ mean: value, interval: range }) => [value ?? NaN, range?.low ?? NaN, range?.high ?? NaN]).filter((value) => Number.isFinite(value));
    const scalePoints = rows[0]?.distribution?.map(({ value }) => value) ?? [];
    const from = scalePoints.length > 0 ? Math.min(...scalePoints) : Math.min(1, ...values);
    const to = scalePoints.length > 0 ? Math.max(...scalePoints) : Math.max(ranking ? rows.length : 1, ...values);
    return (
      <Figure
        title={title}
        sentence={rows.map((row) => `${rowName(row)}: ${ranking ? 'mean place' : 'mean'} ${decimal(row.mean)}`).join('; ')}
        file={file}
        columns={[
          { name: ranking ? 'Option' : 'Row', value: rowName, own: true },
          { name: ranking ? 'Mean place' : 'Mean', number: true, value: ({ mean: of }) => of, text: ({ mean: of }) => decimal(of) },
          { name: 'Low', number: true, value: (row) => row.interval?.low, text: (row) => decimal(row.interval?.low) },
          { name: 'High', number: true, value: (row) => row.interval?.high, text: (row) => decimal(row.interval?.high) },
          ...(ranking ? [{ name: 'First', number: true, value: ({ first }: RowResult) => first, text: ({ first }: RowResult) => count(first ?? 0) }] : []),
          { name: 'Answers', number: true, value: ({ answered }) => answered, text: ({ answered }) => count(answered) },
        ]}
        rows={rows}
        draw={(width) =>
          estimatesChart(
            width,
            rows.map((row) => ({
              name: rowName(row),
              value: row.mean,
              low: row.interval?.low ?? null,
              high: row.interval?.high ?? null,
              tone: 'none',
              after: decimal(row.mean),
              words: `${rowName(row)}\n${decimal(row.mean)}${row.interval ? ` (${decimal(row.interval.low)} to ${decimal(row.interval.high)})` : ''}\n${plural(row.answered, 'answer', 'answers')}`,
            })),
            { domain: [from, to], format: (value) => String(value) },
          )
        }
        caption={`${about}. ${ranking ? 'Mean place: 1 is best.' : 'Means with 95 % intervals.'}`}
      />
    );
  }
  if (distribution && distribution.length > 0) {
    return (
      <Figure
        title={title}
        sentence={`Answers by value. ${distribution.map((point) => `${point.value}: ${count(point.count)}`).join(', ')}. Mean ${decimal(mean)}.`}
        file={file}
        columns={pointColumns(question.answered)}
        rows={distribution}
        draw={(width) => distributionChart(width, distribution, () => 'none', 160)}
        caption={`${about}. Mean ${decimal(mean)}${interval ? `, 95 % interval ${decimal(interval.low)} to ${decimal(interval.high)}` : ''}.`}
      />
    );
  }
  return (
    <div class="figure">
      <div class="figure-head">
        <h3 dir="auto">{title}</h3>
      </div>
      {kind === 'number' && mean != null ? (
        <p>{`Mean ${decimal(mean)}${interval ? `, 95 % interval ${decimal(interval.low)} to ${decimal(interval.high)}` : ''}; median ${short(question.median)}, from ${short(question.min)} to ${short(question.max)}.`}</p>
      ) : null}
      <p class="note">{`${about}${kind === 'text' ? ', in Words' : ''}.`}</p>
    </div>
  );
}
