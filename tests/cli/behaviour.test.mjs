// Every file in tests/behaviour/: a configuration, what happens, and what must come of it, run by `canvass replay`.
//
//   # A skipped optional rating takes the default branch
//   ## config
//   { "surveys": [ … ] }                      "canvass": 1 is added
//   ## events
//   {"t":0,"ev":"page","url":"/"}
//   ## effects: show, emit
//   {"t":0,"fx":"show","id":"visit"}
//
// Each line under effects is matched by an effect that has at least these members, in this order. Of the kinds named
// after the colon there are no others. A line that begins with "never" matches none at all. Other sections:
// `## arguments` (one a line, for replay), `## exit` (its code, 0 unless said), `## complaints` (each line is in what
// it says on the standard error; without the section it says nothing there).

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { canvass, folder, parsed } from './canvass.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../behaviour');

function sections(text, file) {
  const [title, ...parts] = text.split(/^## /m);
  assert.match(title, /^# \S/, `${file} must begin with "# " and a sentence`);
  const found = { title: title.slice(2).trim() };
  for (const part of parts) {
    const [, name, kinds = ''] = /^(\w+)(?:: *([\w, ]+))?\n/.exec(part) ?? assert.fail(`${file}: what is "## ${part}"?`);
    found[name] = part.slice(part.indexOf('\n') + 1).trim();
    if (name === 'effects') found.kinds = kinds.split(',').map((kind) => kind.trim()).filter(Boolean);
  }
  return found;
}

const lines = (text = '') => text.split('\n').filter((line) => line.trim() !== '');

// Whether `effect` has everything that `wanted` has.
function fits(effect, wanted) {
  if (typeof wanted !== 'object' || wanted === null) return effect === wanted;
  if (typeof effect !== 'object' || effect === null) return false;
  if (Array.isArray(wanted) && wanted.length !== effect.length) return false;
  return Object.entries(wanted).every(([key, value]) => fits(effect[key], value));
}

function check(effects, { effects: expected, kinds }, file) {
  const listed = lines(expected);
  assert.ok(listed.length > 0 || kinds.length > 0, `${file} expects nothing at all`);
  const found = new Set();
  let from = 0;
  for (const line of listed) {
    if (line.startsWith('never ')) {
      const wanted = JSON.parse(line.slice('never '.length));
      const bad = effects.find((effect) => fits(effect, wanted));
      assert.equal(bad, undefined, `never wanted: ${JSON.stringify(bad)}`);
      continue;
    }
    const wanted = JSON.parse(line);
    const at = effects.findIndex((effect, index) => index >= from && fits(effect, wanted));
    const had = effects.map((effect) => JSON.stringify(effect)).join('\n');
    assert.notEqual(at, -1, `expected ${line}\nafter the ${from} effects before it; there were\n${had}`);
    found.add(at);
    from = at + 1;
  }
  const others = effects.filter(({ fx }, index) => kinds.includes(fx) && !found.has(index));
  assert.deepEqual(others, [], `expected no other effects of the kinds ${kinds.join(', ')}`);
}

const files = readdirSync(root, { recursive: true }).filter((name) => name.endsWith('.case')).sort();

for (const name of files) {
  const file = join(root, name);
  const parts = sections(readFileSync(file, 'utf8'), name);
  test(`${relative(root, dirname(file))}: ${parts.title}`, (t) => {
    const config = { canvass: 1, ...JSON.parse(parts.config) };
    const cwd = folder(t, { 'config.json': config });
    const run = canvass(['replay', 'config.json', ...lines(parts.arguments)], { cwd, input: parts.events + '\n' });
    if (parts.complaints === undefined) assert.equal(run.err, '');
    for (const line of lines(parts.complaints)) assert.ok(run.err.includes(line), `expected "${line}" in ${run.err}`);
    assert.equal(run.code, Number(parts.exit ?? 0));
    check(parsed(run.out), parts, name);
  });
}

test('there are enough of them', () => {
  assert.ok(files.length >= 150, `expected at least 150 files in tests/behaviour, found ${files.length}`);
});
