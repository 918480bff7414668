// Answers arrive, once, whatever the endpoint, the network and the tabs of the visitor do.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { nps } from '../support/config.mjs';
import { assertUnharmed, useEngine } from '../support/driver.mjs';
import { answers, arrived, arrives, atOnce, button, call, card, cell, heading, names, says, serve, settled, started, stored, told } from '../support/suite.mjs';
import { eventually } from '../support/wait.mjs';

const engine = useEngine(before, after);

const asked = heading(/recommend us/);
const reason = heading(/main reason/);
const quick = { batchDelay: '20ms', backoff: '50ms', backoffMax: '100ms', timeout: '1s' };

async function siteWith(t, { survey = atOnce, ...more } = {}) {
  return serve(t, { surveys: [nps(survey)], delivery: quick, ...more }, { '/second': {}, '/plain': { script: '' } });
}

async function answer(user, value = 9) {
  await user.see(asked);
  await user.click(cell(value));
  await user.see(reason);
  await user.click(button('Send'));
  await user.see(heading('Thank you!'));
}

const queued = async (user) => (await stored(user)).filter((key) => key.startsWith('canvass:q:')).length;
const emptied = (user) => eventually('an empty outbox', async () => (await queued(user)) === 0);

function assertOnce(site, expected = ['Survey Shown', 'Survey Answered', 'Survey Completed']) {
  assert.deepEqual(names(site), expected);
  assert.deepEqual(answers(site), { score: 9 });
}

// --- an endpoint that fails ------------------------------------------------------------------------------------------

for (const failure of [500, 429, 'refuse', 'hang']) {
  test(`an endpoint that answers "${failure}" and then well again gets every answer once`, async (t) => {
    const site = await siteWith(t);
    site.endpoint.answer = failure;
    const user = await engine.visit(t, site.origin);
    await answer(user);
    await site.endpoint.request(2); // a retry
    assert.equal(await queued(user), 3, 'expected every event to be kept');
    site.endpoint.answer = 200;
    await arrives(site, 'Survey Completed');
    await emptied(user);
    assertOnce(site);
    await assertUnharmed(user);
  });
}

test('what could not be delivered is delivered after a reload', async (t) => {
  const site = await siteWith(t, { survey: { ...atOnce, frequency: 'once' } });
  site.endpoint.answer = 'refuse';
  const user = await engine.visit(t, site.origin);
  await answer(user);
  await site.endpoint.request(1);
  site.endpoint.answer = 200;
  await user.goto(`${site.origin}/second`);
  await arrives(site, 'Survey Completed');
  await emptied(user);
  assertOnce(site);
  await assertUnharmed(user);
});

test('an endpoint that will never take it is asked once, and the console says so', async (t) => {
  const site = await siteWith(t);
  site.endpoint.answer = 400;
  const user = await engine.visit(t, site.origin);
  await user.see(asked);
  await site.endpoint.request(1);
  await emptied(user);
  const { console } = await user.seen();
  assert.equal(console.length, 1, `expected one sentence, got ${JSON.stringify(console)}`);
  assert.match(console[0], /^Canvass: .*400/);
  await assertUnharmed(user, { console });
});

test('Retry-After is heeded', async (t) => {
  const site = await siteWith(t);
  site.endpoint.answer = 503;
  site.endpoint.headers['retry-after'] = '3600';
  const user = await engine.visit(t, site.origin);
  await user.see(asked);
  await site.endpoint.request(1);
  const { waitingUntil } = await eventually('it to wait', async () => {
    const status = await told(user, 'status');
    return status.waitingUntil && status;
  });
  const wait = waitingUntil - Date.now();
  assert.ok(wait > 3_000_000 && wait <= 3_601_000, `expected an hour, is ${wait} ms`);
});

test('offline it keeps the answers, online again it sends them at once', async (t) => {
  const site = await siteWith(t, { delivery: { ...quick, backoff: '1h', backoffMax: '1h' } });
  const user = await engine.visit(t, site.origin);
  await user.see(asked);
  await arrives(site, 'Survey Shown');
  site.endpoint.answer = 'refuse';
  await user.evaluate(() => void window.dispatchEvent(new Event('offline')));
  await answer(user);
  assert.equal(await queued(user), 2);
  const requests = site.endpoint.requests.length;
  site.endpoint.answer = 200;
  await user.evaluate(() => void window.dispatchEvent(new Event('online')));
  await arrives(site, 'Survey Completed');
  await emptied(user);
  assert.ok(site.endpoint.requests.length > requests);
  assertOnce(site);
  await assertUnharmed(user);
});

// --- what is sent ----------------------------------------------------------------------------------------------------

test('another origin gets simple requests only: no preflight, no cookie', async (t) => {
  const other = await serve(t);
  const site = await siteWith(t, { endpoint: `${other.origin}/v1/batch` });
  const user = await engine.visit(t, site.origin);
  await answer(user);
  await arrives(other, 'Survey Completed');
  for (const { method, headers } of other.endpoint.requests) {
    assert.equal(method, 'POST');
    assert.match(headers['content-type'], /^text\/plain/);
    assert.equal(headers.cookie, undefined);
  }
  assertOnce(other);
  await assertUnharmed(user);
});

test('a batch has the shape of Segment, with the page but not its query', async (t) => {
  const site = await siteWith(t);
  const user = await engine.visit(t, `${site.origin}/?secret=1`);
  await answer(user);
  await arrives(site, 'Survey Answered');
  const { body } = site.endpoint.requests[0];
  assert.equal(body.writeKey, 'test');
  assert.ok(!Number.isNaN(Date.parse(body.sentAt)));
  const [event] = arrived(site, 'Survey Answered');
  assert.equal(event.type, 'track');
  assert.match(event.messageId, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(event.anonymousId);
  assert.ok(Math.abs(Date.parse(event.timestamp) - Date.now()) < 60_000);
  assert.deepEqual(event.context.page, { path: '/' });
  assert.doesNotMatch(JSON.stringify(body), /secret/);
});

// --- leaving ---------------------------------------------------------------------------------------------------------

for (const [how, leave] of [
  ['goes to another page', (user, site) => user.goto(`${site.origin}/plain`)],
  ['reloads', (user) => user.reload()],
]) {
  test(`a visitor who answers and ${how} at once is heard`, async (t) => {
    const site = await siteWith(t, { delivery: { ...quick, batchDelay: '1h' } });
    const user = await engine.visit(t, site.origin);
    await user.see(asked);
    await user.click(cell(2));
    await user.see(reason);
    assert.equal(site.endpoint.requests.length, 0, 'expected the batch still to wait');
    await leave(user, site);
    await arrives(site, 'Survey Answered');
    assert.deepEqual(answers(site), { score: 2 });
  });
}

// --- other tabs --------------------------------------------------------------------------------------------------------

test('what one tab shows, another does not, until it is closed there', async (t) => {
  const site = await siteWith(t, { survey: { triggers: [{ event: 'ask' }], frequency: 'always' } });
  const one = await engine.visit(t, site.origin);
  await started(one);
  const other = await one.newTab(site.origin);
  await started(other);
  await call(one, 'track', 'ask');
  await one.see(asked);
  await arrives(site, 'Survey Shown');
  await call(other, 'track', 'ask');
  const { conditions } = await told(other, 'explain', 'nps');
  assert.ok(conditions.length > 0);
  await eventually('nothing in the other tab', async () => other.none(card));
  assert.ok(await one.is(card), 'expected the first tab to keep it');
  await one.click(button('Close'));
  await one.gone(card);
  await arrives(site, 'Survey Dismissed');
  await other.until('the other tab to know', () => JSON.parse(localStorage.getItem('canvass:m:nps') ?? '{}') && /dismiss/.test(localStorage.getItem('canvass:m:nps')));
  await call(other, 'track', 'ask');
  await other.see(asked);
  await assertUnharmed(one);
  await assertUnharmed(other);
});

test('what was begun in a tab goes on in another once that is closed', async (t) => {
  const site = await siteWith(t, { survey: { triggers: [{ event: 'ask' }], frequency: 'always' } });
  const one = await engine.visit(t, site.origin);
  await started(one);
  const other = await one.newTab(site.origin);
  await started(other);
  await call(other, 'track', 'ask');
  await other.see(asked);
  await other.click(cell(9));
  await other.see(reason);
  await arrives(site, 'Survey Answered');
  await other.close();
  await one.reload();
  await one.see(reason);
  await says(one, 'You chose 9');
  await one.click(button('Send'));
  await arrives(site, 'Survey Completed');
  const responses = new Set(arrived(site).map(({ properties }) => properties.response));
  assert.equal(responses.size, 1, 'expected one response of both tabs');
  assert.deepEqual(answers(site), { score: 9 });
  await assertUnharmed(one);
});

test('two tabs deliver every event once, and one of them sends', async (t) => {
  const site = await siteWith(t, { survey: { triggers: [] } });
  const one = await engine.visit(t, site.origin);
  await started(one);
  const other = await one.newTab(site.origin);
  await started(other);
  for (const user of [one, other]) {
    await user.evaluate((who) => {
      for (let n = 0; n < 20; n++) window.canvass('identify', 'visitor', { [who]: n });
    }, user === one ? 'one' : 'other');
  }
  await eventually('forty events', () => arrived(site).filter(({ type }) => type === 'identify').length === 40);
  await emptied(one);
  const ids = site.endpoint.events().map(({ messageId }) => messageId);
  assert.equal(new Set(ids).size, ids.length, 'expected nothing twice');
  const leads = [(await told(one, 'status')).ledger.lead, (await told(other, 'status')).ledger.lead];
  assert.equal(leads.filter(Boolean).length, 1, 'expected one tab to lead');
});

test('when the tab that sends is closed, another does, with what was left', async (t) => {
  const site = await siteWith(t, { survey: { triggers: [] } });
  const other = await engine.visit(t, `${site.origin}/plain`);
  const first = await other.newTab(site.origin);
  await eventually('the lead', async () => (await told(first, 'status')).ledger.lead);
  await other.goto(site.origin);
  await started(other);
  site.endpoint.answer = 'refuse';
  await call(first, 'identify', 'visitor', { n: 1 });
  await eventually('an attempt', () => site.endpoint.requests.length > 0);
  await first.close();
  site.endpoint.answer = 200;
  await eventually('the lead in the other', async () => (await told(other, 'status')).ledger.lead);
  await eventually('the event', () => arrived(site).some(({ type }) => type === 'identify'));
  await emptied(other);
  await settled(other);
});
