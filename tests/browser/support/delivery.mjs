// A site that asks nothing by itself, an endpoint that can fail in every way, and what their tests look at.
//
// Events are made with canvass('identify', …): one for every call whose traits are new.

import assert from 'node:assert/strict';

import { config, nps } from './config.mjs';
import { startEndpoint } from './endpoint.mjs';
import { page as plain, startSite } from './site.mjs';
import { eventually } from './wait.mjs';

export const quick = { batchDelay: '20ms', backoff: '50ms', backoffMax: '100ms', timeout: '1s' };
export const never = { ...quick, batchDelay: '1h', batchCount: 500, batchBytes: 400_000 }; // but when the page goes

export async function startDelivery(t, { delivery = quick, surveys = [nps()], ...more } = {}) {
  const [site, endpoint] = await Promise.all([startSite(t), startEndpoint(t)]);
  const configure = (options) =>
    site.put('/canvass.json', config({ endpoint: endpoint.url, surveys, guides: [], delivery: options, ...more }));
  configure(delivery);
  site.put('/', plain());
  return { site, endpoint, configure };
}

// `count` events from number `from` on, each with `more` in its traits.
export const make = (page, count, { from = 0, who = 'v', ...more } = {}) =>
  page.evaluate(
    ([count, from, who, more]) => {
      for (let n = from; n < from + count; n++) window.canvass('identify', who, { n, ...more });
    },
    [count, from, who, more],
  );

// The ids that are in storage, not acknowledged.
export const queuedIds = (page) =>
  page.evaluate(() => Object.keys(localStorage).flatMap((key) => /^canvass:q:(.*)/.exec(key)?.[1] ?? []).sort());

export const status = (page) => page.evaluate(() => new Promise((done) => window.canvass('status', done)));

export function assertBalanced({ ledger }) {
  const { accepted, acknowledged, queued, dropped } = ledger;
  const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  assert.equal(accepted, acknowledged + queued + lost, `expected a ledger that balances: ${JSON.stringify(ledger)}`);
}

// Reads the ledger now, and whenever anything is sent, answered or stored from now on; finish() says what the last one
// was, once all of them balanced.
export async function watchLedger(page) {
  await page.evaluate(() => {
    const ledgers = [];
    const read = () => window.canvass('status', ({ ledger }) => ledgers.push(ledger));
    window.canvass('on', 'effect', ({ fx }) => /^(send|store|abort)$/.test(fx) && read());
    window.canvass('on', 'input', ({ ev }) => ev === 'response' && read());
    window[Symbol.for('canvass.ledgers')] = ledgers;
    read();
  });
  return async () => {
    const last = await status(page);
    const ledgers = await page.evaluate(() => window[Symbol.for('canvass.ledgers')]);
    assert.ok(ledgers.length > 1, 'expected the ledger to have been read on the way');
    for (const ledger of [...ledgers, last.ledger]) assertBalanced({ ledger });
    return last.ledger;
  };
}

// Waits until the ledger is as wanted: by numbers, and by a function of the whole status.
export const ledgerWith = (page, wanted) =>
  eventually(`a ledger with ${JSON.stringify(wanted)}`, async () => {
    const now = await status(page);
    assertBalanced(now);
    return Object.entries(wanted).every(([key, value]) => JSON.stringify(now.ledger[key]) === JSON.stringify(value)) && now;
  });

// The renderer dies as it stands: no event of the page runs any more.
export async function crash(context, page) {
  const session = await context.newCDPSession(page);
  const dead = new Promise((crashed) => page.once('crash', crashed));
  session.send('Page.crash').catch(() => undefined); // it cannot answer any more
  await dead;
}

// `count` events were taken, and after taking out what was sent twice, none is missing and none is there twice.
export function assertEachOnce(endpoint, count, traits = (n) => n) {
  const numbers = endpoint.events().filter((event) => event.type === 'identify').map(({ traits: { n } }) => n);
  assert.equal(new Set(numbers).size, numbers.length, 'expected no event twice under different ids');
  assert.deepEqual(
    numbers.sort((a, b) => a - b),
    Array.from({ length: count }, (_, n) => traits(n)),
    'expected every event',
  );
}
