// An accent that cannot be read is corrected by the theme; canvass validate says so.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { canvass } from './canvass.mjs';

const warnings = (theme) => {
  const run = canvass(['validate', '-', '--json'], { input: JSON.stringify({ canvass: 1, theme }) });
  const { ok, warnings: found } = JSON.parse(run.out);
  assert.equal(run.code, 0);
  assert.equal(ok, true);
  return found;
};

// WCAG 2.2, relative luminance.
const light = (hex) =>
  [1, 3, 5].reduce((sum, at, i) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return sum + [0.2126, 0.7152, 0.0722][i] * (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  }, 0.05);
const contrast = (a, b) => Math.max(light(a), light(b)) / Math.min(light(a), light(b));
const colors = (message) => message.match(/#[0-9a-f]{6}/g);

test('an accent that is too pale for a light card is named with its pointer, its contrast and what is used instead', () => {
  const [warning, ...more] = warnings({ accent: '#ffd400' });
  assert.deepEqual(more, []);
  assert.equal(warning.pointer, '/theme/accent');
  const [chosen, used] = colors(warning.message);
  assert.equal(chosen, '#ffd400');
  assert.match(warning.message, new RegExp(`${contrast('#ffd400', '#ffffff').toFixed(1)}:1 with a light card`));
  assert.ok(contrast(used, '#ffffff') >= 4.5, `expected 4.5:1 of ${used}`);
});

test('an accent that is too dark for a dark card is named, too', () => {
  const [warning] = warnings({ accentDark: '#161640' });
  assert.equal(warning.pointer, '/theme/accentDark');
  assert.match(warning.message, /with a dark card/);
  assert.ok(contrast(colors(warning.message)[1], '#1c1e26') >= 4.5);
});

test('an accent on which no words can be read is named with the colour that buttons get', () => {
  const [warning] = warnings({ accent: '#777777' });
  assert.match(warning.message, /^"#777777": words on it have a contrast of 4\.4:1 at most, and need 4\.5:1/);
  assert.ok(contrast(colors(warning.message)[1], '#ffffff') >= 4.5);
});

test('accents that can be read, and those of a mode that is never shown, are no matter', () => {
  assert.deepEqual(warnings({ accent: '#4f46e5', accentDark: '#8b85ff' }), []);
  assert.deepEqual(warnings({ accent: '#b4482a' }), []);
  assert.deepEqual(warnings({ mode: 'light', accentDark: '#161640' }), []);
  assert.deepEqual(warnings({ mode: 'dark', accent: '#ffd400' }), []);
  assert.deepEqual(warnings({}), []);
});
