// A keyboard on the screen takes the lower part of it: cards at the foot of the page stay above. There is none in these
// browsers, so the page has a visual viewport of its own making that says what one would.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { config, nps, now } from '../support/config.mjs';
import { useEngine } from '../support/driver.mjs';
import { page, startSite } from '../support/site.mjs';

const engine = useEngine(before, after);

const viewport = `<script>
{
  const view = Object.assign(new EventTarget(), { offsetLeft: 0, offsetTop: 0, pageLeft: 0, pageTop: 0, scale: 1 });
  Object.defineProperty(view, 'height', { get: () => (innerHeight - view.keyboard) / view.scale });
  Object.defineProperty(view, 'width', { get: () => innerWidth / view.scale });
  view.keyboard = 0;
  Object.defineProperty(window, 'visualViewport', { value: view });
  window.look = (change) => {
    Object.assign(view, change);
    for (const type of ['resize', 'scroll']) view.dispatchEvent(new Event(type));
  };
}
</script>`;

const long = { id: 'why', type: 'choice', text: 'Why?', options: Array.from({ length: 9 }, (_, i) => ({ id: `o${i}`, text: `Reason ${i}` })) };

async function open(t, { surveys = [nps(now)], theme = {}, width = 390, height = 780 } = {}) {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys, theme, guides: [] }));
  site.put('/', page({ head: viewport }));
  const user = await engine.visit(t, `${site.origin}/`, { width, height });
  await user.see({ role: 'dialog' });
  const card = () => user.rect('canvass-surface >>> .card');
  const look = (change) => user.evaluate((what) => window.look(what), change);
  return { user, card, look, height };
}

// Whole pixels and a quarter: Firefox lays out in sixtieths.
const bottomOf = ({ y, height }) => Math.round((y + height) * 4) / 4;

test('a sheet stands on the keyboard, and on the foot of the page once that has gone', async (t) => {
  const { card, look } = await open(t);
  assert.equal(bottomOf(await card()), 780);
  await look({ keyboard: 300 });
  assert.equal(bottomOf(await card()), 480);
  await look({ keyboard: 0 });
  assert.equal(bottomOf(await card()), 780);
});

test('a sheet stays on the keyboard when the page is moved under it', async (t) => {
  const { card, look } = await open(t);
  await look({ keyboard: 300, offsetTop: 120 });
  assert.equal(bottomOf(await card()), 600);
  await look({ offsetTop: 300 });
  assert.equal(bottomOf(await card()), 780);
});

test('a sheet higher than the keyboard leaves room for can be scrolled, all of it between keyboard and top', async (t) => {
  const { card, look } = await open(t, { surveys: [{ id: 'long', ...now, frequency: 'always', questions: [long] }] });
  for (const offsetTop of [0, 150, 400]) {
    await look({ keyboard: 400, offsetTop });
    const rect = await card();
    assert.equal(bottomOf(rect), 380 + offsetTop);
    assert.ok(rect.y >= offsetTop && rect.height <= 380, `expected the sheet below ${offsetTop} px, it is at ${rect.y}, ${rect.height} high`);
  }
});

test('somebody who has zoomed in moves about by hand, and the sheet does not follow', async (t) => {
  const { card, look } = await open(t);
  await look({ scale: 2, offsetTop: 0 });
  assert.equal(bottomOf(await card()), 780);
  await look({ offsetTop: 200, offsetLeft: 90 });
  assert.equal(bottomOf(await card()), 780);
});

test('somebody who has zoomed in can bring all of the sheet above the keyboard', async (t) => {
  const { card, look } = await open(t);
  await look({ scale: 2, keyboard: 300, offsetTop: 0 });
  assert.equal(bottomOf(await card()), 480);
  await look({ offsetTop: 250 });
  assert.equal(bottomOf(await card()), 480);
});

for (const position of ['bottom-right', 'bottom-left', 'bottom-center', 'center']) {
  test(`a card on a tablet is not under the keyboard (${position})`, async (t) => {
    const { card, look } = await open(t, { theme: { position }, width: 820, height: 900 });
    const before = await card();
    await look({ keyboard: 520 });
    const after = await card();
    assert.ok(after.y + after.height <= 380 && after.y >= 0, `expected the card in the upper 380 px, it is at ${after.y}, ${after.height} high`);
    await look({ keyboard: 0 });
    assert.deepEqual(await card(), before);
  });
}

test('a card at the top stays where it is', async (t) => {
  const { card, look } = await open(t, { theme: { position: 'top-right' }, width: 820, height: 900 });
  const before = await card();
  await look({ keyboard: 300 });
  assert.deepEqual(await card(), before);
});

test('the buttons of the visitor’s text are above the keyboard while they write', async (t) => {
  const { user, look } = await open(t);
  await user.click({ role: 'radio', name: /^9/ });
  await user.see({ role: 'textbox' });
  await look({ keyboard: 320 });
  await user.fill({ role: 'textbox' }, 'Quick');
  const send = await user.rect({ role: 'button', name: 'Send' });
  assert.ok(send.y + send.height <= 460, `expected "Send" above 460 px, its foot is at ${send.y + send.height}`);
});
