// What a visitor allows is what happens.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { nps } from '../support/config.mjs';
import { assertUnharmed, useEngine } from '../support/driver.mjs';
import { answers, arrived, arrives, atOnce, button, call, card, cell, heading, serve, started, stored, told } from '../support/suite.mjs';
import { eventually } from '../support/wait.mjs';

const engine = useEngine(before, after);

const asked = heading(/recommend us/);
const required = { privacy: { consent: 'required' } };
const never = { batchDelay: '1h', batchCount: 500, batchBytes: 400_000 };
const siteWith = (t, more = {}, pages = {}) => serve(t, { surveys: [nps(atOnce)], ...more }, { '/second': {}, ...pages });

async function answer(user) {
  await user.see(asked);
  await user.click(cell(9));
  await user.see(heading(/main reason/));
  await user.click(button('Send'));
}

test('before consent nothing shows, nothing is kept and nothing is sent', async (t) => {
  const site = await siteWith(t, required);
  const user = await engine.visit(t, site.origin);
  await started(user);
  await call(user, 'track', 'ask_nps');
  await call(user, 'identify', 'user-7', { plan: 'gold' });
  const { consent, ledger } = await told(user, 'status');
  assert.deepEqual([consent, ledger.accepted], ['waiting', 0]);
  assert.deepEqual(await stored(user), []);
  assert.equal(await user.evaluate(() => document.cookie), '');
  assert.ok(await user.none(card));
  assert.deepEqual(site.endpoint.requests, []);
  await assertUnharmed(user);
});

test('with consent it begins, with what was said before, and the next page need not ask', async (t) => {
  const site = await siteWith(t, required);
  const user = await engine.visit(t, site.origin);
  await started(user);
  await call(user, 'identify', 'user-7', { plan: 'gold' });
  await call(user, 'consent', true);
  await answer(user);
  await arrives(site, 'Survey Completed');
  assert.deepEqual(answers(site), { score: 9 });
  assert.ok(arrived(site).some(({ type, userId }) => type === 'identify' && userId === 'user-7'));
  await user.goto(`${site.origin}/second`);
  await user.see(asked);
  assert.equal((await told(user, 'status')).consent, 'granted');
  await assertUnharmed(user);
});

for (const [how, ask] of [
  ['a function that returns it', () => void window.canvass('consent', () => true)],
  ['a promise', () => void window.canvass('consent', () => Promise.resolve(true))],
  ['a call back', () => void window.canvass('consent', (done) => void setTimeout(() => done(true)))],
]) {
  test(`consent comes by ${how}`, async (t) => {
    const site = await siteWith(t, required);
    const user = await engine.visit(t, site.origin);
    await started(user);
    await user.evaluate(ask);
    await user.see(asked);
    assert.equal((await told(user, 'status')).consent, 'granted');
    await assertUnharmed(user);
  });
}

test('consent that is taken back erases everything and closes what shows', async (t) => {
  const site = await siteWith(t, { ...required, delivery: never });
  const user = await engine.visit(t, site.origin);
  await call(user, 'consent', true);
  await user.see(asked);
  await eventually('something kept', async () => (await stored(user)).some((key) => key.startsWith('canvass:q:')));
  await call(user, 'consent', false);
  await user.gone(card);
  await eventually('nothing kept', async () => (await stored(user)).length === 0);
  assert.deepEqual(site.endpoint.requests, []);
  await assertUnharmed(user);
});

test('whoever opts out leaves nothing behind but that, until they opt in again', async (t) => {
  const site = await siteWith(t, { delivery: never });
  const user = await engine.visit(t, site.origin);
  await user.see(asked);
  await call(user, 'optOut');
  await user.gone(card);
  await eventually('the choice alone', async () => JSON.stringify(await stored(user)) === '["canvass:optOut"]');
  assert.equal((await told(user, 'status')).optedOut, true);

  await user.goto(`${site.origin}/second`);
  await call(user, 'show', 'nps');
  const loaded = await user.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname).filter((path) => path.startsWith('/canvass')));
  assert.deepEqual(loaded, ['/canvass.js'], 'expected the loader alone');
  assert.deepEqual(site.endpoint.requests, []);

  await call(user, 'optIn');
  await user.see(asked);
  await assertUnharmed(user);
});

test('opting out in one tab is heard in another', async (t) => {
  const site = await siteWith(t, { delivery: never });
  const user = await engine.visit(t, site.origin);
  await user.see(asked);
  const other = await user.newTab(`${site.origin}/second`);
  await started(other);
  await call(other, 'optOut');
  await eventually('the first tab to know', async () => (await told(user, 'status')).optedOut);
  await user.gone(card);
  await eventually('the choice alone', async () => JSON.stringify(await stored(user)) === '["canvass:optOut"]');
  await assertUnharmed(user);
});

test('forget erases what is kept but what is the page\'s own, and goes on as somebody new', async (t) => {
  const site = await siteWith(t, { surveys: [nps({ triggers: [] })], delivery: never });
  const user = await engine.visit(t, site.origin);
  await call(user, 'identify', 'user-7', { plan: 'gold' });
  await eventually('something kept', async () => (await stored(user)).some((key) => key.startsWith('canvass:q:')));
  const visitor = () => user.evaluate(() => localStorage.getItem('canvass:visitor'));
  const before_ = await visitor();
  await user.evaluate(() => localStorage.setItem("the page's own", 'stays'));
  await call(user, 'forget');
  await eventually('no event kept', async () => !(await stored(user)).some((key) => /canvass:(q:|identity)/.test(key)));
  await eventually('another visitor', async () => ![null, before_].includes(await visitor()));
  assert.equal(await user.evaluate(() => localStorage.getItem("the page's own")), 'stays');
  assert.deepEqual(site.endpoint.requests, []);
});

for (const [signal, property, value] of [['Global Privacy Control', 'globalPrivacyControl', 'true'], ['Do Not Track', 'doNotTrack', "'1'"]]) {
  test(`${signal}: no id is kept, and a survey is answered all the same`, async (t) => {
    const head = '<script src="/signal.js"></script>';
    const site = await siteWith(t, {}, { '/': { head } });
    site.put('/signal.js', `Object.defineProperty(Navigator.prototype, '${property}', { configurable: true, get: () => ${value} });`);
    const user = await engine.visit(t, site.origin);
    await answer(user);
    await arrives(site, 'Survey Completed');
    assert.deepEqual(answers(site), { score: 9 });
    assert.equal((await told(user, 'status')).privacySignal, true);
    const keys = await stored(user);
    for (const key of ['visitor', 'identity', 'visits']) assert.ok(!keys.includes(`canvass:${key}`), `expected no ${key}, kept is ${keys}`);
    await assertUnharmed(user);
  });
}

test('what somebody types of themselves is masked where the site asks for that', async (t) => {
  const site = await siteWith(t, { surveys: [nps({ ...atOnce, questions: [{ id: 'why', type: 'text', text: 'Why?' }] })], privacy: { mask: true } });
  const user = await engine.visit(t, site.origin);
  await user.see(heading('Why?'));
  await user.click({ role: 'textbox' });
  await user.type('Write to aru@shop.example');
  await user.click(button('Send'));
  await arrives(site, 'Survey Completed');
  assert.doesNotMatch(answers(site).why, /aru@/);
  assert.match(answers(site).why, /^Write to /);
  await assertUnharmed(user);
});
