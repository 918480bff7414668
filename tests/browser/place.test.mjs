// Where a survey stands when it does not stand over the page: in a container of the page, or behind a tab at its edge.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { assertUnharmed, cell, clickOn, devices, dialog, focused, inPage, question, settled, useBrowser } from './support/browser.mjs';
import { config, nps, now } from './support/config.mjs';
import { page as plain, startSite } from './support/site.mjs';

const browser = useBrowser(before, after);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const region = (page) => page.getByRole('region', { name: /recommend us/ });
const radio = (within, value) => within.getByRole('radio', { name: new RegExp(`^${value}(\\D|$)`) });

async function assertAccessible(page) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' ')}`);
  });
  assert.deepEqual(violations, []);
}

// --- in a container of the page ------------------------------------------------------------------------------------

const container = '<h1>A page</h1><input id="own" aria-label="Own"><div id="place" data-canvass-inline="nps"></div><p id="below">Below</p>';

async function siteWithContainer(t, { body = container, css = '#place { width: 520px; margin: 12px }', more = {} } = {}) {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys: [nps({ display: 'inline', ...now, ...more })], guides: [] }));
  site.put('/', plain({ body, head: '<link rel="stylesheet" href="/own.css">' }));
  site.put('/own.css', css);
  return site;
}

test('a survey stands in the container that the page has for it, and is answered there', async (t) => {
  const site = await siteWithContainer(t);
  const page = await browser.visit(t, site.origin);
  await region(page).waitFor();
  assert.equal(await dialog(page).count(), 0, 'expected nothing over the page');
  const place = await page.locator('#place').boundingBox();
  const card = await region(page).boundingBox();
  const below = await page.locator('#below').boundingBox();
  assert.equal(card.x, place.x);
  assert.equal(card.width, 520, 'expected the card to be as wide as its container');
  assert.equal(place.height, card.height, 'expected the container to be as high as the card');
  assert.ok(below.y >= card.y + card.height, 'expected the page to continue below the card');
  await assertAccessible(page);

  await clickOn(page, radio(region(page), 9));
  await page.getByRole('region', { name: /main reason/ }).waitFor();
  await page.getByRole('region').getByRole('textbox').fill('The teapot');
  await clickOn(page, page.getByRole('region').getByRole('button', { name: 'Send' }));
  await site.endpoint.event('Survey Completed');
  await assertUnharmed(page);
});

test('a survey in a container takes no focus and moves no page', async (t) => {
  const site = await siteWithContainer(t, { css: '#place { width: 520px; min-height: 320px }' });
  const page = await browser.visit(t, site.origin);
  await page.locator('#own').focus();
  await region(page).waitFor();
  assert.match(await focused(page), /^input/);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'own');
  assert.deepEqual(await inPage(page, (test) => test.shifts), [], 'expected a container with room to keep everything in place');
});

test('a survey in a container is as wide as that becomes', async (t) => {
  const site = await siteWithContainer(t);
  const page = await browser.visit(t, site.origin);
  await region(page).waitFor();
  for (const width of [330, 600]) {
    await page.locator('#place').evaluate((element, to) => (element.style.width = `${to}px`), width);
    await page.waitForFunction(
      (to) => document.querySelector('canvass-surface').shadowRoot.querySelector('.card').offsetWidth === to,
      width,
    );
    const card = await region(page).boundingBox();
    const last = await radio(region(page), 10).boundingBox();
    assert.ok(last.x + last.width <= card.x + card.width, `expected the last option within the card at ${width} px`);
  }
  await assertUnharmed(page);
});

test('a survey follows its container when the page makes that anew', async (t) => {
  const site = await siteWithContainer(t);
  const page = await browser.visit(t, site.origin);
  await region(page).waitFor();
  await page.evaluate(() => {
    const old = document.querySelector('#place');
    const fresh = old.cloneNode();
    old.replaceWith(fresh);
  });
  await page.evaluate(() => window.dispatchEvent(new Event('resize')));
  await region(page).waitFor();
  await clickOn(page, radio(region(page), 9));
  await page.getByRole('region', { name: /main reason/ }).waitFor();
  await assertUnharmed(page);
});

test('a survey without a container is not shown', async (t) => {
  const site = await siteWithContainer(t, { body: '<h1>A page</h1>' });
  const page = await browser.visit(t, site.origin);
  await settled(page);
  assert.equal(await page.locator('canvass-surface').count(), 0);
  assert.deepEqual(site.endpoint.events(), []);
});

test('a survey in a container looks the same on a page with hostile styles', async (t) => {
  const hostile = '#place { width: 520px } canvass-surface { position: fixed !important; margin: 90px !important; width: 10px !important; opacity: .1 !important }';
  const site = await siteWithContainer(t, { css: hostile });
  const page = await browser.visit(t, site.origin);
  await region(page).waitFor();
  const [place, card] = [await page.locator('#place').boundingBox(), await region(page).boundingBox()];
  assert.deepEqual([card.x, card.y, card.width], [place.x, place.y, place.width]);
});

// --- the feedback tab ----------------------------------------------------------------------------------------------

async function siteWithTab(t, more = {}) {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys: [nps({ display: 'tab', tab: 'Tell us', triggers: [], ...more })], guides: [] }));
  site.put('/', plain());
  return site;
}

const tab = (page) => page.getByRole('button', { name: 'Tell us' });

for (const [name, device] of Object.entries(devices)) {
  test(`the feedback tab stands at the edge and opens its survey (${name})`, async (t) => {
    const site = await siteWithTab(t);
    const page = await browser.visit(t, site.origin, { device });
    await tab(page).waitFor();
    const { width, height } = page.viewportSize();
    const box = await tab(page).boundingBox();
    assert.equal(box.x + box.width, width, 'expected the tab at the edge of the window');
    const middle = box.y + box.height / 2;
    if (name === 'phone') assert.ok(height - box.y - box.height < 40, 'expected the tab at the foot of a phone');
    else assert.ok(Math.abs(middle - height / 2) < 8, 'expected the tab in the middle of the edge');
    await assertAccessible(page);

    await clickOn(page, tab(page));
    await question(page, /recommend us/).waitFor();
    await clickOn(page, cell(page, 9));
    await question(page, /main reason/).waitFor();
    await assertUnharmed(page);
  });
}

test('the feedback tab is reached with the Tab key and Esc does not take it away', async (t) => {
  const site = await siteWithTab(t);
  const page = await browser.visit(t, site.origin);
  await tab(page).waitFor();
  await page.getByRole('link', { name: 'A link' }).focus();
  await page.keyboard.press('Tab');
  assert.match(await focused(page), /Tell us/);
  await page.keyboard.press('Escape');
  assert.ok(await tab(page).isVisible());
  await page.keyboard.press('Enter');
  await question(page, /recommend us/).waitFor();
});

test('with forced colours the tab is visible', async (t) => {
  const site = await siteWithTab(t);
  const page = await browser.visit(t, site.origin, { forcedColors: 'active' });
  await tab(page).waitFor();
  const { color } = await tab(page).evaluate((button) => ({ color: getComputedStyle(button).color }));
  assert.ok(!/^rgba\(.*, 0\)$/.test(color), `expected visible words, is ${color}`);
  await clickOn(page, tab(page));
  await question(page, /recommend us/).waitFor();
});
