// What canvass.signals.js tells the engine of: every kind of record, brought about as a visitor would, and what it leaves
// of the page: everything.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertUnharmed, devices, useBrowser } from './support/browser.mjs';
import { everything, listen, tells, told } from './support/signals.mjs';

const browser = useBrowser(before, after);

const press = async (page) => (await told(page, 'press')).at(-1);

async function traitsOf(t, body, selector = '#it', options) {
  const page = await listen(t, browser, body, options);
  await page.click(selector);
  return (await press(page)).traits;
}

// --- presses -----------------------------------------------------------------------------------------------------

test('a click is a press: on what, where, how often, with what', async (t) => {
  const page = await listen(t, browser, '<form id="cart"><button type="button" id="pay" style="position:fixed;left:100px;top:50px;width:80px;height:40px"><b>Pay</b> now</button></form>');
  await page.mouse.click(140, 70);
  assert.deepEqual(await told(page, 'press'), [
    {
      target: { id: 'pay', role: 'button', name: 'Pay now', path: '#cart > button' },
      x: 140,
      y: 70,
      count: 1,
      pointer: 'mouse',
      traits: ['interactive'],
      on: [],
    },
  ]);
  await assertUnharmed(page);
});

test('what is pressed is the nearest thing that acts, also where it only looks so', async (t) => {
  const page = await listen(
    t,
    browser,
    `<a href="/pieces/?q=secret#x" id="a"><b id="in-link">All</b></a> <div style="cursor:pointer" id="card"><p id="in-card">Teapot</p></div>
     <div role="tab" aria-label="Reviews" id="tab"><i id="in-tab">…</i></div> <div data-canvass="teaser" id="d"><p id="in-d">Hello</p></div>
     <div id="click"><i id="in-click">x</i></div> <p id="plain">words</p>`,
  );
  await page.evaluate(() => {
    document.querySelector('#click').onclick = () => {};
    document.querySelector('#a').onclick = (event) => event.preventDefault();
  });
  const on = async (selector) => {
    await page.click(selector);
    const { target, traits } = await press(page);
    return [target.id, target.role, target.name, traits.includes('interactive')];
  };
  assert.deepEqual(await on('#in-link'), ['a', 'link', 'All', true]);
  assert.equal((await press(page)).target.href, '/pieces/');
  assert.deepEqual(await on('#in-card'), ['card', 'generic', 'Teapot', true]);
  assert.deepEqual(await on('#in-tab'), ['tab', 'tab', 'Reviews', true]);
  assert.deepEqual(await on('#in-d'), ['d', 'generic', undefined, false]);
  assert.equal((await press(page)).target.canvass, 'teaser');
  assert.deepEqual(await on('#in-click'), ['click', 'generic', 'x', true]);
  assert.deepEqual((await on('#plain')).at(-1), false);
});

test('a path is short, and says which of several', async (t) => {
  const page = await listen(t, browser, '<div><div><ul><li><i>a</i></li><li><i>b</i><i>c</i></li></ul></div></div>');
  await page.click('li:nth-child(2) i:nth-child(2)');
  assert.equal((await press(page)).target.path, 'div > ul > li:nth-of-type(2) > i:nth-of-type(2)');
});

test('nothing that was typed is told, whatever it is in', async (t) => {
  const page = await listen(
    t,
    browser,
    `<label id="l">Name <input id="i" value="typed"></label><div role="button" id="b">Note <textarea id="ta">typed</textarea><span contenteditable id="c">typed</span> here</div>
     <div contenteditable id="e">typed <a href="#typ" id="link">typed</a></div><input type="submit" value="Send" id="s"><select id="sel" aria-label="Size"><option>typed</option></select>`,
  );
  await page.evaluate(() => document.querySelector('#s').addEventListener('click', (event) => event.preventDefault()));
  for (const id of ['i', 'ta', 'c', 'e', 'link', 's', 'l']) {
    await page.click(`#${id}`);
    await page.keyboard.type('typed');
  }
  await page.mouse.click(1, 1);
  const all = await told(page);
  assert.ok(all.length > 10);
  assert.doesNotMatch(JSON.stringify(all), /typed/);
  const names = (await told(page, 'press')).map(({ target }) => target.name);
  assert.deepEqual(names.slice(0, 1), ['Name']);
  assert.ok(names.includes('Send'));
});

test('a label and its control are one press, of the control', async (t) => {
  for (const body of ['<label id="it">Yes <input type="checkbox" id="box"></label>', '<label for="box" id="it">Yes</label><input type="checkbox" id="box">']) {
    const page = await listen(t, browser, body);
    await page.click('#it', { position: { x: 3, y: 5 } });
    assert.equal(await page.isChecked('#box'), true);
    const all = await told(page, 'press');
    assert.deepEqual(all.map(({ target }) => [target.id, target.role, target.name]), [['box', 'checkbox', 'Yes']]);
    assert.deepEqual(all[0].traits, ['interactive', 'native']);
    await page.click('#box');
    assert.equal((await told(page, 'press')).length, 2, 'expected a click on the box itself to be a press of its own');
  }
});

test('a label whose page stops its click is a press, too', async (t) => {
  const page = await listen(t, browser, '<label id="it">Yes <input type="checkbox" id="box"></label>');
  await page.evaluate(() => document.querySelector('#it').addEventListener('click', (event) => event.preventDefault()));
  await page.click('#it', { position: { x: 3, y: 5 } });
  await page.click('#it', { position: { x: 3, y: 5 } });
  assert.deepEqual((await told(page, 'press')).map(({ target }) => target.id), ['box', 'box']);
});

test('a disabled control gets no click, and is pressed all the same', async (t) => {
  const page = await listen(t, browser, '<button disabled id="it">Pay <b id="in">now</b></button><fieldset disabled><button id="two">Go</button></fieldset>');
  const at = async (selector) => {
    const { x, y, width, height } = await page.locator(selector).boundingBox();
    await page.mouse.click(x + width / 2, y + height / 2);
    return (await told(page, 'press')).map(({ target, traits }) => [target.id, traits.includes('disabled')]);
  };
  assert.deepEqual(await at('#it'), [['it', true]]);
  assert.deepEqual((await at('#in')).slice(1), [['it', true]]);
  assert.deepEqual((await at('#two')).slice(2), [['two', true]]);
});

test('a key presses what has the focus; one held down says so', async (t) => {
  const page = await listen(t, browser, '<button id="it">Pay</button>');
  await page.focus('#it');
  await page.keyboard.press('Enter');
  await page.keyboard.press(' ');
  assert.deepEqual((await told(page, 'press')).map(({ pointer, target, count }) => [pointer, target.id, count]), [['key', 'it', 0], ['key', 'it', 0]]);
  await page.keyboard.down('Enter');
  await page.keyboard.down('Enter');
  const traits = (await told(page, 'press')).map((one) => one.traits.includes('held'));
  assert.deepEqual(traits.slice(2), [false, true]);
});

test("a script's click is no press", async (t) => {
  const page = await listen(t, browser, '<button id="it">Pay</button>');
  await page.evaluate(() => document.querySelector('#it').click());
  assert.deepEqual(await told(page, 'press'), []);
});

test('a finger presses, a finger that scrolls does not', async (t) => {
  const page = await listen(t, browser, '<button id="it">Pay</button><div style="height:3000px"></div>', { device: devices.phone });
  await page.tap('#it');
  assert.deepEqual((await told(page, 'press')).map(({ pointer }) => pointer), ['touch']);
});

test('what is in a shadow root is pressed there, and selectors count through it', async (t) => {
  const page = await listen(t, browser, '<x-pay id="host">Pay</x-pay>', { wanted: { ...everything, on: ['#host', 'p::nonsense(', '#other'], ignore: ['))'] } });
  await page.evaluate(() => {
    document.querySelector('#host').attachShadow({ mode: 'open' });
    const button = document.createElement('button');
    button.id = 'inner';
    button.append(document.createElement('slot'));
    document.querySelector('#host').shadowRoot.append(button);
  });
  await page.click('#host');
  const { target, on } = await press(page);
  assert.deepEqual([target.id, target.role, target.name, target.path, on], ['inner', 'button', 'Pay', '#host > button', ['#host']]);
});

for (const [what, body, trait, selector] of [
  ['a link', '<a href="#x" id="it">To x</a>', 'native'],
  ['a select', '<select id="it"><option>1</option></select>', 'native'],
  ['a summary', '<details><summary id="it">More about it</summary>…</details>', 'native'],
  ['a video', '<video id="it" width="50" height="50"></video>', 'native'],
  ['a canvas', '<canvas id="it"></canvas>', 'surface'],
  ['a drawing', '<svg width="50" height="50"><rect id="it" width="50" height="50"/></svg>', 'surface'],
  ['what is dragged', '<div draggable="true" id="it">Card</div>', 'surface'],
  ['what takes all touches', '<div style="touch-action:none" id="it">Map</div>', 'surface'],
  ['an application', '<div role="application"><button id="it">+</button></div>', 'surface'],
  ['what can be written in', '<p contenteditable id="it">Write</p>', 'editable'],
  ['a text box', '<input id="it">', 'editable'],
  ['text', '<p id="it">Words to read</p>', 'text'],
  ['a stepper by its name', '<button id="it">+</button>', 'stepper'],
  ['a stepper by its class', '<button id="it" class="qty-up">x</button>', 'stepper'],
  ['the next of a carousel', '<button id="it" aria-label="Next slide">x</button>', 'stepper'],
  ['a slider', '<div role="slider" tabindex="0" id="it">x</div>', 'stepper'],
  ['a number', '<input type="number" id="it">', 'stepper'],
  ['the control of a player', '<div><video></video><button id="it">Play</button></div>', 'player'],
  ['what the page marks', '<div data-canvass-ignore><button id="it">x</button></div>', 'ignored'],
  ['what is disabled for those who hear it', '<button aria-disabled="true" id="it">x</button>', 'disabled', '#it', { force: true }],
]) {
  test(`${what} has the trait "${trait}"`, async (t) => {
    const page = await listen(t, browser, body);
    await page.click(selector ?? '#it', { force: true });
    const { traits } = await press(page);
    assert.ok(traits.includes(trait), `expected "${trait}" among ${traits}`);
  });
}

for (const [what, body, trait] of [
  ['a button', '<button id="it">Sign up</button>', 'stepper'],
  ['a button', '<button id="it" class="btn-dropdown sign-up">Start</button>', 'stepper'],
  ['a button with an icon', '<button id="it"><svg width="10" height="10"><rect width="10" height="10"/></svg></button>', 'surface'],
  ['a button', '<button id="it">Pay</button>', 'text'],
  ['a wrapper that listens to clicks', '<div onclick="1"><p>1</p><p>2</p><p>3</p><p>4</p><p id="it">Words to read</p></div>', 'interactive'],
  ['text on a page where the hand is everywhere', '<style>body{cursor:pointer}</style><p id="it">Words</p>', 'interactive'],
  ['a box that scrolls with the keyboard', `<pre tabindex="0" id="it">${'code '.repeat(60)}</pre>`, 'interactive'],
  ['a link that is none', '<a href="javascript:void 0" id="it">x</a>', 'native'],
]) {
  test(`${what} does not have the trait "${trait}"`, async (t) => {
    const traits = await traitsOf(t, body);
    assert.ok(!traits.includes(trait), `expected no "${trait}" among ${traits}`);
  });
}

test('what the configuration leaves out is told to be', async (t) => {
  assert.ok((await traitsOf(t, '<div id="map"><button id="it">x</button></div>', '#it', { wanted: { ...everything, ignore: ['#map'] } })).includes('ignored'));
});

test('how it was pressed: long, dragged, with a key, on a selection', async (t) => {
  const page = await listen(t, browser, '<p id="it" style="font-size:40px">Wordswordswords</p>');
  const { x, y } = await page.locator('#it').boundingBox();
  await page.mouse.dblclick(x + 30, y + 20);
  const [first, second] = await told(page, 'press');
  assert.deepEqual([first.traits.includes('selected'), second.traits.includes('selected'), second.count], [false, true, 2]);
  await page.mouse.click(x + 300, y + 20, { delay: 520 });
  assert.ok((await press(page)).traits.includes('held'));
  await page.mouse.move(x + 20, y + 20);
  await page.mouse.down();
  await page.mouse.move(x + 90, y + 20, { steps: 3 });
  await page.mouse.up();
  assert.ok((await press(page)).traits.includes('moved'));
  await page.click('#it', { modifiers: ['Shift'] });
  assert.ok((await press(page)).traits.includes('modified'));
});

// --- effects -----------------------------------------------------------------------------------------------------

const button = '<button id="it">Do it</button>';

for (const [kind, what, script, extra = ''] of [
  ['mutation', 'an element comes', () => document.body.append('x')],
  ['mutation', 'a class changes', () => document.body.classList.add('x')],
  ['mutation', 'a text changes', () => (document.querySelector('#p').firstChild.data = 'y'), '<p id="p">x</p>'],
  ['mutation', 'something is drawn', () => document.querySelector('canvas').getContext('2d').fillRect(0, 0, 9, 9), '<canvas></canvas>'],
  ['mutation', 'something is animated', () => document.querySelector('p').animate([{ opacity: 0 }], 100), '<p>x</p>'],
  ['dialog', 'a dialog opens', () => document.querySelector('dialog').showModal(), '<dialog>x</dialog>'],
  ['navigation', 'the address changes', () => (location.hash = 'x')],
  ['navigation', 'the page is left', () => location.assign('/nothing')],
  ['navigation', 'an application goes elsewhere', () => history.pushState({}, '', '/x')],
  ['request', 'fetch', () => void fetch('/api')],
  ['request', 'XMLHttpRequest', () => {
    const request = new XMLHttpRequest();
    request.open('GET', '/api');
    request.send();
  }],
  ['scroll', 'the page scrolls', () => scrollTo(0, 500), '<div style="height:3000px"></div>'],
  ['scroll', 'a box scrolls', () => (document.querySelector('#box').scrollTop = 50), '<div id="box" style="height:50px;overflow:auto"><div style="height:500px"></div></div>'],
  ['selection', 'something is selected', () => getSelection().selectAllChildren(document.querySelector('p')), '<p>x</p>'],
  ['focus', 'something else gets the focus', () => document.querySelector('input').focus(), '<input>'],
  ['visibility', 'the page goes full screen', () => void document.documentElement.requestFullscreen()],
  ['dialog', 'a popover opens', () => document.querySelector('[popover]').showPopover(), '<div popover>x</div>'],
  ['dialog', 'a question is asked', () => alert('x')],
  ['download', 'a file is asked for', () => Object.assign(document.createElement('input'), { type: 'file' }).click()],
  ['dialog', 'a form finds fault with itself', () => document.querySelector('form').reportValidity(), '<form><input required></form>'],
  ['download', 'a file is made', () => URL.createObjectURL(new Blob(['x']))],
  ['window', 'a window opens', () => void open('about:blank')],
  ['value', 'a field changes without a word', () => (document.querySelector('#n').value = 2), '<input id="n">'],
  ['value', 'a box is ticked without a word', () => (document.querySelector('#n').checked = true), '<input type="checkbox" id="n">'],
  ['value', 'something is copied', () => void navigator.clipboard?.writeText('x').catch(() => 0)],
  ['media', 'a sound begins', () => void new Audio().play().catch(() => 0)],
]) {
  test(`${what}: an effect of the kind "${kind}"`, async (t) => {
    const page = await listen(t, browser, button + extra, { wanted: { press: true, effects: 300 } });
    page.on('dialog', (dialog) => void dialog.accept());
    page.site.put('/nothing', '', { status: 204 }); // so that the page stays
    await page.evaluate((run) => document.querySelector('#it').addEventListener('click', () => (0, eval)(`(${run})`)()), String(script));
    // A page that is about to be left does not answer any more.
    await page.locator('#it').click({ noWaitAfter: true });
    assert.deepEqual(await tells(page, 'effect'), { kind });
    assert.deepEqual((await told(page)).map(([name]) => name), ['press', 'effect']);
  });
}
