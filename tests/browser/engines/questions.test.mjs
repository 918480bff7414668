// Every kind of question, answered with the mouse and with the keyboard alone: what arrives is the same.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertUnharmed, useEngine } from '../support/driver.mjs';
import { answers, arrived, arrives, button, card, cell, checkbox, heading, link, press, radio, serve, survey, tabTo, textbox } from '../support/suite.mjs';

const engine = useEngine(before, after);

// --- the kinds -----------------------------------------------------------------------------------------------------
//
// `mouse` and `keys` answer and leave the question; with `keys` the focus is on the first thing that takes an answer.

const next = (user) => user.click(button('Next'));
const enter = (user) => user.press('Enter');
const clicks = (...targets) => async (user) => {
  for (const target of targets) await user.click(target);
};
const keys = (...those) => (user) => press(user, ...those);
const typed = (text, leave = enter) => ({
  answer: text,
  async mouse(user) {
    await user.click(textbox);
    await user.type(text);
    await next(user);
  },
  async keys(user) {
    await user.type(text);
    await leave(user);
  },
});

// The same whether the day or the month comes first. From part to part, WebKit does not go by itself.
async function typeDay(user) {
  for (const part of ['02', '02', '2026']) {
    await user.type(part);
    if (engine.name === 'webkit' && part !== '2026') await user.press('ArrowRight');
  }
}

const options = [{ id: 'price', text: 'Price' }, { id: 'range', text: 'Range' }, { id: 'service', text: 'Service' }];
const picture = (color) => `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="${color}"/></svg>`)}`;

const kinds = {
  nps: { fields: { type: 'nps' }, answer: 10, more: { category: 'promoter' }, mouse: clicks(cell(10)), keys: keys('1', '0', 'Enter') },
  'ces in agreement': { fields: { type: 'ces' }, answer: 6, more: { category: 'easy' }, mouse: clicks(cell(6)), keys: keys('6', 'Enter') },
  'ces in effort': { fields: { type: 'ces', variant: 'effort5' }, answer: 1, more: { category: 'easy' }, mouse: clicks(cell(1)), keys: keys('1', 'Enter') },
  'csat with faces': { fields: { type: 'csat' }, answer: 4, more: { category: 'satisfied' }, mouse: clicks(cell(4)), keys: keys('4', 'Enter') },
  'csat with numbers': { fields: { type: 'csat', symbols: 'numbers' }, answer: 1, mouse: clicks(cell(1)), keys: keys('ArrowRight', 'ArrowLeft', 'Enter') },
  'a rating of stars': { fields: { type: 'rating' }, answer: 2, mouse: clicks(cell(2)), keys: keys('ArrowRight', 'Enter') },
  'a rating of ten': { fields: { type: 'rating', points: 10, symbols: 'numbers' }, answer: 10, mouse: clicks(cell(10)), keys: keys('1', '0', 'Enter') },
  'a rating of seven': { fields: { type: 'rating', points: 7 }, answer: 7, mouse: clicks(cell(7)), keys: keys('7', 'Enter') },
  'two thumbs': { fields: { type: 'rating', points: 2, symbols: 'faces' }, answer: 2, mouse: clicks(cell(2)), keys: keys('2', 'Enter') },
  'one of several': { fields: { type: 'choice', options }, answer: 'range', mouse: clicks(radio('Range')), keys: keys('ArrowDown', 'ArrowDown', 'ArrowUp', 'Enter') },
  'several, and words for another': {
    fields: { type: 'choice', options, multiple: true, other: 'Something else' },
    answer: ['price', 'other'],
    more: { other: 'Tea' },
    async mouse(user) {
      await user.click(checkbox('Price'));
      await user.click(checkbox('Something else'));
      await user.click(textbox);
      await user.type('Tea');
      await next(user);
    },
    async keys(user) {
      await press(user, 'Space', 'Tab', 'Tab', 'Tab', 'Space', 'Tab');
      await user.type('Tea');
      await user.press('Enter');
    },
  },
  'yes or no': { fields: { type: 'yesno' }, answer: false, mouse: clicks(radio('No')), keys: keys('2', 'Enter') },
  pictures: {
    fields: { type: 'picture', options: [{ id: 'linen', text: 'Linen', image: picture('linen') }, { id: 'stone', text: 'Stone', image: picture('slategray') }] },
    answer: 'stone',
    mouse: clicks(radio('Stone')),
    keys: keys('2', 'Enter'),
  },
  'a long list': {
    fields: { type: 'dropdown', options: [{ id: 'kz', text: 'Kazakhstan' }, { id: 'pt', text: 'Portugal' }] },
    answer: 'pt',
    // The list that unfolds is the browser's own and on no page: this is what choosing in it does.
    async mouse(user) {
      await user.evaluate(() => {
        const list = document.querySelector('canvass-surface').shadowRoot.querySelector('select');
        list.selectedIndex = Array.from(list.options).findIndex(({ text }) => text === 'Portugal');
        for (const type of ['input', 'change']) list.dispatchEvent(new Event(type, { bubbles: true, composed: type === 'input' }));
      });
      await next(user);
    },
    async keys(user) {
      await user.type('Por');
      await tabTo(user, /button.*Next/);
      await user.press('Enter');
    },
  },
  'words of many lines': { fields: { type: 'text' }, ...typed('Two\nlines', (user) => user.press('Control+Enter')) },
  'words of one line': { fields: { type: 'text', lines: 'one' }, ...typed('Ёмко & “quoted”') },
  'an address to write to': { fields: { type: 'email' }, ...typed('aru@shop.example') },
  'a number to call': { fields: { type: 'phone' }, ...typed('+7 717 200 00 00') },
  'a number': { fields: { type: 'number', min: 0, max: 100 }, ...typed('42.5'), answer: 42.5 },
  'a day': {
    fields: { type: 'date' },
    answer: '2026-02-02',
    async mouse(user) {
      await user.click('canvass-surface >>> input[type=date]', { at: [0.06, 0.5] });
      await typeDay(user);
      await next(user);
    },
    async keys(user) {
      await typeDay(user);
      await tabTo(user, /button.*Next/);
      await user.press('Enter');
    },
  },
  'a matrix': {
    fields: { type: 'matrix', points: 3, labels: ['No', 'Partly', 'Yes'], rows: [{ id: 'speed', text: 'It was fast' }, { id: 'price', text: 'It was cheap' }] },
    answer: { speed: 3, price: 2 },
    async mouse(user) {
      await user.click({ role: 'radio', nth: 2 });
      await user.click({ role: 'radio', nth: 4 });
      await next(user);
    },
    keys: keys('3', 'Tab', '2', 'Enter'),
  },
  'an order': {
    fields: { type: 'ranking', options },
    answer: ['price', 'service', 'range'],
    async mouse(user) {
      await user.click(button(/Service/));
      await next(user);
    },
    async keys(user) {
      await tabTo(user, /button.*Service/);
      await user.press('Enter');
      await tabTo(user, /button.*Next/);
      await user.press('Enter');
    },
  },
  'a box to tick': {
    fields: { type: 'consent', label: 'You may write to me', link: { text: 'How we treat what you tell us', url: '/privacy' } },
    answer: true,
    async mouse(user) {
      await user.click(checkbox(/write to me/));
      await next(user);
    },
    keys: keys('Space', 'Enter'),
  },
  'something to read, with a link': {
    fields: { type: 'message', description: 'There is a new catalogue.', link: { text: 'Open it', url: '#catalogue' } },
    answer: 'opened',
    mouse: clicks(link('Open it')),
    async keys(user) {
      await tabTo(user, /^a.*Open it/);
      await user.press('Enter');
    },
  },
};

// --- the tests -----------------------------------------------------------------------------------------------------

async function ask(t, fields) {
  const site = await serve(t, { surveys: [survey([{ id: 'asked', text: 'What do you say?', ...fields }, { id: 'end', type: 'message', text: 'The end' }])] });
  const user = await engine.visit(t, site.origin);
  await user.see(heading('What do you say?'));
  return { site, user };
}

async function assertArrived(site, user, answer, more = {}) {
  await user.see(heading('The end'));
  const properties = await arrives(site, 'Survey Answered');
  assert.deepEqual(answers(site), { asked: answer });
  for (const [name, value] of Object.entries(more)) assert.deepEqual(properties[name], value);
  assert.equal(arrived(site, 'Survey Answered').length, 1, 'expected one answer');
}

// What takes an answer, or leads to it: not the page's own link, nor the way out.
const first = /^(?!.*(Close|A link$))(input|textarea|select|button|a) /;

for (const [kind, { fields, answer, more, mouse, keys: does }] of Object.entries(kinds)) {
  test(`${kind}: answered with the mouse`, async (t) => {
    const { site, user } = await ask(t, fields);
    await mouse(user);
    await assertArrived(site, user, answer, more);
    await user.front();
    await user.click(button('Got it'));
    await user.gone(card);
    await arrives(site, 'Survey Completed');
    await assertUnharmed(user);
  });

  test(`${kind}: answered with the keyboard`, async (t) => {
    const { site, user } = await ask(t, fields);
    await tabTo(user, first);
    await does(user);
    await assertArrived(site, user, answer, more);
    await user.front();
    await tabTo(user, /button.*Got it/);
    await user.press('Enter');
    await user.gone(card);
    await arrives(site, 'Survey Completed');
    await assertUnharmed(user);
  });
}
