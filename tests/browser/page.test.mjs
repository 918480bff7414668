// The page we are a guest of: nothing moves, nothing leaks in or out.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertUnharmed, cell, clickOn, dialog, inPage, middle, question, settled, useBrowser } from './support/browser.mjs';
import { startCollector } from './support/collector.mjs';
import { ces, config, nps, now } from './support/config.mjs';
import { difference, readPng } from './support/png.mjs';
import { page as plain, startSite } from './support/site.mjs';

const browser = useBrowser(before, after);

// The font is named, for it is the page's own otherwise and meant to differ.
const look = { theme: { font: 'sans-serif' } };

async function siteWith(t, { body, head, ...more } = {}) {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys: [nps(now), ces()], guides: [], ...look, ...more }));
  site.put('/', plain({ body, head }));
  site.put('/without', plain({ body, head, script: '' }));
  return site;
}

test('showing, answering and closing a survey moves nothing on the page', async (t) => {
  const site = await siteWith(t, { body: '<h1>A page</h1>' + '<p>A paragraph that would move.</p>'.repeat(60) });
  const page = await browser.visit(t, site.origin);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await clickOn(page, cell(page, 9));
  await question(page, /main reason/).waitFor();
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  assert.deepEqual(await inPage(page, (test) => test.shifts), [], 'expected a cumulative layout shift of 0');
  assert.equal(await page.evaluate(() => document.documentElement.scrollHeight), height, 'expected the page as long as before');
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 1280, 'expected no sideways scrolling');
  await assertUnharmed(page);
});

test('the shop has no layout shift either', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t);
  for (const path of ['/', '/product.html?id=vase', '/cart.html', '/support.html', '/order.html']) {
    await page.goto(collector.origin + path);
    await settled(page);
    assert.deepEqual(await inPage(page, (test) => test.shifts), [], `expected no layout shift on ${path}`);
  }
});

test('canvass is the only new global', async (t) => {
  const site = await siteWith(t);
  const page = await browser.visit(t, site.origin);
  await clickOn(page, cell(page, 9));
  await question(page, /main reason/).waitFor();
  assert.deepEqual(await inPage(page, (test) => test.newGlobals()), ['canvass']);
});

test('the page keeps its own history functions, prototypes and attributes', async (t) => {
  const site = await siteWith(t);
  const read = () => ({
    html: [...document.documentElement.attributes].map((one) => one.name),
    body: [...document.body.attributes].map((one) => one.name),
    children: [...document.body.children].map((one) => one.tagName),
    prototypes: [Element, Node, EventTarget, HTMLElement, Document].map((one) => Object.getOwnPropertyNames(one.prototype).join()),
  });
  const without = await (await browser.visit(t, `${site.origin}/without`)).evaluate(read);
  const page = await browser.visit(t, site.origin);
  await question(page, /recommend us/).waitFor();
  assert.deepEqual(await page.evaluate(read), without);
});

// --- hostile pages -------------------------------------------------------------------------------------------

const hostile = `
* { all: unset !important; }
*, *::before, *::after { box-sizing: content-box !important; letter-spacing: 4px !important; color: red !important;
  font: italic 40px/3 cursive !important; text-transform: uppercase !important; opacity: .5 !important; filter: blur(3px) !important; }
canvas { display: none !important; }
div, section, canvass-surface { display: none !important; position: static !important; transform: rotate(9deg) !important;
  width: 10px !important; height: 10px !important; z-index: -1 !important; visibility: hidden !important; inset: auto !important;
  margin: 90px !important; padding: 90px !important; border: 9px solid red !important; background: red !important; overflow: hidden !important; }
input, button, textarea, label, fieldset, legend { appearance: auto !important; margin: 50px !important; padding: 50px !important; pointer-events: none !important; }
html, body { background: #fff !important; transform: translateZ(0) !important; contain: strict !important; }
#cover { display: block !important; position: fixed !important; inset: 0 !important; width: 100vw !important; height: 100vh !important;
  margin: 0 !important; padding: 0 !important; border: 0 !important; z-index: 2147483647 !important; background: #fff !important;
  opacity: 1 !important; filter: none !important; transform: none !important; visibility: visible !important; pointer-events: auto !important; }
`;

async function photograph(page, path) {
  await page.goto(path);
  await dialog(page).waitFor();
  await page.waitForFunction(() => document.getAnimations().length === 0);
  const clip = await dialog(page).boundingBox();
  return { clip, picture: readPng(await page.screenshot({ clip })) };
}

for (const scheme of ['light', 'dark']) {
  test(`the card looks the same on a page with hostile styles (${scheme})`, async (t) => {
    const site = await siteWith(t, { head: '<link rel="stylesheet" href="/hostile.css">', body: '<h1>A page</h1><div id="cover"></div>' });
    site.put('/hostile.css', hostile);
    // Behind the card's round corners the pages are alike.
    site.put('/plain', plain({ head: '<link rel="stylesheet" href="/white.css">' }));
    site.put('/white.css', 'html { background: #fff }');
    const page = await browser.visit(t, undefined, { colorScheme: scheme });
    const fair = await photograph(page, `${site.origin}/plain`);
    const harsh = await photograph(page, `${site.origin}/`);
    assert.deepEqual(harsh.clip, fair.clip, 'expected the card in the same place and of the same size');
    assert.equal(difference(fair.picture, harsh.picture), 0, 'expected no pixel of the card to differ');

    const { x, y } = await middle(cell(page, 9));
    await page.mouse.click(x, y);
    await question(page, /main reason/).waitFor();
    await assertUnharmed(page);
  });
}

test("the page's own styles are the same with and without a survey", async (t) => {
  const body = '<h1>A page</h1><div><canvas width="30" height="30"></canvas><button>Own</button><input value="own"><textarea>own</textarea><dialog open>own</dialog></div>';
  const site = await siteWith(t, { body });
  const read = () =>
    [document.documentElement, document.body, ...document.body.querySelectorAll('*')].map((element) => {
      const style = getComputedStyle(element);
      const { x, y, width, height } = element.getBoundingClientRect();
      return [element.tagName, x, y, width, height, ...Array.from(style, (name) => `${name}: ${style.getPropertyValue(name)}`)];
    });
  const without = await (await browser.visit(t, `${site.origin}/without`)).evaluate(read);
  const page = await browser.visit(t, site.origin);
  await question(page, /recommend us/).waitFor();
  assert.deepEqual(await page.evaluate(read), without);
});

test('a survey stays usable over a modal dialog of the page', async (t) => {
  const site = await siteWith(t, { surveys: [nps()], body: '<h1>A page</h1><dialog id="own"><button>Own</button></dialog>' });
  const page = await browser.visit(t, site.origin);
  await page.evaluate(() => {
    document.querySelector('#own').show();
    window.canvass('show', 'nps');
  });
  await clickOn(page, cell(page, 5));
  await question(page, /main reason/).waitFor();
  assert.equal(await page.locator('#own').getAttribute('open'), '', "expected the page's own dialog to be left alone");
});

test('clicks and keys beside the card go to the page, those inside do not', async (t) => {
  const site = await siteWith(t, { body: '<h1>A page</h1><button id="own">Own</button>' });
  const page = await browser.visit(t, site.origin);
  await question(page, /recommend us/).waitFor();
  await page.evaluate(() => {
    const heard = [];
    document.querySelector('#own').addEventListener('click', () => heard.push('click'));
    document.addEventListener('keydown', (event) => heard.push(event.key));
    document.documentElement.dataset.heard = '';
    document.addEventListener('read', () => (document.documentElement.dataset.heard = heard.join()));
  });
  await page.locator('#own').click();
  await page.keyboard.press('k');
  await clickOn(page, cell(page, 9));
  await clickOn(page, dialog(page).getByRole('textbox'));
  await page.keyboard.type('shortcut?');
  await page.evaluate(() => document.dispatchEvent(new Event('read')));
  assert.equal(await page.locator('html').getAttribute('data-heard'), 'click,k');
});

// --- single-page applications ----------------------------------------------------------------------------------

for (const [what, go] of [
  ['history.pushState', () => history.pushState(null, '', '/thanks')],
  ['history.replaceState', () => history.replaceState(null, '', '/thanks')],
  ["canvass('page')", () => window.canvass('page', '/thanks')],
]) {
  test(`a route change by ${what} triggers the rules of the new page`, async (t) => {
    const site = await siteWith(t, { surveys: [nps({ triggers: [{ page: '/thanks' }] })] });
    const page = await browser.visit(t, site.origin);
    await settled(page);
    assert.equal(await dialog(page).count(), 0, 'expected nothing on the first page');
    await page.evaluate(`(${go})()`);
    await question(page, /recommend us/).waitFor();
    const shown = await site.endpoint.event('Survey Shown');
    assert.equal(shown.context.page.path, '/thanks');
    await assertUnharmed(page);
  });
}

test('going back in history counts as a page too', async (t) => {
  const site = await siteWith(t, { surveys: [nps({ triggers: [{ page: '/' }], frequency: 'always' })] });
  site.put('/elsewhere', plain());
  const page = await browser.visit(t, `${site.origin}/elsewhere`);
  await page.evaluate(() => {
    history.replaceState(null, '', '/');
    history.pushState(null, '', '/elsewhere');
  });
  await settled(page);
  await page.evaluate(() => window.canvass('dismiss'));
  await dialog(page).waitFor({ state: 'detached' });
  await page.goBack();
  await question(page, /recommend us/).waitFor();
});
