// One survey of every kind of question, answered in every way: with a mouse, with the keyboard alone, with a finger.
// What arrives is the same.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { assertUnharmed, button, cell, clickOn, devices, dialog, focused, question, tapOn, useBrowser } from './support/browser.mjs';
import { config, now } from './support/config.mjs';
import { page as plain, startSite } from './support/site.mjs';

const browser = useBrowser(before, after);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// --- moving about with the keyboard ------------------------------------------------------------------------------

// Tab until what has the focus is called that.
async function tabTo(page, name) {
  for (let i = 0; i < 30; i++) {
    if (name.test(await focused(page))) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`expected the Tab key to reach ${name}, it reached ${await focused(page)}`);
}
const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
const type = (page, text) => page.keyboard.type(text);

const radio = (page, name) => dialog(page).getByRole('radio', { name });
const checkbox = (page, name) => dialog(page).getByRole('checkbox', { name });
const row = (page, name) => dialog(page).getByRole('radiogroup', { name });

// --- the kinds -----------------------------------------------------------------------------------------------------
//
// `point` answers with a pointer: `at` clicks or taps in the middle of something. `keys` answers with the keyboard; the
// focus is in the question. Either leaves the question.

// Two clicks in one place at once are a double click, of which the second half does not count: one beside it first.
async function next(page, at) {
  await at(dialog(page).getByRole('heading'));
  await at(button(page, 'Next'));
}
const typed = (text) => async (page, at) => {
  await at(dialog(page).getByRole('textbox'));
  await type(page, text);
  await next(page, at);
};
const entered = (text) => async (page) => {
  await type(page, text);
  await press(page, 'Enter');
};
const options = [{ id: 'price', text: 'Price' }, { id: 'range', text: 'Range' }, { id: 'service', text: 'Service' }];
const picture = (color) => `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30" fill="${color}"/></svg>`)}`;

const kinds = {
  nps: {
    fields: { type: 'nps' },
    answer: 10,
    point: (page, at) => at(cell(page, 10)),
    keys: (page) => press(page, '1', '0', 'Enter'),
  },
  effort: {
    fields: { type: 'ces', variant: 'agree7' },
    answer: 6,
    point: (page, at) => at(cell(page, 6)),
    keys: (page) => press(page, '6', 'Enter'),
  },
  faces: {
    fields: { type: 'csat' },
    answer: 4,
    point: (page, at) => at(cell(page, 4)),
    keys: (page) => press(page, '4', 'Enter'),
  },
  stars: {
    fields: { type: 'rating' },
    answer: 2,
    point: (page, at) => at(cell(page, 2)),
    keys: (page) => press(page, 'ArrowRight', 'Enter'),
  },
  ten: {
    fields: { type: 'rating', points: 10, symbols: 'numbers' },
    answer: 10,
    point: (page, at) => at(cell(page, 10)),
    keys: (page) => press(page, '1', '0', 'Enter'),
  },
  seven: {
    fields: { type: 'rating', points: 7 },
    answer: 1, // not where 10 was just before
    point: (page, at) => at(cell(page, 1)),
    keys: (page) => press(page, '1', 'Enter'),
  },
  thumbs: {
    fields: { type: 'rating', points: 2, symbols: 'faces' },
    answer: 2,
    point: (page, at) => at(cell(page, 2)),
    keys: (page) => press(page, '2', 'Enter'),
  },
  one: {
    fields: { type: 'choice', options },
    answer: 'range',
    point: (page, at) => at(radio(page, 'Range')),
    keys: (page) => press(page, 'ArrowDown', 'ArrowDown', 'ArrowUp', 'Enter'),
  },
  several: {
    fields: { type: 'choice', options, multiple: true, other: { en: 'Something else' } },
    answer: ['price', 'other'],
    more: { other: 'Tea' },
    point: async (page, at) => {
      await at(checkbox(page, 'Price'));
      await at(checkbox(page, 'Something else'));
      await at(dialog(page).getByRole('textbox'));
      await type(page, 'Tea');
      await next(page, at);
    },
    keys: async (page) => {
      await press(page, 'Space');
      await tabTo(page, /^input checkbox other/);
      await press(page, 'Space', 'Tab');
      await type(page, 'Tea');
      await press(page, 'Enter');
    },
  },
  yesno: {
    fields: { type: 'yesno' },
    answer: false,
    point: (page, at) => at(radio(page, 'No')),
    keys: (page) => press(page, '2', 'Enter'),
  },
  pictures: {
    fields: {
      type: 'picture',
      options: [
        { id: 'linen', text: 'Linen', image: picture('linen') },
        { id: 'stone', text: 'Stone', image: picture('slategray') },
      ],
    },
    answer: 'stone',
    point: (page, at) => at(radio(page, 'Stone')),
    keys: (page) => press(page, '2', 'Enter'),
  },
  list: {
    fields: { type: 'dropdown', options: [{ id: 'kz', text: 'Kazakhstan' }, { id: 'pt', text: 'Portugal' }] },
    answer: 'pt',
    // The list that unfolds is the browser's own and on no page.
    point: async (page, at) => {
      await dialog(page).getByRole('combobox').selectOption({ label: 'Portugal' });
      await next(page, at);
    },
    keys: async (page) => {
      await type(page, 'Por');
      await tabTo(page, /button Next/);
      await press(page, 'Enter');
    },
  },
  long: {
    fields: { type: 'text' },
    answer: 'Two\nlines',
    point: typed('Two\nlines'),
    keys: async (page) => {
      await type(page, 'Two\nlines');
      await press(page, 'Control+Enter');
    },
  },
  short: { fields: { type: 'text', lines: 'one' }, answer: 'One line', point: typed('One line'), keys: entered('One line') },
  email: { fields: { type: 'email' }, answer: 'aru@shop.example', point: typed('aru@shop.example'), keys: entered('aru@shop.example') },
  phone: { fields: { type: 'phone' }, answer: '+7 717 200 00 00', point: typed('+7 717 200 00 00'), keys: entered('+7 717 200 00 00') },
  number: { fields: { type: 'number', min: 0, max: 100 }, answer: 42.5, point: typed('42.5'), keys: entered('42.5') },
  date: {
    fields: { type: 'date' },
    answer: '2026-02-02',
    point: async (page, at) => {
      await dialog(page).locator('input[type=date]').fill('2026-02-02');
      await next(page, at);
    },
    keys: entered('02022026'), // the same whether the day or the month comes first
  },
  matrix: {
    fields: { type: 'matrix', rows: [{ id: 'speed', text: 'It was fast' }, { id: 'price', text: 'It was cheap' }] },
    answer: { speed: 4, price: 2 },
    point: async (page, at) => {
      await at(row(page, 'It was fast').getByRole('radio').nth(3));
      await at(row(page, 'It was cheap').getByRole('radio').nth(1));
      await next(page, at);
    },
    keys: (page) => press(page, '4', 'Tab', '2', 'Enter'),
  },
  ranking: {
    fields: { type: 'ranking', options },
    answer: ['price', 'service', 'range'],
    point: async (page, at) => {
      await at(dialog(page).getByRole('button', { name: /Service/ }).first());
      await next(page, at);
    },
    keys: async (page) => {
      await tabTo(page, /^button.*Service/);
      await press(page, 'Enter');
      await tabTo(page, /button Next/);
      await press(page, 'Enter');
    },
  },
  consent: {
    fields: { type: 'consent', label: 'You may write to me', link: { text: 'How we treat what you tell us', url: '/privacy' } },
    answer: true,
    point: async (page, at) => {
      await at(checkbox(page, /write to me/));
      await next(page, at);
    },
    keys: (page) => press(page, 'Space', 'Enter'),
  },
  message: {
    fields: { type: 'message', description: 'There is a new catalogue.', link: { text: 'Open it', url: '/catalogue' } },
    answer: 'opened',
    point: (page, at) => at(dialog(page).getByRole('link', { name: 'Open it' })),
    keys: async (page) => {
      await tabTo(page, /^a Open it/);
      await press(page, 'Enter');
    },
  },
};

const titleOf = (id) => `What about ${id}?`;

const ways = {
  mouse: { device: devices.desktop, at: clickOn },
  'mouse and colours of the visitor\'s own': { device: { ...devices.desktop, forcedColors: 'active' }, at: clickOn },
  finger: { device: devices.phone, at: tapOn },
  keyboard: { device: devices.desktop },
};

async function assertAccessible(page, state) {
  const violations = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' ')}`);
  });
  assert.deepEqual(violations, [], `expected axe to find nothing wrong with ${state}`);
}

for (const [way, { device, at }] of Object.entries(ways)) {
  test(`every kind of question can be answered with the ${way}`, async (t) => {
    const site = await startSite(t);
    const questions = Object.entries(kinds).map(([id, { fields }]) => ({ id, text: titleOf(id), ...fields }));
    // The last button says "Next" like the others because something follows it.
    questions.push({ id: 'end', type: 'message', text: titleOf('the end') });
    site.put('/canvass.json', config({ surveys: [{ id: 'all', frequency: 'always', ...now, questions }], guides: [] }));
    site.put('/', plain());
    site.put('/catalogue', plain({ script: '' }));
    const page = await browser.visit(t, site.origin, { device });
    await question(page, titleOf('nps')).waitFor();
    await page.evaluate(axe);

    for (const [id, { point, keys }] of Object.entries(kinds)) {
      await question(page, titleOf(id)).waitFor();
      await assertAccessible(page, id);
      if (at) {
        await point(page, (locator) => at(page, locator));
      } else {
        if (id === 'nps') await tabTo(page, /^input radio/);
        await keys(page);
      }
      await question(page, titleOf(id)).waitFor({ state: 'detached' });
    }
    await question(page, titleOf('the end')).waitFor();
    if (at) await at(page, dialog(page).getByRole('button').last());
    else await press(page, 'Enter');
    await site.endpoint.event('Survey Completed');

    const answered = site.endpoint.events().filter(({ event }) => event === 'Survey Answered');
    const values = Object.fromEntries(answered.map(({ properties }) => [properties.question, properties.value]));
    assert.deepEqual(values, Object.fromEntries(Object.entries(kinds).map(([id, { answer }]) => [id, answer])));
    for (const { properties } of answered) {
      for (const [name, value] of Object.entries(kinds[properties.question].more ?? {})) assert.equal(properties[name], value);
    }
    await assertUnharmed(page);
  });
}
