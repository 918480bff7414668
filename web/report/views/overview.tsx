// Every survey at a glance, the guides, and what people asked the support for.

import { useRef, useState } from 'preact/hooks';

import { Chart, DataTable, Figure, downloadTable } from '../charts/figure.tsx';
import type { Column } from '../charts/figure.tsx';
import { answersColumn, decimal, estimateColumns } from '../charts/columns.ts';
import { barsChart, estimatesChart } from '../charts/rows.ts';
import { columnsOverTime, sparkline, trendChart } from '../charts/trend.ts';
import type { Entry, Interval, Report, Support as SupportReport, SupportTopic } from '../data/types.ts';
import { count, date, percent, periodLong, plural } from '../format.ts';
import { differenceText, intervalText, metricName, scaleOf, subtitle, titleOf, tone, variantOf } from '../metrics.ts';
import type { Scale } from '../metrics.ts';
import type { Route } from '../route.ts';
import { formatRoute } from '../route.ts';
import { Card } from '../parts/panel.tsx';
import { Big, Fact, ScaleLine } from '../parts/score.tsx';
import { Guides } from './guides.tsx';

export function bySurvey(entries: Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.survey);
    if (group) group.push(entry);
    else groups.set(entry.survey, [entry]);
  }
  return groups;
}

export function Overview({ report, route }: { report: Report; route: Route }) {
  const [asTable, setAsTable] = useState(false);
  const surveys = useOrder(bySurvey(report.surveys));
  const columns = surveyColumns(report);
  const save = () => downloadTable('surveys', columns, report.surveys);
  return (
    <>
      {surveys.length > 0 && (
        <section class="all" aria-labelledby="all-surveys">
          <div class="figure-head">
            <h2 id="all-surveys" tabIndex={-1}>
              {plural(surveys.length, 'survey', 'surveys')}
            </h2>
            <div class="tools">
              <button type="button" class="tool" aria-pressed={asTable} aria-label="Table: all surveys" onClick={() => setAsTable(!asTable)}>
                Table
              </button>
              <button type="button" class="tool" aria-label="Download CSV: all surveys" onClick={save}>
                CSV
              </button>
            </div>
          </div>
          {asTable ? (
            <Card>
              <DataTable columns={columns} rows={report.surveys} label="all surveys" />
            </Card>
          ) : (
            <div class="cards">
              {surveys.map(([id, entries]) => (
                <SurveyCard key={id} id={id} entries={entries} route={route} />
              ))}
            </div>
          )}
        </section>
      )}
      {report.support && <Support report={report} />}
      {report.guides.length > 0 && <Guides guides={report.guides} />}
    </>
  );
}

// Scored surveys first, the most answered of them at the top; but whoever reads is not to lose the place, so surveys
// that are there stay where they are.
function useOrder(groups: Map<string, Entry[]>): [string, Entry[]][] {
  const places = useRef(new Map<string, number>());
  const weight = ([first]: Entry[]) => (first ? (first.metric ? 1e12 : 0) + (first.metric ? first.n : first.started) : 0);
  const fresh = [...groups].filter(([id]) => !places.current.has(id)).sort((a, b) => weight(b[1]) - weight(a[1]));
  for (const [id] of fresh) places.current.set(id, places.current.size);
  return [...groups].sort((a, b) => (places.current.get(a[0]) ?? 0) - (places.current.get(b[0]) ?? 0));
}

function SurveyCard({ id, entries, route }: { id: string; entries: Entry[]; route: Route }) {
  const [first, ...others] = entries;
  if (!first) return null;
  const scale = scaleOf(first);
  const rate = first.funnel?.responseRate;
  const [finding] = first.findings ?? [];
  const answered = first.trend.filter(({ value }) => value !== null);
  const trend = `Trend over ${plural(answered.length, 'period', 'periods')}: ${answered.map((period) => `${period.name} ${scale.format(period.value)}`).join(', ')}.`;
  const address = formatRoute({ ...route, survey: id, section: 'summary' });
  return (
    <article class="card survey">
      <header>
        <h3>
          <a href={address} dir="auto">
            {titleOf(first)}
          </a>
        </h3>
        <p class="quiet">{subtitle(first.title && metricName(first), variantOf(first), id)}</p>
      </header>
      {first.metric && (
        <div class="survey-score">
          <div>
            <Big entry={first} small />
            <p class="caption quiet">{first.value === null ? 'No answers yet' : intervalText(first, scale)}</p>
          </div>
          {answered.length > 1 && <Chart sentence={trend} data={[first.trend]} draw={(width) => sparkline(width, first.trend, scale)} />}
        </div>
      )}
      {first.metric && <ScaleLine name={metricName(first)} value={first.value} interval={first.interval} n={first.n} scale={scale} />}
      {!first.metric && <p class="quiet">{first.started > 0 ? 'Without a scored question.' : 'Shown, but not answered yet.'}</p>}
      <dl class="facts">
        <Fact name="Shown" value={count(first.shown)} />
        <Fact name="Answers" value={count(first.metric ? first.n : first.started)} />
        <Fact name="Response rate" value={rate ? percent(rate.value) : '–'} note={rate?.interval ? `${percent(rate.interval.low)} to ${percent(rate.interval.high)}` : ''} />
      </dl>
      {others.length > 0 && (
        <ul class="further">
          {others.map((entry) => (
            <li key={entry.id}>
              <span dir="auto">{titleOf(entry)}</span>
              <span class="strong">{scaleOf(entry).format(entry.value)}</span>
              <span class="quiet">{subtitle(entry.value === null ? '' : intervalText(entry, scaleOf(entry)).replace('interval ', ''), variantOf(entry))}</span>
            </li>
          ))}
        </ul>
      )}
      {finding && (
        <p class="top-finding" dir="auto">
          {finding.text}
        </p>
      )}
    </article>
  );
}

// The cards as a table, and as a file.
function surveyColumns(report: Report): Column<Entry>[] {
  const rate = (entry: Entry) => report.surveys.find((one) => one.survey === entry.survey && one.funnel)?.funnel?.responseRate?.value ?? null;
  return [
    { name: 'Survey', value: ({ id }) => id },
    { name: 'Question', value: (entry) => titleOf(entry), own: true },
    { name: 'Metric', value: (entry) => (entry.metric ? subtitle(metricName(entry), variantOf(entry)) : '') },
    { name: 'Score', number: true, value: ({ value }) => value, text: (entry) => scaleOf(entry).format(entry.value) },
    { name: 'Low', number: true, value: ({ interval }) => interval?.low, text: (entry) => scaleOf(entry).format(entry.interval?.low ?? null) },
    { name: 'High', number: true, value: ({ interval }) => interval?.high, text: (entry) => scaleOf(entry).format(entry.interval?.high ?? null) },
    answersColumn(),
    { name: 'Response rate %', number: true, value: rate, text: (entry) => percent(rate(entry)) },
  ];
}

function Support({ report }: { report: Report }) {
  const { support } = report;
  if (!support) return null;
  const entry = report.surveys.find((one) => one.survey === support.survey && one.question === support.question) ?? report.surveys.find((one) => one.survey === support.survey);
  const scale = entry ? scaleOf(entry) : null;
  const topics = support.topics;
  const times = contactTimes(support, entry);
  const columns: Column<SupportTopic>[] = [
    { name: 'Topic', value: ({ topic }) => topic, own: true },
    { name: 'Tickets', number: true, value: ({ tickets }) => tickets, text: ({ tickets }) => count(tickets) },
    { name: 'People', number: true, value: ({ users }) => users, text: ({ users }) => count(users) },
    { name: 'Per 100 people', number: true, value: ({ rate }) => rate, text: ({ rate }) => decimal(rate, 1) },
    { name: 'Weeks 1–3', number: true, value: ({ firstWeeks }) => firstWeeks, text: ({ firstWeeks }) => count(firstWeeks) },
    { name: 'Weeks 4–13', number: true, value: ({ nextWeeks }) => nextWeeks, text: ({ nextWeeks }) => count(nextWeeks) },
    ...(scale
      ? [
          { name: 'Their score', number: true, value: ({ satisfaction }: SupportTopic) => satisfaction?.value, text: ({ satisfaction }: SupportTopic) => (satisfaction?.value == null ? '–' : `${scale.format(satisfaction.value)} (${satisfaction.interval ? `${scale.format(satisfaction.interval.low)} to ${scale.format(satisfaction.interval.high)}` : '–'})`) },
          { name: 'Against others', number: true, value: ({ difference }: SupportTopic) => difference?.delta, text: ({ difference }: SupportTopic) => (difference ? differenceText(difference, scale) : '–') },
        ]
      : []),
    { name: 'Priority', number: true, value: ({ priority }) => priority, text: ({ priority }) => decimal(priority) },
  ];
  return (
    <Card
      title="Support contacts"
      about={`${plural(support.tickets, 'ticket', 'tickets')} from ${plural(support.users, 'person', 'people')}${support.from && support.to ? `, ${date(support.from)} to ${date(support.to)}` : ''}${support.rate !== null ? `: ${decimal(support.rate, 1)} for 100 people seen` : ''}.`}
    >
      <Figure
        title="What to fix first"
        sentence={`Topics by priority: ${topics.map(({ topic, tickets, priority }) => `${topic} ${decimal(priority)}, ${count(tickets)} tickets`).join('; ')}.`}
        file="support-topics"
        columns={columns}
        rows={topics}
        draw={(width) =>
          scale && entry && topics.some(({ difference }) => difference)
            ? estimatesChart(
                width,
                topics.map(({ topic, tickets, difference, priority }) => ({
                  name: topic,
                  value: difference?.delta ?? null,
                  low: difference?.interval.low ?? null,
                  high: difference?.interval.high ?? null,
                  tone: tone(difference?.verdict ?? 'unclear', entry.better),
                  after: plural(tickets, 'ticket', 'tickets'),
                  words: `${topic}\n${difference ? differenceText(difference, scale) : 'Too few of them have answered'}\nPriority ${decimal(priority)}`,
                })),
                {
                  domain: extent(topics.flatMap(({ difference }) => (difference ? [difference.interval.low, difference.interval.high] : []))),
                  format: (value) => scale.delta(value).replace(/ .*/, '').replace(/\.0+$/, ''),
                  reference: { value: 0, low: null, high: null, name: 'no difference' },
                  hollow: true,
                },
              )
            : barsChart(width, topics.map(({ topic, tickets }) => ({ name: topic, parts: [{ count: tickets, tone: 'none' }], after: plural(tickets, 'ticket', 'tickets') })))
        }
        caption={
          entry
            ? `First: topics that are frequent and whose people score lower. Dot and line: how much their ${metricName(entry)} differs from that of people without such a ticket, with the 95 % interval. Filled: a real difference.`
            : 'Topics by the number of tickets.'
        }
      />
      <Figure
        title="When they ask"
        sentence={`Tickets in the weeks since a person was first seen: ${topics.map(({ topic, firstWeeks, nextWeeks }) => `${topic} ${count(firstWeeks)} in weeks 1 to 3, ${count(nextWeeks)} in weeks 4 to 13`).join('; ')}.`}
        file="support-weeks"
        columns={[
          { name: 'Topic', value: ({ topic }) => topic, own: true },
          { name: 'Weeks 1–3', number: true, value: ({ firstWeeks }) => firstWeeks, text: ({ firstWeeks }) => count(firstWeeks) },
          { name: 'Weeks 4–13', number: true, value: ({ nextWeeks }) => nextWeeks, text: ({ nextWeeks }) => count(nextWeeks) },
        ]}
        rows={[...topics].sort((a, b) => b.firstWeeks - a.firstWeeks)}
        draw={(width) =>
          barsChart(
            width,
            [...topics]
              .sort((a, b) => b.firstWeeks - a.firstWeeks)
              .map(({ topic, firstWeeks, nextWeeks }) => ({
                name: topic,
                parts: [
                  { count: firstWeeks, tone: 'warn' as const },
                  { count: nextWeeks, tone: 'none' as const },
                ],
                after: `${count(firstWeeks)} + ${count(nextWeeks)}`,
              })),
          )
        }
        caption="Amber: tickets in a person’s first three weeks; violet: in the ten weeks after."
      />
      {times.length > 1 && (
        <Figure
          title="Contacts and satisfaction over time"
          sentence={`Tickets and score by period: ${times.map(({ name, tickets, score }) => `${name} ${plural(tickets, 'ticket', 'tickets')}${score && scale && score.value !== null ? `, ${scale.format(score.value)}` : ''}`).join('; ')}.`}
          file="support-trend"
          columns={[
            { name: 'Period', value: ({ name }) => name, text: ({ name, from }) => periodLong(name, from) },
            { name: 'Tickets', number: true, value: ({ tickets }) => tickets, text: ({ tickets }) => count(tickets) },
            ...(scale ? estimateColumns<{ value: number | null; interval: Interval | null }>(scale).map((column) => ({ ...column, value: ({ score }: Time) => (score ? column.value(score) : null), text: ({ score }: Time) => (score && column.text ? column.text(score) : '–') })) : []),
          ]}
          rows={times}
          draw={(width) => contactsChart(width, times, scale)}
          caption={scale && entry ? `Above: tickets. Below: ${metricName(entry)} with its 95 % interval.` : undefined}
        />
      )}
      {support.malformedCount > 0 && (
        <p class="note">{`${plural(support.malformedCount, 'line', 'lines')} of the tickets could not be read: ${support.malformed.slice(0, 3).map(({ line, message }) => `line ${line ?? '?'}: ${message}`).join('; ')}.`}</p>
      )}
    </Card>
  );
}

// A little more than from the least to the most, and 0.
function extent(values: number[]): [number, number] {
  const least = Math.min(0, ...values);
  const most = Math.max(0, ...values);
  const room = (most - least || 1) * 0.05;
  return [least - room, most + room];
}

interface Time {
  name: string;
  from: string;
  to: string;
  tickets: number;
  score: Entry['trend'][number] | null;
}

// The periods of both, in their order.
function contactTimes(support: SupportReport, entry: Entry | undefined): Time[] {
  const times = new Map<string, Time>();
  for (const { name, from, to, tickets } of support.trend) times.set(name, { name, from, to, tickets, score: null });
  for (const score of entry?.trend ?? []) {
    const { name, from, to } = score;
    times.set(name, { ...(times.get(name) ?? { name, from, to, tickets: 0 }), score });
  }
  return [...times.values()].sort((a, b) => a.from.localeCompare(b.from));
}

function contactsChart(width: number, times: Time[], scale: Scale | null): Element {
  const charts = document.createElement('div');
  charts.append(columnsOverTime(width, times.map(({ name, from, tickets }) => ({ name, from, count: tickets }))));
  if (scale && times.some(({ score }) => score?.value != null)) {
    charts.append(trendChart(width, times.map(({ name, from, to, score }) => score ?? { name, from, to, n: 0, value: null, se: null, interval: null }), scale));
  }
  return charts;
}
