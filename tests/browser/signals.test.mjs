// What canvass.signals.js tells the engine of: every kind of record, brought about as a visitor would, and what it leaves
// of the page: everything.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertUnharmed, clickOn, devices, dialog, settled, useBrowser } from './support/browser.mjs';
import { config, nps } from './support/config.mjs';
import { everything, listen, tells, told } from './support/signals.mjs';
import { page as plain, startSite } from './support/site.mjs';

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
  assert.deepEqual(await on('#in-card'), ['card', 'div', 'Teapot', true]);
  assert.deepEqual(await on('#in-tab'), ['tab', 'tab', 'Reviews', true]);
  assert.deepEqual(await on('#in-d'), ['d', 'div', undefined, false]);
  assert.equal((await press(page)).target.canvass, 'teaser');
  assert.deepEqual(await on('#in-click'), ['click', 'div', 'x', true]);
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
  assert.ok(all.length > 8, `expected more than ${all.length}`);
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
  ['focus', 'a dialog opens', () => document.querySelector('dialog').showModal(), '<dialog><button>x</button></dialog>'],
  ['mutation', 'a dialog without controls opens', () => document.querySelector('dialog').setAttribute('open', ''), '<dialog>x</dialog>'],
  ['navigation', 'the address changes', () => (location.hash = 'x')],
  ['navigation', 'the page is left', () => location.assign('/nothing')],
  ['value', 'an application goes elsewhere, and nothing else changes', () => history.pushState({}, '', '/x')],
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

const nothing = async (page) => {
  assert.deepEqual(await told(page, 'effect'), [], 'expected no effect');
};

for (const [what, script, extra = ''] of [
  ['nothing', () => {}],
  ['the focus of what is pressed', () => document.querySelector('#it').focus()],
  ['a report by fetch with keepalive', () => void fetch('/api', { method: 'POST', keepalive: true })],
  ['a beacon', () => void navigator.sendBeacon('/api', 'x')],
  ['a caret', () => getSelection().collapse(document.querySelector('p')), '<p>x</p>'],
  ['what is ours', () => document.body.append(document.createElement('canvass-surface'))],
  ['what changes in ours', () => document.querySelector('canvass-surface').setAttribute('style', 'top: 0'), '<canvass-surface></canvass-surface>'],
  ['the focus in ours', () => document.querySelector('canvass-surface').focus(), '<canvass-surface tabindex="0"></canvass-surface>'],
]) {
  test(`no effect: ${what}`, async (t) => {
    const page = await listen(t, browser, button + extra, { wanted: { press: true, effects: 300 } });
    await page.evaluate((run) => document.querySelector('#it').addEventListener('click', () => (0, eval)(`(${run})`)()), String(script));
    await page.click('#it');
    await page.waitForTimeout(350); // the time that an effect has
    await nothing(page);
    assert.equal((await told(page, 'press')).length, 1);
  });
}

test('what comes of a press before its click is an effect of it', async (t) => {
  const page = await listen(t, browser, button);
  await page.evaluate(() => document.querySelector('#it').addEventListener('pointerdown', () => document.body.append('x')));
  await page.hover('#it');
  await page.mouse.down();
  assert.deepEqual((await told(page)).map(([name]) => name), ['load', 'active']);
  await page.mouse.up();
  assert.deepEqual((await told(page)).slice(2).map(([name, { kind }]) => kind ?? name), ['press', 'mutation']);
});

test('a shadow root in which something is pressed is looked at, too', async (t) => {
  const page = await listen(t, browser, '<x-it id="host"></x-it>');
  await page.evaluate(() => {
    const root = document.querySelector('#host').attachShadow({ mode: 'open' });
    const inner = document.createElement('button');
    inner.textContent = 'Do it';
    inner.onclick = () => root.append('x');
    root.append(inner);
  });
  await page.click('#host');
  assert.deepEqual(await tells(page, 'effect'), { kind: 'mutation' });
});

test('only the first effect of a press is told, but scrolling always is', async (t) => {
  const page = await listen(t, browser, `${button}<div style="height:3000px"></div>`);
  await page.evaluate(() => {
    document.querySelector('#it').onclick = () => {
      document.body.append('x');
      Promise.resolve().then(() => document.body.append('y'));
      scrollTo(0, 20);
    };
  });
  await page.click('#it');
  await page.waitForFunction(() => scrollY === 20);
  await page.waitForFunction(() => window[Symbol.for('canvass.told')].told.some(({ details }) => details?.kind === 'scroll'));
  assert.deepEqual((await told(page, 'effect')).map(({ kind }) => kind), ['mutation', 'scroll']);
});

test('what cannot be without effect is not looked at', async (t) => {
  const page = await listen(t, browser, '<p id="it">Words</p><a href="#x" id="link">To x</a><script>p = document.querySelector("#it"); p.onclick = null</script>');
  await page.evaluate(() => document.addEventListener('click', (event) => (event.preventDefault(), document.body.append('x'))));
  await page.click('#it');
  await page.click('#link');
  await nothing(page);
});

test("functions of the page are watched from a press to its first effect, and are the page's own again then", async (t) => {
  const names = ['fetch', 'open', 'alert', 'confirm', 'prompt', 'print'];
  const read = () => {
    const [fetchNow, ...others] = ['fetch', 'open', 'alert', 'confirm', 'prompt', 'print'].map((name) => window[name]);
    const methods = [XMLHttpRequest.prototype.send, WebSocket.prototype.send, HTMLMediaElement.prototype.play, HTMLElement.prototype.click, Element.prototype.animate];
    return [fetchNow, ...others, ...methods];
  };
  const page = await listen(t, browser, `${button}<button id="other">Other</button>`, { wanted: { press: true, effects: 300 } });
  await page.evaluate((source) => {
    window.reading = { read: (0, eval)(`(${source})`) };
    window.reading.before = window.reading.read();
    window.reading.described = window.reading.before.map((one) => [one.name, one.length, one.toString()]);
    window.reading.keys = Object.getOwnPropertyDescriptor(window, 'fetch');
    document.querySelector('#it').addEventListener('click', () => {
      window.reading.during = window.reading.read();
    });
    document.querySelector('#other').addEventListener('click', () => fetch('/api'));
  }, String(read));
  const same = () => page.evaluate(() => window.reading.read().every((one, index) => one === window.reading.before[index]));
  await page.click('#it');
  assert.deepEqual(
    await page.evaluate(() => window.reading.during.map((one) => [one.name, one.length, one.toString()])),
    await page.evaluate(() => window.reading.described),
    'expected them to look the same meanwhile',
  );
  assert.equal(await page.evaluate(() => window.reading.during[0] === window.reading.before[0]), false, 'expected the test to see them');
  await page.waitForTimeout(350); // until the verdict
  assert.ok(await same(), `expected ${names} as they were after the verdict`);
  await page.click('#other');
  await tells(page, 'effect');
  assert.ok(await same(), 'expected them as they were after the first effect');
  assert.deepEqual(
    await page.evaluate(() => JSON.stringify(Object.getOwnPropertyDescriptor(window, 'fetch')) === JSON.stringify(window.reading.keys)),
    true,
  );
  await assertUnharmed(page);
});

test('what the page puts there meanwhile stays, and works', async (t) => {
  const page = await listen(t, browser, button, { wanted: { press: true, effects: 300 } });
  await page.evaluate(() => {
    document.querySelector('#it').onclick = () => {
      const before = window.fetch;
      window.fetch = (...rest) => before(...rest).then((response) => response.text()).then((text) => `own ${text}`);
    };
  });
  await page.click('#it');
  await page.waitForTimeout(350); // until the verdict
  assert.equal(await page.evaluate(() => fetch('/api')), 'own {}');
  await assertUnharmed(page);
});

test('a page that has frozen its functions, or broken them, is not disturbed', async (t) => {
  const page = await listen(t, browser, `${button}<form><input id="field" required><button id="send">Send</button></form>`, {
    wanted: { ...everything, moves: true },
    init: () => {
      Object.defineProperty(window, 'fetch', { value: window.fetch, writable: false, configurable: false });
      Object.freeze(XMLHttpRequest.prototype);
    },
  });
  const failed = () => {
    throw new Error('broken by the page');
  };
  await page.evaluate((source) => {
    const fail = (0, eval)(`(${source})`);
    for (const name of ['matches', 'closest', 'getAttribute', 'getRootNode', 'querySelector', 'contains']) Element.prototype[name] = fail;
    for (const name of ['filter', 'find', 'some', 'includes', 'map', 'forEach']) Array.prototype[name] = fail;
    window.getSelection = window.getComputedStyle = fail;
    MutationObserver.prototype.observe = fail;
    window.clicks = 0;
    document.querySelector('#it').addEventListener('click', () => window.clicks++);
  }, String(failed));
  const at = async (x, y) => page.mouse.click(x, y);
  await at(30, 20);
  await at(30, 20);
  await at(60, 45);
  await page.keyboard.type('abc');
  assert.equal(await page.evaluate(() => window.clicks), 2);
  assert.deepEqual(page.seen.errors, []);
});

// --- faults ------------------------------------------------------------------------------------------------------

const failing = (script) => ({ wanted: { press: true, faults: 1000 }, head: `<script>addEventListener('click', () => (${script})())</script>` });

for (const [what, script, fault] of [
  ['an exception', () => setTimeout(() => null.x), { kind: 'exception', name: 'TypeError' }],
  ['a rejection', () => void Promise.reject(new RangeError('secret')), { kind: 'rejection', name: 'RangeError' }],
  ['a rejection with whatever', () => void Promise.reject('secret'), { kind: 'rejection' }],
  ['a request that is refused', () => void fetch('/missing'), { kind: 'request', status: 404 }],
  ['a request that fails', () => void fetch('/broken').catch(() => 0), { kind: 'request' }],
]) {
  test(`${what} after a press is a fault`, async (t) => {
    const page = await listen(t, browser, button, failing(script));
    await page.route('**/broken', (route) => route.abort('connectionfailed'));
    await page.click('#it');
    assert.deepEqual(await tells(page, 'fault'), fault);
    assert.doesNotMatch(JSON.stringify(await told(page)), /secret/);
  });
}

for (const [what, script] of [
  ['what the page gives up itself', () => void Promise.reject(new DOMException('x', 'AbortError'))],
  ['a request of ours', () => void fetch('/missing?ours')],
  ['a picture that is not there', () => void Object.assign(new Image(), { src: '/missing.png' })],
  ['a loop of observers', () => void dispatchEvent(new ErrorEvent('error', { message: 'ResizeObserver loop completed with undelivered notifications.' }))],
  ['an error of an extension', () => void dispatchEvent(new ErrorEvent('error', { message: 'x', filename: 'chrome-extension://x/y.js' }))],
]) {
  test(`no fault: ${what}`, async (t) => {
    const page = await listen(t, browser, button, failing(script));
    await page.evaluate(() => window[Symbol.for('canvass.told')].hooks.effect({ fx: 'send', url: '/missing?ours' }));
    await page.click('#it');
    await page.waitForTimeout(400); // what the browser takes to tell
    assert.deepEqual(await told(page, 'fault'), []);
  });
}

test('what fails without a press, or long after one, is told to nobody', async (t) => {
  const page = await listen(t, browser, button, { wanted: { press: true, faults: 100 } });
  const fail = () => page.evaluate(() => void setTimeout(() => null.x));
  await fail();
  await page.click('#it');
  await page.waitForTimeout(150); // until it is too late
  await fail();
  await page.evaluate(() => new Promise((done) => setTimeout(done, 20)));
  assert.deepEqual(await told(page, 'fault'), []);
});

// --- forms -------------------------------------------------------------------------------------------------------

const form = '<form id="order"><label>Mail <input id="mail" type="email" required></label><button id="send">Send</button></form>';
const states = async (page, what) => (await told(page, what)).map(({ state }) => state);

test('a field that is refused is told of once an attempt, with its form', async (t) => {
  const page = await listen(t, browser, form);
  await page.click('#send');
  await page.click('#send');
  assert.deepEqual(await states(page, 'field'), ['invalid', 'invalid']);
  assert.deepEqual((await told(page, 'field'))[0], {
    target: { id: 'mail', role: 'textbox', name: 'Mail', path: '#order > label > input' },
    state: 'invalid',
    form: { id: 'order', role: 'form', path: 'main > form' },
  });
  await page.evaluate(() => {
    for (let i = 0; i < 5; i++) document.querySelector('#mail').checkValidity();
  });
  assert.equal((await told(page, 'field')).length, 2, 'expected a page that asks again and again to count once');
});

test('a field that the page itself marks is refused, too', async (t) => {
  const page = await listen(t, browser, '<form id="order" novalidate><input id="mail"><input id="name"><button type="button" id="send">Send</button></form>');
  await page.evaluate(() => document.querySelector('#mail').addEventListener('change', ({ target }) => target.setAttribute('aria-invalid', 'true')));
  await page.fill('#mail', 'x');
  await page.locator('#mail').blur();
  assert.equal((await tells(page, 'field')).state, 'invalid');
  await page.fill('#name', 'y');
  await page.locator('#name').blur();
  await page.waitForTimeout(450); // what a page has to mark it
  assert.deepEqual(await states(page, 'field'), ['invalid'], 'expected another field not to count for this one');
});

test('what is cleared and written again is told, a slip of the hand and a search are not', async (t) => {
  const page = await listen(t, browser, `<form><input id="a"><input id="b"><input id="c" type="search"><button>Send</button></form>`);
  const write = async (selector, first) => {
    await page.click(selector);
    await page.keyboard.type(first);
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.type('again');
  };
  await write('#b', 'x');
  await write('#c', 'something');
  assert.deepEqual(await states(page, 'field'), []);
  await write('#a', 'something');
  assert.deepEqual(await states(page, 'field'), ['retyped']);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('over');
  assert.deepEqual(await states(page, 'field'), ['retyped', 'retyped'], 'expected writing over it to count as well');
});

test('a form is begun with the first letter, and sent', async (t) => {
  const page = await listen(t, browser, form);
  await page.evaluate(() => document.querySelector('#order').addEventListener('submit', (event) => event.preventDefault()));
  await page.click('#mail');
  assert.deepEqual(await states(page, 'form'), []);
  await page.keyboard.type('a@b.example');
  assert.deepEqual(await states(page, 'form'), ['begun']);
  await page.keyboard.press('Enter');
  assert.deepEqual(await states(page, 'form'), ['begun', 'submitted']);
});

test('a form that the page sends by itself is sent; one that it refuses is begun still', async (t) => {
  const page = await listen(t, browser, '<form id="order"><input id="mail"><button type="button" id="send">Send</button><button id="also">Also</button></form>');
  await page.evaluate(() => {
    document.querySelector('#also').addEventListener('click', (event) => {
      event.preventDefault();
      document.querySelector('#mail').setAttribute('aria-invalid', 'true');
    });
  });
  await page.click('#mail');
  await page.keyboard.type('x');
  await page.click('#also');
  assert.equal((await tells(page, 'field')).state, 'invalid');
  assert.deepEqual(await states(page, 'form'), ['begun']);
  await page.evaluate(() => document.querySelector('#mail').removeAttribute('aria-invalid'));
  await page.click('#send');
  await page.waitForFunction(() => window[Symbol.for('canvass.told')].told.some(({ details }) => details?.state === 'submitted'));
  assert.deepEqual(await states(page, 'form'), ['begun', 'submitted']);
});

test('a form that goes without being sent is gone', async (t) => {
  const page = await listen(t, browser, `${form}<button id="close">Close</button>`);
  await page.evaluate(() => (document.querySelector('#close').onclick = () => document.querySelector('#order').remove()));
  await page.click('#mail');
  await page.keyboard.type('x');
  await page.click('#close');
  await page.waitForFunction(() => window[Symbol.for('canvass.told')].told.some(({ details }) => details?.state === 'gone'));
  assert.deepEqual(await states(page, 'form'), ['begun', 'gone']);
});

// --- pages and the mouse -----------------------------------------------------------------------------------------

test('how the page was opened, and that the visitor does something there, once', async (t) => {
  const page = await listen(t, browser, button);
  assert.deepEqual(await told(page), [['load', { type: 'navigate' }]]);
  await page.mouse.move(50, 50);
  await page.evaluate(() => scrollTo(0, 1));
  assert.deepEqual(await told(page, 'active'), []);
  await page.keyboard.press('a');
  await page.click('#it');
  assert.equal((await told(page, 'active')).length, 1);
  await page.evaluate((wanted) => window[Symbol.for('canvass.told')].signals.watch(wanted), everything);
  await page.click('#it');
  assert.equal((await told(page, 'active')).length, 2, 'expected it again on what may be another page');
  assert.equal((await told(page, 'load')).length, 1);
});

test('moves are told of where they are wanted, several at a time', async (t) => {
  const page = await listen(t, browser, '<p>Words</p>', { wanted: { moves: true } });
  await page.mouse.move(100, 100);
  await page.mouse.move(500, 110, { steps: 20 });
  const { points } = await tells(page, 'move');
  assert.deepEqual([points.length % 3, ...points.slice(0, 3)], [0, 0, 100, 100]);
  assert.ok(points.length >= 6, `expected more than one point, came ${points}`);
  assert.ok(points.at(-2) > 100 && points.at(-3) >= 0);
});

test('nothing is listened to that is not wanted', async (t) => {
  const page = await listen(t, browser, button, {
    wanted: {},
    init: () => {
      window.added = [];
      const { addEventListener } = EventTarget.prototype;
      EventTarget.prototype.addEventListener = function (type, ...rest) {
        window.added.push(type);
        return addEventListener.call(this, type, ...rest);
      };
    },
  });
  const added = () => page.evaluate(() => window.added.filter((type) => !/^(abort|securitypolicyviolation)$/.test(type)));
  assert.deepEqual(await added(), []);
  const watch = (wanted) => page.evaluate((one) => void window[Symbol.for('canvass.told')].signals.watch(one), wanted);
  await watch({ press: true });
  assert.ok(!(await added()).includes('pointermove'), 'expected nothing for a move of the mouse');
  await watch(undefined);
  await page.click('#it');
  assert.deepEqual(await told(page), [], 'expected nothing any more');
});

// --- with the engine ---------------------------------------------------------------------------------------------

async function visit(t, more, body) {
  const site = await startSite(t);
  site.put('/canvass.json', config({ guides: [], ...more }));
  site.put('/', plain({ body }));
  const page = await browser.visit(t, site.origin);
  await settled(page);
  return { site, page };
}

test('without signals in the configuration nothing for them is loaded', async (t) => {
  const { page } = await visit(t, {}, button);
  await page.click('#it');
  assert.deepEqual(page.seen.requests.filter((url) => /canvass\.(watch|signals)\./.test(url)), []);
});

test('a dead button comes to the endpoint once the page is hidden; presses on what is ours do not count', async (t) => {
  const { site, page } = await visit(t, { surveys: [nps()], signals: { dead: { within: '300ms' } } }, button);
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('canvass.signals.js')));
  await page.click('#it');
  const { properties } = await site.endpoint.event('Signal Noticed');
  assert.deepEqual([properties.signal, properties.element], ['dead', '#it']);
  await page.evaluate(() => window.canvass('show', 'nps'));
  await clickOn(page, dialog(page).getByRole('radio').first());
  await page.goto('about:blank');
  const watched = await site.endpoint.event('Page Watched');
  assert.deepEqual(watched.properties, { clicks: 1, signals: { dead: 1 } });
});
