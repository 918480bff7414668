// Many tabs, one sender: of all the tabs of a visitor the one that holds the lead sends, for all. When it is closed, put
// aside or stuck, another does. Where tabs cannot agree, each sends for itself.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { started, useBrowser } from './support/browser.mjs';
import { assertBalanced, assertEachOnce, crash, ledgerWith, make, never, queuedIds, quick, startDelivery, status } from './support/delivery.mjs';
import { page as plain } from './support/site.mjs';
import { eventually } from './support/wait.mjs';

const browser = useBrowser(before, after);
const remembering = useBrowser(before, after, { ignoreDefaultArgs: ['--disable-back-forward-cache'] });

async function openTabs(t, count, { init, ...options } = {}) {
  const delivery = await startDelivery(t, options);
  const context = await browser.visitor(t, { init });
  const senders = new Set(); // numbers of the tabs that have sent anything
  const tabs = [];
  for (let number = 0; number < count; number++) {
    const tab = await browser.open(context, delivery.site.origin);
    tab.on('request', (request) => request.url() === delivery.endpoint.url && senders.add(number));
    await started(tab);
    tabs.push(tab);
  }
  return { ...delivery, context, tabs, senders };
}

const leads = (tab) => status(tab).then(({ ledger }) => ledger.lead);
const leading = (tab) => ledgerWith(tab, { lead: true });
const drained = (tab) => eventually('nothing left in storage', async () => (await queuedIds(tab)).length === 0);

const withoutLocks = () => {
  delete Navigator.prototype.locks;
};

// --- one sends -----------------------------------------------------------------------------------------------

test('20 tabs with 2,000 events: every one delivered once, by one tab, one request at a time', async (t) => {
  const { endpoint, tabs, senders } = await openTabs(t, 20);
  await leading(tabs[0]);
  await Promise.all(tabs.map((tab, number) => make(tab, 100, { from: number * 100, who: `tab ${number}` })));
  await eventually('2,000 events', () => endpoint.countOf('identify') >= 2000);
  await drained(tabs[0]);
  assertEachOnce(endpoint, 2000);
  assert.deepEqual([...senders], [0], 'expected one tab to send');
  assert.equal(endpoint.peak, 1, 'expected one request at a time');
  const ledgers = [];
  for (const tab of tabs) {
    await ledgerWith(tab, { queued: 0 });
    ledgers.push((await status(tab)).ledger);
  }
  assert.deepEqual(ledgers.map(({ lead }) => lead), tabs.map((_, number) => number === 0));
  const acknowledged = ledgers.reduce((sum, ledger) => sum + ledger.acknowledged, 0);
  assert.equal(acknowledged, 2000, 'expected every event to be acknowledged in one ledger');
});

test('what another tab stores is sent by the tab that leads, and both ledgers say so', async (t) => {
  const { endpoint, tabs, senders } = await openTabs(t, 2);
  const [leader, other] = tabs;
  await leading(leader);
  assert.equal(await leads(other), false);
  await make(other, 3);
  await ledgerWith(leader, { accepted: 3, acknowledged: 3, queued: 0 });
  await ledgerWith(other, { accepted: 0, queued: 0, passed: 3 });
  assertEachOnce(endpoint, 3);
  assert.deepEqual([...senders], [0]);
});

test('a visitor with one tab is not kept waiting: it leads at once', async (t) => {
  const { endpoint, tabs } = await openTabs(t, 1);
  await make(tabs[0], 1);
  await endpoint.all(1);
  await leading(tabs[0]);
});

// --- another takes over --------------------------------------------------------------------------------------

const ends = {
  'is closed': (context, tab) => tab.close(),
  'is killed': crash,
  'goes to a page without Canvass': (context, tab) => tab.goto(`${new URL(tab.url()).origin}/plain`),
};

for (const [how, end] of Object.entries(ends)) {
  test(`when the tab that leads ${how}, another does, with all that was left`, async (t) => {
    const { site, endpoint, context, tabs } = await openTabs(t, 3, { delivery: { ...quick, timeout: '1h' } });
    site.put('/plain', plain({ script: '' }));
    const [leader, ...others] = tabs;
    await leading(leader);
    endpoint.answer = 'hang'; // it has a request on its way when it ends
    await make(leader, 5);
    await endpoint.request(1);
    endpoint.answer = 200;
    await end(context, leader);
    await Promise.all(others.map((tab, number) => make(tab, 5, { from: 5 + number * 5 })));
    await endpoint.all(15);
    await drained(others[0]);
    assertEachOnce(endpoint, 15);
    const both = await Promise.all(others.map(leads));
    assert.equal(both.filter(Boolean).length, 1, 'expected one of those that are left to lead');
    for (const tab of others) assertBalanced(await status(tab));
  });
}

// The browser says so on the document, and not to the window.
test('a tab that the browser freezes gives up the lead, and asks for it again when it goes on', async (t) => {
  const { endpoint, tabs } = await openTabs(t, 2);
  const [leader, other] = tabs;
  await leading(leader);
  await leader.evaluate(() => document.dispatchEvent(new Event('freeze')));
  await leading(other);
  await ledgerWith(leader, { lead: false });
  await make(other, 3);
  await endpoint.all(3);
  await leader.evaluate(() => document.dispatchEvent(new Event('resume')));
  await make(leader, 3, { from: 3 });
  await endpoint.all(6);
  assertEachOnce(endpoint, 6);
  await other.close();
  await leading(leader);
});

test('the lead is taken from a tab that has done nothing for a minute', async (t) => {
  // Its timers and its requests stop when the test says so; the other's clock can be put forward.
  const init = () => {
    const { setTimeout, fetch } = window;
    let stuck = false;
    window.stick = () => {
      stuck = true;
    };
    window.setTimeout = (...rest) => (stuck ? 0 : setTimeout(...rest));
    window.fetch = (...rest) => (stuck ? new Promise(() => undefined) : fetch(...rest));
    let ahead = 0;
    const clocks = [Date.now.bind(Date), performance.now.bind(performance)];
    Date.now = () => clocks[0]() + ahead;
    performance.now = () => clocks[1]() + ahead;
    window.pass = (ms) => {
      ahead += ms;
      window.canvass('track', 'time passes');
    };
  };
  const { endpoint, tabs } = await openTabs(t, 2, { init });
  const [stuck, other] = tabs;
  await leading(stuck);
  await stuck.evaluate(() => window.stick());
  await make(other, 3);
  await ledgerWith(other, { queued: 3, lead: false });
  assert.equal(endpoint.requests.length, 0);
  await other.evaluate(() => window.pass(10 * 60_000));
  await leading(other);
  await ledgerWith(stuck, { lead: false });
  await endpoint.all(3);
  await drained(other);
  assertEachOnce(endpoint, 3);
  await other.close();
  await leading(stuck); // it had asked again
});

test('timers that come a second late, as in a background tab, only make it later', async (t) => {
  const { endpoint, tabs } = await openTabs(t, 2, {
    init: () => {
      const { setTimeout } = window;
      window.setTimeout = (run, delay, ...rest) => setTimeout(run, Math.ceil((delay + 1) / 1000) * 1000, ...rest);
    },
  });
  await Promise.all(tabs.map((tab, number) => make(tab, 20, { from: number * 20 })));
  await endpoint.all(40);
  await drained(tabs[0]);
  assertEachOnce(endpoint, 40);
});

// As when the browser keeps the page for its back button: with a lock it would not.
test('a page that is put aside holds no lock, and leads again when it is shown again', async (t) => {
  const { endpoint, tabs } = await openTabs(t, 2);
  const [leader, other] = tabs;
  await leading(leader);
  const turn = (type) => leader.evaluate((type) => window.dispatchEvent(new PageTransitionEvent(type, { persisted: true })), type);
  await turn('pagehide');
  await leading(other);
  const { held, pending } = await leader.evaluate(() => navigator.locks.query());
  const mine = await leader.evaluate(() => navigator.locks.request('who am I', async () => {
    const { held } = await navigator.locks.query();
    return held.find(({ name }) => name === 'who am I').clientId;
  }));
  assert.deepEqual([...held, ...pending].filter(({ clientId }) => clientId === mine), [], 'expected no lock, and no wish for one');
  await turn('pageshow');
  await other.close();
  await leading(leader);
  await make(leader, 1);
  await endpoint.all(1);
});

test('the back button brings back the page as it was left, and it leads again', async (t) => {
  const { site, endpoint } = await startDelivery(t);
  site.put('/plain', plain({ script: '' }));
  const page = await remembering.visit(t, site.origin);
  await leading(page);
  await page.evaluate(() => window.addEventListener('pageshow', ({ persisted }) => (window.cameBack = persisted)));
  await page.goto(`${site.origin}/plain`);
  await page.evaluate(() => history.back());
  await eventually('the page', () => page.evaluate(() => location.pathname === '/' && typeof window.canvass === 'function').catch(() => false));
  const [back, why] = await page.evaluate(() => [
    window.cameBack,
    JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons),
  ]);
  // A browser may always think better of it, for want of memory say, but not because of us.
  if (!back) assert.doesNotMatch(String(why), /lock|unload/i);
  await leading(page);
  await make(page, 1);
  await endpoint.all(1);
});

// --- where tabs cannot agree ---------------------------------------------------------------------------------

test('without locks every tab sends for itself: nothing is lost, nothing counts twice', async (t) => {
  const { endpoint, tabs, senders } = await openTabs(t, 5, { init: withoutLocks });
  await Promise.all(tabs.map((tab, number) => make(tab, 50, { from: number * 50 })));
  await endpoint.all(250);
  await drained(tabs[0]);
  assertEachOnce(endpoint, 250);
  assert.equal(senders.size, 5);
  for (const tab of tabs) await ledgerWith(tab, { accepted: 50, acknowledged: 50, queued: 0, lead: true });
});

test('without locks, what a killed tab has left is delivered by the next', async (t) => {
  const { site, endpoint, configure, context, tabs } = await openTabs(t, 2, { init: withoutLocks, delivery: never });
  await make(tabs[0], 5);
  await ledgerWith(tabs[0], { queued: 5 });
  await crash(context, tabs[0]);
  configure(quick);
  const next = await browser.open(context, site.origin);
  await endpoint.all(5);
  await drained(next);
  assertEachOnce(endpoint, 5);
});

test('in a sandboxed frame, without storage and without locks, what is made is delivered', async (t) => {
  const { site, endpoint } = await startDelivery(t);
  site.headers['access-control-allow-origin'] = '*'; // to the frame, which is from nowhere, all of this is foreign
  site.put('/outside', plain({ script: '', body: '<iframe sandbox="allow-scripts" src="/"></iframe>' }));
  const page = await browser.visit(t, `${site.origin}/outside`);
  const frame = await eventually('the frame', () => page.frames().find((one) => one.url() === `${site.origin}/`));
  await frame.waitForFunction(() => typeof window.canvass === 'function');
  await make(frame, 3);
  await endpoint.all(3);
  const { ledger } = await ledgerWith(frame, { acknowledged: 3, queued: 0 });
  assert.equal(ledger.lead, true);
  assertEachOnce(endpoint, 3);
  assert.deepEqual(page.seen.errors, []);
});
