// How text breaks into lines (web/src/measure.ts), with letters one unit wide.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';
import { join } from 'node:path';

import { root } from './support/paths.mjs';

const { build } = createRequire(import.meta.url)('esbuild');

let breakLines;
before(async () => {
  const entry = join(root, 'web/src/measure.ts');
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'esm' });
  const source = Buffer.from(outputFiles[0].contents).toString('base64');
  ({ breakLines } = await import(`data:text/javascript;base64,${source}`));
});

function lines(text, width) {
  const widthOf = (part) => Array.from(new Intl.Segmenter().segment(part)).length;
  return breakLines(text, width, widthOf).map(({ begin, end, width }) => {
    assert.equal(width, widthOf(text.slice(begin, end)), 'expected the width of what is on the line');
    return text.slice(begin, end);
  });
}

for (const [what, text, width, expected] of [
  ['words go to the next line whole', 'one two three', 7, ['one two', 'three']],
  ['spaces at the end of a line take no room', 'one   two', 4, ['one', 'two']],
  ['a line may be as wide as there is room', 'abcd efgh', 4, ['abcd', 'efgh']],
  ['everything on one line where it fits', 'one two', 100, ['one two']],
  ['nothing has no lines', '', 10, []],
  ['a line feed begins a line, also an empty one', 'one\n\ntwo', 10, ['one', '', 'two']],
  ['a hyphen stays at the end of its line', 'a well-known fact', 8, ['a well-', 'known', 'fact']],
  ['a minus stays with its number', 'from -10 to 5', 6, ['from', '-10 to', '5']],
  ['a word longer than a line is cut', 'abcdefgh ij', 3, ['abc', 'def', 'gh', 'ij']],
  ['nothing that is one letter to a reader is cut', '👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 2, ['👩‍👩‍👧👩‍👩‍👧', '👩‍👩‍👧']],
  ['a no-break space holds words together', 'a 10\u00a0km run', 6, ['a', '10\u00a0km', 'run']],
  ['ideographs break anywhere', '今日は良い天気', 3, ['今日は', '良い天', '気']],
  ['closing punctuation does not begin a line', '今日は。良い', 3, ['今日', 'は。良', 'い']],
  ['Russian breaks at spaces', 'Насколько вероятно', 10, ['Насколько', 'вероятно']],
]) {
  test(`text: ${what}`, () => assert.deepEqual(lines(text, width), expected));
}
