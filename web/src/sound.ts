// What Canvass takes for granted of arrays and JSON, tried out: a page that has put functions of its own in place of the
// browser's may be in need of nothing more, and answers must not be counted wrongly or lost for that.

import { Failure } from './report.ts';

const list = (): number[] => [3, 1, 2];

// What each does, and what is to come of it.
const trials: Record<string, readonly [run: () => unknown, expected: string]> = {
  'Array.prototype.concat': [() => list().concat([4]), '3 1 2 4'],
  'Array.prototype.every': [() => list().every((n) => n > 0) && !list().every((n) => n > 1), 'true'],
  'Array.prototype.filter': [() => list().filter((n) => n > 1), '3 2'],
  'Array.prototype.find': [() => list().find((n) => n < 3), '1'],
  'Array.prototype.flatMap': [() => list().flatMap((n) => [n, n]), '3 3 1 1 2 2'],
  'Array.prototype.forEach': [
    () => {
      let all = '';
      list().forEach((n, at) => (all += `${n}${at}`));
      return all;
    },
    '301122',
  ],
  'Array.prototype.includes': [() => list().includes(2) && !list().includes(4), 'true'],
  'Array.prototype.indexOf': [() => list().indexOf(2), '2'],
  'Array.prototype.join': [() => list().join('-'), '3-1-2'],
  'Array.prototype.map': [() => list().map((n, at) => n + at), '3 2 4'],
  'Array.prototype.pop': [() => list().pop(), '2'],
  'Array.prototype.push': [
    () => {
      const all = list();
      return [all.push(5, 6), all[3], all[4]];
    },
    '5 5 6',
  ],
  'Array.prototype.reverse': [() => list().reverse(), '2 1 3'],
  'Array.prototype.shift': [() => list().shift(), '3'],
  'Array.prototype.slice': [() => list().slice(1), '1 2'],
  'Array.prototype.some': [() => list().some((n) => n > 2) && !list().some((n) => n > 3), 'true'],
  'Array.prototype.sort': [() => list().sort((a, b) => a - b), '1 2 3'],
  'Array.prototype.splice': [() => list().splice(0, 2), '3 1'],
  'Array.prototype[Symbol.iterator]': [() => [...list()], '3 1 2'],
  'JSON.parse': [
    () => {
      const { a, b } = JSON.parse('{"a":[3,"x"],"b":{"c":null}}') as { a: unknown[]; b: { c: unknown } };
      return `${a[0]} ${a[1]} ${b.c}`;
    },
    '3 x null',
  ],
  'JSON.stringify': [() => JSON.stringify({ a: 'x"', b: { c: 2.5 }, d: true, e: null }), '{"a":"x\\"","b":{"c":2.5},"d":true,"e":null}'],
};

// By nothing that it tries out.
function said(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  let all = '';
  for (let i = 0; i < value.length; i++) all += (i ? ' ' : '') + String(value[i]);
  return all;
}

function works(run: () => unknown, expected: string): boolean {
  try {
    return said(run()) === expected;
  } catch {
    return false;
  }
}

// Throws what is to be said about those that do not do what they should.
export function checkSound(): void {
  let broken = '';
  for (const name in trials) {
    if (!Object.prototype.hasOwnProperty.call(trials, name)) continue;
    const trial = trials[name]!;
    if (!works(trial[0], trial[1])) broken += `${broken && ', '}${name}`;
  }
  if (broken) throw new Failure(`a script of it has replaced functions of the browser with ones that do not do the same: ${broken}.`);
}
