// Text is text: page translation reaches it, and the picture follows; it is found and selected where it is painted, and
// copied in the order in which it is read.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { ces, config, nps } from '../support/config.mjs';
import { assertUnharmed, useEngine } from '../support/driver.mjs';
import { page, startSite } from '../support/site.mjs';
import { paintedText, translate } from '../support/translators.mjs';

const engine = useEngine(before, after);

const options = [
  { id: 'price', text: 'Prices' },
  { id: 'range', text: 'The range' },
];
const choice = { id: 'choice', frequency: 'always', triggers: [{ event: 'ask' }], questions: [{ id: 'what', type: 'choice', text: 'What matters most to you?', options }] };
const help = {
  id: 'help',
  type: 'help',
  title: 'How can we help?',
  articles: [{ id: 'returns', title: 'How to return an order', text: 'Open the **order**, print the label.', pages: ['/*'] }],
};

async function open(t, show, { surveys = [nps(), ces(), choice], guides = [], head = '', lang = 'en', body, ...options } = {}) {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys, guides }));
  site.put('/', page({ instrumented: true, head: paintedText + head, lang, body }));
  const user = await engine.visit(t, `${site.origin}/`, options);
  if (show) await user.evaluate((id) => window.canvass('show', id), show);
  return { site, user };
}

const paints = (user, line) => user.until(`"${line}" painted`, (text) => window.painted().join('\n').includes(text), line);
const paintsNo = (user, line) => user.until(`no "${line}" painted`, (text) => !window.painted().join('\n').includes(text), line);

// --- translation -----------------------------------------------------------------------------------------------------

const title = 'How likely are you to recommend us to a friend or colleague?';
const dictionary = {
  [title]: 'Насколько вероятно, что вы порекомендуете нас другу или коллеге, если они спросят вас о хорошем магазине?',
  'Not at all likely': 'Совсем не вероятно',
  'Extremely likely': 'Очень вероятно',
  'What is the main reason for your score?': 'Почему?',
  Send: 'Отправить',
  Skip: 'Пропустить',
  'What matters most to you?': 'Что важнее всего?',
  Prices: 'Цены',
  'The range': 'Выбор',
  'How can we help?': 'Чем помочь?',
  'How to return an order': 'Как вернуть заказ',
  'Open the': 'Откройте',
  order: 'заказ',
  ', print the label.': ', напечатайте ярлык.',
};

for (const [manner, who] of [
  ['rewrite', 'a translator that rewrites the text of the page'],
  ['wrap', 'a translator that puts elements in the place of text'],
  ['inside', 'a translator that goes into shadow roots and says nothing'],
]) {
  test(`${who} has the picture painted anew, and laid out for what it says`, async (t) => {
    const { user } = await open(t, 'nps');
    await paints(user, 'How likely');
    const { height } = await user.rect({ role: 'dialog' });
    await user.evaluate(translate, { manner, dictionary, language: 'ru' });
    await paints(user, 'Насколько вероятно');
    await paints(user, 'Совсем не вероятно');
    await paintsNo(user, 'How likely');
    await user.see({ role: 'heading', name: dictionary[title] });
    await user.until('the card to have grown', (before) => {
      const card = document.querySelector('canvass-surface').shadowRoot.querySelector('.card');
      return card.getBoundingClientRect().height >= before + 20;
    }, height);
    await assertUnharmed(user);
  });

  test(`${who} does so with every question that comes, and none of the answers`, async (t) => {
    const { site, user } = await open(t, 'choice');
    await user.see({ role: 'radio', name: 'Prices' });
    await user.evaluate(translate, { manner, dictionary, language: 'ru' });
    await paints(user, 'Выбор');
    await user.click({ role: 'radio', name: 'Цены' });
    const { properties } = await site.endpoint.event('Survey Answered');
    assert.equal(properties.value, 'price');
    await user.evaluate(() => window.canvass('show', 'nps'));
    await paints(user, 'Насколько вероятно');
    await user.click({ role: 'radio', name: /^9/ });
    await paints(user, 'Почему?');
    await user.see({ role: 'button', name: 'Отправить' });
    await assertUnharmed(user);
  });

  test(`${who} and shows the original again has that painted again`, async (t) => {
    const { user } = await open(t, 'choice');
    await paints(user, 'The range');
    await user.evaluate(translate, { manner, dictionary, language: 'ru' });
    await paints(user, 'Выбор');
    await paints(user, 'Что важнее всего?');
    await user.evaluate(() => window.showOriginal());
    await paints(user, 'What matters most to you?');
    await paints(user, 'The range');
    await paintsNo(user, 'Выбор');
    await user.see({ role: 'heading', name: 'What matters most to you?' });
  });
}

for (const manner of ['rewrite', 'wrap']) {
  test(`rich text of the help panel is translated (${manner})`, async (t) => {
    const { user } = await open(t, undefined, { guides: [help] });
    await user.click({ role: 'button', name: /How can we help/ });
    await user.click({ role: 'button', name: /How to return an order/ });
    await user.until('the article', () => document.querySelector('canvass-surface:last-of-type').shadowRoot.querySelector('.document strong'));
    await user.evaluate(translate, { manner, dictionary, language: 'ru' });
    await user.until('its translation', () =>
      Array.from(document.querySelectorAll('canvass-surface')).some((host) =>
        /Откройте заказ, напечатайте ярлык\./.test(host.shadowRoot.querySelector('.document')?.textContent),
      ),
    );
    await paints(user, 'Как вернуть заказ');
  });
}

test('a page that was translated before anything of ours showed', async (t) => {
  const { user } = await open(t, undefined, { surveys: [choice] });
  await user.evaluate(() => new Promise((done) => window.canvass('export', () => done())));
  await user.evaluate(translate, { manner: 'rewrite', dictionary, language: 'ru' });
  await user.evaluate(() => window.canvass('show', 'choice'));
  await paints(user, 'Выбор');
  assert.equal(await user.evaluate(() => document.querySelector('canvass-surface').shadowRoot.querySelector('.card').lang), 'ru');
});

test('a page that changes its language itself is left as it is once the survey goes', async (t) => {
  const { user } = await open(t, 'choice');
  await user.see({ role: 'radio', name: 'Prices' });
  const children = await user.evaluate(() => document.body.childElementCount);
  await user.evaluate(() => void (document.documentElement.lang = 'fr'));
  await user.until('what translators would read', (count) => document.body.childElementCount === count + 1, children);
  await paints(user, 'The range');
  const copy = await user.evaluate(() => {
    const element = document.body.lastElementChild;
    return { inert: element.inert, hidden: element.ariaHidden, seen: getComputedStyle(element).opacity, width: document.scrollingElement.scrollWidth === innerWidth };
  });
  assert.deepEqual(copy, { inert: true, hidden: 'true', seen: '0', width: true });
  await user.evaluate(() => window.canvass('dismiss'));
  await user.until('nothing of ours in the body', (count) => document.body.childElementCount === count, children);
  await assertUnharmed(user);
});

test('a page in the language of the survey has no copy of its words', async (t) => {
  const { user } = await open(t, 'choice', { lang: 'en-US' });
  await user.see({ role: 'radio', name: 'Prices' });
  assert.equal(await user.evaluate(() => document.body.textContent.includes('Prices')), false);
  assert.equal(await user.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => /translate/.test(name))), false);
});

test('words that are news to a screen reader are said in the language of the page', async (t) => {
  const { user } = await open(t, 'choice');
  await user.see({ role: 'radio', name: 'Prices' });
  await user.evaluate(translate, { manner: 'rewrite', dictionary: { ...dictionary, 'Please answer this question.': 'Ответьте, пожалуйста.' }, language: 'ru' });
  await paints(user, 'Выбор');
  await user.press('Tab');
  assert.equal(await user.evaluate(() => document.querySelector('canvass-surface').shadowRoot.querySelector('.card').lang), 'ru');
});
