// The module comes in parts: all but the first only where something of them is called
// (web/tools/split.mjs; tests/cli/parts.test.mjs has every order).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertUnharmed, button, cell, clickOn, dialog, question, settled, useBrowser } from './support/browser.mjs';
import { ces, config, nps, npsQuestion, now, tip } from './support/config.mjs';
import { page as plain, startSite } from './support/site.mjs';
import { eventually } from './support/wait.mjs';

const browser = useBrowser(before, after);
const matrix = { id: 'rows', type: 'matrix', text: 'How are we doing?', rows: [{ id: 'speed', text: 'Speed' }, { id: 'care', text: 'Care' }] };

async function siteWith(t, surveys, guides = [], more = {}) {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys, guides, delivery: undefined, ...more }));
  site.put('/', plain({ body: '<h1>A page</h1><button id="anchor">Save</button>' }));
  return site;
}
// The parts but for the first, by name.
const loads = (page) => page.seen.requests.flatMap((url) => url.match(/(?<=canvass\.)\w+(?=\.wasm$)/) ?? []).map(String).sort();

test('an ordinary survey, from the first question to the thanks and the next page, needs only the first part', async (t) => {
  const site = await siteWith(t, [nps(now), ces()]);
  const page = await browser.visit(t, site.origin);
  await clickOn(page, cell(page, 9));
  await clickOn(page, dialog(page).getByRole('textbox'));
  await page.keyboard.type('The glaze is lovely');
  await clickOn(page, button(page, 'Send'));
  await question(page, 'Thank you!').waitFor();
  await clickOn(page, button(page, 'Close'));
  await settled(page);
  await page.evaluate(() => window.canvass('show', 'ces'));
  await clickOn(page, cell(page, 6));
  await dialog(page).waitFor({ state: 'detached' });
  await settled(page);
  assert.deepEqual(loads(page), [], 'expected no request for another part');
  await assertUnharmed(page);
});

test('so does one in another language, with its words', async (t) => {
  const site = await siteWith(t, [nps(now)]);
  site.put('/', plain({ lang: 'ru' }));
  const page = await browser.visit(t, site.origin);
  await clickOn(page, cell(page, 9));
  await button(page, 'Отправить').waitFor();
  await site.endpoint.event('Survey Answered');
  assert.deepEqual(loads(page), [], 'expected no request for another part');
  await assertUnharmed(page);
});

test('a configuration that needs the third part loads it once, before anything shows', async (t) => {
  const site = await siteWith(t, [{ id: 'm', ...now, questions: [matrix] }]);
  const page = await browser.visit(t, site.origin);
  await question(page, 'How are we doing?').waitFor();
  assert.deepEqual(loads(page), ['more']);
  await assertUnharmed(page);
});

test('when the third part is needed in the middle of a survey, nothing is lost, shown or sent twice', async (t) => {
  const site = await siteWith(t, [nps(now)]);
  const page = await browser.visit(t, site.origin);
  await clickOn(page, cell(page, 3));
  await question(page, /main reason/).waitFor();
  await clickOn(page, dialog(page).getByRole('textbox'));
  await page.keyboard.type('Too slow');
  assert.deepEqual(loads(page), []);

  const explained = await page.evaluate(() => new Promise((done) => window.canvass('explain', 'nps', done)));
  assert.equal(explained.id, 'nps');
  assert.equal(explained.showing, true, 'expected the new instance to be where the old one was');
  assert.deepEqual(loads(page), ['more']);
  assert.equal(await dialog(page).getByRole('textbox').inputValue(), 'Too slow');
  await page.keyboard.type(' today');
  await clickOn(page, button(page, 'Send'));
  await question(page, 'Thank you!').waitFor();

  await site.endpoint.event('Survey Completed');
  const names = site.endpoint.events().map(({ event, properties }) => `${event} ${properties.value ?? ''}`.trim());
  assert.deepEqual(names, ['Survey Shown', 'Survey Answered 3', 'Survey Answered Too slow today', 'Survey Completed']);
  await assertUnharmed(page);
});

test('without the third part there is one sentence, and the page is unharmed', async (t) => {
  const site = await siteWith(t, [{ id: 'r', ...now, questions: [npsQuestion, { id: 'order', type: 'ranking', text: 'Which first?', options: ['A', 'B'] }] }]);
  site.lose('/canvass.more.wasm');
  const page = await browser.visit(t, site.origin);
  await eventually('a sentence on the console', () => page.seen.console.length > 0);
  assert.equal(page.seen.console.length, 1);
  assert.match(page.seen.console[0], /canvass\.more\.wasm is missing/);
  assert.deepEqual(page.seen.errors, []);
  assert.equal(await dialog(page).count(), 0);
});

test('a page with guides loads what these need, before it knows that it must wait for it, and nothing else', async (t) => {
  const site = await siteWith(t, [nps()], [tip(now)]);
  const page = await browser.visit(t, site.origin);
  await clickOn(page, button(page, 'Got it'));
  await dialog(page).waitFor({ state: 'detached' });
  await page.evaluate(() => window.canvass('track', 'ask_nps'));
  await clickOn(page, cell(page, 9));
  await site.endpoint.event('Survey Answered');
  assert.deepEqual(loads(page), ['guides', 'shared']);
  await assertUnharmed(page);
});

test('when a page with guides comes to need the third part as well, nothing is lost, shown or sent twice', async (t) => {
  const site = await siteWith(t, [nps()], [tip(now)]);
  const page = await browser.visit(t, site.origin);
  await button(page, 'Got it').waitFor();
  const explained = await page.evaluate(() => new Promise((done) => window.canvass('explain', 'tip', done)));
  assert.equal(explained.showing, true, 'expected the new instance to be where the old one was');
  await clickOn(page, button(page, 'Got it'));
  await dialog(page).waitFor({ state: 'detached' });
  await settled(page);
  assert.deepEqual(site.endpoint.events().map(({ event }) => event).sort(), ['Guide Completed', 'Guide Shown']);
  assert.deepEqual(loads(page), ['guides', 'more', 'shared']);
  await assertUnharmed(page);
});

test('when both are needed from the start, everything shows', async (t) => {
  const site = await siteWith(t, [{ id: 'm', triggers: [{ event: 'ask_matrix' }], questions: [matrix] }], [tip(now)]);
  const page = await browser.visit(t, site.origin);
  await clickOn(page, button(page, 'Got it'));
  await page.evaluate(() => window.canvass('track', 'ask_matrix'));
  await question(page, 'How are we doing?').waitFor();
  assert.deepEqual(loads(page), ['guides', 'more', 'shared']);
  await assertUnharmed(page);
});

const dead = { title: 'A tip', text: 'It does nothing.', button: 'I see' };

test('a page with signals loads what these need, and nothing of guides', async (t) => {
  const site = await siteWith(t, [nps({ triggers: [{ signal: 'dead', on: '#anchor' }] })], [], { signals: { dead: { within: '500ms' } } });
  const page = await browser.visit(t, site.origin);
  await settled(page);
  await clickOn(page, page.locator('#anchor'));
  await cell(page, 9).waitFor();
  await site.endpoint.event('Signal Noticed');
  assert.deepEqual(loads(page), ['shared', 'signals']);
  await assertUnharmed(page);
});

test('a page with journeys loads what these need, and nothing of signals and guides', async (t) => {
  const journeys = [{ id: 'buy', start: { page: '/' }, finish: { event: 'bought' } }];
  const site = await siteWith(t, [nps(now)], [], { journeys });
  const page = await browser.visit(t, site.origin);
  await cell(page, 9).waitFor();
  await page.evaluate(() => window.canvass('track', 'bought'));
  await site.endpoint.event('Journey Finished');
  assert.deepEqual(loads(page), ['journeys', 'shared']);
  await assertUnharmed(page);
});

test('a tip that a signal calls for shows, with nothing else loaded', async (t) => {
  const help = tip({ triggers: [{ signal: 'dead', on: '#anchor' }], ...dead });
  const site = await siteWith(t, [nps()], [help], { signals: { dead: { within: '500ms' } } });
  const page = await browser.visit(t, site.origin);
  await settled(page);
  await clickOn(page, page.locator('#anchor'));
  await clickOn(page, button(page, 'I see'));
  await site.endpoint.event('Signal Noticed');
  assert.deepEqual(loads(page), ['guides', 'shared', 'signals']);
  await assertUnharmed(page);
});

for (const part of ['guides', 'shared', 'more']) {
  test(`canvass.${part}.wasm is not run unless it is the one that was built`, async (t) => {
    const site = await siteWith(t, [{ id: 'm', ...now, questions: [matrix] }], [tip()]);
    site.put(`/canvass.${part}.wasm`, 'not what was built', { headers: { 'content-type': 'application/wasm' } });
    const page = await browser.visit(t, site.origin);
    await eventually('a sentence on the console', () => page.seen.console.length > 0);
    assert.equal(page.seen.console.length, 1);
    assert.match(page.seen.console[0], new RegExp(`canvass\\.${part}\\.wasm is missing, or not the one`));
    assert.deepEqual(page.seen.errors, []);
    assert.equal(await dialog(page).count(), 0);
  });
}
