// The budget of doing nothing: once the outbox has drained, nothing runs while nobody does anything. A gate of
// `./dev check`, too.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { cell, clickOn, dialog, inPage, settled, useBrowser } from './support/browser.mjs';
import { config, nps, tip } from './support/config.mjs';
import { page as plain, startSite } from './support/site.mjs';

const browser = useBrowser(before, after);

for (const [state, show] of [
  ['with nothing showing', null],
  ['with a survey open', 'nps'],
  ['with a tip open', 'tip'],
  ['with the text box focused', 'text'],
]) {
  test(`over five idle seconds ${state} there is no frame, no timer and no request`, async (t) => {
    const site = await startSite(t);
    site.put('/canvass.json', config({ surveys: [nps()], guides: [tip()] }));
    site.put('/', plain({ body: '<p id="anchor">Here</p>' }));
    const page = await browser.visit(t, site.origin);
    if (show) {
      await page.evaluate((id) => window.canvass('show', id), show === 'text' ? 'nps' : show);
      await dialog(page).waitFor();
      await site.endpoint.event(show === 'tip' ? 'Guide Shown' : 'Survey Shown');
    }
    if (show === 'text') {
      await clickOn(page, cell(page, 9));
      await clickOn(page, dialog(page).getByRole('textbox'));
      await site.endpoint.event('Survey Answered');
    }
    await settled(page);
    // requestIdleCallback and paint of what was asked for before the window opens.
    await page.evaluate(() => new Promise((done) => requestIdleCallback(() => done())));

    const read = () => inPage(page, (test) => ({ ...test.counts }));
    const from = await read();
    const requests = page.seen.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 5000)); // the measurement itself
    assert.deepEqual(await read(), from, 'expected no animation frame, no timer and no request in five seconds');
    assert.equal(page.seen.requests.length, requests, 'expected no request in five seconds');
    // But for the one after which a survey left alone counts as abandoned.
    const waits = await inPage(page, (test) => Array.from(test.pending.values(), ({ delay }) => delay));
    assert.ok(waits.length <= 1 && waits.every((delay) => delay > 20 * 60_000), `expected no timer to wait, but ${waits} ms`);
  });
}
