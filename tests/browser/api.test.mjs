// canvass(…): what a page may ask for, before and after the widget has loaded.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { assertUnharmed, button, cell, clickOn, dialog, inPage, question, settled, started, stored, useBrowser } from './support/browser.mjs';
import { startCollector } from './support/collector.mjs';
import { ces, config, nps, now, tip } from './support/config.mjs';
import { canvassProgram, shop } from './support/paths.mjs';
import { page as plain, startSite, tag } from './support/site.mjs';

const browser = useBrowser(before, after);

async function siteWith(t, more = {}, page = {}) {
  const site = await startSite(t);
  site.put('/canvass.json', config(more));
  site.put('/', plain(page));
  return site;
}

function folder(t) {
  const path = mkdtempSync(join(tmpdir(), 'canvass-api-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

const call = (page, ...command) => page.evaluate((words) => window.canvass(...words), command);

test("identify puts the visitor's id on the events that follow, and sends traits once", async (t) => {
  const site = await siteWith(t);
  const page = await browser.visit(t, site.origin);
  await call(page, 'identify', 'user-7', { plan: 'gold' });
  await call(page, 'identify', 'user-7', { plan: 'gold' });
  await call(page, 'show', 'nps');
  const shown = await site.endpoint.event('Survey Shown');
  assert.equal(shown.userId, 'user-7');
  const identified = site.endpoint.events().filter((event) => event.type === 'identify');
  assert.equal(identified.length, 1, 'expected the same identity to be sent once');
  assert.deepEqual([identified[0].userId, identified[0].traits], ['user-7', { plan: 'gold' }]);
  assert.equal(identified[0].anonymousId, shown.anonymousId);
});

test('track triggers what waits for the event and is not itself sent', async (t) => {
  const site = await siteWith(t);
  const page = await browser.visit(t, site.origin);
  await call(page, 'track', 'something_else', { secret: true });
  await call(page, 'track', 'ask_nps', { total: 42 });
  await question(page, /recommend us/).waitFor();
  await site.endpoint.event('Survey Shown');
  assert.deepEqual(
    site.endpoint.events().map((event) => event.event),
    ['Survey Shown'],
  );
});

test('show shows at once, replaces what is open, and dismiss closes it', async (t) => {
  const site = await siteWith(t);
  const page = await browser.visit(t, site.origin);
  await call(page, 'show', 'nps');
  await question(page, /recommend us/).waitFor();
  await call(page, 'show', 'ces');
  await question(page, /easy to place/).waitFor();
  assert.equal(await dialog(page).count(), 1, 'expected one thing at a time');
  await call(page, 'dismiss');
  await dialog(page).waitFor({ state: 'detached' });
  await site.endpoint.event('Survey Dismissed');
});

test('show with an id that is not there is one sentence with the nearest one', async (t) => {
  const site = await siteWith(t);
  const page = await browser.visit(t, site.origin);
  await call(page, 'show', 'npss');
  await settled(page);
  assert.equal(page.seen.console.length, 1, `expected one sentence, got ${JSON.stringify(page.seen.console)}`);
  assert.match(page.seen.console[0], /npss.*nps/);
});

for (const command of [['nonsense'], [], ['track'], ['track', 7], ['on', 'x'], ['identify', null], ['page', 'http://[bad'], [{ a: 1 }]]) {
  test(`canvass(${JSON.stringify(command).slice(1, -1)}) is one sentence, never an exception`, async (t) => {
    const site = await siteWith(t);
    const page = await browser.visit(t, site.origin);
    await call(page, ...command);
    await started(page);
    assert.equal(page.seen.console.length, 1, `expected one sentence, got ${JSON.stringify(page.seen.console)}`);
    assert.deepEqual(page.seen.errors, []);
  });
}

test('reset hides what is open and makes a new visitor, who may be asked again', async (t) => {
  const site = await siteWith(t, { surveys: [nps({ ...now, frequency: 'once' })] });
  const page = await browser.visit(t, site.origin);
  await question(page, /recommend us/).waitFor();
  const first = await site.endpoint.event('Survey Shown');
  await call(page, 'identify', 'user-7');
  await call(page, 'reset');
  await dialog(page).waitFor({ state: 'detached' });
  await settled(page);
  const keys = await stored(page);
  assert.ok(!keys.some((key) => /canvass:(m:|identity|last|session)/.test(key)), `expected no memory, stored is ${keys}`);

  await page.reload();
  await question(page, /recommend us/).waitFor();
  await settled(page);
  const shown = site.endpoint.events().filter((event) => event.event === 'Survey Shown');
  assert.equal(shown.length, 2);
  assert.notEqual(shown[1].anonymousId, first.anonymousId, 'expected a new anonymous id');
  assert.equal(shown[1].userId, undefined, 'expected the identity to be forgotten');
});

test('commands given before the widget has loaded are carried out in order', async (t) => {
  const script = '<script src="/early.js"></script>' + tag;
  const site = await siteWith(t, {}, { script });
  site.put(
    '/early.js',
    `window.canvass = function () { (window.canvass.q = window.canvass.q || []).push(arguments); };
     window.heard = [];
     window.kept = window.canvass;
     canvass('track', 'ask_nps');
     canvass('identify', 'early-bird');
     canvass('on', 'Survey Shown', function (event) { window.heard.push(event.userId); });`,
  );
  const page = await browser.visit(t, site.origin);
  await question(page, /recommend us/).waitFor();
  await page.waitForFunction(() => window.heard.length === 1);
  assert.deepEqual(await page.evaluate(() => window.heard), ['early-bird'], 'expected a listener to miss nothing');
  await page.evaluate(() => window.kept('dismiss'));
  await dialog(page).waitFor({ state: 'detached' });
});

test("on('*') hears every event that is sent, as it is sent", async (t) => {
  const site = await siteWith(t);
  const page = await browser.visit(t, site.origin);
  await page.evaluate(() => {
    const heard = window[Symbol.for('canvass.test')].recording;
    window.canvass('on', '*', (event) => heard.push(event));
    window.canvass('show', 'nps');
  });
  await clickOn(page, cell(page, 9));
  await clickOn(page, button(page, 'Send'));
  await site.endpoint.event('Survey Completed');
  await settled(page);
  assert.deepEqual(await inPage(page, (test) => test.recording), site.endpoint.events());
});

test('data-locale of the script tag outranks the language of the page', async (t) => {
  const site = await siteWith(t, { surveys: [nps(now)] }, { script: tag.replace('data-config', 'data-locale="ru" data-config') });
  const page = await browser.visit(t, site.origin);
  await question(page, /порекомендуете/).waitFor();
});

test('a second script tag is ignored with one sentence', async (t) => {
  const site = await siteWith(t, { surveys: [nps(now)] }, { script: tag + tag });
  const page = await browser.visit(t, site.origin);
  await question(page, /recommend us/).waitFor();
  assert.equal(await dialog(page).count(), 1);
  assert.equal(page.seen.console.length, 1, `expected one sentence, got ${JSON.stringify(page.seen.console)}`);
});

test('while nothing can be shown to this visitor, later page views load the loader only', async (t) => {
  const site = await siteWith(t, { surveys: [nps({ ...now, frequency: 'once' })], guides: [] });
  const visitor = await browser.visitor(t);
  const page = await browser.open(visitor, site.origin);
  await clickOn(page, button(page, 'Close'));
  await site.endpoint.event('Survey Dismissed');
  await settled(page);

  const later = await browser.open(visitor, site.origin);
  await later.evaluate(() => new Promise((done) => requestIdleCallback(() => done())));
  assert.deepEqual(
    later.seen.requests.map((url) => new URL(url).pathname).filter((path) => path.startsWith('/canvass')),
    ['/canvass.js'],
    'expected no configuration, no host and no module',
  );
  await call(later, 'show', 'nps');
  await question(later, /recommend us/).waitFor();
});

test('a text edited in the configuration on disk is there after a reload', async (t) => {
  const site = folder(t);
  cpSync(shop, site, { recursive: true });
  const file = join(site, 'canvass.json');
  const collector = await startCollector(t, { site });
  const page = await browser.visit(t, collector.origin);
  await page.goto(`${collector.origin}/support.html?topic=care`);
  await page.click('#solved-yes');
  await question(page, /made it easy for me/).waitFor();

  writeFileSync(file, readFileSync(file, 'utf8').replace('made it easy for me to solve my problem', 'sorted it out quickly'));
  await page.reload();
  await question(page, /sorted it out quickly/).waitFor();
});

test('a session recorded in the browser gives the same effects in canvass replay', async (t) => {
  const settings = config({ surveys: [nps({ ...now, frequency: 'once' }), ces()], guides: [tip()] });
  const site = await startSite(t);
  site.put('/canvass.json', settings);
  site.put('/', plain({ script: '<script src="/record.js"></script>' + tag, body: '<p id="anchor">Here</p>' }));
  site.put(
    '/record.js',
    `window.canvass = function () { (window.canvass.q = window.canvass.q || []).push(arguments); };
     (function () {
       var lines = window[Symbol.for('canvass.test')].recording;
       canvass('on', 'input', function (event) { lines.push({ input: event }); });
       canvass('on', 'effect', function (effect) { lines.push({ effect: effect }); });
     })();`,
  );
  const page = await browser.visit(t, site.origin);
  await clickOn(page, cell(page, 6));
  await question(page, /main reason/).waitFor();
  await clickOn(page, button(page, 'Back'));
  await clickOn(page, cell(page, 9));
  await clickOn(page, dialog(page).getByRole('textbox'));
  await page.keyboard.type('Ёмко & “quoted” 🙂\nand more');
  await clickOn(page, button(page, 'Send'));
  await question(page, 'Thank you!').waitFor();
  await clickOn(page, button(page, 'Close'));
  await call(page, 'identify', 'user-7', { plan: 'gold', deep: { list: [1, 2.5, null] } });
  site.endpoint.answer = 503;
  await call(page, 'track', 'ask_tip', { total: 42.5 });
  await clickOn(page, button(page, 'Got it'));
  await site.endpoint.request(site.endpoint.requests.length + 2);
  site.endpoint.answer = 200;
  await site.endpoint.event('Guide Completed');
  await call(page, 'show', 'ces');
  await clickOn(page, cell(page, 2));
  await settled(page);

  const lines = await inPage(page, (test) => test.recording);
  const inputs = lines.filter((line) => line.input).map((line) => line.input);
  const effects = lines.filter((line) => line.effect).map((line) => line.effect);
  assert.equal(inputs[0].ev, 'init', 'expected the recording to begin with init');
  assert.ok(effects.some((effect) => effect.fx === 'send') && effects.length > 40, 'expected a session worth replaying');

  const files = folder(t);
  writeFileSync(join(files, 'config.json'), JSON.stringify(settings));
  writeFileSync(join(files, 'events.ndjson'), inputs.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const printed = execFileSync(canvassProgram, ['replay', join(files, 'config.json'), join(files, 'events.ndjson')], { encoding: 'utf8' });
  const replayed = printed.trimEnd().split('\n').map((line) => JSON.parse(line));
  for (const [index, effect] of effects.entries()) {
    assert.deepEqual(replayed[index], effect, `expected effect ${index + 1} of ${effects.length} to be the same natively`);
  }
  assert.equal(replayed.length, effects.length, 'expected no effect more natively');
  await assertUnharmed(page);
});
