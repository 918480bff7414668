// The controls are where they are painted, to a pixel: what changes in the picture when the mouse comes over a control is
// the shape that is painted for it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { useEngine } from '../support/driver.mjs';
import { guides, surveys } from '../support/gallery.mjs';
import { page, startSite } from '../support/site.mjs';

const engine = useEngine(before, after);

// Runs in the page: every control that is shown, by look, with how far its rectangle and what the mouse changes are apart,
// in device pixels: [left, top, right, bottom].
function compare() {
  const found = [];
  for (const { shadowRoot: root } of document.querySelectorAll('canvass-surface')) {
    const canvas = root.querySelector('canvas');
    if (!canvas) continue;
    const context = canvas.getContext('2d');
    const picture = canvas.getBoundingClientRect();
    const scale = canvas.width / picture.width;
    for (const element of root.querySelectorAll('.node:is(label, button, a, select, textarea, input)')) {
      if (element.getClientRects().length === 0) continue;
      const target = element.querySelector('input') ?? element;
      const mouse = (type) => {
        target.dispatchEvent(new PointerEvent(type, { pointerType: 'mouse', bubbles: true, composed: true }));
        return new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
      };
      const [without, over] = [mouse('pointerout'), mouse('pointerover')];
      mouse('pointerout');
      let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
      for (let at = 0; at < over.length; at++) {
        if (over[at] === without[at]) continue;
        const [x, y] = [at % canvas.width, Math.floor(at / canvas.width)];
        [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 1), Math.max(bottom, y + 1)];
      }
      const rect = element.getBoundingClientRect();
      const apart = [
        left - (rect.left - picture.left) * scale,
        top - (rect.top - picture.top) * scale,
        right - (rect.right - picture.left) * scale,
        bottom - (rect.bottom - picture.top) * scale,
      ];
      const look = Number(/\bl(\d+)/.exec(element.className)[1]);
      const row = element.parentElement.classList.contains('l33');
      if (right >= 0) found.push({ look, row, apart, off: element.disabled === true, words: element.textContent || element.className });
    }
  }
  return found;
}

// Runs in the page: whether the picture is the same when nothing has changed. Firefox paints with another font at first
// where it still looks for one that has all the letters.
function settled() {
  return Array.from(document.querySelectorAll('canvass-surface')).every(({ shadowRoot: root }) => {
    const canvas = root.querySelector('canvas');
    const control = root.querySelector('.node:is(button, a)');
    if (!canvas || !control) return true;
    const read = () => {
      for (const type of ['pointerover', 'pointerout']) control.dispatchEvent(new PointerEvent(type, { pointerType: 'mouse', bubbles: true, composed: true }));
      return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.join();
    };
    const before = canvas.seen;
    canvas.seen = read();
    return canvas.seen === before;
  });
}

// Looks of core/view/view.h: of some not all that is to be hit lights up, but a box before the words or a line under them …
const parts = [21, 40, 41]; // star, consent, link
// … and of others a mark in the middle of what a finger is given.
const marks = [16, 36, 37, 54, 59, 60, 62]; // close, up, down, task action, previous, never, help

function assertFits({ look, row, apart, words }, what) {
  const [left, top, right, bottom] = apart;
  const said = `${what}: the control "${words}" (look ${look}) and its picture are ${apart.map((by) => by.toFixed(1))} device pixels apart`;
  const near = (by, most = 0.6) => Math.abs(by) <= most;
  if (parts.includes(look) || apart.every((by) => near(by))) return;
  const inside = left > 0 && right < 0 && near(left + right, 1.6) && near(top + bottom, 1.6);
  assert.ok((row || marks.includes(look)) && inside, said);
}

// WebKitGTK has whole numbers only.
const passes = [
  [1, 1280, 'en'],
  [engine.name === 'webkit' ? 1 : 1.5, 1280, 'ar'],
  [2, 390, 'ru'],
];
for (const [scale, width, lang] of passes) {
  test(`every control is exactly over its picture (${lang}, ${width} px wide, ${scale} device pixels each)`, async (t) => {
    const site = await startSite(t);
    site.put('/canvass.json', { canvass: 1, surveys, guides });
    site.put('/', page({ lang, body: '<h1>A page</h1><p><span id="anchor">Anchor</span></p>', head: '<script>window.canvassed = []</script>' }));
    const user = await engine.visit(t, `${site.origin}/`, { width, height: 900, scale });
    await user.evaluate(() => {
      window.canvass('on', '*', ({ event, properties }) => / Shown$/.test(event) && window.canvassed.push(properties.survey ?? properties.guide));
    });
    let controls = 0;
    const looks = new Set();
    for (const { id } of [...surveys, ...guides]) {
      await user.evaluate((one) => window.canvass('show', one), id);
      await user.until(`${id} shown`, (one) => window.canvassed.includes(one), id);
      await user.until(`the picture of ${id}`, settled);
      for (const one of await user.evaluate(compare)) {
        assertFits(one, id);
        looks.add(one.look);
        controls++;
      }
      await user.evaluate(() => window.canvass('dismiss'));
    }
    assert.ok(controls > 150 && looks.size > 15, `expected to have looked at everything, not only ${controls} controls of ${looks.size} kinds`);
  });
}
