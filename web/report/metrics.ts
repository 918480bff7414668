// What each metric is called, how its values are written, and into which groups it puts people.

import type { Difference, Entry, Interval, Metric, Score } from './data/types.ts';
import { fixed, percent, probability, signed, words } from './format.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'none';

const names: Record<Metric, string> = {
  nps: 'Net Promoter Score',
  ces: 'Customer Effort Score',
  csat: 'Customer Satisfaction',
  rating: 'Rating',
  seq: 'Single Ease Question',
  sus: 'System Usability Scale',
  umuxLite: 'UMUX-Lite',
  suprq: 'SUPR-Q',
  csi: 'Customer Satisfaction Index',
  pmf: 'Product–Market Fit',
};

export function metricName(entry: Pick<Entry, 'metric' | 'variant'>): string {
  if (!entry.metric) return 'Survey';
  if (entry.variant === 'enps') return 'Employee Net Promoter Score';
  return names[entry.metric];
}

// Which wording of a metric it is, where numbers of the others must not be held against it; empty: there is only one.
export function variantOf(entry: Entry): string {
  if (entry.metric !== 'ces') return '';
  return `${entry.variant}, ${entry.direction === 'lower_is_easier' ? 'lower' : 'higher'} is easier`;
}

// What stands under a title: whatever of these there is.
export const subtitle = (...parts: (string | null | undefined)[]): string => parts.filter((part) => part).join(' · ');

export interface Scale {
  low: number;
  high: number;
  better: 'higher' | 'lower';
  points: boolean; // NPS, which has a middle
  format(value: number | null): string;
  delta(value: number): string;
  unit: string; // after a value: "", "%"
  counted?: [string, string]; // what values are made of, where they are not answers
}

export function scaleOf(entry: Pick<Entry, 'range' | 'unit' | 'better'>): Scale {
  const [low, high] = entry.range ?? [0, 100];
  const base = { low, high, better: entry.better };
  if (entry.unit === 'points') {
    return { ...base, points: true, unit: '', format: (v) => (v === null ? '–' : signed(v, 0)), delta: (v) => `${signed(v, 1)} points` };
  }
  if (entry.unit === 'percent') {
    return { ...base, points: false, unit: '%', format: percent, delta: (v) => `${signed(v, 1)} percentage points` };
  }
  const digits = high - low > 20 ? 1 : 2;
  return { ...base, points: false, unit: '', format: (v) => (v === null ? '–' : fixed(v, digits)), delta: (v) => signed(v, digits) };
}

// What the number is, in words below it.
export function meaning(entry: Entry): string {
  const [low, high] = entry.range ?? [0, 100];
  switch (entry.metric) {
    case 'nps':
      return '% promoters less % detractors, −100 to +100';
    case 'ces':
      return `Mean, ${low} to ${high}, ${entry.direction === 'lower_is_easier' ? 'lower' : 'higher'} is easier`;
    case 'csat':
      return 'Share who chose one of the two best answers';
    case 'pmf':
      return 'Share who would be very disappointed without it';
    case null:
      return 'Without a scored question';
    default:
      return `Mean, ${low} to ${high}`;
  }
}

export const rangeText = (interval: Interval, scale: Scale): string => `${scale.format(interval.low)} to ${scale.format(interval.high)}`;

export function intervalText({ interval }: { interval: Interval | null }, scale: Scale): string {
  if (!interval) return 'no interval yet';
  return `${Math.round(100 * interval.confidence)} % interval ${rangeText(interval, scale)}`;
}

export const scoreSentence = (name: string, score: Score, scale: Scale): string =>
  score.value === null ? `${name}: no answers.` : `${name}: ${scale.format(score.value)}, ${intervalText(score, scale)}, ${score.n} answers.`;

// --- changes -------------------------------------------------------------------------------------------------------

export type Direction = 'up' | 'down' | 'unclear';

export function tone(direction: Direction, better: 'higher' | 'lower'): Tone {
  if (direction === 'unclear') return 'none';
  return (direction === 'up') === (better === 'higher') ? 'good' : 'bad';
}

export const pOf = ({ p, pAdjusted }: Difference): number => pAdjusted ?? p;

export function differenceText(difference: Difference, scale: Scale): string {
  const { delta, interval } = difference;
  const bare = (value: number) => scale.delta(value).replace(/ .*/, '');
  const range = interval ? ` (${bare(interval.low)} to ${bare(interval.high)})` : '';
  return `${scale.delta(delta)}${range}, ${probability(pOf(difference))}`;
}

// --- groups of people ----------------------------------------------------------------------------------------------

const tones: Record<string, Tone> = { promoter: 'good', passive: 'warn', detractor: 'bad', easy: 'good', neutral: 'warn', difficult: 'bad', satisfied: 'good', dissatisfied: 'bad', veryDisappointed: 'good' };
const plurals: Record<string, string> = { promoter: 'Promoters', passive: 'Passives', detractor: 'Detractors' };

export const categoryTone = (category: string | null): Tone => tones[category ?? ''] ?? 'none';
export const categoryName = (category: string): string => plurals[category] ?? words(category);

export interface Group {
  name: string;
  range: string;
  count: number;
  tone: Tone;
}

export function groupsOf(entry: Entry): Group[] {
  const counts = entry.counts ?? {};
  const at = (name: string) => counts[name] ?? 0;
  if (entry.metric === 'nps') {
    return [
      { name: 'Promoters', range: '9–10', count: at('promoters'), tone: 'good' },
      { name: 'Passives', range: '7–8', count: at('passives'), tone: 'warn' },
      { name: 'Detractors', range: '0–6', count: at('detractors'), tone: 'bad' },
    ];
  }
  if (entry.metric === 'ces') {
    const lower = entry.direction === 'lower_is_easier';
    return [
      { name: 'Easy', range: lower ? '1–2' : '5–7', count: at('easy'), tone: 'good' },
      { name: 'Neutral', range: lower ? '3' : '4', count: at('neutral'), tone: 'warn' },
      { name: 'Difficult', range: lower ? '4–5' : '1–3', count: at('difficult'), tone: 'bad' },
    ];
  }
  if (entry.metric === 'csat' && entry.counts) {
    return [
      { name: 'Satisfied', range: 'top two', count: at('satisfied'), tone: 'good' },
      { name: 'Neutral', range: '', count: at('neutral'), tone: 'warn' },
      { name: 'Dissatisfied', range: '', count: at('dissatisfied'), tone: 'bad' },
    ];
  }
  if (entry.share && entry.metric === 'pmf') {
    return [
      { name: shareName(entry.share.name), range: '', count: entry.share.count, tone: 'good' },
      { name: 'All others', range: '', count: entry.n - entry.share.count, tone: 'none' },
    ];
  }
  return [];
}

const shares: Record<string, string> = { easy: 'Easy', top2: 'Top two boxes', veryDisappointed: 'Very disappointed' };
export const shareName = (name: string): string => shares[name] ?? words(name);

export function valueTone(entry: Entry, value: number): Tone {
  if (entry.metric === 'nps') return value >= 9 ? 'good' : value >= 7 ? 'warn' : 'bad';
  if (entry.metric === 'ces') {
    const [low, high] = entry.range;
    const middle = (low + high) / 2;
    if (value === middle) return 'warn';
    return value > middle === (entry.better === 'higher') ? 'good' : 'bad';
  }
  if (entry.metric === 'csat') return value >= 4 ? 'good' : value === 3 ? 'warn' : 'bad';
  return 'none';
}

const ends: Partial<Record<Metric, [string, string]>> = {
  nps: ['Not likely', 'Very likely'],
  csat: ['Dissatisfied', 'Satisfied'],
  rating: ['Low', 'High'],
  seq: ['Difficult', 'Easy'],
};

export function endsOf(entry: Entry): [string, string] {
  if (entry.metric === 'ces') return entry.better === 'lower' ? ['Easier', 'Harder'] : ['Harder', 'Easier'];
  return ends[entry.metric ?? 'nps'] ?? ['', ''];
}

// The question as its authors wrote it, else what it measures.
export const titleOf = (entry: Entry): string => entry.title || metricName(entry);
