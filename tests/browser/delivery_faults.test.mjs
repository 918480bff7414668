// Whatever an endpoint answers, or does not: no event is lost, none counts twice, and the ledger says where each is.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertUnharmed, started, useBrowser } from './support/browser.mjs';
import { assertBalanced, assertEachOnce, ledgerWith, make, never, queuedIds, quick, startDelivery, status, watchLedger } from './support/delivery.mjs';
import { eventually } from './support/wait.mjs';

const browser = useBrowser(before, after);

async function visit(t, options) {
  const delivery = await startDelivery(t, options);
  const context = await browser.visitor(t);
  const page = await browser.open(context, delivery.site.origin);
  await ledgerWith(page, { lead: true });
  return { ...delivery, context, page };
}

// --- what is tried again -------------------------------------------------------------------------------------


for (const [what, answer] of Object.entries({
  'a 408': 408,
  'a 425': 425,
  'a 429': 429,
  'a 500': 500,
  'a 503': 503,
  'a redirect to a page that says 200': { status: 302, headers: { location: '/welcome' } },
  'an answer that makes no sense': 599,
  'a connection that is cut, while online': 'reset',
  'no answer at all': 'hang',
})) {
  test(`${what} loses nothing: the same event is sent again until it is taken`, async (t) => {
    const { endpoint, page } = await visit(t);
    const finish = await watchLedger(page);
    endpoint.answer = answer;
    await make(page, 1);
    await endpoint.request(2);
    assert.equal((await queuedIds(page)).length, 1, 'expected the event in storage until it is taken');
    endpoint.answer = 200;
    await ledgerWith(page, { accepted: 1, acknowledged: 1, queued: 0, dropped: {} });
    assert.deepEqual(await queuedIds(page), []);
    assertEachOnce(endpoint, 1);
    await finish();
    await assertUnharmed(page);
  });
}

for (const [what, header] of Object.entries({
  'in seconds': () => '1',
  'as a date': () => new Date(Date.now() + 2000).toUTCString(), // whole seconds: one at least is left
})) {
  for (const code of [429, 503]) {
    test(`Retry-After ${what} on ${code} is kept to, on the next page too`, async (t) => {
      const { site, endpoint, page } = await visit(t);
      endpoint.answer = () => ({ status: code, headers: { 'retry-after': header() } });
      await make(page, 1);
      const [{ at: asked }] = await endpoint.request(1);
      await eventually('the wish in storage', () => page.evaluate(() => localStorage.getItem('canvass:wait')));
      endpoint.answer = 200;
      await page.goto(`${site.origin}/?next`);
      const [, { at }] = await endpoint.request(2);
      assert.ok(at - asked >= 900, `expected a wait of a second, was ${Math.round(at - asked)} ms`);
      await ledgerWith(page, { queued: 0, acknowledged: 1 });
      assertEachOnce(endpoint, 1);
    });
  }
}

test('an acknowledgement that is lost, and then a 400 for what was already taken, kills no later answer', async (t) => {
  const { endpoint, page } = await visit(t);
  const finish = await watchLedger(page);
  const known = ({ batch }) => batch.some(({ messageId }) => endpoint.taken().some((event) => event.messageId === messageId));
  endpoint.script.push('lost');
  endpoint.answer = (request) => (known(request) ? 400 : 200);
  await make(page, 1);
  await endpoint.request(1);
  await make(page, 5, { from: 1 });
  await ledgerWith(page, { accepted: 6, acknowledged: 5, queued: 0, dropped: { 'refused 400': 1 } });
  assertEachOnce(endpoint, 6);
  await finish();
});

test('a lost acknowledgement sends the same ids again', async (t) => {
  const { endpoint, page } = await visit(t);
  endpoint.script.push('lost', 'lost');
  await make(page, 3);
  await ledgerWith(page, { acknowledged: 3, queued: 0 });
  assert.ok(endpoint.taken().length > 3, 'expected some of them to have been taken twice');
  assertEachOnce(endpoint, 3);
});

// --- what is given up on, and only that ----------------------------------------------------------------------

test('one event that the endpoint refuses takes no other with it', async (t) => {
  const { endpoint, page } = await visit(t);
  const finish = await watchLedger(page);
  endpoint.answer = ({ batch }) => (batch.some(({ traits }) => traits?.n === 5) ? 400 : 200);
  await make(page, 12);
  await ledgerWith(page, { accepted: 12, acknowledged: 11, queued: 0, dropped: { 'refused 400': 1 } });
  assertEachOnce(endpoint, 11, (n) => (n < 5 ? n : n + 1));
  await finish();
});

test('413 halves batches down to single events; what is too large alone is dropped with its reason', async (t) => {
  const { endpoint, page } = await visit(t);
  const finish = await watchLedger(page);
  endpoint.answer = ({ bytes }) => (bytes > 3000 ? 413 : 200);
  await make(page, 8, { pad: 'x'.repeat(700) });
  await make(page, 1, { from: 8, pad: 'x'.repeat(4000) });
  await ledgerWith(page, { accepted: 9, acknowledged: 8, queued: 0, dropped: { 'too large': 1 } });
  assertEachOnce(endpoint, 8);
  await finish();
});

test('a refusal for good is told in the ledger, on the console and with the next batch', async (t) => {
  const { endpoint, page } = await visit(t);
  endpoint.script.push(403);
  await make(page, 2);
  await ledgerWith(page, { queued: 0, dropped: { 'refused 403': 2 } });
  assert.match(page.seen.console.join(), /403/);
  await make(page, 1, { from: 2 });
  await ledgerWith(page, { accepted: 3, acknowledged: 1, queued: 0 });
  const { ledger } = JSON.parse(endpoint.requests.at(-1).text);
  assert.deepEqual(ledger.dropped, { 'refused 403': 2 });
});

// --- the network ---------------------------------------------------------------------------------------------

test('what is made offline is delivered online, in order', async (t) => {
  const { endpoint, context, page } = await visit(t);
  const finish = await watchLedger(page);
  await context.setOffline(true);
  await make(page, 10);
  await ledgerWith(page, { accepted: 10, queued: 10 });
  await context.setOffline(false);
  await page.evaluate(() => navigator.onLine || window.dispatchEvent(new Event('online')));
  await ledgerWith(page, { acknowledged: 10, queued: 0 });
  assertEachOnce(endpoint, 10);
  assert.deepEqual(endpoint.events().map(({ traits: { n } }) => n), [...Array(10).keys()]);
  await finish();
});

test('an endpoint whose answers the page may not read is sent to again; no event gets a second id', async (t) => {
  const { endpoint, page } = await visit(t);
  endpoint.cors = false;
  await make(page, 3);
  await endpoint.request(2);
  assert.equal((await queuedIds(page)).length, 3, 'expected to keep what nobody is known to have taken');
  endpoint.cors = true;
  await ledgerWith(page, { acknowledged: 3, queued: 0 });
  assertEachOnce(endpoint, 3);
});

test('the default format asks for no preflight and sends no cookie, whatever the answers', async (t) => {
  const { endpoint, context, page } = await visit(t);
  endpoint.script.push(500, 'lost', 429, 413, 400);
  await make(page, 4);
  await ledgerWith(page, { queued: 0 });
  assert.ok(endpoint.requests.length > 5);
  assert.equal(endpoint.count('OPTIONS'), 0, 'expected no preflight');
  for (const { headers } of endpoint.requests) {
    assert.match(headers['content-type'], /^text\/plain/);
    assert.equal(headers.cookie, undefined);
  }
  assert.deepEqual(await context.cookies(), [], 'expected no cookie to have been set');
});

// --- the clock -----------------------------------------------------------------------------------------------

// A clock that is off, and that the test can set: window.setClock(ms from the true time).
const odd = (off) => `
  let off = ${off};
  const { now } = Date;
  window.setClock = (value) => { off = value; };
  Date.now = () => now() + off;
  Date = new Proxy(Date, { construct: (real, args) => (args.length ? new real(...args) : new real(now() + off)) });
`;
const year = 365 * 24 * 3600_000;

for (const [what, off] of Object.entries({ 'a year slow': -year, 'a year fast': year })) {
  test(`of a clock that is ${what}, sentAt tells by how much: times are right to a second`, async (t) => {
    const { site, endpoint } = await startDelivery(t, { delivery: { ...quick, batchDelay: '300ms' } });
    const context = await browser.visitor(t);
    await context.addInitScript(odd(off));
    const page = await browser.open(context, site.origin);
    await started(page);
    const made = Date.now();
    await make(page, 1);
    await endpoint.all(1);
    const received = Date.now();
    const { batch, text } = endpoint.requests[0];
    const corrected = Date.parse(batch[0].timestamp) + received - Date.parse(JSON.parse(text).sentAt);
    assert.ok(Math.abs(Date.parse(batch[0].timestamp) - off - made) < 60_000, 'expected the wrong clock to be in use');
    assert.ok(corrected >= made - 1000 && corrected <= received, `expected ${made} to ${received}, is ${corrected}`);
  });
}

// A page whose clock can be set, which has sent an event.
async function oneEvent(t) {
  const { site, endpoint } = await startDelivery(t);
  const context = await browser.visitor(t);
  await context.addInitScript(odd(0));
  const page = await browser.open(context, site.origin);
  await started(page);
  await make(page, 1);
  await endpoint.all(1);
  return { endpoint, page };
}

for (const [what, jump] of Object.entries({ 'back by an hour': -3600_000, 'ahead by a year': year })) {
  test(`a clock that is set ${what} while the page is open changes no order and no distance`, async (t) => {
    const { endpoint, page } = await oneEvent(t);
    await page.evaluate((jump) => window.setClock(jump), jump);
    await make(page, 1, { from: 1 });
    await endpoint.all(2);
    const [first, second] = endpoint.events().map(({ timestamp }) => Date.parse(timestamp));
    assert.ok(second >= first && second - first < 60_000, `expected the second after the first, ${second - first} ms`);
    for (const { text } of endpoint.requests) assert.ok(Math.abs(Date.parse(JSON.parse(text).sentAt) - Date.now()) < 60_000);
  });
}

test('a machine that slept for an hour goes on with the hour over', async (t) => {
  const { endpoint, page } = await oneEvent(t);
  await page.evaluate(() => window.setClock(3600_000)); // as after a sleep that performance.now() did not see
  await make(page, 1, { from: 1 });
  await endpoint.all(2);
  const [first, second] = endpoint.events().map(({ timestamp }) => Date.parse(timestamp));
  assert.ok(second - first >= 3600_000 && second - first < 3660_000, `expected an hour, is ${second - first} ms`);
});

// --- canvass('status') ---------------------------------------------------------------------------------------

test('status says where every event is, to a function or on the console', async (t) => {
  const { endpoint, page } = await visit(t, { delivery: never });
  await make(page, 2);
  const now = await status(page);
  assertBalanced(now);
  assert.equal(now.ledger.queued, 2);
  assert.equal(now.ledger.lead, true);
  assert.equal(now.endpoint, endpoint.url);
  assert.equal(now.format, 'segment');
  const printed = page.waitForEvent('console', { predicate: (message) => message.text().includes('2 waiting') });
  await page.evaluate(() => window.canvass('status'));
  assert.match((await printed).text(), /^Canvass: 2 events = 0 acknowledged, 2 waiting/);
});
