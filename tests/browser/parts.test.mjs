// The module comes in two parts, the second only where something of it is called (web/tools/split.mjs).

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertUnharmed, button, cell, clickOn, dialog, question, settled, useBrowser } from './support/browser.mjs';
import { ces, config, nps, npsQuestion, now } from './support/config.mjs';
import { page as plain, startSite } from './support/site.mjs';
import { eventually } from './support/wait.mjs';

const browser = useBrowser(before, after);
const second = /canvass\.more\.wasm$/;

async function siteWith(t, surveys) {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys, guides: [], delivery: undefined }));
  site.put('/', plain());
  return site;
}
const loads = (page) => page.seen.requests.filter((url) => second.test(url)).length;

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
  assert.equal(loads(page), 0, 'expected no request for the second part');
  await assertUnharmed(page);
});

test('so does one in another language, with its words', async (t) => {
  const site = await siteWith(t, [nps(now)]);
  site.put('/', plain({ lang: 'ru' }));
  const page = await browser.visit(t, site.origin);
  await clickOn(page, cell(page, 9));
  await button(page, 'Отправить').waitFor();
  await site.endpoint.event('Survey Answered');
  assert.equal(loads(page), 0, 'expected no request for the second part');
  await assertUnharmed(page);
});

test('a configuration that needs the second part loads it once, before anything shows', async (t) => {
  const matrix = { id: 'rows', type: 'matrix', text: 'How are we doing?', rows: [{ id: 'speed', text: 'Speed' }, { id: 'care', text: 'Care' }] };
  const site = await siteWith(t, [{ id: 'm', ...now, questions: [matrix] }]);
  const page = await browser.visit(t, site.origin);
  await question(page, 'How are we doing?').waitFor();
  assert.equal(loads(page), 1);
  await assertUnharmed(page);
});

test('when the second part is needed in the middle of a survey, nothing is lost, shown or sent twice', async (t) => {
  const site = await siteWith(t, [nps(now)]);
  const page = await browser.visit(t, site.origin);
  await clickOn(page, cell(page, 3));
  await question(page, /main reason/).waitFor();
  await clickOn(page, dialog(page).getByRole('textbox'));
  await page.keyboard.type('Too slow');
  assert.equal(loads(page), 0);

  const explained = await page.evaluate(() => new Promise((done) => window.canvass('explain', 'nps', done)));
  assert.equal(explained.id, 'nps');
  assert.equal(explained.showing, true, 'expected the new instance to be where the old one was');
  assert.equal(loads(page), 1);
  assert.equal(await dialog(page).getByRole('textbox').inputValue(), 'Too slow');
  await page.keyboard.type(' today');
  await clickOn(page, button(page, 'Send'));
  await question(page, 'Thank you!').waitFor();

  await site.endpoint.event('Survey Completed');
  const names = site.endpoint.events().map(({ event, properties }) => `${event} ${properties.value ?? ''}`.trim());
  assert.deepEqual(names, ['Survey Shown', 'Survey Answered 3', 'Survey Answered Too slow today', 'Survey Completed']);
  await assertUnharmed(page);
});

test('without the second part there is one sentence, and the page is unharmed', async (t) => {
  const site = await siteWith(t, [{ id: 'r', ...now, questions: [npsQuestion, { id: 'order', type: 'ranking', text: 'Which first?', options: ['A', 'B'] }] }]);
  site.lose('/canvass.more.wasm');
  const page = await browser.visit(t, site.origin);
  await eventually('a sentence on the console', () => page.seen.console.length > 0);
  assert.equal(page.seen.console.length, 1);
  assert.match(page.seen.console[0], /canvass\.more\.wasm is missing/);
  assert.deepEqual(page.seen.errors, []);
  assert.equal(await dialog(page).count(), 0);
});
