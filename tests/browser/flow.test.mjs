// A survey over time: left and resumed, opened by a link, begun with what is known already, wrong answers, other
// languages.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertUnharmed, button, cell, clickOn, dialog, focused, inPage, question, settled, stored, useBrowser } from './support/browser.mjs';
import { config, nps, now, npsQuestion, whyQuestion } from './support/config.mjs';
import { page as plain, startSite } from './support/site.mjs';
import { eventually } from './support/wait.mjs';

const browser = useBrowser(before, after);

async function siteWith(t, survey, page = {}) {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys: [survey], guides: [] }));
  site.put('/', plain(page));
  site.put('/second', plain(page));
  return site;
}

// --- left and resumed ----------------------------------------------------------------------------------------------

test('an answer that was begun goes on after a reload, and on another page', async (t) => {
  const site = await siteWith(t, nps(now));
  const page = await browser.visit(t, site.origin);
  await clickOn(page, cell(page, 9));
  await dialog(page).getByRole('textbox').fill('The tea');
  await page.goto(`${site.origin}/second`);
  await question(page, /main reason/).waitFor();
  await dialog(page).getByText('You chose 9').waitFor();
  assert.equal(await dialog(page).getByRole('textbox').inputValue(), 'The tea');
  await page.reload();
  await clickOn(page, button(page, 'Send'));
  const { properties } = await site.endpoint.event('Survey Completed');
  assert.equal(properties.answered, 2);
  assert.equal(site.endpoint.events().filter(({ event }) => event === 'Survey Shown').length, 1, 'expected it to count as shown once');
  await assertUnharmed(page);
});

test('Esc keeps what was answered so far', async (t) => {
  const site = await siteWith(t, nps(now));
  const page = await browser.visit(t, site.origin);
  await clickOn(page, cell(page, 3));
  await question(page, /main reason/).waitFor();
  await dialog(page).getByRole('textbox').focus();
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  const { properties } = await site.endpoint.event('Survey Dismissed');
  assert.deepEqual([properties.question, properties.answered], ['why', 1]);
  const answer = await site.endpoint.event('Survey Answered');
  assert.deepEqual([answer.properties.question, answer.properties.value], ['score', 3]);
});

// --- by a link -----------------------------------------------------------------------------------------------------

test('a preview link shows the survey at once, and nothing is stored or sent', async (t) => {
  const site = await siteWith(t, nps({ sample: 0.0001 }));
  const page = await browser.visit(t, `${site.origin}/?canvass-preview=nps`);
  await question(page, /recommend us/).waitFor();
  await dialog(page).getByText(/Preview/).waitFor();
  await clickOn(page, cell(page, 9));
  await clickOn(page, button(page, 'Send'));
  await question(page, 'Thank you!').waitFor();
  await clickOn(page, button(page, 'Close'));
  await settled(page);
  assert.deepEqual(await stored(page), []);
  assert.deepEqual(site.endpoint.requests, []);
  await assertUnharmed(page);
});

test('a preview link works for somebody who would be asked nothing now', async (t) => {
  const site = await siteWith(t, nps({ ...now, frequency: 'once', thanks: undefined, questions: [npsQuestion] }));
  const page = await browser.visit(t, site.origin);
  await clickOn(page, cell(page, 9));
  await site.endpoint.event('Survey Completed');
  await settled(page);
  await page.goto(`${site.origin}/?canvass-preview=nps`);
  await question(page, /recommend us/).waitFor();
  await page.goto(site.origin);
  await settled(page);
  assert.equal(await dialog(page).count(), 0, 'expected the preview to have changed nothing');
});

test('a link can show a survey and answer its first question', async (t) => {
  const site = await siteWith(t, nps());
  const page = await browser.visit(t, `${site.origin}/?canvass-show=nps&canvass-nps-score=9`);
  await question(page, /recommend us/).waitFor();
  assert.ok(await cell(page, 9).isChecked());
  await clickOn(page, button(page, 'Next'));
  await question(page, /main reason/).waitFor();
  const { properties } = await site.endpoint.event('Survey Answered');
  assert.equal(properties.value, 9);
});

// --- by the page ---------------------------------------------------------------------------------------------------

test('show can bring answers and fields with it', async (t) => {
  const site = await siteWith(t, nps({ prefill: 'skip', hidden: ['plan', 'order'] }));
  const page = await browser.visit(t, site.origin);
  await page.evaluate(() => {
    window.canvass('fields', { plan: 'gold' });
    window.canvass('show', 'nps', { answers: { score: 4 }, fields: { order: 17 } });
  });
  await question(page, /main reason/).waitFor();
  await clickOn(page, button(page, 'Send'));
  const { properties } = await site.endpoint.event('Survey Completed');
  assert.deepEqual(properties.fields, { order: 17, plan: 'gold' });
  const answer = await site.endpoint.event('Survey Answered');
  assert.deepEqual([answer.properties.value, answer.properties.category], [4, 'detractor']);
  await assertUnharmed(page);
});

test('explain says why a survey does not show, to a function or on the console', async (t) => {
  const site = await siteWith(t, nps({ sample: 0.0001, audience: { trait: 'plan', is: 'gold' } }));
  const page = await browser.visit(t, site.origin);
  const explained = await page.evaluate(() => new Promise((done) => window.canvass('explain', 'nps', done)));
  assert.deepEqual([explained.id, explained.kind, explained.shows], ['nps', 'survey', false]);
  const failed = explained.conditions.filter(({ pass }) => !pass).map(({ condition }) => condition);
  assert.deepEqual(failed, ['sample', 'audience', 'triggers']);
  await page.evaluate(() => window.canvass('explain', 'nps'));
  await page.evaluate(() => window.canvass('explain', 'npss'));
  await eventually('both on the console', () => page.seen.console.length === 2);
  const [verdict, unknown] = page.seen.console;
  assert.match(verdict, /^Canvass: "nps" does not show\n/);
  assert.match(verdict, /\n {2}NO {2}sample: sampled out: bucket 0\.\d+ >= 0\.0001\n/);
  assert.match(unknown, /no survey or guide "npss".*"nps"/);
});

// --- wrong answers -------------------------------------------------------------------------------------------------

test('what is wrong with an answer is said beside it, to everybody', async (t) => {
  const email = { id: 'address', type: 'email', required: true, text: 'Where may we write to you?' };
  const site = await siteWith(t, nps({ ...now, questions: [email, whyQuestion] }));
  const page = await browser.visit(t, site.origin);
  const box = dialog(page).getByRole('textbox');
  await box.fill('aru@shop');
  await page.keyboard.press('Enter');
  const error = dialog(page).locator('.l18');
  await error.waitFor();
  const sentence = await error.textContent();
  assert.equal(await box.getAttribute('aria-invalid'), 'true');
  const description = await box.evaluate((input) => input.getRootNode().getElementById(input.getAttribute('aria-describedby')).textContent);
  assert.equal(description, sentence, 'expected the field to be described by the sentence');
  const said = await page.evaluate(() =>
    Array.from(document.querySelector('canvass-surface').shadowRoot.querySelectorAll('[aria-live]'), ({ textContent }) => textContent),
  );
  assert.ok(said.some((text) => text.includes(sentence)), `expected "${sentence}" to be announced, was ${JSON.stringify(said)}`);
  assert.match(await focused(page), /^input email/, 'expected the focus to stay where it has to be mended');

  await box.fill('aru@shop.example');
  await error.waitFor({ state: 'detached' });
  assert.equal(await box.getAttribute('aria-invalid'), null);
  await page.keyboard.press('Enter');
  await question(page, /main reason/).waitFor();
  await assertUnharmed(page);
});

// --- languages -----------------------------------------------------------------------------------------------------

const spoken = (texts, more) => nps({ ...now, questions: [{ ...npsQuestion, text: texts }, { ...whyQuestion, text: texts }], thanks: undefined, ...more });

test('a visitor of another language gets its words, and only that pack', async (t) => {
  const site = await siteWith(t, spoken({ en: 'Would you recommend us?', de: 'Würden Sie uns empfehlen?' }), { lang: 'de' });
  const page = await browser.visit(t, site.origin);
  await question(page, /Würden Sie/).waitFor();
  await button(page, 'Schließen').waitFor();
  await clickOn(page, cell(page, 9));
  await button(page, 'Senden').or(button(page, 'Absenden')).waitFor();
  const packs = page.seen.requests.filter((url) => url.includes('/packs/')).map((url) => url.replace(/.*\//, ''));
  assert.deepEqual(packs, ['de.json']);
  await assertUnharmed(page);
});

test('an English page loads no pack', async (t) => {
  const site = await siteWith(t, spoken({ en: 'Would you recommend us?', de: 'Würden Sie uns empfehlen?' }));
  const page = await browser.visit(t, site.origin);
  await question(page, /Would you/).waitFor();
  assert.equal(page.seen.requests.filter((url) => url.includes('/packs/')).length, 0);
});

test('in Arabic everything is mirrored, the scale too', async (t) => {
  const site = await siteWith(t, spoken({ en: 'Would you recommend us?', ar: 'هل توصي بنا؟' }), { lang: 'ar' });
  const page = await browser.visit(t, site.origin);
  await question(page, 'هل توصي بنا؟').waitFor();
  assert.equal(await dialog(page).getAttribute('dir'), 'rtl');
  const left = async (locator) => (await locator.boundingBox()).x;
  const options = dialog(page).getByRole('radio');
  const [lowest, highest] = [await left(options.first()), await left(options.last())];
  assert.ok(lowest > highest, `expected the lowest number at the right, it is at ${lowest}, the highest at ${highest}`);
  const close = await dialog(page).getByRole('button').first().boundingBox();
  const card = await dialog(page).boundingBox();
  assert.ok(close.x - card.x < card.width / 4, 'expected the close button at the left');
  await options.first().focus();
  await page.keyboard.press('9');
  await page.keyboard.press('Enter');
  await question(page, 'هل توصي بنا؟').waitFor();
  await dialog(page).getByRole('textbox').waitFor();
  await assertUnharmed(page);
});

test('without its pack a survey speaks English around its own words, and one sentence says why', async (t) => {
  const site = await siteWith(t, spoken({ en: 'Would you recommend us?', de: 'Würden Sie uns empfehlen?' }), { lang: 'de' });
  site.lose('/packs/de.json');
  const page = await browser.visit(t, site.origin);
  await question(page, /Würden Sie/).waitFor();
  await button(page, 'Close').waitFor();
  assert.equal(page.seen.console.length, 1);
  assert.match(page.seen.console[0], /^Canvass: packs\/de\.json could not be loaded \(status 404\)/);
  assert.deepEqual(page.seen.errors, []);
  assert.deepEqual(await inPage(page, (test) => test.violations), []);
});
