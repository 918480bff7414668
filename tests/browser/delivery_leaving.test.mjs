// A page may go at any moment: politely, with a last chance to send, or killed as it stands. Either way every event is
// delivered, by the next visit at the latest.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { useBrowser } from './support/browser.mjs';
import { assertEachOnce, crash, ledgerWith, make, never, queuedIds, quick, startDelivery } from './support/delivery.mjs';
import { page as plain } from './support/site.mjs';
import { eventually } from './support/wait.mjs';

const browser = useBrowser(before, after);

const inFlight = { ...quick, timeout: '1h' };

async function arrive(t, { init, ...options } = {}) {
  const delivery = await startDelivery(t, options);
  const context = await browser.visitor(t, { init });
  const page = await browser.open(context, delivery.site.origin);
  await ledgerWith(page, { lead: true }); // until then it would send nothing
  return { ...delivery, context, page };
}

// The next visit, in the same browser, of a page that sends at once.
async function comeBack({ context, site, configure, endpoint }) {
  configure(quick);
  endpoint.answer = 200;
  return browser.open(context, site.origin);
}

// --- left politely -------------------------------------------------------------------------------------------

const limit = { bytes: 60 * 1024, requests: 9 };

// Keeps the size of every body that is sent with keepalive, for the next page of this site to read.
function noteKeepalive() {
  const { fetch } = window;
  window.fetch = (url, options) => {
    if (options?.keepalive) {
      const sizes = JSON.parse(localStorage.getItem('test keepalive') ?? '[]');
      localStorage.setItem('test keepalive', JSON.stringify([...sizes, new TextEncoder().encode(options.body).length]));
    }
    return fetch(url, options);
  };
}

// Leaves with `count` events waiting while the endpoint answers nothing, and gives the sizes of the requests that the page
// sent on leaving. Then everything is there after one more visit.
async function leave(t, count, pad, go, delivery = {}) {
  const visit = await arrive(t, { delivery: { ...never, timeout: '1h', ...delivery }, init: noteKeepalive });
  const { endpoint, site, configure, context, page } = visit;
  site.put('/plain', plain({ script: '' }));
  const plainPage = await browser.open(context, `${site.origin}/plain`);
  endpoint.answer = 'hold';
  await make(page, count, { pad });
  await eventually(`${count} events in storage`, async () => (await queuedIds(page)).length === count);
  await go(page);
  const sizes = await eventually('what was sent on leaving', () =>
    plainPage.evaluate(() => JSON.parse(localStorage.getItem('test keepalive'))),
  );
  await endpoint.request(1);
  endpoint.answer = 200;
  endpoint.release();
  configure({ ...delivery, ...quick });
  const next = await browser.open(context, site.origin);
  await endpoint.all(count);
  await ledgerWith(next, { lead: true, queued: 0 });
  assertEachOnce(endpoint, count);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(bytes <= limit.bytes, `expected at most ${limit.bytes} bytes in flight, were ${bytes}`);
  assert.ok(sizes.length <= limit.requests, `expected at most ${limit.requests} requests in flight, were ${sizes.length}`);
  return { ...visit, sizes, bytes };
}

const ways = {
  'to another site': (page) => page.goto('about:blank'),
  'by closing the tab': (page) => page.close(),
};

for (const [way, go] of Object.entries(ways)) {
  for (const [what, pad] of Object.entries({ '': 'x'.repeat(2700), ', in characters of three bytes,': '☃'.repeat(900) })) {
    test(`30 events of 3 KB${what} when the page is left ${way}: within the browser's quota, 30 of 30 by the next visit`, async (t) => {
      const { bytes } = await leave(t, 30, pad, go);
      assert.ok(bytes > limit.bytes * 0.9, `expected the quota to be used, were ${bytes} bytes`);
    });
  }
}

test('batches that are large are not sent on leaving beyond the quota, whatever their limit', async (t) => {
  const { sizes, bytes } = await leave(t, 30, 'x'.repeat(2700), ways['to another site'], { batchCount: 7 });
  assert.ok(sizes.length >= 2 && bytes > limit.bytes * 0.8, `were ${sizes}`);
});

test('many small batches when the page is left: nine requests and no more', async (t) => {
  const { sizes } = await leave(t, 40, 'x'.repeat(600), ways['to another site'], { batchBytes: 1000 });
  assert.equal(sizes.length, limit.requests);
});

// As when the visitor goes to another tab: this browser has no windows that could be covered.
function setVisibility(page, state) {
  return page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    Object.defineProperty(document, 'hidden', { value: state === 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, state);
}

for (const format of ['otlp', 'ndjson']) {
  test(`the form "${format}" keeps to the quota on leaving as well, and arrives whole`, async (t) => {
    const { endpoint } = await leave(t, 30, 'я"\\'.repeat(500), ways['to another site'], { format });
    assert.equal(endpoint.count('OPTIONS') > 0, format === 'otlp', 'expected a preflight where the content type asks for one');
  });
}

test('hiding the page sends; what does not arrive then is kept and sent the next time', async (t) => {
  const { endpoint, page } = await arrive(t, { delivery: never });
  await make(page, 1);
  endpoint.script.push('reset');
  await setVisibility(page, 'hidden');
  await eventually('the failure to be noted', () => page.evaluate(() => localStorage.getItem('canvass:wait')));
  await setVisibility(page, 'visible');
  await ledgerWith(page, { queued: 1, acknowledged: 0 });
  await setVisibility(page, 'hidden');
  await ledgerWith(page, { queued: 0, acknowledged: 1 });
  assertEachOnce(endpoint, 1);
});

test('what the browser refuses to send for a page that goes is sent without keepalive later', async (t) => {
  const { endpoint, page } = await arrive(t, {
    init: () => {
      const { fetch } = window;
      window.refused = 0;
      window.fetch = (url, options) => {
        if (!options?.keepalive) return fetch(url, options);
        window.refused += 1;
        return Promise.reject(new TypeError('Failed to fetch')); // as when too much is in flight
      };
    },
  });
  await page.evaluate(() => {
    window.canvass('identify', 'v', { n: 0 });
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
  });
  await ledgerWith(page, { queued: 0, acknowledged: 1 });
  assert.ok(await page.evaluate(() => window.refused > 0), 'expected a request with keepalive first');
  assertEachOnce(endpoint, 1);
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

// --- killed as it stands -------------------------------------------------------------------------------------

async function assertRecovered(visit, count) {
  await crash(visit.context, visit.page);
  const page = await comeBack(visit);
  await visit.endpoint.all(count);
  await ledgerWith(page, { lead: true, queued: 0 });
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
