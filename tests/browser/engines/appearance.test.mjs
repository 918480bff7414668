// How what shows follows the visitor's and the page's ways: schemes and contrast as they change, the side that the feedback
// tab stands at, and what becomes of it beside a card.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { useEngine } from '../support/driver.mjs';
import { config, nps, tip } from '../support/config.mjs';
import { page, startSite } from '../support/site.mjs';

const engine = useEngine(before, after);
const [question, ...rest] = nps().questions;
const arabic = nps({ questions: [{ ...question, text: { ...question.text, ar: 'ما مدى احتمال أن توصي بنا؟' } }, ...rest] });

async function open(t, { lang = 'en', body = '<h1>A page</h1>', visit = {}, ...more } = {}) {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys: [nps(), { ...arabic, id: 'tab', display: 'tab' }], ...more }));
  site.put('/', page({ lang, body }));
  return engine.visit(t, `${site.origin}/`, visit);
}

const show = (user, id) => user.evaluate((name) => window.canvass('show', name), id);
const tab = 'canvass-surface >>> .tab button';

// Runs in the page: a colour of the card that shows.
const colorOf = (name) => {
  const cards = Array.from(document.querySelectorAll('canvass-surface'), (host) => host.shadowRoot.querySelector('[role=dialog]'));
  return getComputedStyle(cards.find(Boolean)).getPropertyValue(name);
};

// Where the tab is, and whether it can be seen and reached.
const tabNow = () => {
  const [root] = Array.from(document.querySelectorAll('canvass-surface'), (host) => host.shadowRoot).filter((one) => one.querySelector('.tab'));
  const card = root.querySelector('.tab');
  const { left, right } = card.getBoundingClientRect();
  return { left, right: innerWidth - right, seen: getComputedStyle(card.querySelector('button')).visibility === 'visible' };
};

for (const [lang, side] of [['en', 'right'], ['ar', 'left']]) {
  test(`the feedback tab stands at the ${side} edge of a page in ${lang}`, async (t) => {
    const user = await open(t, { lang });
    await user.see(tab);
    const found = await user.evaluate(tabNow);
    assert.equal(found[side], 0);
  });
}

test('beside a card nothing is left of the feedback tab; when the card goes it is there again', async (t) => {
  const user = await open(t);
  await user.see(tab);
  assert.equal((await user.evaluate(tabNow)).seen, true);
  await show(user, 'nps');
  await user.see({ role: 'radio', name: /^9/ });
  assert.equal((await user.evaluate(tabNow)).seen, false);
  await user.click({ role: 'button', name: 'Close' });
  await user.until('the tab to be back', tabNow, undefined);
  await user.until('the tab to be seen', () => {
    const host = Array.from(document.querySelectorAll('canvass-surface')).find((one) => one.shadowRoot.querySelector('.tab'));
    return getComputedStyle(host.shadowRoot.querySelector('.tab')).visibility === 'visible';
  });
});

if (engine.can.liveScheme) {
  test('a card follows the colour scheme while it shows', async (t) => {
    const user = await open(t);
    await show(user, 'nps');
    await user.see({ role: 'radio', name: /^9/ });
    const light = await user.evaluate(colorOf, '--card');
    await user.scheme('dark');
    await user.until('a dark card', ([read, was]) => (0, eval)(read)('--card') !== was, [`(${colorOf})`, light]);
    await user.scheme('light');
    await user.until('a light card', ([read, was]) => (0, eval)(read)('--card') === was, [`(${colorOf})`, light]);
  });
}

if (engine.can.contrast && engine.can.liveMedia) {
  test('a card gives more contrast as soon as that is preferred', async (t) => {
    const user = await open(t);
    await show(user, 'nps');
    await user.see({ role: 'radio', name: /^9/ });
    const usual = await user.evaluate(colorOf, '--muted');
    await user.media({ contrast: 'more' });
    await user.until('a darker text', ([read, was]) => (0, eval)(read)('--muted') !== was, [`(${colorOf})`, usual]);
  });
}

// Runs in the page: the names of what moves in anything of ours.
const motions = () => {
  const all = Array.from(document.querySelectorAll('canvass-surface'), (host) => [...host.shadowRoot.querySelectorAll('*')]).flat();
  const found = all.flatMap((element) => ['', '::before', '::after'].map((part) => getComputedStyle(element, part)));
  return found.flatMap(({ animationName, transitionDuration }) => [animationName, /[1-9]/.test(transitionDuration) ? 'transition' : 'none']).filter((name) => name !== 'none');
};

for (const motion of ['reduce', 'no-preference']) {
  test(`what shows ${motion === 'reduce' ? 'does not move' : 'moves a little'} where the visitor's motion is "${motion}"`, async (t) => {
    const user = await open(t, { body: '<h1>A page</h1><p id="anchor">Here</p>', guides: [tip({ type: 'hotspot', triggers: [{ event: 'spot' }] })], visit: { motion } });
    await user.evaluate(() => window.canvass('track', 'spot'));
    await user.see({ role: 'button', name: /basket/ });
    await show(user, 'nps');
    await user.see({ role: 'radio', name: /^9/ });
    const found = new Set(await user.evaluate(motions));
    assert.deepEqual([...found].sort(), motion === 'reduce' ? [] : ['enter', 'pulse']);
  });
}

test('an arrow points at what stands at the edge of the page', async (t) => {
  const body = '<h1>A page</h1><button id="anchor" style="position: fixed; top: 40px; right: 6px; width: 24px; height: 24px"></button>';
  const user = await open(t, { body, guides: [tip({ placement: 'bottom' })], visit: { width: 700, height: 500 } });
  await show(user, 'tip');
  // Ink over the card's upper edge, under the middle of the button.
  await user.until('the arrow under the button', () => {
    const card = Array.from(document.querySelectorAll('canvass-surface'), (host) => host.shadowRoot.querySelector('.tip')).find(Boolean);
    const canvas = card?.querySelector('canvas');
    if (!canvas?.width || card.classList.contains('waiting')) return false;
    const { x, y } = canvas.getBoundingClientRect();
    const target = document.querySelector('#anchor').getBoundingClientRect();
    const scale = canvas.width / parseFloat(canvas.style.width);
    const top = card.getBoundingClientRect().y - 4;
    return canvas.getContext('2d').getImageData((target.x + target.width / 2 - x) * scale, (top - y) * scale, 1, 1).data[3] === 255;
  });
});
