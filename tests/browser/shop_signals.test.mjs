// The dead button of the demo shop as a visitor meets it: who hits it gets help and is asked how it went, and the
// report tells of it, and of the way to the order.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import {
  assertUnharmed,
  button,
  cell,
  clickOn,
  devices,
  dialog,
  middle,
  question,
  settled,
  started,
  tapOn,
  useBrowser,
} from './support/browser.mjs';
import { startCollector, token } from './support/collector.mjs';
import { canvassProgram } from './support/paths.mjs';

const browser = useBrowser(before, after);

const asleep = 'That button is asleep';
const easy = /made it easy for me to use my coupon/;
const gone = (page) => dialog(page).waitFor({ state: 'detached' });

// In the cart, with a teapot in it and what the shop says on the first visit closed. What visitors do is listened to.
async function inCart(page, collector) {
  await page.goto(`${collector.origin}/product.html?id=teapot`);
  await page.click('#add');
  await collector.event('Journey Step', { step: 'add' });
  await page.goto(`${collector.origin}/cart.html`);
  await clickOn(page, button(page, 'Got it'));
  await gone(page);
  await listening(page);
}

// The file that listens is loaded when the page has settled.
async function listening(page) {
  await started(page);
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('canvass.signals')));
  await settled(page);
}

async function rage(page, times = 4) {
  const { x, y } = await middle(page.locator('#apply-coupon'));
  await page.mouse.move(x, y);
  for (let i = 0; i < times; i++) {
    await page.mouse.down();
    await page.mouse.up();
  }
}

// What `canvass report` makes of everything the collector has.
async function report(t, collector, ...options) {
  const folder = mkdtempSync(join(tmpdir(), 'canvass-shop-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'events.ndjson');
  writeFileSync(file, await collector.exported());
  const run = spawnSync(canvassProgram, ['report', file, ...options], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout;
}

test('rage about the dead button brings help, the discount, one question, and a line in the report', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t);
  await inCart(page, collector);
  const before = await page.locator('#totals').textContent();
  await rage(page, 5);
  await question(page, asleep).waitFor();
  assert.equal(await page.locator('#totals').textContent(), before, 'expected the button to do nothing at all');
  // What the help does for the visitor would be an effect of the clicks before.
  const dead = await collector.event('Signal Noticed', { signal: 'dead' });
  assert.equal(dead.properties.element, '#apply-coupon');

  await clickOn(page, button(page, 'Yes, please'));
  await page.getByText('Ten per cent off. Welcome!').waitFor();
  await question(page, easy).waitFor();
  await clickOn(page, cell(page, 2));
  await question(page, 'Thank you!').waitFor();
  await clickOn(page, button(page, 'Close'));
  await gone(page);

  const rages = await collector.event('Signal Noticed', { signal: 'rage' });
  assert.equal(rages.properties.element, '#apply-coupon');
  assert.equal(rages.properties.count, 5, 'expected one signal with every click of the streak');
  assert.equal(rages.context.page.path, '/cart.html');
  await collector.event('Guide Shown', { guide: 'coupon-help' });
  const answer = await collector.event('Survey Answered', { survey: 'coupon', question: 'ease' });
  assert.equal(answer.properties.value, 2);

  await page.locator('#checkout').click();
  await page.waitForURL('**/order.html');
  const finished = await collector.event('Journey Finished', { journey: 'buy' });
  assert.equal(finished.properties.offPath, true, 'expected the dead button to be off the path');
  assert.equal(finished.properties.skipped, 0);
  const journey = (await collector.events()).filter(({ event }) => event.startsWith('Journey '));
  assert.deepEqual(
    journey.map(({ event, properties }) => [event, properties.step ?? properties.detour].filter(Boolean).join(' ')),
    ['Journey Started', 'Journey Step add', 'Journey Step cart', 'Journey Detour dead-coupon', 'Journey Step discount', 'Journey Finished'],
  );
  await assertUnharmed(page);

  const text = await report(t, collector);
  assert.match(text, /#apply-coupon "Apply coupon" +\/cart\.html +rage/, 'expected the report to name the button');
  const { surveys, struggle, journeys } = JSON.parse(await report(t, collector, '--json'));
  assert.equal(surveys.find(({ id }) => id === 'coupon').n, 1);
  const worst = struggle.elements.map(({ element, signal, page, share }) => [element, signal, page, share]);
  assert.deepEqual(worst.sort(), [
    ['#apply-coupon', 'dead', '/cart.html', 100],
    ['#apply-coupon', 'rage', '/cart.html', 100],
  ]);
  const [buy] = journeys;
  assert.deepEqual([buy.id, buy.started, buy.finished, buy.offPath.count], ['buy', 1, 1, 1]);
  assert.deepEqual(buy.detours.map(({ detour }) => detour), ['dead-coupon']);

  const live = await browser.visit(t, `${collector.origin}/report#token=${token}`);
  await live.getByRole('link', { name: 'Struggle' }).or(live.getByRole('button', { name: 'Struggle' })).first().click();
  await live.getByText('#apply-coupon').first().waitFor();
  await live.getByRole('link', { name: 'Journeys' }).or(live.getByRole('button', { name: 'Journeys' })).first().click();
  await live.getByText(/dead.coupon/i).first().waitFor();
});

test('who would rather do it themselves finds the article in the help panel, and is asked afterwards', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t);
  await inCart(page, collector);
  await rage(page, 3);
  await question(page, asleep).waitFor();
  await clickOn(page, button(page, 'Show me how'));
  await clickOn(page, dialog(page).getByRole('button', { name: 'Using a promo code' }).first());
  await dialog(page).getByText(/A coupon from a parcel gives the same/).waitFor();
  await page.keyboard.press('Escape');
  await question(page, easy).waitFor({ timeout: 15_000 });
  await assertUnharmed(page);
});

test('the help does not wait for the tip of the first visit, nor for a tour that was left', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t, collector.origin);
  await question(page, 'Eight pieces, fired twice').waitFor(); // the tour
  await page.goto(`${collector.origin}/cart.html`);
  await listening(page);
  await rage(page);
  await question(page, asleep).waitFor();
  await assertUnharmed(page);

  const other = await browser.visit(t, `${collector.origin}/cart.html`);
  await question(other, 'Your first pot is on us, a little').waitFor();
  await listening(other);
  await rage(other);
  await question(other, asleep).waitFor();
  await assertUnharmed(other);
});

test('a calm click on the dead button brings no help, and is told as a dead click', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t);
  await inCart(page, collector);
  await clickOn(page, page.locator('#apply-coupon'));
  const dead = await collector.event('Signal Noticed', { signal: 'dead' });
  assert.equal(dead.properties.element, '#apply-coupon');
  assert.equal(await dialog(page).count(), 0);
  assert.equal((await collector.events()).filter(({ properties }) => properties.signal === 'rage').length, 0);
});

test('nothing else in the shop is taken for a struggle', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t);
  await inCart(page, collector);
  await page.locator('#promo-code').fill('firstfire');
  await page.locator('#promo-code').press('Enter');
  await page.getByText('Ten per cent off. Welcome!').waitFor();
  const quantity = page.locator('.line input');
  const { x, y, width, height } = await quantity.boundingBox();
  await quantity.hover();
  for (let i = 0; i < 5; i++) await page.mouse.click(x + width - 10, y + height / 4); // the arrow of the number
  await page.locator('.line .quiet').click();
  await page.getByText('Nothing here yet.').waitFor();
  await page.getByRole('link', { name: 'Have a look around' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  // The Enter counts: browsers make a click on the button of it.
  const watched = await collector.event('Page Watched', { clicks: 8 });
  assert.deepEqual(watched.properties.signals, {});
});

for (const [language, title, yes, ask] of [
  ['ru', 'Эта кнопка уснула', 'Да, пожалуйста', /легко применить купон/],
  ['kk', 'Бұл түйме ұйықтап қалды', 'Иә, шегеріңіз', /купонымды қолдануды жеңілдетті/],
]) {
  test(`help and question speak ${language} on a phone, with taps`, async (t) => {
    const collector = await startCollector(t);
    const context = await browser.visitor(t, { device: devices.phone, init: `localStorage.setItem('ember.language', '${language}')` });
    const page = await browser.open(context, `${collector.origin}/cart.html`);
    await dialog(page).waitFor(); // the tip of the first visit
    await page.keyboard.press('Escape');
    await gone(page);
    await listening(page);
    await page.locator('#apply-coupon').scrollIntoViewIfNeeded();
    await settled(page);
    for (let i = 0; i < 4; i++) await tapOn(page, page.locator('#apply-coupon'));
    await question(page, title).waitFor();
    await tapOn(page, button(page, yes));
    await question(page, ask).waitFor();
    await assertUnharmed(page);
  });
}
