// The moments that a survey can wait for, each brought about as a visitor would.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertUnharmed, clickOn, devices, dialog, inPage, question, settled, useBrowser } from './support/browser.mjs';
import { config, nps } from './support/config.mjs';
import { page as plain, startSite } from './support/site.mjs';

const browser = useBrowser(before, after);

const tall = '<div style="height: 3000px"></div>';

async function visit(t, trigger, { body, device } = {}) {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys: [nps({ triggers: [trigger] })], guides: [] }));
  site.put('/', plain({ body }));
  return browser.visit(t, site.origin, { device });
}

// The same, once the widget waits for that moment.
async function open(...rest) {
  const page = await visit(...rest);
  await settled(page);
  assert.equal(await dialog(page).count(), 0, 'expected nothing before the moment has come');
  return page;
}

const asked = (page) => question(page, /recommend us/).waitFor();

async function nothing(page, after) {
  await settled(page);
  assert.equal(await dialog(page).count(), 0, `expected nothing ${after}`);
}

test('a click on an element or anything in it, whatever the page does with that click', async (t) => {
  const page = await open(t, { click: '#pay' }, { body: '<button id="pay"><b>Pay</b> now</button><button id="other">Other</button>' });
  await page.evaluate(() => document.querySelector('#pay').addEventListener('click', (event) => event.stopImmediatePropagation()));
  await page.click('#other');
  await nothing(page, 'after a click elsewhere');
  await page.click('#pay b');
  await asked(page);
  await assertUnharmed(page);
});

test('an element is seen once it is scrolled to', async (t) => {
  const page = await open(t, { seen: '#reviews' }, { body: `${tall}<h2 id="reviews">Reviews</h2>` });
  await page.evaluate(() => window.scrollTo(0, 500));
  await nothing(page, 'while it is still below the fold');
  await page.locator('#reviews').scrollIntoViewIfNeeded();
  await asked(page);
  await assertUnharmed(page);
});

test('an element that the page adds later is seen too', async (t) => {
  const page = await open(t, { seen: '.error' }, { body: '<h1>A page</h1>' });
  await page.evaluate(() => {
    const error = document.createElement('p');
    error.className = 'error';
    error.textContent = 'The card was refused';
    document.querySelector('main').append(error);
  });
  await asked(page);
});

test('a part of the page is scrolled over', async (t) => {
  const page = await open(t, { scroll: 75 }, { body: tall });
  const to = (share) => page.evaluate((part) => window.scrollTo(0, document.documentElement.scrollHeight * part - innerHeight), share);
  await to(0.6);
  await nothing(page, 'at 60 %');
  await to(0.8);
  await asked(page);
  await assertUnharmed(page);
});

test('the mouse leaves by the top of the window', async (t) => {
  const page = await open(t, { exit: true }, { body: tall });
  const leave = (clientX, clientY) =>
    page.evaluate(([x, y]) => document.documentElement.dispatchEvent(new MouseEvent('mouseleave', { clientX: x, clientY: y })), [clientX, clientY]);
  await page.mouse.move(400, 300);
  await leave(-1, 300);
  await nothing(page, 'when it leaves by the side');
  await leave(400, -1);
  await asked(page);
});

test('a finger that flings the page back up is leaving', async (t) => {
  const page = await open(t, { exit: true }, { body: tall, device: devices.phone });
  await page.evaluate(() => window.scrollTo(0, 2000));
  await nothing(page, 'on the way down');
  await page.evaluate(() => window.scrollTo(0, 100));
  await asked(page);
});

test('nothing is done for a while', async (t) => {
  const page = await visit(t, { idle: '1500ms' });
  await page.waitForResponse(/canvass\.watch\.js/);
  const from = await page.evaluate(() => performance.now());
  await page.mouse.move(110, 100);
  await asked(page);
  const waited = await page.evaluate((start) => performance.now() - start, from);
  assert.ok(waited >= 1500, `expected no survey before nothing was done for 1.5 s, came after ${waited} ms`);
});

test('the page has been in sight for a while', async (t) => {
  const page = await visit(t, { timeOnPage: '2s' });
  await asked(page);
  const since = await page.evaluate(() => performance.now());
  assert.ok(since >= 2000, `expected no survey before 2 s, came after ${since} ms`);
});

test('nothing is listened to that no survey waits for', async (t) => {
  const page = await open(t, { event: 'never' }, { body: tall });
  assert.ok(!page.seen.requests.some((url) => url.endsWith('canvass.watch.js')), 'expected the code for it not to be loaded');
  const before = await inPage(page, (test) => test.counts.frames);
  await page.mouse.move(10, 10);
  await page.evaluate(() => window.scrollTo(0, 900));
  assert.equal(await inPage(page, (test) => test.counts.frames), before, 'expected nothing to happen on a scroll');
});

test('in an application, what has come on one page counts anew on the next', async (t) => {
  const page = await open(t, { scroll: 75, page: '/second' }, { body: tall });
  await page.evaluate(() => window.scrollTo(0, 9999));
  await nothing(page, 'on another page');
  await page.evaluate(() => {
    history.pushState({}, '', '/second');
    window.scrollTo(0, 0);
  });
  await nothing(page, 'at the top of this one');
  await page.evaluate(() => window.scrollTo(0, 9999));
  await asked(page);
});

test('a container that a page of an application has is found after that page opened', async (t) => {
  const site = await startSite(t);
  const survey = nps({ display: 'inline', triggers: [{ page: '/second' }] });
  site.put('/canvass.json', config({ surveys: [survey], guides: [] }));
  site.put('/', plain({ body: '<div data-canvass-inline="nps"></div>' }));
  const page = await browser.visit(t, site.origin);
  await settled(page);
  const shown = page.getByRole('region', { name: /recommend us/ });
  assert.equal(await shown.count(), 0);
  await page.evaluate(() => history.pushState({}, '', '/second'));
  await shown.waitFor();
  await assertUnharmed(page);
});

test('a selector that no browser understands disturbs nothing else', async (t) => {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys: [nps({ triggers: [{ click: 'p::nonsense(' }, { click: '#pay' }] })], guides: [] }));
  site.put('/', plain({ body: '<button id="pay">Pay</button>' }));
  const page = await browser.visit(t, site.origin);
  await settled(page);
  await clickOn(page, page.locator('#pay'));
  await asked(page);
  await assertUnharmed(page);
});
