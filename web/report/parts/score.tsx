// A score and how sure it is.

import type { Entry } from '../data/types.ts';
import { count, fixed, percent, plural } from '../format.ts';
import { intervalText, meaning, metricName, scaleOf, scoreSentence, shareName } from '../metrics.ts';
import type { Scale } from '../metrics.ts';
import type { Interval } from '../data/types.ts';

export function Big({ entry, small }: { entry: Entry; small?: boolean }) {
  const scale = scaleOf(entry);
  const text = scale.format(entry.value);
  const [number, unit] = text.endsWith(' %') ? [text.slice(0, -2), ' %'] : [text, ''];
  const of = entry.unit === 'mean' && entry.value !== null ? ` of ${scale.high}` : unit;
  return (
    <p class={small ? 'big small' : 'big'}>
      {number}
      {of && <span class="of">{of}</span>}
    </p>
  );
}

// A point on a line, and the band in which the truth likely lies.
export function ScaleLine({ name, value, interval, n, scale, ends = true }: { name: string; value: number | null; interval: Interval | null; n: number; scale: Scale; ends?: boolean }) {
  if (value === null) return null;
  const along = (of: number) => Math.min(1, Math.max(0, (of - scale.low) / (scale.high - scale.low)));
  const middle = scale.format((scale.low + scale.high) / 2).replace(/\.0+$/, '');
  const style = { '--at': along(value), '--from': along(interval?.low ?? value), '--to': along(interval?.high ?? value) };
  return (
    <div class="scale">
      <div class="line" role="img" aria-label={scoreSentence(name, { value, interval, n, se: null }, scale)} style={style}>
        {scale.points && <span class="tick" />}
        {interval && <span class="band" />}
        <span class="point" />
      </div>
      {ends && (
        <div class="ends" aria-hidden="true">
          <span>{scale.format(scale.low).replace(/\.0+$/, '')}</span>
          <span>{middle}</span>
          <span>{scale.format(scale.high).replace(/\.0+$/, '')}</span>
        </div>
      )}
    </div>
  );
}

export function ScorePanel({ entry }: { entry: Entry }) {
  const scale = scaleOf(entry);
  const { share, needed, margin, mean, unweighted, susEstimate } = entry;
  const more = needed && entry.n < needed.n ? needed.n - entry.n : 0;
  return (
    <div class="score">
      <Big entry={entry} />
      <p class="caption quiet">
        {entry.value === null ? 'No answers yet' : intervalText(entry, scale)}
        {entry.grade && <span class="chip" data-tone="none">{`Grade ${entry.grade}${entry.adjective ? `, ${entry.adjective}` : ''}`}</span>}
      </p>
      <ScaleLine name={metricName(entry)} value={entry.value} interval={entry.interval} n={entry.n} scale={scale} />
      <dl class="facts">
        <Fact name="Answers" value={count(entry.n)} />
        {margin !== null && margin !== undefined && <Fact name="Margin" value={`± ${fixed(margin, entry.unit === 'mean' && scale.high <= 20 ? 2 : 1)}`} />}
        {share && entry.metric !== 'csat' && entry.metric !== 'pmf' && (
          <Fact name={shareName(share.name)} value={percent(share.value)} note={share.interval ? `${percent(share.interval.low)} to ${percent(share.interval.high)}` : ''} />
        )}
        {mean && mean.value !== null && <Fact name="Mean" value={fixed(mean.value, 2)} note={mean.interval ? `${fixed(mean.interval.low, 2)} to ${fixed(mean.interval.high, 2)}` : ''} />}
        {unweighted && unweighted.value !== null && <Fact name="Unweighted" value={fixed(unweighted.value, 1)} note={unweighted.interval ? `${fixed(unweighted.interval.low, 1)} to ${fixed(unweighted.interval.high, 1)}` : ''} />}
        {susEstimate && <Fact name="SUS, estimated" value={fixed(susEstimate.value, 1)} note={susEstimate.caveat} />}
      </dl>
      <p class="note">
        {meaning(entry)}.{' '}
        {more > 0 && needed ? `${plural(more, 'more answer', 'more answers')} would make it ± ${needed.margin}.` : ''}{' '}
        {entry.rejected > 0 ? `Left out because not on the scale: ${count(entry.rejected)}.` : ''}
      </p>
    </div>
  );
}

export function Fact({ name, value, note }: { name: string; value: string; note?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span class="strong">{value}</span>
        {note && <span class="quiet"> {note}</span>}
      </dd>
    </div>
  );
}
