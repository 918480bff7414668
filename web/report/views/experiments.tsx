// The log of experiments: each hypothesis, and whether the number that it is about has moved since the change.

import { estimatesChart } from '../charts/rows.ts';
import { Figure } from '../charts/figure.tsx';
import type { Experiment, ExperimentSide, Interval } from '../data/types.ts';
import { count, date, duration, fixed, plural, signed } from '../format.ts';
import type { Tone } from '../metrics.ts';
import { Message } from '../parts/message.tsx';
import { Card } from '../parts/panel.tsx';

const verdicts: Record<Experiment['verdict'], [string, Tone]> = {
  better: ['As hoped', 'good'],
  worse: ['Worse', 'bad'],
  changed: ['Changed', 'warn'],
  unclear: ['No real change', 'none'],
  tooFew: ['Too little data', 'none'],
};

export function ExperimentsView({ experiments }: { experiments: Experiment[] }) {
  if (experiments.length === 0) {
    return (
      <Message title="No experiment is in the log">
        <p>
          Write what you change, why, and which number it should move under <code>"experiments"</code> in the configuration. Open that file here beside the events, or give it to the collector.
        </p>
      </Message>
    );
  }
  return (
    <>
      {experiments.map((experiment) => (
        <Entry key={experiment.id} experiment={experiment} />
      ))}
    </>
  );
}

function valueText({ unit }: Experiment, value: number | null): string {
  if (value === null) return '–';
  if (unit === 'ms') return duration(value);
  if (unit === 'percent') return `${fixed(value, 1)} %`;
  return unit === 'points' ? signed(value, 1) : fixed(value, 2);
}

const rangeOf = (experiment: Experiment, interval: Interval | null): string => (interval ? `${valueText(experiment, interval.low)} to ${valueText(experiment, interval.high)}` : 'no interval yet');

function spanOf({ from, to }: ExperimentSide, last: boolean): string {
  if (last) return to ? `until ${date(new Date(Date.parse(to) - 1).toISOString())}` : 'until now';
  return from ? `from ${date(from)}` : 'from the beginning';
}

function Entry({ experiment }: { experiment: Experiment }) {
  const { id, hypothesis, label, text, before, after, difference, verdict, warnings, what } = experiment;
  const [said, tone] = verdicts[verdict];
  const rows = [
    { name: 'Before', side: before },
    { name: 'After', side: after },
  ];
  const ends = rows.flatMap(({ side: { value, interval } }) => [value, interval?.low, interval?.high]).filter((end): end is number => typeof end === 'number');
  const low = Math.min(...ends);
  const high = Math.max(...ends);
  const pad = (high - low) * 0.06 || 1;
  const floor = experiment.unit === 'percent' || experiment.unit === 'ms' ? 0 : -Infinity;
  return (
    <Card wide title={hypothesis} about={`Changed on ${date(`${experiment.date}T00:00:00.000Z`)}. ${label}.`}>
      <div class="journey-whole">
        <div class="score">
          <p class="journey-kind">
            <span class="chip" data-tone={tone}>
              {said}
            </span>
          </p>
          <p>{text}</p>
          {difference && <p class="note">Nothing but time tells before from after: whatever else changed then counts as well.</p>}
          {warnings.length > 0 && (
            <ul class="alert">
              {warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          )}
        </div>
        {ends.length > 0 && (
          <Figure
            title="Before and after"
            sentence={`${label}: ${rows.map(({ name, side }) => `${name.toLowerCase()} ${valueText(experiment, side.value)}, ${rangeOf(experiment, side.interval)}, ${count(side.n)} ${what}`).join('; ')}.`}
            file={`experiment-${id}`}
            columns={[
              { name: 'When', value: ({ name }) => name },
              { name: 'From', value: ({ side }) => side.from, text: ({ side }) => spanOf(side, false) },
              { name: 'To', value: ({ side }) => side.to, text: ({ side }) => spanOf(side, true) },
              { name: 'n', number: true, value: ({ side }) => side.n, text: ({ side }) => count(side.n) },
              { name: 'Value', number: true, value: ({ side }) => side.value, text: ({ side }) => valueText(experiment, side.value) },
              { name: 'Low', number: true, value: ({ side }) => side.interval?.low, text: ({ side }) => valueText(experiment, side.interval?.low ?? null) },
              { name: 'High', number: true, value: ({ side }) => side.interval?.high, text: ({ side }) => valueText(experiment, side.interval?.high ?? null) },
            ]}
            rows={rows}
            draw={(width) =>
              estimatesChart(
                width,
                rows.map(({ name, side }) => ({
                  name,
                  value: side.value,
                  low: side.interval?.low ?? null,
                  high: side.interval?.high ?? null,
                  tone: name === 'After' ? tone : 'none',
                  after: `${valueText(experiment, side.value)} of ${count(side.n)}`,
                  words: `${name}\n${valueText(experiment, side.value)}, ${rangeOf(experiment, side.interval)}\n${plural(side.n, what.replace(/s$/, ''), what)}`,
                })),
                { domain: [Math.max(floor, low - pad), high + pad], format: (value) => valueText(experiment, value).replace(/\.0+(?= |$)/, '') },
              )
            }
            caption={`${spanOf(before, false)} to the day before the change, and from that day ${spanOf(after, true)}, with 95 % intervals.`.replace(/^./, (letter) => letter.toUpperCase())}
          />
        )}
      </div>
    </Card>
  );
}
