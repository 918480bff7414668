// A visitor of the demo shop, the real collector behind it: from the order to the number in the report.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import {
  assertUnharmed,
  button,
  cell,
  clickOn,
  devices,
  dialog,
  focused,
  placeOrder,
  question,
  settled,
  tapOn,
  useBrowser,
} from './support/browser.mjs';
import { startCollector } from './support/collector.mjs';

const browser = useBrowser(before, after);

const nps = /How likely are you to recommend Ember & Clay/;
const why = /main reason for your score/;

// The first visit to the catalogue begins with a tour (shop_guides.test.mjs), which nothing interrupts.
async function closeTour(page) {
  await dialog(page).waitFor();
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
}

async function pressUntil(page, key, reached, what) {
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press(key);
    if (await reached()) return;
  }
  assert.fail(`expected ${key} to reach ${what}; the focus is on "${await focused(page)}"`);
}

test('an order leads to an NPS answer by mouse, in the export and in the report', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t);
  await placeOrder(page, collector.origin);

  await question(page, nps).waitFor();
  await clickOn(page, cell(page, 9));
  await question(page, why).waitFor();
  await clickOn(page, dialog(page).getByRole('textbox'));
  await page.keyboard.type('The glaze is lovely');
  await clickOn(page, button(page, 'Send'));
  await question(page, 'Thank you!').waitFor();
  await clickOn(page, button(page, 'Close'));
  await dialog(page).waitFor({ state: 'detached' });

  const answer = await collector.event('Survey Answered', { survey: 'nps', question: 'score' });
  assert.equal(answer.properties.value, 9);
  assert.equal(answer.properties.category, 'promoter');
  const verbatim = await collector.event('Survey Answered', { survey: 'nps', question: 'why' });
  assert.equal(verbatim.properties.value, 'The glaze is lovely');
  assert.equal(verbatim.properties.response, answer.properties.response, 'expected one response for both answers');
  await collector.event('Survey Completed', { survey: 'nps' });

  const { surveys } = await collector.report();
  const score = surveys.find((survey) => survey.id === 'nps');
  assert.equal(score.n, 1, 'expected one answer in the report');
  assert.deepEqual(score.counts, { promoters: 1, passives: 0, detractors: 0 });
  assert.equal(score.value, 100, 'expected one promoter to make an NPS of 100');
  await assertUnharmed(page);
});

test('the whole survey can be answered with the keyboard alone', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t);
  await placeOrder(page, collector.origin);
  await page.getByRole('link', { name: 'Back to the shop' }).focus();
  await question(page, nps).waitFor();
  assert.equal(await focused(page), 'a Back to the shop', 'expected showing a survey not to take the focus');

  const inScale = () => dialog(page).locator('input[type=radio]:focus').count();
  let last;
  const remember = async () => {
    if (await inScale()) return true;
    if ((await dialog(page).locator(':focus').count()) === 0) last = await focused(page);
    return false;
  };
  await pressUntil(page, 'Tab', remember, 'the scale');
  await page.keyboard.press('8');
  assert.ok(await cell(page, 8).isChecked(), 'expected the digit 8 to choose 8');
  await page.keyboard.press('ArrowRight');
  assert.ok(await cell(page, 9).isChecked(), 'expected the right arrow to move the choice to 9');
  assert.ok(await question(page, nps).isVisible(), 'expected the arrows not to leave the question');
  await page.keyboard.press('Enter');

  await question(page, why).waitFor();
  assert.match(await focused(page), /^textarea/, 'expected the focus to follow to the text box of the next question');
  await page.keyboard.type('Quick and kind');
  await page.keyboard.press('Control+Enter');
  await question(page, 'Thank you!').waitFor();
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  assert.equal(await focused(page), last, 'expected the focus back where it was before');

  await collector.event('Survey Answered', { question: 'score', value: 9 });
  await collector.event('Survey Answered', { question: 'why', value: 'Quick and kind' });
  const values = (await collector.events()).filter((event) => event.properties.question === 'score');
  assert.equal(values.length, 1, 'expected a choice passed on the way (8) not to be sent');
  await assertUnharmed(page);
});

test('Tab and Enter reach every button, and Back returns to the first question', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t);
  await placeOrder(page, collector.origin);
  await question(page, nps).waitFor();
  const on = (name) => () => button(page, name).evaluate((node) => node.getRootNode().activeElement === node);

  await pressUntil(page, 'Tab', () => dialog(page).locator('input[type=radio]:focus').count(), 'the scale');
  await page.keyboard.press('3');
  await pressUntil(page, 'Tab', on('Next'), 'Next');
  await page.keyboard.press('Enter');
  await question(page, why).waitFor();
  await pressUntil(page, 'Tab', on('Back'), 'Back');
  await page.keyboard.press('Enter');
  await question(page, nps).waitFor();
  assert.ok(await cell(page, 3).isChecked(), 'expected the answer to be there still after Back');
  await page.keyboard.press('Enter');
  await question(page, why).waitFor();
  await pressUntil(page, 'Tab', on('Send'), 'Send');
  await page.keyboard.press('Space');
  await question(page, 'Thank you!').waitFor();

  await collector.event('Survey Completed', { survey: 'nps' });
  const answers = (await collector.events()).filter((event) => event.event === 'Survey Answered');
  assert.deepEqual(
    answers.map((event) => [event.properties.question, event.properties.value, event.properties.category]),
    [['score', 3, 'detractor']],
    'expected one answer, and none for the text that was left empty',
  );
});

test('on a phone the survey is a sheet at the foot of the page and is answered by touch', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t, undefined, { device: devices.phone });
  await placeOrder(page, collector.origin);
  await question(page, nps).waitFor();

  const { width, height } = devices.phone.viewport;
  const sheet = await dialog(page).boundingBox();
  assert.equal(sheet.x, 0, 'expected the sheet to begin at the left edge');
  assert.equal(sheet.width, width, 'expected the sheet to be as wide as the screen');
  assert.equal(Math.round(sheet.y + sheet.height), height, 'expected the sheet to stand on the lower edge');

  await tapOn(page, cell(page, 7));
  await question(page, why).waitFor();
  assert.ok(!/^textarea/.test(await focused(page)), 'expected a finger not to bring up the keyboard unasked');
  await tapOn(page, button(page, 'Send'));
  await question(page, 'Thank you!').waitFor();
  const answer = await collector.event('Survey Answered', { survey: 'nps' });
  assert.equal(answer.properties.value, 7);
  assert.equal(answer.properties.category, 'passive');
  await assertUnharmed(page);
});

test('every option of a scale on a phone is at least 24 px wide and 40 px high', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t, undefined, { device: { ...devices.phone, viewport: { width: 360, height: 740 } } });
  await placeOrder(page, collector.origin);
  await question(page, nps).waitFor();
  for (const option of await dialog(page).getByRole('radio').all()) {
    const { x, width, height } = await option.boundingBox();
    assert.ok(width >= 24 && height >= 40, `expected at least 24 × 40 px for a finger, is ${width} × ${height}`);
    assert.ok(x >= 0 && x + width <= 360, `expected the option within the screen, it reaches from ${x} to ${x + width}`);
  }
});

test('a solved support question leads to a CES answer', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t, `${collector.origin}/support.html`);
  await page.getByRole('link', { name: 'I want to return a piece' }).click();
  await page.getByRole('button', { name: 'Yes, thank you' }).click();

  await question(page, /made it easy for me/).waitFor();
  await clickOn(page, cell(page, 6));
  await question(page, /make easier/).waitFor();
  await clickOn(page, button(page, 'Send'));
  await question(page, 'Thank you!').waitFor();

  const answer = await collector.event('Survey Answered', { survey: 'ces' });
  const { value, category, variant, direction } = answer.properties;
  assert.deepEqual(
    { value, category, variant, direction },
    { value: 6, category: 'easy', variant: 'agree7', direction: 'higher_is_easier' },
  );
  await collector.event('Survey Completed', { survey: 'ces' });
  const { surveys } = await collector.report();
  assert.equal(surveys.find((survey) => survey.id === 'ces').n, 1, 'expected one CES answer in the report');
  await assertUnharmed(page);
});

test('on a phone the CES options are rows that say what they mean', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t, `${collector.origin}/support.html?topic=care`, { device: devices.phone });
  await page.getByRole('button', { name: 'Yes, thank you' }).tap();
  await question(page, /made it easy for me/).waitFor();
  const options = await dialog(page).getByRole('radio').all();
  assert.equal(options.length, 7);
  let above = 0;
  for (const option of options) {
    const { y, width } = await option.boundingBox();
    assert.ok(width > 300, `expected a row across the sheet, is ${width} px wide`);
    assert.ok(y > above, 'expected each option below the one before');
    above = y;
  }
  await tapOn(page, dialog(page).getByRole('radio', { name: /Strongly agree/ }));
  const answer = await collector.event('Survey Answered', { survey: 'ces' });
  assert.equal(answer.properties.value, 7, 'expected "Strongly agree" to be 7');
});

test('an unsolved support question leads to a choice, and that to the question that fits', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t, `${collector.origin}/support.html?topic=care`);
  await page.getByRole('button', { name: 'Not quite' }).click();
  await question(page, /did you not find/).waitFor();
  await clickOn(page, dialog(page).getByRole('radio', { name: /talk to a person/ }));
  await question(page, /Where may we write/).waitFor();
  await dialog(page).getByRole('textbox').fill('aru@shop.example');
  await page.keyboard.press('Enter');
  await question(page, 'We will write to you').waitFor();
  const completed = await collector.event('Survey Completed', { survey: 'help' });
  assert.equal(completed.properties.ending, 'reply');
  assert.equal(completed.properties.touchpoint, 'support');
  await assertUnharmed(page);
});

test('the feedback tab of the catalogue asks on, by what was answered first', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t, collector.origin);
  await closeTour(page);
  const tab = page.getByRole('button', { name: 'Feedback' });
  const ask = async (face, next) => {
    await clickOn(page, tab);
    await question(page, /How do you like our shop/).waitFor();
    await clickOn(page, cell(page, face));
    await question(page, next).waitFor();
  };
  await ask(5, /like best/);
  await clickOn(page, button(page, 'Close'));
  await question(page, /like best/).waitFor({ state: 'detached' });
  await ask(2, /to be better/);
  await clickOn(page, dialog(page).getByRole('checkbox', { name: 'The prices' }));
  await clickOn(page, button(page, 'Send'));
  await question(page, 'Thank you!').waitFor();
  const answer = await collector.event('Survey Answered', { survey: 'visit', question: 'reasons' });
  assert.deepEqual(answer.properties.value, ['prices']);

  await page.goto(`${collector.origin}/cart.html`);
  await settled(page);
  assert.equal(await tab.count(), 0, 'expected no tab beside the cart');
  await assertUnharmed(page);
});

test('a reload in the middle goes on with the follow-up question of the same response', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t);
  await placeOrder(page, collector.origin);
  await clickOn(page, cell(page, 10));
  await question(page, why).waitFor();
  await page.reload();
  await question(page, why).waitFor();
  await dialog(page).getByText('You chose 10').waitFor();
  await clickOn(page, button(page, 'Send'));
  await question(page, 'Thank you!').waitFor();

  await collector.event('Survey Completed', { survey: 'nps' });
  const events = (await collector.events()).filter((event) => event.properties.survey);
  assert.equal(new Set(events.map((event) => event.properties.response)).size, 1, 'expected one response');
  assert.deepEqual(
    events.map((event) => event.event),
    ['Survey Shown', 'Survey Answered', 'Survey Completed'],
    'expected the reload to add no event of its own',
  );
});

test('what was typed is still there after a reload', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t);
  await placeOrder(page, collector.origin);
  await clickOn(page, cell(page, 10));
  await clickOn(page, dialog(page).getByRole('textbox'));
  await page.keyboard.type('Half a senten');
  await page.reload();
  await question(page, why).waitFor();
  assert.equal(await dialog(page).getByRole('textbox').inputValue(), 'Half a senten');
});

test('a survey that was answered does not come again, until the visitor starts over', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t);
  await placeOrder(page, collector.origin);
  await question(page, nps).waitFor();
  await clickOn(page, button(page, 'Close'));
  await dialog(page).waitFor({ state: 'detached' });
  await collector.event('Survey Dismissed', { survey: 'nps' });

  // The shop's own event for the second order is taken in, and the page comes to rest with nothing shown.
  await placeOrder(page, collector.origin);
  await settled(page);
  assert.equal(await dialog(page).count(), 0, 'expected no second survey within its frequency');

  await page.getByRole('button', { name: 'Start over' }).click();
  await page.waitForURL(`${collector.origin}/`);
  await page.waitForFunction(() => localStorage.getItem('canvass:m:nps') === null);
  await placeOrder(page, collector.origin);
  await question(page, nps).waitFor();
});

for (const [language, asks, send] of [
  ['ru', /порекомендуете Ember & Clay/, 'Отправить'],
  ['kk', /Ember & Clay дүкенін/, 'Жіберу'],
]) {
  test(`the shop and its survey speak ${language}`, async (t) => {
    const collector = await startCollector(t);
    const page = await browser.visit(t, collector.origin);
    await page.locator(`[data-language=${language}]`).click();
    await page.waitForFunction((lang) => document.documentElement.lang === lang, language);
    await closeTour(page);
    await placeOrder(page, collector.origin);
    await question(page, asks).waitFor();
    await clickOn(page, cell(page, 9));
    await button(page, send).waitFor();
    const answer = await collector.event('Survey Answered', { survey: 'nps' });
    assert.equal(answer.context.locale, language);
  });
}
