// The driver itself: what it does to a page arrives there as a visitor's doing, in each engine.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { config, nps } from '../support/config.mjs';
import { assertUnharmed, useEngine } from '../support/driver.mjs';
import { readPng } from '../support/png.mjs';
import { page, startSite } from '../support/site.mjs';

const engine = useEngine(before, after);

async function siteWith(t, body, more = {}) {
  const site = await startSite(t);
  site.put('/', page({ instrumented: true, script: '', body, ...more }));
  return site;
}

test('a survey is found by roles and names, answered by mouse and keyboard, and arrives', async (t) => {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys: [nps()] }));
  site.put('/', page({ instrumented: true }));
  const user = await engine.visit(t, site.origin);
  await user.evaluate(() => window.canvass('show', 'nps'));
  await user.see({ role: 'dialog', name: /How likely/ });
  assert.equal(await user.checked({ role: 'radio', name: /^9/ }), false);
  assert.equal(await user.none({ role: 'button', name: 'Send' }), true);
  await user.click({ role: 'radio', name: /^9(\D|$)/ });
  await user.see({ role: 'heading', name: /main reason/ });
  await user.gone({ role: 'radio', name: /^9/ });
  await user.click({ role: 'textbox' });
  await user.type('Tea, чай');
  assert.equal(await user.text({ role: 'textbox' }), 'Tea, чай');
  assert.match(await user.focused(), /^textarea/);
  await user.click({ role: 'button', name: 'Send' });
  await user.see({ role: 'heading', name: 'Thank you!' });
  await site.endpoint.event('Survey Completed');
  const answers = site.endpoint.events().filter(({ event }) => event === 'Survey Answered');
  assert.deepEqual(answers.map(({ properties }) => properties.value), [9, 'Tea, чай']);
  await assertUnharmed(user);
});

test('clicks in a row are counted as such, each button is told, and a held key too', async (t) => {
  const site = await siteWith(t, '<button id="b">B</button><button id="c">C</button>');
  const user = await engine.visit(t, site.origin);
  await user.evaluate(() => {
    window.said = [];
    for (const type of ['click', 'auxclick', 'contextmenu']) document.addEventListener(type, (event) => said.push(`${type} ${event.button} ${event.detail} ${event.shiftKey}`));
  });
  await user.click('#b', { times: 3 });
  assert.deepEqual(await user.evaluate(() => said.splice(0)), ['click 0 1 false', 'click 0 2 false', 'click 0 3 false']);
  await user.click('#c', { times: 2, apart: 700 });
  assert.deepEqual(await user.evaluate(() => said.splice(0)), ['click 0 1 false', 'click 0 1 false']);
  await user.click('#b', { key: 'Shift' });
  assert.match((await user.evaluate(() => said.splice(0)))[0], /click 0 \d true/);
});

test('keys have their names, with others held, and Tab goes on', async (t) => {
  const site = await siteWith(t, '<input id="a" value="abc"><input id="b">');
  const user = await engine.visit(t, site.origin);
  await user.evaluate(() => {
    window.said = [];
    addEventListener('keydown', ({ key, shiftKey, ctrlKey }) => said.push(`${key}${shiftKey ? ' shift' : ''}${ctrlKey ? ' control' : ''}`), true);
  });
  await user.click('#a');
  await user.fill('#a', 'Привет');
  assert.equal(await user.text('#a'), 'Привет');
  await user.evaluate(() => said.splice(0));
  await user.press('Tab');
  assert.equal(await user.evaluate(() => document.activeElement.id), 'b');
  await user.press('Shift+Tab');
  assert.equal(await user.evaluate(() => document.activeElement.id), 'a');
  for (const key of ['Enter', 'Escape', 'ArrowDown', 'Home', 'Delete', ' ']) await user.press(key);
  const names = await user.evaluate(() => said.filter((key) => !key.startsWith('Shift')));
  names[1] = names[1].replace('Unidentified', 'Tab'); // to WebKitGTK Tab the other way is a key that has no name
  assert.deepEqual(names, ['Tab', 'Tab shift', 'Enter', 'Escape', 'ArrowDown', 'Home', 'Delete', ' ']);
});

test('the window has the size, the scheme, the motion, the density and the language that were asked for', async (t) => {
  const site = await siteWith(t, 'Words');
  const looks = () => [
    innerWidth,
    innerHeight,
    devicePixelRatio,
    matchMedia('(prefers-color-scheme: dark)').matches,
    matchMedia('(prefers-reduced-motion: reduce)').matches,
    navigator.language,
    document.hasFocus(),
  ];
  const plain = await engine.visit(t, site.origin);
  assert.deepEqual(await plain.evaluate(looks), [1280, 800, 1, false, true, 'en-GB', true]);
  const other = await engine.visit(t, site.origin, { width: 390, height: 780, scheme: 'dark', motion: 'no-preference', scale: 2, locale: 'ru-RU' });
  assert.deepEqual(await other.evaluate(looks), [390, 780, 2, true, false, 'ru-RU', true]);
  await other.resize(320, 256);
  assert.deepEqual(await other.evaluate(() => [innerWidth, innerHeight]), [320, 256]);
  const again = await engine.visit(t, site.origin);
  assert.deepEqual(await again.evaluate(looks), [1280, 800, 1, false, true, 'en-GB', true]);
});

test('media change on a page that is open, where the engine can be told', async (t) => {
  if (!engine.can.liveMedia) return t.skip('its media are set before it starts');
  const site = await siteWith(t, 'Words');
  const user = await engine.visit(t, site.origin);
  await user.scheme('dark');
  assert.equal(await user.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches), true);
  await user.media({ scheme: 'light', forcedColors: true });
  assert.equal(await user.evaluate(() => matchMedia('(forced-colors: active)').matches), true);
  await user.media({ forcedColors: false });
  assert.equal(await user.evaluate(() => matchMedia('(forced-colors: active)').matches), false);
  const keen = await engine.visit(t, site.origin, { contrast: 'more', fontSize: 32 });
  assert.deepEqual(await keen.evaluate(() => [matchMedia('(prefers-contrast: more)').matches, getComputedStyle(document.documentElement).fontSize]), [true, '32px']);
});

test('nobody has been here before, and a second tab is the same visitor', async (t) => {
  const site = await siteWith(t, 'Words');
  const one = await engine.visit(t, site.origin);
  await one.evaluate(() => localStorage.setItem('been', 'here'));
  const tab = await one.newTab(site.origin);
  assert.equal(await tab.evaluate(() => localStorage.getItem('been')), 'here');
  assert.deepEqual(await tab.evaluate(() => [innerWidth, innerHeight]), [1280, 800]);
  await tab.close();
  await one.reload();
  assert.equal(await one.evaluate(() => localStorage.getItem('been')), 'here');
  const other = await engine.visit(t, site.origin);
  assert.equal(await other.evaluate(() => localStorage.getItem('been')), null);
});

test('a frame of another origin is somebody\'s place too, with its own positions', async (t) => {
  const inner = await siteWith(t, '<button onclick="document.title = event.detail + this.textContent">In</button><input>');
  const site = await siteWith(t, `<p style="height: 100px">Before</p><iframe src="${inner.origin.replace('127.0.0.1', 'localhost')}" style="margin: 40px; border: 7px solid"></iframe>`);
  const user = await engine.visit(t, site.origin);
  const frame = await user.frame('iframe');
  await frame.click('button');
  assert.equal(await frame.evaluate(() => document.title), '1In');
  assert.equal(await user.evaluate(() => document.title), 'A page');
  await frame.click('input');
  await user.type('Typed');
  assert.equal(await frame.text('input'), 'Typed');
});

test('a screenshot is what is on the screen, or a part of it', async (t) => {
  const site = await siteWith(t, '<div style="position: fixed; left: 100px; top: 50px; width: 40px; height: 30px; background: rgb(10, 200, 30)"></div>');
  for (const scale of [1, 2]) {
    const user = await engine.visit(t, site.origin, { scale });
    const whole = readPng(await user.screenshot());
    assert.deepEqual([whole.width, whole.height], [1280 * scale, 800 * scale]);
    const part = readPng(await user.screenshot({ clip: { x: 100, y: 50, width: 40, height: 30 } }));
    assert.deepEqual([part.width, part.height], [40 * scale, 30 * scale]);
    for (const [x, y] of [[0, 0], [39, 29], [20, 15]]) assert.deepEqual(part.at(x * scale, y * scale), [10, 200, 30]);
    assert.notDeepEqual(whole.at(98 * scale, 50 * scale), [10, 200, 30]);
  }
});

test('what happens to a page is seen: errors, rejections, lines, violations, globals', async (t) => {
  const site = await startSite(t);
  site.put('/', page({ instrumented: true, script: '<script src="/own.js"></script>' }), { headers: { 'content-security-policy': "default-src 'self'; img-src 'none'; script-src 'self'" } });
  site.put('/own.js', `console.warn('a line', 1); Promise.reject(new Error('a promise')); window.mine = 1; document.body?.remove; setTimeout(() => {}, 90000);
    addEventListener('load', () => { document.body.append(Object.assign(new Image(), { src: '/x.png' })); setTimeout(() => { throw new Error('a throw'); }); });`);
  const user = await engine.visit(t, site.origin);
  await user.until('errors', () => window[Symbol.for('canvass.test')].errors.length === 2 && window[Symbol.for('canvass.test')].violations.length > 0);
  const seen = await user.seen();
  assert.ok(seen.errors.some((error) => error.includes('a promise')) && seen.errors.some((error) => error.includes('a throw')), seen.errors.join());
  assert.deepEqual(seen.console, ['a line 1']);
  assert.deepEqual(seen.globals, ['mine']);
  assert.ok(seen.violations.some((violation) => /^img-src/.test(violation)));
  assert.ok(seen.pending.some(({ delay }) => delay === 90000));
  await assert.rejects(assertUnharmed(user));
});

test('a page works the same where code from strings is not allowed, and where types are trusted', async (t) => {
  const site = await startSite(t);
  site.put('/', page({ instrumented: true, script: '' }), { headers: { 'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; require-trusted-types-for 'script'" } });
  const user = await engine.visit(t, site.origin);
  assert.deepEqual(await user.evaluate(async ([a]) => [a, await Promise.resolve(2)], [1]), [1, 2]);
  assert.equal(await user.evaluate(() => undefined), undefined);
  await assert.rejects(user.evaluate(() => { throw new Error('on purpose'); }), /on purpose/);
  await user.click('a');
  await user.until('the link to be followed', () => location.hash === '#here');
  await assertUnharmed(user);
});
