// Storage that is full, or denied, or gone with the window: events are kept in memory then, sent all the same, and the
// ledger says so.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { button, cell, clickOn, question, useBrowser } from './support/browser.mjs';
import { now, nps } from './support/config.mjs';
import { assertEachOnce, ledgerWith, make, queuedIds, startDelivery, watchLedger } from './support/delivery.mjs';

const browser = useBrowser(before, after);

async function visit(t, { init, ...options } = {}) {
  const delivery = await startDelivery(t, options);
  const context = await browser.visitor(t, { init });
  const page = await browser.open(context, delivery.site.origin);
  await ledgerWith(page, { lead: true });
  return { ...delivery, context, page };
}

// To the last character.
const fill = (page) =>
  page.evaluate(() => {
    let piece = 'x'.repeat(1 << 20);
    for (let n = 0; piece.length > 0; n++) {
      try {
        localStorage.setItem(`other ${n}`, piece);
      } catch {
        piece = piece.slice(0, piece.length >> 1);
      }
    }
  });

test('with storage filled to the brim, events wait in memory, are counted there, and are delivered', async (t) => {
  const { endpoint, page } = await visit(t);
  const finish = await watchLedger(page);
  endpoint.answer = 503;
  await make(page, 2);
  await ledgerWith(page, { queued: 2, memoryOnly: 0 });
  await fill(page);
  await make(page, 5, { from: 2, pad: 'x'.repeat(500) });
  await ledgerWith(page, { accepted: 7, queued: 7, memoryOnly: 5 });
  assert.equal((await queuedIds(page)).length, 2);
  endpoint.answer = 200;
  await ledgerWith(page, { accepted: 7, acknowledged: 7, queued: 0, memoryOnly: 0 });
  assertEachOnce(endpoint, 7);
  assert.match(page.seen.console.join(), /stor/, 'expected the console to say so');
  await finish();
});

test('what was stored before storage was full is delivered by the next visit', async (t) => {
  const { endpoint, context, site, page } = await visit(t);
  endpoint.answer = 503;
  await make(page, 2);
  await ledgerWith(page, { queued: 2, memoryOnly: 0 });
  await fill(page);
  await page.close();
  endpoint.answer = 200;
  const next = await browser.open(context, site.origin);
  await endpoint.all(2);
  await ledgerWith(next, { lead: true, queued: 0 });
  assertEachOnce(endpoint, 2);
});

const denied = {
  'storage that throws when it is touched': () => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      });
    }
  },
  'storage that is null': () => {
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: () => null });
  },
  'storage that takes nothing, as private windows once had': () => {
    Storage.prototype.setItem = () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    };
  },
};

for (const [what, init] of Object.entries(denied)) {
  test(`with ${what} a survey is answered and delivered`, async (t) => {
    const { endpoint, page } = await visit(t, { init, surveys: [nps({ ...now, frequency: 'once' })] });
    await clickOn(page, cell(page, 9));
    await question(page, /main reason/).waitFor();
    await clickOn(page, button(page, 'Send'));
    await endpoint.event('Survey Completed');
    await ledgerWith(page, { queued: 0, dropped: {} });
    assert.deepEqual(
      endpoint.events().map(({ event }) => event),
      ['Survey Shown', 'Survey Answered', 'Survey Completed'],
    );
    assert.deepEqual(page.seen.errors, []);
  });
}

// Every visitor of these tests is one in a private window (a browser context of its own, which is never written to disk).
test('in a private window everything works; when it is closed nothing is left', async (t) => {
  const { endpoint, context, site, page } = await visit(t);
  await make(page, 2);
  await ledgerWith(page, { acknowledged: 2, memoryOnly: 0 });
  await context.close();
  const later = await browser.visit(t, site.origin);
  await ledgerWith(later, { lead: true, accepted: 0, queued: 0 });
  assertEachOnce(endpoint, 2);
});

test('storage that another script empties loses nothing that is still in memory', async (t) => {
  const { endpoint, page } = await visit(t);
  endpoint.answer = 503;
  await make(page, 3);
  await ledgerWith(page, { queued: 3 });
  await page.evaluate(() => localStorage.clear());
  endpoint.answer = 200;
  await endpoint.all(3);
  await ledgerWith(page, { queued: 0 });
  assertEachOnce(endpoint, 3);
});
