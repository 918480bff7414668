// What assistive technology and people with their own colours get; and that the controls are where the picture says.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { assertUnharmed, button, cell, clickOn, devices, dialog, focused, middle, question, useBrowser } from './support/browser.mjs';
import { startCollector } from './support/collector.mjs';
import { ces, config, nps, now, tip } from './support/config.mjs';
import { luminance, readPng } from './support/png.mjs';
import { page as plain, startSite } from './support/site.mjs';

const browser = useBrowser(before, after);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function siteWith(t, more = {}) {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys: [nps(), ces('effort5')], ...more }));
  site.put('/', plain({ body: '<h1>A page</h1><p id="anchor">Here</p><p><a href="#here">A link</a></p>' }));
  return site;
}

async function open(page, id) {
  await page.evaluate((name) => window.canvass('show', name), id);
  await dialog(page).waitFor();
}

async function assertAccessible(page, state) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' ')}`);
  });
  assert.deepEqual(violations, [], `expected axe to find nothing wrong with ${state}`);
}

for (const [name, device] of Object.entries(devices)) {
  test(`axe finds nothing wrong with any state (${name})`, async (t) => {
    const site = await siteWith(t);
    const page = await browser.visit(t, site.origin, { device });
    await open(page, 'nps');
    await assertAccessible(page, 'the NPS question');
    await clickOn(page, cell(page, 9));
    await question(page, /main reason/).waitFor();
    await assertAccessible(page, 'the follow-up question');
    await clickOn(page, button(page, 'Send'));
    await question(page, 'Thank you!').waitFor();
    await assertAccessible(page, 'the thank-you screen');
    await open(page, 'ces');
    await question(page, /effort/).waitFor();
    await assertAccessible(page, 'the CES question');
    await open(page, 'tip');
    await question(page, /Save your basket/).waitFor();
    await assertAccessible(page, 'the tip');
  });
}

for (const scheme of ['light', 'dark']) {
  test(`axe finds nothing wrong with the pages of the shop (${scheme})`, async (t) => {
    const collector = await startCollector(t);
    const page = await browser.visit(t, undefined, { colorScheme: scheme });
    for (const path of ['/', '/product.html?id=vase', '/cart.html', '/order.html', '/support.html', '/support.html?topic=care']) {
      await page.goto(collector.origin + path);
      await assertAccessible(page, path);
    }
  });
}

test('the dialog and the scale have names, and the ends of the scale say what they mean', async (t) => {
  const site = await siteWith(t);
  const page = await browser.visit(t, site.origin);
  await open(page, 'nps');
  await page.getByRole('dialog', { name: /How likely/ }).waitFor();
  assert.equal(await dialog(page).getByRole('radio').count(), 11);
  await dialog(page).getByRole('group', { name: /How likely/ }).or(dialog(page).getByRole('radiogroup', { name: /How likely/ })).waitFor();
  await dialog(page).getByRole('radio', { name: /^0.*Not at all likely/ }).waitFor();
  await dialog(page).getByRole('radio', { name: /^10.*Extremely likely/ }).waitFor();
  assert.equal(await dialog(page).locator('canvas').getAttribute('aria-hidden'), 'true', 'expected the picture to be silent');
});

test('the dialog speaks the language of its texts, whatever the page does', async (t) => {
  const site = await siteWith(t);
  const page = await browser.visit(t, site.origin, {
    init: () => document.addEventListener('DOMContentLoaded', () => (document.documentElement.lang = 'ru')),
  });
  await open(page, 'nps');
  assert.equal(await dialog(page).evaluate((card) => card.closest('[lang]')?.getAttribute('lang')), 'ru');
});

test('a question is announced politely when it shows', async (t) => {
  const site = await siteWith(t);
  const page = await browser.visit(t, site.origin);
  await open(page, 'nps');
  await page.locator('canvass-surface [aria-live=polite]').getByText(/How likely/).waitFor();
});

test('the arrow keys stay within the scale and do not leave the question', async (t) => {
  const site = await siteWith(t);
  const page = await browser.visit(t, site.origin);
  await open(page, 'ces');
  await question(page, /effort/).waitFor();
  await dialog(page).getByRole('radio').first().focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft']) await page.keyboard.press(key);
  assert.equal(await dialog(page).getByRole('radio', { checked: true }).count(), 1, 'expected one choice');
  assert.ok(await dialog(page).getByRole('radio').nth(1).isChecked(), 'expected two steps right and one left to choose the second');
  assert.ok(await question(page, /effort/).isVisible());
});

test('digits choose 10 too: a 1 followed by a 0', async (t) => {
  const site = await siteWith(t);
  const page = await browser.visit(t, site.origin);
  await open(page, 'nps');
  await dialog(page).getByRole('radio').first().focus();
  await page.keyboard.press('1');
  await page.keyboard.press('0');
  assert.ok(await cell(page, 10).isChecked());
});

test('letters typed while no field has the focus are not taken from the page', async (t) => {
  const site = await siteWith(t);
  const page = await browser.visit(t, site.origin);
  await page.getByRole('link', { name: 'A link' }).focus();
  await open(page, 'nps');
  await page.keyboard.press('9');
  assert.equal(await dialog(page).getByRole('radio', { checked: true }).count(), 0, 'expected a key pressed on the page not to answer');
  assert.match(await focused(page), /A link/, 'expected the focus to stay where it was');
});

test('with forced colours a survey is painted where the rules for them cannot be loaded', async (t) => {
  const site = await siteWith(t, { surveys: [nps(now)] });
  site.lose('/canvass.plain.js');
  const page = await browser.visit(t, site.origin, { forcedColors: 'active' });
  await question(page, /recommend us/).waitFor();
  assert.equal(await dialog(page).locator('canvas').isVisible(), true);
  assert.ok(page.seen.console.some((line) => /Canvass: canvass\.plain\.js could not be loaded/.test(line)), 'expected a sentence on the console');
  await clickOn(page, cell(page, 9));
  await cell(page, 9).waitFor({ state: 'detached' });
});

test('with forced colours the controls themselves are visible and work', async (t) => {
  const site = await siteWith(t, { surveys: [nps(now)] });
  const page = await browser.visit(t, site.origin, { forcedColors: 'active' });
  await question(page, /recommend us/).waitFor();
  assert.equal(await dialog(page).locator('canvas').isVisible(), false, 'expected no picture with forced colours');
  const colours = (locator) =>
    locator.evaluate((node) => {
      const { color, opacity } = getComputedStyle(node);
      return { color, opacity };
    });
  for (const part of [question(page, /recommend us/), button(page, 'Close'), cell(page, 9).locator('xpath=..')]) {
    const { color, opacity } = await colours(part);
    assert.ok(!/^rgba\(.*, 0\)$/.test(color) && opacity === '1', `expected visible text, is ${color} at opacity ${opacity}`);
  }
  const picture = readPng(await page.screenshot({ clip: await dialog(page).boundingBox() }));
  let dark = 0;
  for (let y = 0; y < picture.height; y += 2) {
    for (let x = 0; x < picture.width; x += 2) if (luminance(picture.at(x, y)) < 100) dark++;
  }
  assert.ok(dark > 200, `expected the words to be on the screen, found ${dark} dark points`);

  await clickOn(page, cell(page, 9));
  await question(page, /main reason/).waitFor();
  await clickOn(page, dialog(page).getByRole('textbox'));
  await page.keyboard.type('Seen');
  await clickOn(page, button(page, 'Send'));
  await question(page, 'Thank you!').waitFor();
  await site.endpoint.event('Survey Completed');
  await assertUnharmed(page);
});

for (const ratio of [1, 1.5, 2]) {
  test(`every option is exactly where it is painted, at ${ratio} device pixels to a pixel`, async (t) => {
    const site = await siteWith(t);
    const page = await browser.visit(t, site.origin, {
      device: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: ratio },
    });
    await open(page, 'nps');
    await page.mouse.move(5, 5);
    await page.evaluate(() => new Promise((done) => requestIdleCallback(() => done())));
    const picture = readPng(await page.screenshot());
    const at = (x, y) => picture.at(x * ratio, y * ratio);
    const card = await dialog(page).boundingBox();
    const ground = at(card.x + card.width / 2, card.y + 12);
    const same = (a, b) => a.every((value, channel) => Math.abs(value - b[channel]) <= 3);

    for (const option of await dialog(page).getByRole('radio').all()) {
      const { x, y, width, height } = await option.boundingBox();
      const name = await option.getAttribute('value');
      const half = 0.5 / ratio; // the middle of the pixel at its edge
      const edges = { left: [x, y + height / 2, 1, 0], right: [x + width, y + height / 2, -1, 0], top: [x + width / 2, y, 0, 1], bottom: [x + width / 2, y + height, 0, -1] };
      for (const [edge, [ex, ey, dx, dy]] of Object.entries(edges)) {
        assert.ok(!same(at(ex + dx * half, ey + dy * half), ground), `expected the ${edge} edge of ${name} to be painted inside its control`);
        assert.ok(same(at(ex - dx * half, ey - dy * half), ground), `expected nothing painted beyond the ${edge} edge of ${name}`);
      }
    }
  });
}

test('hover, keyboard focus and choice can be told apart in the picture', async (t) => {
  const site = await siteWith(t);
  const page = await browser.visit(t, site.origin);
  await open(page, 'nps');
  await page.mouse.move(5, 5);
  // Measured anew each time: the card grows when its button appears.
  async function below(top) {
    const { x, y, width } = await cell(page, 7).boundingBox();
    return readPng(await page.screenshot()).at(x + width / 2, y + top);
  }
  const fill = () => below(5);
  const ring = () => below(-3);

  const [rest, ground] = [await fill(), await ring()];
  const { x, y } = await middle(cell(page, 7));
  await page.mouse.move(x, y);
  const hovered = await fill();
  assert.notDeepEqual(hovered, rest, 'expected hovering to change the cell');
  await page.mouse.move(5, 5);
  assert.deepEqual(await fill(), rest, 'expected the cell as before once the mouse has left');

  await cell(page, 0).focus();
  await page.keyboard.press('7');
  const chosen = await fill();
  assert.notDeepEqual(chosen, rest, 'expected the choice to change the cell');
  assert.notDeepEqual(chosen, hovered, 'expected the choice to differ from hovering');
  assert.notDeepEqual(await ring(), ground, 'expected a ring around the cell that has the keyboard focus');
});

test('a phone on its side still has the close button and the options within reach', async (t) => {
  const site = await siteWith(t);
  const page = await browser.visit(t, site.origin, { device: { ...devices.phone, viewport: { width: 740, height: 300 } } });
  await open(page, 'nps');
  for (const control of [button(page, 'Close'), cell(page, 0), cell(page, 10)]) {
    const { x, y, width, height } = await control.boundingBox();
    assert.ok(x >= 0 && y >= 0 && x + width <= 740 && y + height <= 300, `expected it on the screen, is at ${x}, ${y}`);
  }
});

test('tip: the picture, the heading and the button are one dialog', async (t) => {
  const site = await siteWith(t, { guides: [tip(now)] });
  const page = await browser.visit(t, site.origin);
  await page.getByRole('dialog', { name: /Save your basket/ }).waitFor();
  assert.equal(await dialog(page).getByRole('button').count(), 2, 'expected Close and Got it');
});
