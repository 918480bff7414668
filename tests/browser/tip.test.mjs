// The help tip: where it stands, what it points at, what it remembers.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertUnharmed, button, clickOn, devices, dialog, middle, question, settled, useBrowser } from './support/browser.mjs';
import { startCollector } from './support/collector.mjs';
import { config, now, tip } from './support/config.mjs';
import { page as plain, startSite } from './support/site.mjs';

const browser = useBrowser(before, after);

const gapAtMost = 24; // px between the anchor and the tip, arrow included

// Which side of the anchor the tip is on, and how far away.
function standing(anchor, card) {
  const gaps = {
    top: anchor.y - (card.y + card.height),
    bottom: card.y - (anchor.y + anchor.height),
    left: anchor.x - (card.x + card.width),
    right: card.x - (anchor.x + anchor.width),
  };
  return Object.entries(gaps).sort((a, b) => b[1] - a[1])[0];
}

async function assertBeside(page, anchor, wished) {
  const box = await page.locator(anchor).boundingBox();
  const card = await dialog(page).boundingBox();
  const [side, gap] = standing(box, card);
  assert.equal(side, wished, `expected the tip on the ${wished} of its anchor`);
  assert.ok(gap >= 0 && gap <= gapAtMost, `expected the tip beside its anchor, the gap is ${gap} px`);
  const { width, height } = page.viewportSize();
  assert.ok(
    card.x >= 0 && card.y >= 0 && card.x + card.width <= width && card.y + card.height <= height,
    `expected the tip within the window, it is at ${JSON.stringify(card)}`,
  );
}

async function siteWithTip(t, more = {}, body = '') {
  const site = await startSite(t);
  site.put('/canvass.json', config({ guides: [tip({ ...now, ...more })] }));
  site.put('/', plain({ body, head: '<link rel="stylesheet" href="/own.css">' }));
  site.put('/own.css', '#anchor { position: absolute; left: 500px; top: 320px; width: 120px; height: 40px }');
  return site;
}

test('the tip stands beside the promo code on the first visit and is remembered once dismissed', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t, `${collector.origin}/cart.html`);
  await question(page, /first pot/).waitFor();
  await assertBeside(page, '#promo-code', 'left');
  await clickOn(page, button(page, 'Close'));
  await dialog(page).waitFor({ state: 'detached' });
  await collector.event('Guide Dismissed', { guide: 'cart-tip' });

  await page.reload();
  await settled(page);
  assert.equal(await dialog(page).count(), 0, 'expected a dismissed tip to stay away');
  await assertUnharmed(page);
});

test('the button of the tip completes it', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t, `${collector.origin}/cart.html`);
  await clickOn(page, button(page, 'Got it'));
  await dialog(page).waitFor({ state: 'detached' });
  await collector.event('Guide Completed', { guide: 'cart-tip' });
});

test('Esc closes the tip', async (t) => {
  const site = await siteWithTip(t, {}, '<button id="anchor">Bookmark</button>');
  const page = await browser.visit(t, site.origin);
  await button(page, 'Got it').focus();
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  await site.endpoint.event('Guide Dismissed');
});

for (const side of ['top', 'right', 'bottom', 'left']) {
  test(`a tip wished on the ${side} stands there when there is room`, async (t) => {
    const site = await siteWithTip(t, { placement: side }, '<button id="anchor">Bookmark</button>');
    const page = await browser.visit(t, site.origin);
    await question(page, /Save your basket/).waitFor();
    await assertBeside(page, '#anchor', side);
  });
}

test('a tip without room on the wished side stands on another', async (t) => {
  const site = await siteWithTip(t, { placement: 'top' }, '<button id="anchor">Bookmark</button>');
  site.put('/own.css', '#anchor { position: absolute; left: 500px; top: 4px; width: 120px; height: 40px }');
  const page = await browser.visit(t, site.origin);
  await question(page, /Save your basket/).waitFor();
  await assertBeside(page, '#anchor', 'bottom');
});

test('a tip at the edge of the window is pushed inwards and stays on the wished side', async (t) => {
  const site = await siteWithTip(t, {}, '<button id="anchor">Bookmark</button>');
  site.put('/own.css', '#anchor { position: absolute; left: 8px; top: 320px; width: 60px; height: 40px }');
  const page = await browser.visit(t, site.origin);
  await question(page, /Save your basket/).waitFor();
  await assertBeside(page, '#anchor', 'bottom');
});

test('the tip follows its anchor when the page scrolls', async (t) => {
  const site = await siteWithTip(t, {}, '<button id="anchor">Bookmark</button><p id="long"></p>');
  site.put('/own.css', '#anchor { position: absolute; left: 500px; top: 320px; width: 120px; height: 40px } #long { height: 3000px }');
  const page = await browser.visit(t, site.origin);
  await question(page, /Save your basket/).waitFor();
  const from = await middle(dialog(page));
  await page.evaluate(() => window.scrollTo(0, 120));
  await page.waitForFunction(() => document.querySelector('#anchor').getBoundingClientRect().y === 200);
  const card = await dialog(page).elementHandle();
  await page.waitForFunction(
    ([element, y]) => {
      const box = element.getBoundingClientRect();
      return Math.abs(box.y + box.height / 2 - y) < 1;
    },
    [card, from.y - 120],
  );
  await assertBeside(page, '#anchor', 'bottom');
});

test('on a phone the tip fits the screen', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t, `${collector.origin}/cart.html`, { device: { ...devices.phone, viewport: { width: 360, height: 740 } } });
  await question(page, /first pot/).waitFor();
  const box = await page.locator('#promo-code').boundingBox();
  const card = await dialog(page).boundingBox();
  const [side, gap] = standing(box, card);
  assert.ok(['top', 'bottom'].includes(side), `expected the tip above or below its anchor on a phone, is on the ${side}`);
  assert.ok(gap >= 0 && gap <= gapAtMost, `expected the tip beside its anchor, the gap is ${gap} px`);
  assert.ok(card.x >= 0 && card.x + card.width <= 360, `expected the tip within the screen, is at ${JSON.stringify(card)}`);
});

test('a missing anchor is one sentence on the console, and the tip is tried again on the next page', async (t) => {
  const site = await siteWithTip(t, { frequency: 'once' });
  site.put('/next', plain({ body: '<button id="anchor">Bookmark</button>' }));
  const page = await browser.visit(t, site.origin);
  const missing = await site.endpoint.event('Guide Anchor Missing');
  assert.equal(missing.properties.guide, 'tip');
  assert.equal(await dialog(page).count(), 0, 'expected nothing to be shown without an anchor');
  assert.equal(page.seen.console.length, 1, `expected one sentence on the console, got ${JSON.stringify(page.seen.console)}`);
  assert.match(page.seen.console[0], /#anchor/, 'expected the sentence to name the selector');
  assert.deepEqual(page.seen.errors, []);

  await page.goto(`${site.origin}/next`);
  await question(page, /Save your basket/).waitFor();
});

test('an anchor that is no selector at all is one sentence on the console', async (t) => {
  const site = await siteWithTip(t, { anchor: '#[[nonsense' });
  const page = await browser.visit(t, site.origin);
  await site.endpoint.event('Guide Anchor Missing');
  assert.equal(page.seen.console.length, 1, `expected one sentence on the console, got ${JSON.stringify(page.seen.console)}`);
  assert.deepEqual(page.seen.errors, [], 'expected no exception from a broken selector');
});

test('a tip gives way to a survey', async (t) => {
  const site = await siteWithTip(t, {}, '<button id="anchor">Bookmark</button>');
  const page = await browser.visit(t, site.origin);
  await question(page, /Save your basket/).waitFor();
  await page.evaluate(() => window.canvass('track', 'ask_nps'));
  await question(page, /recommend us/).waitFor();
  assert.equal(await dialog(page).count(), 1, 'expected never two things at once');
  assert.equal(
    site.endpoint.events().filter((event) => event.event === 'Guide Dismissed').length,
    0,
    'expected giving way not to count as dismissed',
  );
});
