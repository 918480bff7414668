// The configurations of tests/hostile/ do no harm to the program: a clear error, or nothing at all.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { addresses, bidi, corpus, everywhere, scripts } from '../hostile/corpus.mjs';
import { canvass, folder, ndjson, parsed } from './canvass.mjs';

const events = ndjson([
  { t: 0, ev: 'init', visitor: 'anna', seed: '1', now: 1767225600000 },
  { t: 0, ev: 'page', url: 'https://x.example/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab?utm_source=%00%ff&canvass-s-score=9' },
  { t: 1, ev: 'identify', id: 'x', traits: JSON.parse('{"__proto__":{"a":1},"constructor":"x"}') },
  { t: 2, ev: 'next' },
  { t: 3, ev: 'answer', survey: 's', question: 'q', value: 'a'.repeat(3000) },
  { t: 4, ev: 'next' },
  { t: 60_000, ev: 'tick' },
]);
const steering = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

// What the program prints has a bound, whatever it is given.
const fine = ({ code, out, err }, name, codes) => {
  assert.ok(codes.includes(code), `${name}: exit code ${code}, ${err.slice(0, 300)}`);
  assert.ok(out.length + err.length < 20_000_000, `${name}: ${out.length + err.length} characters`);
};

test('every hostile configuration is refused with a clear error, or harmless', (t) => {
  let count = 0;
  for (const { name, text, refused } of corpus()) {
    const cwd = folder(t, { 'c.json': text });
    const json = canvass(['validate', '--json', 'c.json'], { cwd });
    fine(json, name, [0, 1]);
    const { ok, errors } = JSON.parse(json.out);
    if (refused) assert.equal(ok, false, `${name} was taken`);
    for (const { pointer, message } of errors) {
      assert.equal(typeof pointer, 'string', name);
      assert.ok(message.length > 5 && message.length < 700, `${name}: ${message.length} characters`);
    }
    // To people it says the same, and nothing in it steers their terminal.
    const plain = canvass(['validate', 'c.json'], { cwd });
    fine(plain, name, [0, 1]);
    assert.doesNotMatch(plain.out, steering, name);
    const run = canvass(['replay', 'c.json'], { cwd, input: events });
    fine(run, name, [0, 1]);
    if (run.out) parsed(run.out);
    ++count;
  }
  assert.ok(count > 130, String(count));
});

test('texts stay what they are, whatever they look like', (t) => {
  for (const text of [...scripts.slice(0, 6), ...bidi.map((mark) => `${mark}evil`)]) {
    const cwd = folder(t, { 'c.json': everywhere(text) });
    const run = canvass(['replay', 'c.json'], { cwd, input: events });
    const [announced] = parsed(run.out).filter(({ fx }) => fx === 'announce');
    assert.ok(announced.text.includes(text), announced.text);
  }
});

test('an address in a warning is quoted in part only', (t) => {
  for (const url of addresses) {
    const cwd = folder(t, { 'c.json': { canvass: 1, endpoint: url + 'x'.repeat(1500) } });
    const { out } = canvass(['validate', 'c.json'], { cwd });
    assert.ok(out.length < 500, out);
  }
});
