// What a visitor allows is what happens: consent, opting out, being forgotten, and what the browser asks for them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertUnharmed, button, cell, clickOn, dialog, question, started, stored, useBrowser } from './support/browser.mjs';
import { now, nps } from './support/config.mjs';
import { assertBalanced, assertEachOnce, ledgerWith, make, never, queuedIds, startDelivery, status } from './support/delivery.mjs';
import { eventually } from './support/wait.mjs';

const browser = useBrowser(before, after);
const required = { privacy: { consent: 'required' } };
const asking = { surveys: [nps({ ...now, frequency: 'once' })] };

async function visit(t, { init, ...options } = {}) {
  const delivery = await startDelivery(t, options);
  const context = await browser.visitor(t, { init });
  const page = await browser.open(context, delivery.site.origin);
  return { ...delivery, context, page };
}

const say = (page, ...command) => page.evaluate((command) => window.canvass(...command), command);
const local = (page, key) => page.evaluate((key) => localStorage.getItem(key), key);

async function assertNothingKept(context, page) {
  assert.deepEqual(await stored(page), [], 'expected nothing in storage');
  assert.deepEqual(await context.cookies(), [], 'expected no cookie');
}

async function answer(page) {
  await clickOn(page, cell(page, 9));
  await question(page, /main reason/).waitFor();
  await clickOn(page, button(page, 'Send'));
}

// Everything that was asked of any server, but the page itself.
const asked = (page, site) => page.seen.requests.filter((url) => url !== `${site.origin}/`).map((url) => url.replace(site.origin, ''));

// --- consent -------------------------------------------------------------------------------------------------

test('before consent nothing is stored, nothing shows, and nothing is requested but our own files', async (t) => {
  const { site, endpoint, context, page } = await visit(t, { ...asking, ...required });
  await started(page);
  await make(page, 3);
  await say(page, 'track', 'ask_nps');
  const { consent, ledger } = await status(page);
  assert.equal(consent, 'waiting');
  assert.equal(ledger.accepted, 0);
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide')));
  await status(page);
  await assertNothingKept(context, page);
  assert.equal(await dialog(page).count(), 0);
  assert.equal(endpoint.requests.length, 0);
  for (const url of asked(page, site)) assert.match(url, /^\/canvass\.[a-z.]+$|^\/packs\/|^data:/, 'expected our own files only');
  await assertUnharmed(page);
});

test('with consent it begins, with what was said before, and the next page need not ask', async (t) => {
  const { site, endpoint, context, page } = await visit(t, { ...asking, ...required });
  await started(page);
  await make(page, 1);
  await say(page, 'consent', true);
  await answer(page);
  await endpoint.event('Survey Completed');
  await endpoint.all(1);
  await ledgerWith(page, { queued: 0 });
  assert.equal((await status(page)).consent, 'granted');
  const next = await browser.open(context, `${site.origin}/?next`);
  await make(next, 1, { from: 1 });
  await endpoint.all(2);
  assertEachOnce(endpoint, 2);
  assert.deepEqual(await context.cookies(), []);
});

const answers = {
  'a function that returns it': (value) => `() => ${value}`,
  'a function that promises it': (value) => `() => Promise.resolve(${value})`,
  'a function that calls back': (value) => `(done) => { setTimeout(() => done(${value})); }`,
};

for (const [how, write] of Object.entries(answers)) {
  test(`consent comes by ${how}`, async (t) => {
    const { endpoint, context, page } = await visit(t, required);
    await started(page);
    await make(page, 1);
    await page.evaluate(`window.canvass('consent', ${write(false)})`);
    await eventually('its refusal', async () => (await status(page)).consent !== 'granted');
    await assertNothingKept(context, page);
    await page.evaluate(`window.canvass('consent', ${write(true)})`);
    await endpoint.all(1);
    assert.equal((await status(page)).consent, 'granted');
    await assertUnharmed(page);
  });
}

test('consent that is no yes and no no, or a function that fails, is one sentence and no consent', async (t) => {
  const { context, page } = await visit(t, required);
  await started(page);
  await page.evaluate(() => {
    window.canvass('consent', 'yes');
    window.canvass('consent', () => 1);
    window.canvass('consent', () => {
      throw new Error('no banner');
    });
  });
  await eventually('three sentences', () => page.seen.console.length >= 3);
  assert.equal(page.seen.console.filter((line) => /consent is true, false/.test(line)).length, 2);
  assert.match(page.seen.console.join(), /function for consent failed.*no banner/s);
  assert.equal((await status(page)).consent, 'waiting');
  await assertNothingKept(context, page);
  assert.deepEqual(page.seen.errors, []);
});

test('consent that is taken back erases everything, in every tab, also while the page sleeps', async (t) => {
  const { site, endpoint, context, page } = await visit(t, { ...required, delivery: never });
  await say(page, 'consent', true);
  await make(page, 2);
  await ledgerWith(page, { queued: 2 });
  const other = await browser.open(context, `${site.origin}/?other`);
  await say(other, 'consent', false);
  await eventually('nothing in storage', async () => (await stored(page)).length === 0);
  await eventually('the first tab to know', async () => (await status(page)).consent !== 'granted');
  await make(page, 1, { from: 2 });
  assertBalanced(await status(page));
  await assertNothingKept(context, page);
  assert.equal(endpoint.requests.length, 0);
});

// --- opting out and being forgotten --------------------------------------------------------------------------

test('whoever opts out leaves nothing behind but that, and costs a page no byte more than the loader', async (t) => {
  const { site, endpoint, context, page } = await visit(t, { ...asking, delivery: never });
  await question(page, /recommend us/).waitFor();
  await ledgerWith(page, { queued: 1 });
  await say(page, 'optOut');
  await dialog(page).waitFor({ state: 'detached' });
  await eventually('the choice alone', async () => JSON.stringify(await stored(page)) === '["canvass:optOut"]');
  await make(page, 3);
  const told = await status(page);
  assert.equal(told.optedOut, true);
  assertBalanced(told);
  assert.deepEqual(await queuedIds(page), []);
  await page.close(); // what shows in one tab does not in another

  const next = await browser.open(context, site.origin);
  await say(next, 'show', 'nps');
  await say(next, 'optOut');
  await say(next, 'track', 'ask_nps');
  await next.evaluate(() => new Promise((idle) => requestIdleCallback(idle)));
  await next.evaluate(() => new Promise((idle) => requestIdleCallback(idle)));
  assert.deepEqual(asked(next, site).filter((url) => !url.startsWith('data:')), ['/canvass.js']);
  assert.equal(endpoint.requests.length, 0);
  assert.deepEqual(await context.cookies(), []);

  await say(next, 'optIn');
  await question(next, /recommend us/).waitFor();
  await eventually('the choice to be gone', async () => (await local(next, 'canvass:optOut')) === null);
});

test('opting out in one tab is heard in the others', async (t) => {
  const { site, context, page, endpoint } = await visit(t, { delivery: never });
  const other = await browser.open(context, site.origin);
  await started(page);
  await started(other);
  await make(other, 2);
  await ledgerWith(other, { queued: 2 });
  await say(page, 'optOut');
  await eventually('the other to know', async () => (await status(other)).optedOut);
  await make(other, 2, { from: 2 });
  assertBalanced(await status(other));
  await eventually('the choice alone', async () => JSON.stringify(await stored(page)) === '["canvass:optOut"]');
  assert.equal(endpoint.requests.length, 0);
});

test('a page that sleeps can be opted out of', async (t) => {
  const { site, context, page } = await visit(t, { surveys: [nps({ ...now, sample: 0 })] });
  await started(page);
  await eventually('the page to sleep', () => local(page, 'canvass:sleep'));
  const next = await browser.open(context, site.origin);
  await say(next, 'optOut');
  await eventually('the choice alone', async () => {
    const keys = await stored(next);
    return keys.length === 1 && keys[0] === 'canvass:optOut';
  });
});

test('forget erases all that is stored, of other tabs too, and goes on as somebody new', async (t) => {
  const { site, context, endpoint, page } = await visit(t, { delivery: never });
  await make(page, 2);
  await ledgerWith(page, { queued: 2 });
  const before = await local(page, 'canvass:visitor');
  const other = await browser.open(context, site.origin);
  await make(other, 2, { from: 2 });
  await eventually('four events in storage', async () => (await queuedIds(page)).length === 4);
  await page.evaluate(() => localStorage.setItem("the page's own", 'stays'));
  await say(page, 'forget');
  await eventually('no event in storage', async () => (await queuedIds(page)).length === 0);
  const told = await status(page);
  assertBalanced(told);
  const after = await local(page, 'canvass:visitor');
  assert.ok(before && after && before !== after, 'expected another visitor');
  assert.equal(await local(page, "the page's own"), 'stays');
  assert.equal(await local(page, 'canvass:identity'), null);
  assert.equal(endpoint.requests.length, 0);
});

// --- what the browser asks for -------------------------------------------------------------------------------

const signals = {
  'Global Privacy Control': () => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }),
  'Do Not Track': () => Object.defineProperty(Navigator.prototype, 'doNotTrack', { get: () => '1' }),
};

for (const [signal, init] of Object.entries(signals)) {
  test(`${signal}: no id of the visitor is kept, and a survey is answered and delivered all the same`, async (t) => {
    const { site, endpoint, context, page } = await visit(t, { init, surveys: [nps(now)] });
    await answer(page);
    await endpoint.event('Survey Completed');
    await ledgerWith(page, { queued: 0 });
    const told = await status(page);
    assert.equal(told.privacySignal, true);
    const keys = await stored(page);
    for (const key of ['visitor', 'identity', 'visits', 'tab:pages', 'tab:visit']) {
      assert.ok(!keys.includes(`canvass:${key}`), `expected no ${key} in storage, is ${keys}`);
    }
    await page.close();
    await browser.open(context, `${site.origin}/?next`);
    const ids = await eventually('two visitors, as far as anybody can tell', () => {
      const found = new Set(endpoint.events().map(({ anonymousId }) => anonymousId));
      return found.size === 2 && found;
    });
    assert.ok(!ids.has(undefined));
    assert.deepEqual(await context.cookies(), []);
  });
}

test('a site may say that it does not heed such signals', async (t) => {
  const { endpoint, page } = await visit(t, { init: signals['Do Not Track'], privacy: { respectSignals: false } });
  await make(page, 1);
  await endpoint.all(1);
  assert.ok(await local(page, 'canvass:visitor'));
});

test('no cookie is ever set or sent', async (t) => {
  const { site, endpoint, context, page } = await visit(t, asking);
  await context.addCookies([{ name: 'own', value: "the site's", url: endpoint.url }]);
  await answer(page);
  await endpoint.event('Survey Completed');
  assert.deepEqual((await context.cookies()).map(({ name }) => name), ['own']);
  assert.equal(await page.evaluate(() => document.cookie.includes('canvass')), false);
  for (const { headers } of endpoint.requests) assert.equal(headers.cookie, undefined);
  assert.ok(asked(page, site).length > 0);
});
