// canvass(…): what a page may ask for, before and after the widget has loaded.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { ces, nps } from '../support/config.mjs';
import { assertUnharmed, useEngine } from '../support/driver.mjs';
import { tag } from '../support/site.mjs';
import { arrived, arrives, atOnce, button, call, card, cell, heading, names, serve, settled, started, stored, told } from '../support/suite.mjs';
import { eventually } from '../support/wait.mjs';

const engine = useEngine(before, after);

const asked = heading(/recommend us/);
const early = '<script src="/early.js"></script>';
const queue = 'window.canvass = function () { (window.canvass.q = window.canvass.q || []).push(arguments); };';

async function visit(t, { page, script = '', path = '', ...more } = {}) {
  const site = await serve(t, { surveys: [nps(), ces()], ...more }, { '/': page ?? {}, '/second': {} });
  site.put('/early.js', script);
  const user = await engine.visit(t, site.origin + path);
  return { site, user };
}

test('show shows at once and replaces what is open, dismiss closes it', async (t) => {
  const { site, user } = await visit(t);
  await call(user, 'show', 'nps');
  await user.see(asked);
  await call(user, 'show', 'ces');
  await user.see(heading(/easy to place/));
  assert.ok(await user.none({ ...card, nth: 1 }), 'expected one thing at a time');
  await call(user, 'dismiss');
  await user.gone(card);
  await arrives(site, 'Survey Dismissed');
  await assertUnharmed(user);
});

test('track triggers what waits for that event, with its properties, and is not sent', async (t) => {
  const where = { property: 'total', gte: 50 };
  const { site, user } = await visit(t, { surveys: [nps({ triggers: [{ event: 'ordered', where }] })] });
  await call(user, 'track', 'something_else', { total: 99 });
  await call(user, 'track', 'ordered', { total: 49 });
  await started(user);
  assert.ok(await user.none(card));
  await call(user, 'track', 'ordered', { total: 50 });
  await user.see(asked);
  await arrives(site, 'Survey Shown');
  assert.deepEqual(names(site), ['Survey Shown']);
  await assertUnharmed(user);
});

test('identify puts an id on what follows, and sends traits once', async (t) => {
  const { site, user } = await visit(t);
  for (let twice = 0; twice < 2; twice++) await call(user, 'identify', 'user-7', { plan: 'gold' });
  await call(user, 'show', 'nps');
  await arrives(site, 'Survey Shown');
  const identified = arrived(site).filter(({ type }) => type === 'identify');
  assert.deepEqual(identified.map(({ userId, traits }) => [userId, traits]), [['user-7', { plan: 'gold' }]]);
  assert.equal(arrived(site, 'Survey Shown')[0].userId, 'user-7');
});

test('on hears every event as it is sent', async (t) => {
  const { site, user } = await visit(t);
  await user.evaluate(() => {
    const { recording } = window[Symbol.for('canvass.test')];
    window.canvass('on', '*', (event) => recording.push(event));
    window.canvass('show', 'nps');
  });
  await user.click(cell(9));
  await user.see(heading(/main reason/));
  await user.click(button('Send'));
  await arrives(site, 'Survey Completed');
  assert.deepEqual(await user.evaluate(() => window[Symbol.for('canvass.test')].recording), arrived(site));
  await assertUnharmed(user);
});

test('a listener that throws harms nobody but itself', async (t) => {
  const { site, user } = await visit(t);
  await user.evaluate(() => {
    window.canvass('on', 'Survey Shown', () => {
      throw new Error('mine');
    });
    window.canvass('show', 'nps');
  });
  await user.see(asked);
  await arrives(site, 'Survey Shown');
  const { console, errors } = await user.seen();
  assert.deepEqual(errors, []);
  assert.match(console.join(), /^Canvass: .*mine/);
});

test('what is asked before the widget has loaded is done in order', async (t) => {
  const script = `${queue} window.heard = []; window.kept = window.canvass;
    canvass('track', 'ask_nps');
    canvass('identify', 'early-bird');
    canvass('on', 'Survey Shown', function (event) { window.heard.push(event.userId); });`;
  const { user } = await visit(t, { page: { script: early + tag }, script });
  await user.see(asked);
  await user.until('the listener to hear', () => window.heard.length === 1);
  assert.deepEqual(await user.evaluate(() => window.heard), ['early-bird']);
  await user.evaluate(() => window.kept('dismiss'));
  await user.gone(card);
  await assertUnharmed(user);
});

test('explain and status tell a function, export gives what is stored', async (t) => {
  const { site, user } = await visit(t, { delivery: { batchDelay: '1h' } });
  await call(user, 'show', 'nps');
  await user.see(asked);
  await eventually('it to count as shown', async () => (await told(user, 'status')).ledger.queued === 1);
  const { id, showing } = await told(user, 'explain', 'nps');
  assert.deepEqual([id, showing], ['nps', true]);
  const lines = (await told(user, 'export')).trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ event }) => event), ['Survey Shown']);
  assert.deepEqual(site.endpoint.requests, []);
  await assertUnharmed(user);
});

test('reset makes a new visitor, who may be asked again', async (t) => {
  const { site, user } = await visit(t, { surveys: [nps({ triggers: [{ delay: '0s' }], frequency: 'once' })] });
  await user.see(asked);
  await arrives(site, 'Survey Shown');
  await call(user, 'reset');
  await user.gone(card);
  await settled(user);
  assert.ok(!(await stored(user)).some((key) => /canvass:(m:|identity|session)/.test(key)));
  await user.reload();
  await user.see(asked);
  await arrives(site, 'Survey Shown', 2);
  const [one, other] = arrived(site, 'Survey Shown');
  assert.notEqual(one.anonymousId, other.anonymousId);
  await assertUnharmed(user);
});

test('page tells that another one shows', async (t) => {
  const { user } = await visit(t, { surveys: [nps({ triggers: [{ page: '/thanks' }] })] });
  await started(user);
  assert.ok(await user.none(card));
  await call(user, 'page', '/thanks');
  await user.see(asked);
  await assertUnharmed(user);
});

for (const command of [['nonsense'], ['track'], ['on', 'x'], ['identify', null], ['show', 'npss'], ['page', 'http://[bad']]) {
  test(`canvass(${JSON.stringify(command).slice(1, -1)}) is one sentence and no exception`, async (t) => {
    const { user } = await visit(t);
    await call(user, ...command);
    await eventually('a sentence', async () => (await user.seen()).console.length > 0);
    await started(user);
    const { console, errors } = await user.seen();
    assert.equal(console.length, 1, `expected one sentence, got ${JSON.stringify(console)}`);
    assert.match(console[0], /^Canvass: /);
    assert.deepEqual(errors, []);
  });
}

test('data-locale outranks the language of the page', async (t) => {
  const { user } = await visit(t, { surveys: [nps(atOnce)], page: { script: tag.replace('data-config', 'data-locale="ru" data-config') } });
  await user.see(heading(/порекомендуете/));
});

test('the configuration may be in the page itself', async (t) => {
  const inPage = JSON.stringify({ canvass: 1, surveys: [nps(atOnce)] });
  const script = `<script type="application/json" id="config">${inPage}</script>${tag.replace('/canvass.json', '#config')}`;
  const { user } = await visit(t, { page: { script } });
  await user.see(asked);
  await assertUnharmed(user);
});

test('while nothing can be shown to this visitor, later pages load the loader only', async (t) => {
  const { site, user } = await visit(t, { surveys: [nps({ triggers: [{ delay: '0s' }], frequency: 'once' })] });
  await user.see(asked);
  await user.click(button('Close'));
  await arrives(site, 'Survey Dismissed');
  await user.until('the page to know how long to sleep', () => Number(localStorage.getItem('canvass:sleep')) > Date.now());
  await settled(user);
  await user.goto(`${site.origin}/second`);
  const loaded = await user.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname).filter((path) => path.startsWith('/canvass')));
  assert.deepEqual(loaded, ['/canvass.js']);
  await call(user, 'show', 'nps');
  await user.see(asked);
  await assertUnharmed(user);
});

test('a configuration with a broken survey says where, and the others run', async (t) => {
  const { user } = await visit(t, { surveys: [{ id: 'broken', questions: [{ id: 'q', type: 'npz', text: 'What?' }] }, nps(atOnce)] });
  await user.see(asked);
  const { console, errors } = await user.seen();
  assert.deepEqual(errors, []);
  assert.ok(console.some((line) => /^Canvass: \/canvass\.json \/surveys\/0\/questions\/0\/type: .*npz.*nps/.test(line)), console.join('\n'));
});

test('nothing of ours is left on the page but one global, and no layout moves', async (t) => {
  const { user } = await visit(t, { surveys: [nps(atOnce)] });
  await user.see(asked);
  const { globals, shifts } = await user.seen();
  assert.deepEqual(globals, ['canvass']);
  assert.deepEqual(shifts, []);
  await user.click(button('Close'));
  await user.gone(card);
  await user.until('our element to be gone', () => document.querySelectorAll('canvass-surface').length === 0);
  await assertUnharmed(user);
});
