// From shown to completed, and where people leave.

import { answersColumn } from '../charts/columns.ts';
import { Figure } from '../charts/figure.tsx';
import { barsChart } from '../charts/rows.ts';
import type { Durations, Entry, FunnelQuestion, QuestionResult, Share } from '../data/types.ts';
import { count, duration, percent, plural, share, words } from '../format.ts';
import { Nothing } from '../parts/message.tsx';
import { Card } from '../parts/panel.tsx';
import { Fact } from '../parts/score.tsx';

const range = (of: Share | null): string => (of?.interval ? `95 % interval ${percent(of.interval.low)} to ${percent(of.interval.high)}` : '');
const slow = (of: Durations | null): string => (of ? `median; nine of ten within ${duration(of.p90)}` : '');

export function FunnelView({ entries }: { entries: Entry[] }) {
  const [main] = entries;
  const funnel = main?.funnel;
  if (!main || !funnel) return <Card title="Funnel">{<Nothing>Nothing is known about who saw this survey.</Nothing>}</Card>;
  const steps = [
    { name: 'Shown', n: funnel.shown },
    { name: 'Started', n: funnel.started },
    { name: 'Completed', n: funnel.completed },
    { name: 'Dismissed', n: funnel.dismissed },
    { name: 'Abandoned', n: funnel.abandoned },
  ];
  const first = Math.max(1, ...steps.map(({ n }) => n));
  const titles = new Map((main.questions ?? []).map((question: QuestionResult) => [question.question, question.title]));
  const title = ({ question }: FunnelQuestion) => titles.get(question) || words(question);
  const asked = funnel.questions;
  return (
    <>
      <Card title="At a glance" wide>
        <dl class="facts tall">
          <Fact name="Response rate" value={percent(funnel.responseRate?.value ?? null)} note={range(funnel.responseRate)} />
          <Fact name="Completion rate" value={percent(funnel.completionRate?.value ?? null)} note={range(funnel.completionRate)} />
          <Fact name="Time to the first answer" value={funnel.timeToAnswer ? duration(funnel.timeToAnswer.median) : '–'} note={slow(funnel.timeToAnswer)} />
          <Fact name="Time to complete" value={funnel.duration ? duration(funnel.duration.median) : '–'} note={slow(funnel.duration)} />
        </dl>
      </Card>
      <Card wide>
        <Figure
          title="From shown to completed"
          sentence={steps.map(({ name, n }) => `${name}: ${count(n)}${funnel.shown > 0 ? `, ${percent(share(n, funnel.shown))} of shown` : ''}`).join('; ')}
          file={`${main.survey}-funnel`}
          columns={[{ name: 'Step', value: ({ name }) => name }, { ...answersColumn<(typeof steps)[number]>(), name: 'Responses' }, { name: 'Of shown %', number: true, value: ({ n }) => share(n, funnel.shown), text: ({ n }) => percent(share(n, funnel.shown)) }]}
          rows={steps}
          draw={(width) =>
            barsChart(
              width,
              steps.map(({ name, n }, index) => ({ name, parts: [{ count: n, tone: index < 3 ? ('none' as const) : ('warn' as const) }], after: funnel.shown > 0 && index > 0 ? `${count(n)} · ${percent(share(n, funnel.shown))}` : count(n) })),
              { most: first },
            )
          }
          caption="Started: at least one answer. Dismissed: closed without finishing. Abandoned: left alone."
        />
      </Card>
      {asked.length > 0 && (
        <Card wide>
          <Figure
            title="Where people leave"
            sentence={asked.map((question) => `${title(question)}: ${count(question.left)} of ${count(question.reached)} left`).join('; ')}
            file={`${main.survey}-questions`}
            columns={[
              { name: 'Question', value: title, own: true },
              { name: 'Reached', number: true, value: ({ reached }) => reached, text: ({ reached }) => count(reached) },
              { name: 'Answered', number: true, value: ({ answered }) => answered, text: ({ answered }) => count(answered) },
              { name: 'Left here', number: true, value: ({ left }) => left, text: ({ left }) => count(left) },
              { name: 'Of reached %', number: true, value: ({ share: of }) => of, text: ({ share: of }) => percent(of) },
            ]}
            rows={asked}
            draw={(width) =>
              barsChart(
                width,
                asked.map((question) => ({
                  name: title(question),
                  parts: [
                    { count: question.answered, tone: 'none' as const },
                    { count: question.left, tone: 'bad' as const },
                  ],
                  after: question.left > 0 ? `${percent(question.share)} left` : 'nobody left',
                })),
                { most: Math.max(1, ...asked.map(({ reached }) => reached)) },
              )
            }
            caption={`Answered (violet) and left at the question (red), of those who reached it. ${plural(asked.reduce((sum, { left }) => sum + left, 0), 'response', 'responses')} ended early at a question.`}
          />
        </Card>
      )}
    </>
  );
}
