// The native controls of every kind of question: what the keyboard does, what assistive technology is told, and what
// happens when the engine does not agree.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { assertUnharmed, clickOn, focused, useBrowser } from './support/browser.mjs';
import { card, openControls } from './support/controls.mjs';

const browser = useBrowser(before, after);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const radios = (group, look, path, values, more = () => ({})) => ({
  role: 'radiogroup',
  look: group,
  path,
  label: 'What do you think?',
  children: values.map((value) => ({ role: 'radio', look, path: `${path}/${value}`, text: `${value}`, value: `${value}`, ...more(value) })),
});
const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const scale = (from, to) => radios('scale', 'cell', 'scale', numbers(from, to));
const words = { price: 'Price', range: 'Range', other: 'Something else' };
const options = (checked = '') =>
  radios('options', 'option', 'options', Object.keys(words), (id) => ({ text: words[id], state: id === checked ? ['checked'] : [] }));
const boxes = (checked = [], more = {}) => ({
  ...options(),
  role: 'group',
  ...more,
  children: options().children.map((node) => ({ ...node, role: 'checkbox', state: checked.includes(node.value) ? ['checked'] : [] })),
});
const field = (look, more = {}) => ({ role: 'textbox', look, path: 'field', label: 'What do you think?', ...more });
const select = (value = '') => ({
  role: 'select',
  look: 'select',
  path: 'select',
  label: 'Country',
  text: value ? 'Portugal' : 'Choose a country',
  value,
  children: [['kz', 'Kazakhstan'], ['pt', 'Portugal']].map(([id, text]) => ({
    role: 'option',
    path: `select/${id}`,
    text,
    value: id,
    state: id === value ? ['checked'] : [],
  })),
});
const ranking = (...order) => ({
  role: 'list',
  look: 'ranking',
  path: 'ranking',
  label: 'What do you think?',
  children: order.map((id, index) => ({
    role: 'listitem',
    look: 'rankItem',
    path: `item/${id}`,
    text: words[id],
    label: `Place ${index + 1} of ${order.length}: ${words[id]}`,
    value: `${index + 1}`,
    children: [
      { role: 'button', look: 'moveUp', path: `up/${id}`, label: `Move ${words[id]} up`, state: index === 0 ? ['disabled'] : [] },
      { role: 'button', look: 'moveDown', path: `down/${id}`, label: `Move ${words[id]} down`, state: index === order.length - 1 ? ['disabled'] : [] },
    ],
  })),
});
const matrix = (state = []) => ({
  role: 'group',
  look: 'matrix',
  path: 'matrix',
  label: 'What do you think?',
  children: [
    ...numbers(1, 3).map((value) => ({ role: 'text', look: 'matrixHead', path: `head/${value}`, text: ['Bad', 'So-so', 'Good'][value - 1] })),
    ...['speed', 'price'].map((row) => ({
      ...radios('matrixRow', 'cell', `row/${row}`, numbers(1, 3), (value) => ({ label: ['Bad', 'So-so', 'Good'][value - 1] })),
      label: '',
      text: `The ${row} is right`,
      state,
    })),
  ],
});
const pictures = (...addresses) => ({
  ...radios('pictures', 'picture', 'pictures', addresses.map((_, index) => index + 1)),
  children: addresses.map((hint, index) => ({
    role: 'radio',
    look: 'picture',
    path: `pictures/${index}`,
    text: ['Linen', 'Stone'][index],
    value: `${index}`,
    height: 320,
    hint,
  })),
});
const link = (look, value) => ({ role: 'link', look, path: `link/${look}`, text: 'Read more', value });
const error = { role: 'status', look: 'error', path: 'error', text: 'Please answer this.' };
const dot = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const kinds = {
  'a scale': scale(0, 10),
  stars: radios('stars', 'star', 'stars', numbers(1, 5)),
  options: options('price'),
  'several options': boxes(['price'], { state: ['invalid'] }),
  pictures: pictures(dot, dot),
  'a list folded away': select('pt'),
  'a matrix': matrix(['required', 'invalid']),
  'a ranking': ranking('price', 'range', 'other'),
  consent: { role: 'checkbox', look: 'consent', path: 'consent', text: 'You may write to me', state: ['required', 'invalid'] },
  'a message': { role: 'group', path: 'message', look: 'actions', children: [link('primaryLink', '/offer'), link('link', '/terms')] },
  ...Object.fromEntries(
    ['field', 'inputText', 'inputEmail', 'inputNumber', 'inputDate', 'inputPhone'].map((look) => [
      `a field (${look})`,
      field(look, { hint: 'A hint', state: ['required', 'invalid'] }),
    ]),
  ),
};

for (const [name, kind] of Object.entries(kinds)) {
  test(`axe finds nothing wrong with the controls of ${name}`, async (t) => {
    const { page, show } = await openControls(t, browser);
    await show(card(kind, error));
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      // The pictures are what is seen: colours are theirs.
      const { violations } = await window.axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
      return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' ')}`);
    });
    assert.deepEqual(violations, []);
    await assertUnharmed(page);
  });
}

// --- the keyboard ----------------------------------------------------------------------------------------------

test('digits answer a ten-point scale, 10 as a 1 followed by a 0', async (t) => {
  const { dialog, keyboard, show, acts } = await openControls(t, browser);
  await show(card(scale(1, 10)));
  await dialog.getByRole('radio').first().focus();
  await keyboard.press('1');
  await keyboard.press('0');
  assert.deepEqual(await acts(), ['choose scale/1=1', 'choose scale/10=10']);
  await keyboard.press('8');
  assert.deepEqual(await acts(), ['choose scale/8=8']);
});

test('a digit that is not on the scale does nothing', async (t) => {
  const { dialog, keyboard, show, acts } = await openControls(t, browser);
  await show(card(scale(1, 7)));
  await dialog.getByRole('radio').first().focus();
  for (const key of ['8', '9', '0']) await keyboard.press(key);
  assert.deepEqual(await acts(), []);
});

test('digits choose from a list of words by place, and do not answer yet', async (t) => {
  const { dialog, keyboard, show, acts } = await openControls(t, browser);
  await show(card(options()));
  await dialog.getByRole('radio').first().focus();
  await keyboard.press('2');
  await keyboard.press('4');
  assert.deepEqual(await acts(), ['choose options/range=range']);
});

test('digits answer the statement that has the focus', async (t) => {
  const { dialog, keyboard, show, acts } = await openControls(t, browser);
  await show(card(matrix()));
  await dialog.getByRole('radiogroup', { name: 'The price is right' }).getByRole('radio').first().focus();
  await keyboard.press('3');
  assert.deepEqual(await acts(), ['choose row/price/3=3']);
});

test('digits typed into a field are its text', async (t) => {
  const { dialog, keyboard, show, acts } = await openControls(t, browser);
  await show(card(options('other'), field('inputText')));
  await dialog.getByRole('textbox').focus();
  await keyboard.press('2');
  assert.deepEqual(await acts(), ['input field=2']);
});

for (const look of ['inputText', 'inputEmail', 'inputNumber', 'inputDate', 'inputPhone']) {
  test(`Enter goes on from a field of one line (${look})`, async (t) => {
    const { dialog, keyboard, show, acts } = await openControls(t, browser);
    await show(card(field(look)));
    await dialog.getByLabel('What do you think?').last().focus();
    await keyboard.press('Enter');
    assert.deepEqual(await acts(), ['activate next=']);
  });
}

test('Enter is a new line in a field of many, Ctrl with Enter goes on', async (t) => {
  const { dialog, keyboard, show, acts } = await openControls(t, browser);
  await show(card(field('field')));
  await dialog.getByRole('textbox').focus();
  await keyboard.press('Enter');
  assert.deepEqual(await acts(), ['input field=\n']);
  await keyboard.press('Control+Enter');
  assert.deepEqual(await acts(), ['activate next=']);
});

test('Enter answers with the option that has the focus, and goes on from one that is chosen', async (t) => {
  const { dialog, keyboard, show, acts } = await openControls(t, browser);
  await show(card(options()));
  await dialog.getByRole('radio', { name: 'Range' }).focus();
  await keyboard.press('Enter');
  assert.deepEqual(await acts(), ['activate options/range=range']);
  await show(card(options('range')));
  await keyboard.press('Enter');
  assert.deepEqual(await acts(), ['activate next=']);
});

test('Space ticks a box and Enter goes on', async (t) => {
  const { dialog, keyboard, show, acts } = await openControls(t, browser);
  await show(card(boxes()));
  await dialog.getByRole('checkbox', { name: 'Range' }).focus();
  await keyboard.press('Space');
  await keyboard.press('Enter');
  assert.deepEqual(await acts(), ['activate options/range=range', 'activate next=']);
});

test('the arrow keys choose within one statement and do not answer', async (t) => {
  const { dialog, keyboard, show, acts } = await openControls(t, browser);
  await show(card(matrix()));
  await dialog.getByRole('radiogroup', { name: 'The speed is right' }).getByRole('radio').first().focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await keyboard.press(key);
  assert.deepEqual(await acts(), ['choose row/speed/2=2', 'choose row/speed/3=3', 'choose row/speed/1=1']);
});

// --- what the engine makes of it -------------------------------------------------------------------------------

test('a box stays unticked when the engine does not take it', async (t) => {
  const { page, dialog, show, acts } = await openControls(t, browser);
  await show(card(boxes(['price'])));
  await clickOn(page, dialog.getByRole('checkbox', { name: 'Range' }));
  assert.deepEqual(await acts(), ['activate options/range=range']);
  assert.ok(!(await dialog.getByRole('checkbox', { name: 'Range' }).isChecked()));
  assert.ok(await dialog.getByRole('checkbox', { name: 'Price' }).isChecked());
});

test('the field for something else has the focus once that was pointed at, not when a key chose it', async (t) => {
  const { page, dialog, keyboard, show, answer, acts } = await openControls(t, browser);
  for (const what of ['activate options/other', 'choose options/other']) await answer(what, card(options('other'), field('inputText', { label: 'What is it?' })));
  await show(card(options()));
  await dialog.getByRole('radio').first().focus();
  await keyboard.press('3');
  assert.match(await focused(page), /^input radio other/);
  await show(card(options()));
  await clickOn(page, dialog.getByRole('radio', { name: 'Something else' }));
  assert.equal(await focused(page), 'input text');
  await keyboard.type('It');
  assert.deepEqual((await acts()).slice(-1), ['input field=It']);
});

test('what is moved up a ranking keeps the focus and says its new place', async (t) => {
  const { page, dialog, keyboard, show, answer, acts, said } = await openControls(t, browser);
  await answer('activate up/other', card(ranking('price', 'other', 'range')));
  await answer('activate down/price', card(ranking('other', 'price', 'range')));
  await show(card(ranking('price', 'range', 'other')));
  await dialog.getByRole('button', { name: 'Move Something else up' }).focus();
  await keyboard.press('Enter');
  assert.match(await focused(page), /Move Something else up/);
  assert.deepEqual(await said(), ['Place 2 of 3: Something else']);
  assert.deepEqual(await dialog.getByRole('listitem').locator('span').allTextContents(), ['Place 1 of 3: Price', 'Place 2 of 3: Something else', 'Place 3 of 3: Range']);

  await dialog.getByRole('button', { name: 'Move Price down' }).focus();
  await keyboard.press('Space');
  assert.match(await focused(page), /Move Price down/);
  assert.deepEqual(await said(), ['Place 2 of 3: Price']);
  assert.deepEqual(await dialog.getByRole('listitem').locator('span').allTextContents(), ['Place 1 of 3: Something else', 'Place 2 of 3: Price', 'Place 3 of 3: Range']);
  assert.deepEqual(await acts(), ['activate up/other=', 'activate down/price=']);
});

test('the button of what has reached the top keeps the focus and does nothing', async (t) => {
  const { page, dialog, keyboard, show, answer, acts } = await openControls(t, browser);
  await answer('activate up/range', card(ranking('range', 'price', 'other')));
  await show(card(ranking('price', 'range', 'other')));
  await dialog.getByRole('button', { name: 'Move Range up' }).focus();
  await keyboard.press('Enter');
  await keyboard.press('Enter');
  assert.match(await focused(page), /Move Range up/);
  assert.equal(await dialog.getByRole('button', { name: 'Move Range up' }).getAttribute('aria-disabled'), 'true');
  assert.deepEqual(await acts(), ['activate up/range=']);
});

test('a list folded away offers its hint first and then what can be chosen', async (t) => {
  const { dialog, show, answer, acts } = await openControls(t, browser);
  await show(card(select()));
  const list = dialog.getByRole('combobox', { name: 'Country' });
  assert.deepEqual(await list.locator('option').allTextContents(), ['Choose a country', 'Kazakhstan', 'Portugal']);
  assert.equal(await list.inputValue(), '');
  await answer('input select', card(select('pt')));
  await list.selectOption('pt');
  assert.deepEqual(await acts(), ['input select=pt']);
  assert.equal(await list.inputValue(), 'pt');
  await show(card(select()));
  assert.equal(await list.inputValue(), '', 'expected the list to follow the engine back to nothing');
});

test('the options of a folded list can be read in light and in dark', async (t) => {
  for (const colorScheme of ['light', 'dark']) {
    const { dialog, show } = await openControls(t, browser, { colorScheme });
    await show(card(select()));
    const [ink, ground] = await dialog.locator('option').last().evaluate((option) => {
      const { color, backgroundColor } = getComputedStyle(option);
      return [color, backgroundColor];
    });
    assert.deepEqual([ink, ground], ['rgb(17, 17, 17)', 'rgb(255, 255, 255)'], 'expected the colours of the theme');
  }
});

// --- what assistive technology is told ---------------------------------------------------------------------------

test('a wrong answer is said to be wrong, and what is wrong describes it', async (t) => {
  const { dialog, show } = await openControls(t, browser);
  await show(card(field('inputEmail', { state: ['required', 'invalid'] }), error));
  const box = dialog.getByRole('textbox', { name: 'What do you think?' });
  const described = () => box.evaluate((input) => input.getRootNode().getElementById(input.getAttribute('aria-describedby'))?.textContent);
  assert.equal(await box.getAttribute('aria-invalid'), 'true');
  assert.equal(await box.getAttribute('aria-required'), 'true');
  assert.equal(await described(), 'Please answer this.');
  await show(card(field('inputEmail')));
  for (const name of ['aria-invalid', 'aria-required', 'aria-describedby']) assert.equal(await box.getAttribute(name), null);
});

test('each statement of a matrix names its group, and each column its options', async (t) => {
  const { dialog, show } = await openControls(t, browser);
  await show(card(matrix(['required'])));
  const row = dialog.getByRole('group', { name: 'What do you think?' }).getByRole('radiogroup', { name: 'The speed is right' });
  assert.equal(await row.getAttribute('aria-required'), 'true');
  assert.equal(await row.getByRole('radio').count(), 3);
  assert.equal(await row.getByRole('radio', { name: '3, Good' }).count(), 1);
  const names = await dialog.getByRole('radio').evaluateAll((inputs) => inputs.map(({ name }) => name));
  assert.equal(new Set(names).size, 2, 'expected one choice for each statement');
});

test('phones are told which keyboard to bring up, browsers what they may fill in', async (t) => {
  const { dialog, show } = await openControls(t, browser);
  const wanted = {
    inputText: ['text', '', ''],
    inputEmail: ['email', '', 'email'],
    inputNumber: ['text', 'decimal', ''],
    inputDate: ['date', '', ''],
    inputPhone: ['tel', '', 'tel'],
  };
  for (const [look, attributes] of Object.entries(wanted)) {
    await show(card({ ...field(look), path: look }));
    const found = await dialog.locator('input').evaluate(({ type, inputMode, autocomplete }) => [type, inputMode, autocomplete]);
    assert.deepEqual(found, attributes, look);
  }
});

test('a text field keeps what is being typed when the engine answers with less', async (t) => {
  const { dialog, keyboard, show, answer } = await openControls(t, browser);
  await answer('input field', card(field('inputNumber', { value: '1' })));
  await show(card(field('inputNumber')));
  await dialog.getByRole('textbox').focus();
  await keyboard.type('1,5');
  assert.equal(await dialog.getByRole('textbox').inputValue(), '1,5');
});

// --- pictures and links ------------------------------------------------------------------------------------------

test('a picture that cannot be loaded leaves its caption', async (t) => {
  const { page, dialog, show } = await openControls(t, browser);
  await show(card(pictures(dot, '/not-there.png')));
  await page.waitForFunction(() => document.querySelector('canvass-surface').shadowRoot.querySelectorAll('img').length === 1);
  const kept = dialog.locator('img');
  assert.deepEqual(await kept.evaluate(({ alt, referrerPolicy, decoding }) => [alt, referrerPolicy, decoding]), ['', 'no-referrer', 'async']);
  assert.equal(await dialog.getByRole('radio', { name: 'Stone' }).count(), 1);
});

test('a click on a picture chooses it', async (t) => {
  const { page, dialog, show, acts } = await openControls(t, browser);
  await show(card(pictures(dot, dot)));
  await clickOn(page, dialog.locator('img').nth(1));
  assert.deepEqual(await acts(), ['activate pictures/1=1']);
});

test('links lead to pages, letters and telephones, and nowhere else', async (t) => {
  const { site, dialog, show } = await openControls(t, browser);
  const read = async (address) => {
    await show(card(link('link', address)));
    return dialog.locator('a').evaluate((a) => [a.href, a.getAttribute('target'), a.rel]);
  };
  const closed = 'noopener noreferrer';
  assert.deepEqual(await read('https://shop.example/offer'), ['https://shop.example/offer', '_blank', closed]);
  assert.deepEqual(await read('offer?a=1#b'), [`${site.origin}/offer?a=1#b`, '_blank', closed]);
  assert.deepEqual(await read('mailto:help@shop.example'), ['mailto:help@shop.example', null, closed]);
  assert.deepEqual(await read('tel:+77172000000'), ['tel:+77172000000', null, closed]);
  for (const hostile of ['javascript:alert(1)', ' \tjava\nscript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', 'https://[']) {
    assert.equal((await read(hostile))[0], '', hostile);
  }
});

test('a link that answers opens its page and tells the engine, even when its card is taken away at once', async (t) => {
  const { page, site, dialog, show, answer, acts } = await openControls(t, browser);
  site.put('/offer', '<!doctype html><title>Offer</title>');
  await answer('activate link/primaryLink', card({ role: 'text', path: 'text', text: 'Thank you' }));
  await show(card(link('primaryLink', '/offer')));
  const opened = page.waitForEvent('popup');
  await clickOn(page, dialog.getByRole('link', { name: 'Read more' }));
  assert.equal(new URL((await opened).url()).pathname, '/offer');
  assert.deepEqual(await acts(), ['activate link/primaryLink=/offer']);
  await show(card(link('link', '/offer')));
  await clickOn(page, dialog.getByRole('link', { name: 'Read more' }));
  assert.deepEqual(await acts(), [], 'expected a link in the text to be no answer');
});

// --- the focus -------------------------------------------------------------------------------------------------------

test('a new question takes the focus only from the one before', async (t) => {
  const next = (kind) => {
    const tree = card(kind);
    tree.children[1] = { role: 'heading', look: 'title', path: 'title/2', text: 'And this?' };
    return tree;
  };
  const expected = { 'input checkbox price': boxes(), select: select(), 'button button Move Range up': ranking('range', 'price'), 'input email': field('inputEmail') };
  for (const [element, kind] of Object.entries(expected)) {
    const { page, dialog, show } = await openControls(t, browser);
    await show(card(scale(0, 10)));
    await dialog.getByRole('radio').first().focus();
    await show(next(kind));
    if (element.includes('Move')) assert.match(await focused(page), /Move Range down/, 'expected the first button that does something');
    else assert.ok((await focused(page)).startsWith(element), `expected ${element}, has ${await focused(page)}`);
  }
  const { page, show } = await openControls(t, browser);
  await page.getByRole('link', { name: 'A link' }).focus();
  await show(card(scale(0, 10)));
  await show(next(boxes()));
  assert.match(await focused(page), /A link/);
});
