// Who: the score by a property of the respondents.

import { answersColumn, differenceColumns, estimateColumns } from '../charts/columns.ts';
import { Figure } from '../charts/figure.tsx';
import { estimatesChart } from '../charts/rows.ts';
import { axisValue, domain } from '../charts/trend.ts';
import type { Entry, Report, Segment, SegmentGroup } from '../data/types.ts';
import { count, plural } from '../format.ts';
import { differenceText, intervalText, metricName, rangeText, scaleOf, titleOf, tone } from '../metrics.ts';
import { Nothing } from '../parts/message.tsx';
import { Card, Select } from '../parts/panel.tsx';
import type { Route } from '../route.ts';

interface Props {
  report: Report;
  entries: Entry[];
  route: Route;
  fixed: boolean;
  go: (change: Partial<Route>) => void;
}

// What the reader chose, else the first there is.
export function chosenSegment(report: Report, route: Route): string | null {
  const names = report.segmentNames.filter(({ tooMany }) => !tooMany);
  return route.by ?? names.find(({ values }) => values > 1)?.name ?? names[0]?.name ?? null;
}

export function SegmentsView({ report, entries, route, fixed, go }: Props) {
  const by = chosenSegment(report, route);
  const names = report.segmentNames;
  const scored = entries.filter(({ metric }) => metric);
  const there = fixed ? [...new Set(scored.flatMap(({ segments }) => segments.map((segment) => segment.by)))] : [];
  if (fixed ? there.length === 0 : names.length === 0) {
    return (
      <Card title="Segments">
        <Nothing>{fixed ? 'This report was made without segments: give canvass report --by a name.' : 'The answers say nothing about who gave them. Traits of identified people (plan, role, …), the page, the language and own fields become segments.'}</Nothing>
      </Card>
    );
  }
  return (
    <>
      {!fixed && (
        <div class="fields bar">
          <Select
            label="Segment by"
            value={by ?? ''}
            choices={names.map(({ name, values, tooMany }) => ({ value: name, name: tooMany ? `${name} (too many values)` : `${name} (${plural(values, 'value', 'values')})`, disabled: tooMany }))}
            onChange={(value) => go({ by: value })}
          />
        </div>
      )}
      {scored.map((entry) => {
        const segments = entry.segments.filter((segment) => fixed || segment.by === by);
        return (
          <Card key={entry.id} wide>
            {segments.length > 0 ? (
              segments.map((segment) => <SegmentFigure key={segment.by} entry={entry} segment={segment} titled={scored.length > 1} />)
            ) : (
              <Nothing>{`${titleOf(entry)}: dividing by ${by ?? ''}…`}</Nothing>
            )}
          </Card>
        );
      })}
    </>
  );
}

function SegmentFigure({ entry, segment, titled }: { entry: Entry; segment: Segment; titled: boolean }) {
  const scale = scaleOf(entry);
  const groups = [...segment.groups].sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
  const answered = groups.filter(({ value }) => value !== null);
  if (answered.length === 0) return <Nothing>{`Nobody who answered has “${segment.by}”.`}</Nothing>;
  const real = answered.filter(({ versusRest }) => versusRest && versusRest.verdict !== 'unclear');
  const columns = [
    { name: segment.by, value: ({ name }: SegmentGroup) => name, own: true },
    ...estimateColumns<SegmentGroup>(scale),
    answersColumn<SegmentGroup>(),
    ...differenceColumns<SegmentGroup>(({ versusRest }) => versusRest, scale, 'Against the rest'),
  ];
  const words = (group: SegmentGroup) =>
    `${group.name}\n${scale.format(group.value)}, ${intervalText(group, scale)}\n${plural(group.n, 'answer', 'answers')}${
      group.versusRest ? `\n${group.versusRest.verdict === 'unclear' ? 'No real difference' : 'Really different'}: ${differenceText(group.versusRest, scale)}` : ''
    }`;
  return (
    <>
      <Figure
        title={titled ? `${titleOf(entry)} by ${segment.by}` : `${metricName(entry)} by ${segment.by}`}
        sentence={`${metricName(entry)} by ${segment.by}. ${answered.map((group) => `${group.name}: ${scale.format(group.value)}${group.interval ? ` (${rangeText(group.interval, scale)})` : ''}, ${group.n} answers`).join('; ')}.`}
        file={`${entry.id}-by-${segment.by}`}
        columns={columns}
        rows={groups}
        draw={(width) =>
          estimatesChart(
            width,
            groups.map((group) => ({
              name: group.name,
              value: group.value,
              low: group.interval?.low ?? null,
              high: group.interval?.high ?? null,
              tone: tone(group.versusRest?.verdict ?? 'unclear', entry.better),
              after: count(group.n),
              words: words(group),
            })),
            {
              domain: domain(groups.flatMap(({ value, interval }) => [value ?? NaN, interval?.low ?? NaN, interval?.high ?? NaN]).concat(entry.value ?? NaN), scale),
              format: (value) => axisValue(value, scale),
              reference: entry.value === null ? null : { name: `All ${scale.format(entry.value)}`, value: entry.value, low: null, high: null },
              hollow: true,
            },
          )
        }
        caption={`Lines: 95 % intervals; dashed: all answers; at the right: how many. Filled: really different from the rest, after ${segment.correction === 'holm' ? 'Holm’s' : segment.correction} correction for ${plural(segment.comparisons, 'comparison', 'comparisons')}; ring: may be chance.${segment.missing > 0 ? ` ${plural(segment.missing, 'answer has', 'answers have')} no “${segment.by}”.` : ''}`}
      />
      <ul class="verdicts">
        {real.length === 0 && <li class="quiet">No group really differs from the rest.</li>}
        {real.map((group) => (
          <li key={group.name} class={`verdict ${tone(group.versusRest?.verdict ?? 'unclear', entry.better)}`}>
            <strong dir="auto">{group.name}</strong>
            {` is really ${group.versusRest?.verdict === 'up' ? 'higher' : 'lower'} than the rest: ${group.versusRest ? differenceText(group.versusRest, scale) : ''}.`}
          </li>
        ))}
      </ul>
    </>
  );
}
