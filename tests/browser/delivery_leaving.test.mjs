// A page may go at any moment: politely, with a last chance to send, or killed as it stands. Either way every event is
// delivered, by the next visit at the latest.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { started, useBrowser } from './support/browser.mjs';
import { assertEachOnce, crash, ledgerWith, make, never, queuedIds, quick, startDelivery } from './support/delivery.mjs';
import { eventually } from './support/wait.mjs';

const browser = useBrowser(before, after);

const inFlight = { ...quick, timeout: '1h' };

async function arrive(t, { init, ...options } = {}) {
  const delivery = await startDelivery(t, options);
  const context = await browser.visitor(t, { init });
  const page = await browser.open(context, delivery.site.origin);
  await started(page);
  return { ...delivery, context, page };
}

// The next visit, in the same browser, of a page that sends at once.
async function comeBack({ context, site, configure, endpoint }) {
  configure(quick);
  endpoint.answer = 200;
  const page = await browser.open(context, site.origin);
  await started(page);
  return page;
}

// --- left politely -------------------------------------------------------------------------------------------

const limit = { bytes: 60 * 1024, requests: 9 };

// Every request is unanswered until release(), and those that are not keepalive are cut off with their page.
async function leaveWith(t, count, pad, go, delivery = never) {
  const visit = await arrive(t, { delivery });
  const { endpoint, page } = visit;
  endpoint.answer = 'hold';
  await make(page, count, { pad });
  await eventually(`${count} events in storage`, async () => (await queuedIds(page)).length === count);
  await go(page);
  return visit;
}

async function assertAllArrive(visit, count) {
  const { endpoint } = visit;
  endpoint.release();
  const page = await comeBack(visit);
  await endpoint.all(count);
  await ledgerWith(page, { queued: 0 });
  assertEachOnce(endpoint, count);
}

function assertWithinQuota({ peak, peakBytes }) {
  assert.ok(peakBytes <= limit.bytes, `expected at most ${limit.bytes} bytes in flight, were ${peakBytes}`);
  assert.ok(peak <= limit.requests, `expected at most ${limit.requests} requests in flight, were ${peak}`);
}

const ways = {
  'to another site': (page) => page.goto('about:blank'),
  'by closing the tab': (page) => page.close(),
};
const wide = '☃'; // three bytes of UTF-8

for (const [way, go] of Object.entries(ways)) {
  for (const [what, pad] of Object.entries({ '': 'x'.repeat(2700), ', in characters of three bytes,': wide.repeat(900) })) {
    test(`30 events of 3 KB${what} when the page is left ${way}: within the browser's quota, 30 of 30 by the next visit`, async (t) => {
      const visit = await leaveWith(t, 30, pad, go);
      const { endpoint } = visit;
      await eventually('most of the quota in use', () => endpoint.peakBytes > limit.bytes * 0.8);
      assert.ok(endpoint.count_of('identify') < 30, 'expected the rest to be left for the next visit');
      assertWithinQuota(endpoint);
      await assertAllArrive(visit, 30);
      assertWithinQuota(endpoint);
    });
  }
}

test('many small batches when the page is left: never more than nine requests at once', async (t) => {
  const visit = await leaveWith(t, 40, 'x'.repeat(600), ways['to another site'], { ...never, batchBytes: 1000 });
  const { endpoint } = visit;
  await eventually('all the requests that may be', () => endpoint.peak === limit.requests);
  assertWithinQuota(endpoint);
  await assertAllArrive(visit, 40);
});

test('hiding the page sends, and what fails in the background is sent again once it shows', async (t) => {
  const { endpoint, page } = await arrive(t, { delivery: never });
  await make(page, 1);
  endpoint.script.push('reset');
  await setVisibility(page, 'hidden');
  await endpoint.request(1);
  await setVisibility(page, 'visible');
  await endpoint.all(1);
  await ledgerWith(page, { queued: 0, acknowledged: 1 });
});

test('pagehide is heard where it is fired, on the window, also where no visibilitychange comes', async (t) => {
  const { endpoint, page } = await arrive(t, {
    delivery: never,
    init: () => document.addEventListener('visibilitychange', (event) => event.stopImmediatePropagation(), true),
  });
  await make(page, 1);
  await page.goto('about:blank');
  await endpoint.all(1);
});

// As when the visitor goes to another tab: this browser has no windows that could be covered.
function setVisibility(page, state) {
  return page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    Object.defineProperty(document, 'hidden', { value: state === 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, state);
}

// --- killed as it stands -------------------------------------------------------------------------------------

async function assertRecovered(visit, count) {
  await crash(visit.context, visit.page);
  const page = await comeBack(visit);
  await visit.endpoint.all(count);
  await ledgerWith(page, { queued: 0 });
  assertEachOnce(visit.endpoint, count);
}

test('a tab that is killed before it sends loses nothing', async (t) => {
  const visit = await arrive(t, { delivery: never });
  await make(visit.page, 3);
  await ledgerWith(visit.page, { queued: 3 });
  assert.equal(visit.endpoint.requests.length, 0);
  await assertRecovered(visit, 3);
});

test('a tab that is killed while a request is on its way loses nothing', async (t) => {
  const visit = await arrive(t, { delivery: inFlight });
  visit.endpoint.answer = 'hang';
  await make(visit.page, 3);
  await visit.endpoint.request(1);
  await assertRecovered(visit, 3);
});

test('a tab that is killed after the server took the batch, before it said so, counts nothing twice', async (t) => {
  const visit = await arrive(t, { delivery: inFlight });
  visit.endpoint.answer = 'hold';
  await make(visit.page, 3);
  await visit.endpoint.all(1);
  await assertRecovered(visit, 3);
});

test('a tab that is killed after the acknowledgement, before it forgot the events, counts nothing twice', async (t) => {
  const visit = await arrive(t, {
    // What is asked for after the acknowledgement does not happen any more.
    init: () => {
      const { removeItem } = Storage.prototype;
      Storage.prototype.removeItem = function (key) {
        if (key.startsWith('canvass:q:') && !location.search) document.documentElement.dataset.reached = 'yes';
        else removeItem.call(this, key);
      };
    },
  });
  const { page, site, endpoint } = visit;
  await make(page, 3);
  await page.waitForSelector('[data-reached]');
  await endpoint.all(3);
  site.origin += '/?again';
  await assertRecovered(visit, 3);
  assert.ok(endpoint.taken().length > 3, 'expected them to have been sent again');
});

test('an event is stored before it is sent, and removed after it was acknowledged', async (t) => {
  const { endpoint, page } = await arrive(t);
  let stored = [];
  const looked = new Promise((resolve, reject) => {
    endpoint.script.push(({ batch }) => {
      queuedIds(page).then((ids) => {
        stored = ids;
        assert.deepEqual(batch.map(({ messageId }) => messageId).sort(), ids);
        endpoint.release();
        resolve();
      }, reject);
      return 'hold';
    });
  });
  await make(page, 2);
  await looked;
  assert.ok(stored.length > 0, 'expected them in storage while the request is on its way');
  await ledgerWith(page, { acknowledged: 2, queued: 0 });
  assert.deepEqual(await queuedIds(page), []);
});
