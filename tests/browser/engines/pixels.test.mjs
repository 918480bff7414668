// The same pixels everywhere: what is painted of every state of every survey and guide, in light and dark, at one and two
// pixels per CSS pixel, from left to right and from right to left, is in every engine what it is in Chromium
// (tests/browser/golden/pixels.txt). Text is the browser's: here it is as wide as this file says, and invisible.
//
// UPDATE_GOLDENS=1 (./dev test --update-goldens) writes the file anew in Chromium. A pixel that differs: CANVASS_PIXELS
// names a folder for the pictures of the states that do.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { useEngine } from '../support/driver.mjs';
import { root } from '../support/paths.mjs';
import { reach, startStates, states, twoFrames } from '../support/states.mjs';

const engine = useEngine(before, after);

const golden = join(root, 'tests/browser/golden/pixels.txt');
const updating = Boolean(process.env.UPDATE_GOLDENS) && engine.name === 'chromium';
const pictures = process.env.CANVASS_PIXELS;

// Of the four every two values of two of them meet.
const manners = [
  { scheme: 'light', scale: 1, language: 'en' },
  { scheme: 'dark', scale: 2, language: 'en' },
  { scheme: 'light', scale: 2, language: 'ar' },
  { scheme: 'dark', scale: 1, language: 'ar' },
];
const nameOf = ({ scheme, scale, language }) => `${scheme}@${scale} ${language}`;

// The page's first script: measured text has made-up widths, painted text is none, and what is put on a canvas is kept.
// Whether a focus is worth showing that a script has set, each engine has ideas of its own about: here it is.
function silenceText() {
  const { prototype } = CanvasRenderingContext2D;
  const { putImageData } = prototype;
  prototype.putImageData = function (pixels, ...rest) {
    this.canvas[Symbol.for('canvass.put')] = pixels.data.slice();
    putImageData.call(this, pixels, ...rest);
  };
  const { matches } = Element.prototype;
  Element.prototype.matches = function (selector) {
    return matches.call(this, selector.replace(':focus-visible', ':focus'));
  };
  prototype.fillText = () => undefined;
  prototype.measureText = function (text) {
    const size = parseFloat(/[\d.]+(?=px)/.exec(this.font)[0]);
    const width = Array.from(text).reduce((sum, letter) => sum + (/\p{M}/u.test(letter) ? 0 : letter > '\u2e80' ? 1 : 0.5), 0) * size;
    return { width, fontBoundingBoxAscent: size, fontBoundingBoxDescent: size * 0.25 };
  };
}

// Runs in the page. Of each canvas of ours on it, from top to bottom: its size and the hash of the pixels put on it, which
// it holds, too: a canvas keeps colours multiplied by their opacity, and each engine rounds in its own way.
async function painted(asPictures) {
  const canvases = Array.from(document.querySelectorAll('canvass-surface'), (host) => Array.from(host.shadowRoot.querySelectorAll('canvas'))).flat();
  const hashes = [];
  for (const canvas of canvases) {
    const { width, height } = canvas;
    if (width === 0 || height === 0 || canvas.getClientRects().length === 0) continue;
    if (asPictures) {
      hashes.push(canvas.toDataURL());
      continue;
    }
    const put = canvas[Symbol.for('canvass.put')];
    const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
    const lost = (at) => {
      const alpha = put[at | 3];
      return data[at | 3] !== alpha || (alpha > 0 && Math.abs(put[at] - data[at]) * alpha > 255);
    };
    const at = put.findIndex((_, index) => lost(index));
    if (put.length !== data.length || at >= 0) {
      const [x, y] = [(at >> 2) % width, Math.floor((at >> 2) / width)];
      hashes.push(`${width}x${height} holds ${data.slice(at & ~3, (at & ~3) + 4)} at ${x},${y}, where ${put.slice(at & ~3, (at & ~3) + 4)} was put`);
      continue;
    }
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', put));
    hashes.push(`${width}x${height} ${Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')}`);
  }
  return hashes;
}

// After a click on a button, and on the way with Tab, WebKit has the focus elsewhere; and of what came under a mouse that
// stands still it tells when that moves. These are compared without a focus and without a mouse over them.
const elsewhere = /^(help|message-focus|nps-next)/;
const blur = () => void document.activeElement?.shadowRoot?.activeElement?.blur();

// A frame later what is to be painted is.
async function settledPixels(user) {
  let before_;
  for (let tries = 0; tries < 20; tries++) {
    const now = (await user.evaluate(painted)).join(', ');
    if (now === before_) return now;
    before_ = now;
    await user.evaluate(twoFrames);
  }
  return before_;
}

const readGolden = () => {
  if (!existsSync(golden)) return new Map();
  const lines = readFileSync(golden, 'utf8').trimEnd().split('\n').filter((line) => !line.startsWith('#'));
  return new Map(lines.map((line) => line.split(/: /)));
};

const written = new Map();

describe('painted pixels', { concurrency: true }, () => {
  const expected = readGolden();
  for (const manner of manners) {
    test(`every state is painted the same, but for its text (${nameOf(manner)})`, async (t) => {
      const site = await startStates(t, { head: '<script src="/text.js"></script>' });
      site.put('/text.js', `(${silenceText})();`);
      const { scheme, scale, language } = manner;
      const user = await engine.visit(t, `${site.origin}/shown/${language}`, { scheme, scale });
      const differ = [];
      for (const state of states) {
        await user.move([4, 4]); // away from where the next card comes
        await reach(user, site, state, language);
        if (elsewhere.test(state)) {
          await user.move([4, 4]);
          await user.evaluate(blur);
        }
        const name = `${nameOf(manner)} ${state}`;
        const now = await settledPixels(user);
        assert.ok(now, `expected something painted of ${name}`);
        written.set(name, now);
        if (updating || expected.get(name) === now) continue;
        differ.push(`${name}: ${now} instead of ${expected.get(name)}`);
        if (pictures) {
          mkdirSync(pictures, { recursive: true });
          const [first] = await user.evaluate(painted, true);
          writeFileSync(join(pictures, `${engine.name} ${name}.png`.replaceAll(/[ @]/g, '-')), Buffer.from(first.split(',')[1], 'base64'));
        }
      }
      assert.deepEqual(differ, [], `expected the pixels of Chromium (${golden})`);
    });
  }

  after(() => {
    if (!updating || written.size !== manners.length * states.length) return;
    const lines = manners.flatMap((manner) => states.map((state) => `${nameOf(manner)} ${state}`)).map((name) => `${name}: ${written.get(name)}\n`);
    writeFileSync(golden, `# Written by ./dev test --update-goldens, read by tests/browser/engines/pixels.test.mjs.\n${lines.join('')}`);
  });

  test('the file has every state and no other', { skip: updating }, () => {
    const names = manners.flatMap((manner) => states.map((state) => `${nameOf(manner)} ${state}`));
    assert.deepEqual([...expected.keys()], names);
  });
});
