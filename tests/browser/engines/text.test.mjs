// Text is text: page translation reaches it, and the picture follows; it is found and selected where it is painted, and
// copied in the order in which it is read.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { ces, config, nps } from '../support/config.mjs';
import { assertUnharmed, useEngine } from '../support/driver.mjs';
import { guides as allGuides, surveys as allSurveys } from '../support/gallery.mjs';
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
    const { user } = await open(t, 'help', { guides: [help] });
    await user.see({ role: 'dialog' });
    await user.click({ role: 'button', name: /How to return an order/ });
    await user.until('the article', () => Array.from(document.querySelectorAll('canvass-surface')).some((host) => host.shadowRoot.querySelector('.document strong')));
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

// --- where it is -----------------------------------------------------------------------------------------------------

// Runs in the page: lines that are painted and whose words are not found there, and nowhere near.
function astray() {
  const found = [];
  for (const line of window.paintedLines()) {
    // Numbers in discs and cells, and what is folded away, are no text of their own.
    if (!/\p{L}{2}/u.test(line.text)) continue;
    let best = Infinity;
    let at;
    for (const { shadowRoot } of document.querySelectorAll('canvass-surface')) {
      const walker = document.createTreeWalker(shadowRoot, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        const begin = node.data.indexOf(line.text);
        if (node.parentElement.localName === 'option' && node.data === line.text) best = 0;
        if (begin >= 0 && node.parentElement.closest('.l53')) best = 0; // breaks before a button, whose width is its own
        if (begin < 0 || node.parentElement.localName === 'option') continue;
        const range = document.createRange();
        range.setStart(node, begin);
        range.setEnd(node, begin + line.text.length);
        const rects = Array.from(range.getClientRects());
        const rect = rects.length > 1 && rects.every(({ top }) => Math.abs(top - rects[0].top) < 3) ? range.getBoundingClientRect() : rects[0];
        if (!rect || node.parentElement.closest('[aria-live]')) continue;
        const size = parseFloat(getComputedStyle(node.parentElement).fontSize);
        const item = node.parentElement.closest('.l35'); // says its place too, on a line more at times
        // From where its script begins: the end is the wider for a space that hangs there.
        const begins = [rect.left - line.x, rect.right - line.x - line.width];
        const apart = [Math.min(...begins.map(Math.abs)), (rect.top + rect.height / 2 - (line.y - size / 3)) / (item ? 3 : 1)];
        const far = Math.max(...apart.map(Math.abs));
        if (far < best) [best, at] = [far, apart];
      }
    }
    if (best > 10) found.push(`${line.text}: ${at?.map((by) => by.toFixed(1)).join(' ')}`);
  }
  return found;
}

for (const lang of ['en', 'ar']) {
  test(`all words are, as text, where they are painted (${lang})`, async (t) => {
    const { user } = await open(t, undefined, { surveys: allSurveys, guides: allGuides, lang, body: '<h1>A page</h1><p><span id="anchor">Anchor</span></p>' });
    await user.evaluate(() => {
      window.shown = [];
      window.canvass('on', '*', ({ event, properties }) => / Shown$/.test(event) && window.shown.push(properties.survey ?? properties.guide));
    });
    for (const { id } of [...allSurveys, ...allGuides]) {
      await user.evaluate((one) => window.canvass('show', one), id);
      await user.until(`${id} shown`, (one) => window.shown.includes(one), id);
      assert.deepEqual(await user.evaluate(astray), [], `expected the words of ${id} where they are painted`);
      await user.evaluate(() => window.canvass('dismiss'));
    }
  });
}

const said = {
  id: 'said',
  frequency: 'always',
  triggers: [{ event: 'ask' }],
  questions: [{ id: 'what', type: 'choice', text: 'What matters most to you?', description: 'Think of your last order.', options }],
};
// What is pasted into a field of the page.
async function pasted(user) {
  await user.press('Control+c');
  await user.click('#paste');
  await user.press('Control+v');
  return user.evaluate(() => document.querySelector('#paste').value);
}
const withField = { surveys: [said], body: '<h1>A page</h1><textarea id="paste" rows="8" cols="40"></textarea>' };

test('the browser finds the words of a question', { skip: engine.name === 'webkit' && 'window.find() stays out of shadow roots there; the browser’s own search goes in' }, async (t) => {
  const { user } = await open(t, 'said', withField);
  await user.see({ role: 'radio', name: 'Prices' });
  for (const text of ['matters most', 'your last order', 'The range']) {
    assert.ok(await user.evaluate((what) => window.find(what, true, false, true), text), `expected "${text}" to be found`);
  }
  assert.equal(await user.evaluate(() => window.find('no such words', true, false, true)), false);
});

test('paragraphs are selected with the mouse, and copied in the order they are read', async (t) => {
  const { user } = await open(t, 'said', withField);
  const from = await user.rect({ role: 'heading' });
  const to = await user.rect('canvass-surface >>> .l4');
  await user.drag([from.x + 1, from.y + 8], [150, to.y + to.height / 2 - from.y - 8]);
  const lines = (await pasted(user)).split(/\s*\n\s*/).filter(Boolean);
  assert.equal(lines[0], 'What matters most to you?');
  assert.ok(lines.length === 2 && lines[1].length > 8 && 'Think of your last order.'.startsWith(lines[1]), `copied: ${lines.join(' / ')}`);
});

test('what is selected down to the end of the card has the options, but no buttons', { skip: engine.name !== 'chromium' && 'elsewhere a selection ends where there is text' }, async (t) => {
  const { user } = await open(t, 'said', withField);
  const from = await user.rect({ role: 'heading' });
  const card = await user.rect({ role: 'dialog' });
  await user.drag([from.x + 1, from.y + 8], [card.x + card.width - 12 - from.x - 1, card.y + card.height - 10 - from.y - 8]);
  const lines = (await pasted(user)).split(/\s*\n\s*/).filter(Boolean);
  assert.deepEqual(lines, ['What matters most to you?', 'Think of your last order.', 'Prices', 'The range']);
  assert.equal(await user.checked({ role: 'radio', name: 'The range' }), false, 'expected a selection not to answer');
});

test('a double click on the question selects a word of it, and one on an option chooses that', async (t) => {
  const { user, site } = await open(t, 'said', withField);
  const heading = await user.rect({ role: 'heading' });
  await user.doubleClick([heading.x + 10, heading.y + 10]);
  assert.equal((await pasted(user)).trim(), 'What');
  await user.click({ role: 'radio', name: 'The range' });
  const { properties } = await site.endpoint.event('Survey Answered');
  assert.equal(properties.value, 'range');
});

// --- writing ---------------------------------------------------------------------------------------------------------

const writing = {
  id: 'writing',
  frequency: 'always',
  triggers: [{ event: 'ask' }],
  questions: [
    { id: 'mail', type: 'email', required: true, text: 'Where may we write to you?' },
    { id: 'why', type: 'text', text: 'Why?' },
  ],
};

test('keys that belong to an input method send nothing', async (t) => {
  const { user } = await open(t, 'writing', { surveys: [writing] });
  await user.fill({ role: 'textbox' }, 'mei@example.com');
  const press = (more) =>
    user.evaluate((init) => {
      const field = document.querySelector('canvass-surface').shadowRoot.querySelector('.textbox');
      const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true, ...init });
      if (init.code229) Object.defineProperty(event, 'keyCode', { value: 229 });
      return field.dispatchEvent(event);
    }, more);
  assert.equal(await press({ isComposing: true }), true);
  assert.equal(await press({ code229: true }), true, 'expected Safari’s way of saying so to count');
  await user.see({ role: 'heading', name: 'Where may we write to you?' });
  await user.press('Enter');
  await user.see({ role: 'heading', name: 'Why?' });
});

test('what is being composed is not disturbed, and what was composed is the answer', { skip: engine.name !== 'chromium' && 'only Chromium can be told to compose' }, async (t) => {
  const { user, site } = await open(t, 'writing', { surveys: [{ ...writing, questions: [writing.questions[1]] }] });
  await user.click({ role: 'textbox' });
  const session = await user.page.context().newCDPSession(user.page);
  for (const text of ['k', 'か', 'かき']) {
    await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    assert.equal(await user.text({ role: 'textbox' }), text);
  }
  await session.send('Input.insertText', { text: '柿' });
  assert.equal(await user.text({ role: 'textbox' }), '柿');
  await user.click({ role: 'button', name: 'Send' });
  const { properties } = await site.endpoint.event('Survey Answered');
  assert.equal(properties.value, '柿');
});

test('a field says what may be filled in, and what is filled in without a key is the answer', async (t) => {
  const { user, site } = await open(t, 'writing', { surveys: [writing] });
  await user.see({ role: 'textbox' });
  const filled = await user.evaluate(() => {
    const field = document.querySelector('canvass-surface').shadowRoot.querySelector('.textbox');
    const { type, autocomplete } = field;
    field.value = 'ann@example.com';
    for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
    return { type, autocomplete };
  });
  assert.deepEqual(filled, { type: 'email', autocomplete: 'email' });
  await user.press('Tab');
  await user.click({ role: 'button', name: /Next|Send/ });
  const { properties } = await site.endpoint.event('Survey Answered');
  assert.equal(properties.value, 'ann@example.com');
  await user.see({ role: 'heading', name: 'Why?' });
  const field = await user.evaluate(() => {
    const { localName, spellcheck, lang, parentElement } = document.querySelector('canvass-surface').shadowRoot.querySelector('.textbox');
    return { localName, spellcheck, lang: lang || parentElement.lang };
  });
  assert.deepEqual(field, { localName: 'textarea', spellcheck: true, lang: 'en' });
});

test('a message that comes again is said again', async (t) => {
  const { user } = await open(t, 'writing', { surveys: [writing] });
  await user.until('the question said', () => document.querySelector('canvass-surface')?.shadowRoot.querySelector('[aria-live]').textContent);
  await user.evaluate(() => {
    const region = document.querySelector('canvass-surface').shadowRoot.querySelector('[aria-live]');
    window.heard = [];
    new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => window.heard.push(node.textContent)))).observe(region, { childList: true });
  });
  await user.click({ role: 'textbox' });
  for (let times = 1; times <= 3; times++) {
    await user.press('Enter');
    await user.until(`it said ${times} times`, (count) => window.heard.length === count, times);
  }
  const heard = await user.evaluate(() => window.heard);
  assert.equal(new Set(heard).size, 1);
  assert.match(heard[0], /\w/);
});
