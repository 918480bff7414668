// What became of guides: all of them, then how far people came in tours, how long tasks took, what help was for.

import { DataTable, Figure } from '../charts/figure.tsx';
import type { Column } from '../charts/figure.tsx';
import { barsChart } from '../charts/rows.ts';
import type { Guide, GuideHelp, GuideShare, GuideTask, GuideTime } from '../data/types.ts';
import { count, duration, percent, plural, share, words } from '../format.ts';
import { Card } from '../parts/panel.tsx';

const names: Record<string, string> = {
  tip: 'Tip',
  hotspot: 'Hotspot',
  tour: 'Tour',
  announcement: 'Announcement',
  checklist: 'Checklist',
  help: 'Help',
};

export function Guides({ guides }: { guides: Guide[] }) {
  const shareText = (value: number, shown: number) => (value > 0 && value <= shown ? `${count(value)} (${percent(share(value, shown))})` : count(value));
  const columns: Column<Guide>[] = [
    { name: 'Guide', value: ({ id }) => id },
    { name: 'Kind', value: ({ kind }) => kind, text: ({ kind }) => names[kind ?? ''] ?? kind ?? '–' },
    number('Shown', ({ shown }) => shown),
    number('Visitors', ({ visitors }) => visitors),
    { ...number<Guide>('Completed', ({ completed }) => completed), text: ({ completed, shown }) => shareText(completed, shown) },
    { ...number<Guide>('Dismissed', ({ dismissed }) => dismissed), text: ({ dismissed, shown }) => shareText(dismissed, shown) },
    number('Abandoned', ({ abandoned }) => abandoned),
    number('Place not found', ({ missing }) => missing),
  ];
  return (
    <>
      <Card>
        <Figure
          title="Guides"
          sentence={`Guides completed of shown: ${guides.map(({ id, completed, shown }) => `${id} ${completed} of ${shown}`).join(', ')}.`}
          file="guides"
          columns={columns}
          rows={guides}
          draw={(width) =>
            barsChart(
              width,
              guides.map(({ id, shown, completed, dismissed }) => ({
                name: words(id),
                parts: [
                  { count: completed, tone: 'good' as const },
                  { count: dismissed, tone: 'warn' as const },
                ],
                after: `${count(completed)} of ${count(shown)}`,
              })),
              { most: Math.max(...guides.map(({ shown }) => shown)) },
            )
          }
          caption="Completed (green) and dismissed (amber) of those shown."
        />
      </Card>
      {guides.filter(({ steps }) => steps.length > 0).map((guide) => <Tour key={guide.id} guide={guide} />)}
      {guides.filter(({ tasks }) => tasks.length > 0).map((guide) => <Checklist key={guide.id} guide={guide} />)}
      {guides.map(({ id, help }) => help && <Help key={id} id={id} help={help} />)}
    </>
  );
}

const number = <Row,>(name: string, value: (row: Row) => number): Column<Row> => ({ name, number: true, value, text: (row) => count(value(row)) });

const shareColumns = <Row extends GuideShare>(name: string): Column<Row>[] => [
  { name, number: true, value: ({ share }) => share, text: ({ share }) => percent(share) },
  {
    name: '95 % interval',
    number: true,
    value: ({ interval }) => (interval ? `${interval.low}…${interval.high}` : null),
    text: ({ interval }) => (interval ? `${percent(interval.low)} to ${percent(interval.high)}` : '–'),
  },
];

function Tour({ guide: { id, steps, visitors } }: { guide: Guide }) {
  type Step = Guide['steps'][number];
  return (
    <Card>
      <Figure
        title={`Steps of ${words(id)}`}
        sentence={`Of ${plural(visitors, 'visitor', 'visitors')}: ${steps.map(({ step, visitors: there, share: part }) => `${step} ${there}${part === null ? '' : `, ${percent(part)}`}`).join('; ')}.`}
        file={`${id}-steps`}
        columns={[
          { name: 'Step', value: ({ step }) => step },
          number<Step>('Visitors', (step) => step.visitors),
          ...shareColumns<Step>('Of all'),
          number<Step>('Left there', ({ left }) => left),
          number<Step>('Place not found', ({ missing }) => missing),
        ]}
        rows={steps}
        draw={(width) =>
          barsChart(
            width,
            steps.map(({ step, visitors: there, left }) => ({
              name: words(step),
              parts: [
                { count: Math.max(there - left, 0), tone: 'none' as const },
                { count: Math.min(left, there), tone: 'warn' as const },
              ],
              after: `${count(there)} · ${percent(share(there, visitors))}`,
            })),
            { most: Math.max(visitors, ...steps.map((step) => step.visitors)) },
          )
        }
        caption="Visitors who got there; amber: who left the tour there."
      />
    </Card>
  );
}

const timeText = (time: GuideTime | undefined): string =>
  time ? duration(time.value) + (time.interval ? ` (${duration(time.interval.low)} to ${duration(time.interval.high)})` : '') : '–';

function Checklist({ guide: { id, tasks, all } }: { guide: Guide }) {
  type Row = GuideTask & { task: string };
  const rows: Row[] = all ? [...tasks, { ...all, task: 'All of them' }] : tasks;
  const times = (['median', 'p75', 'p90'] as const).map((quantile, i): Column<Row> => ({
    name: ['Half within', '75 % within', '90 % within'][i] ?? quantile,
    number: true,
    value: ({ time }) => time?.[quantile].value ?? null,
    text: ({ time }) => timeText(time?.[quantile]),
  }));
  return (
    <Card title={`Time to value: ${words(id)}`}>
      <DataTable
        label={`Time to value: ${id}`}
        columns={[{ name: 'Task', value: ({ task }) => task, text: ({ task }) => words(task) }, number<Row>('Done by', ({ completed }) => completed), ...shareColumns<Row>('Of all'), ...times]}
        rows={rows}
      />
      <p class="note">From the first sight of the list, with 95 % intervals.</p>
    </Card>
  );
}

function Help({ id, help }: { id: string; help: GuideHelp }) {
  const { opened, searches, contacts, withoutResults, queries, articles } = help;
  type Article = GuideHelp['articles'][number];
  const { interval } = withoutResults;
  return (
    <Card title={`Help: ${words(id)}`}>
      <p>
        {`Opened ${plural(opened, 'time', 'times')}, ${plural(searches, 'search', 'searches')}, of which ${percent(withoutResults.share)} had no results`}
        {interval ? ` (${percent(interval.low)} to ${percent(interval.high)})` : ''}
        {`. ${plural(contacts, 'visit', 'visits')} went on to people.`}
      </p>
      {queries.length > 0 && (
        <DataTable
          label="Searched in vain"
          columns={[{ name: 'Searched in vain', value: ({ query }) => query, own: true }, number<GuideHelp['queries'][number]>('Times', (query) => query.count)]}
          rows={queries}
        />
      )}
      {articles.length > 0 && (
        <DataTable
          label="Articles"
          columns={[
            { name: 'Article', value: ({ article }) => article },
            number<Article>('Read', ({ views }) => views),
            number<Article>('Rated', ({ rated }) => rated),
            ...shareColumns<Article>('Helpful'),
          ]}
          rows={articles}
        />
      )}
    </Card>
  );
}
