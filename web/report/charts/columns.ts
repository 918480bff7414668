// Columns that the tables of many pictures share.

import type { Difference, Interval } from '../data/types.ts';
import { count, fixed, probability } from '../format.ts';
import type { Scale } from '../metrics.ts';
import { pOf } from '../metrics.ts';
import type { Column } from './figure.tsx';

type Estimated = { value: number | null; interval: Interval | null };

export const estimateColumns = <Row extends Estimated>(scale: Scale, name = 'Score'): Column<Row>[] => [
  { name, number: true, value: ({ value }) => value, text: ({ value }) => scale.format(value) },
  { name: 'Low', number: true, value: ({ interval }) => interval?.low, text: ({ interval }) => scale.format(interval?.low ?? null) },
  { name: 'High', number: true, value: ({ interval }) => interval?.high, text: ({ interval }) => scale.format(interval?.high ?? null) },
];

export const answersColumn = <Row extends { n: number }>(): Column<Row> => ({ name: 'Answers', number: true, value: ({ n }) => n, text: ({ n }) => count(n) });

const verdicts = { up: 'higher', down: 'lower', unclear: 'no real difference' };

export function differenceColumns<Row>(of: (row: Row) => Difference | null | undefined, scale: Scale, name: string): Column<Row>[] {
  return [
    { name, number: true, value: (row) => of(row)?.delta, text: (row) => (of(row) ? scale.delta(of(row)?.delta ?? 0).replace(/ .*/, '') : '–') },
    { name: 'p', number: true, value: (row) => (of(row) ? pOf(of(row) as Difference) : null), text: (row) => (of(row) ? probability(pOf(of(row) as Difference)).replace('p = ', '').replace('p ', '') : '–') },
    { name: 'Verdict', value: (row) => (of(row) ? verdicts[of(row)?.verdict ?? 'unclear'] : ''), text: (row) => (of(row) ? verdicts[of(row)?.verdict ?? 'unclear'] : '–') },
  ];
}

export const decimal = (value: number | null | undefined, digits: 0 | 1 | 2 = 2): string => (value === null || value === undefined ? '–' : fixed(value, digits));
