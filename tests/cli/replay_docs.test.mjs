import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { canvass, folder } from './canvass.mjs';

// The contents of the one fenced block of docs/replay.md that begins with ```<info>.
function block(info) {
  const text = readFileSync(new URL('../../docs/replay.md', import.meta.url), 'utf8');
  const found = text.split(`\n\`\`\`${info}\n`);
  assert.equal(found.length, 2, `docs/replay.md has one block "${info}"`);
  return found[1].slice(0, found[1].indexOf('\n```') + 1);
}

test('the example of docs/replay.md gives the effects it says, to the byte', (t) => {
  const cwd = folder(t, { 'canvass.json': block('json'), 'events.ndjson': block('ndjson events') });
  const run = canvass(['replay', 'canvass.json', 'events.ndjson'], { cwd });
  assert.equal(run.err, '');
  assert.equal(run.code, 0);
  assert.equal(run.out, block('ndjson effects'));
});
