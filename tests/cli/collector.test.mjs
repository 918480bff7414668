// The real collector, over HTTP: events in, events and reports out.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

import { batch, event, folder, ids, start } from './collector.mjs';

// --- events in, events out -----------------------------------------------------------------------------------

test('a batch is stored and exported as it was sent, in order', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const first = event({ value: 0.1 + 0.2, note: 'Жақсы 👍 "quoted" \\ \u0000 \u2028' });
  const second = event({}, { userId: 'u-1', integrations: { future: [1, null, { deep: true }] } });
  const identify = event({}, { type: 'identify', event: undefined, properties: undefined, traits: { plan: 'pro' } });

  const response = await collector.post(batch(first, second));
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { accepted: 2, duplicates: 0 });
  await collector.post(batch(identify));

  assert.deepEqual(await collector.stored(), JSON.parse(JSON.stringify([first, second, identify])));
});

test('an export longer than one page is complete', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const sent = Array.from({ length: 1201 }, () => event());
  for (let i = 0; i < sent.length; i += 400) await collector.post(batch(...sent.slice(i, i + 400)));
  assert.deepEqual(ids(await collector.stored()), ids(sent));
});

test('the same batch twice is stored once', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const body = batch(event(), event());
  await collector.post(body);
  const again = await collector.post(body);
  assert.equal(again.status, 200);
  assert.deepEqual(await again.json(), { accepted: 0, duplicates: 2 });
  assert.deepEqual(ids(await collector.stored()), ids(body.batch));
});

test('one event in many batches at once is stored once, and counted as new once', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const shared = event();
  const answers = await Promise.all(
    Array.from({ length: 24 }, async () => (await collector.post(batch(shared, event(), shared))).json()),
  );
  const sum = (key) => answers.reduce((total, answer) => total + answer[key], 0);
  assert.equal(sum('accepted'), 25);
  assert.equal(sum('duplicates'), 24 * 3 - 25);
  assert.equal((await collector.stored()).length, 25);
});

test('what was stored is there after a restart, and duplicates are still known', async (t) => {
  const db = join(folder(t), 'c.sqlite');
  const body = batch(event());
  const before = await start(t, { db });
  await before.post(body);
  assert.deepEqual(await before.stop(), { code: 0, killedBy: null });
  const after = await start(t, { db });
  assert.deepEqual(await (await after.post(body)).json(), { accepted: 0, duplicates: 1 });
  assert.deepEqual(ids(await after.stored()), ids(body.batch));
});

// --- clocks and ledgers --------------------------------------------------------------------------------------

const year = 365 * 86_400_000;
const iso = (time) => new Date(time).toISOString();

for (const [name, wrong] of [['a year behind', -year], ['a year ahead', year], ['two seconds ahead', 2000]]) {
  test(`events of a clock that is ${name} get the time they happened at`, async (t) => {
    const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
    const ago = 300_000;
    const before = Date.now();
    const sent = event({}, { timestamp: iso(before + wrong - ago) });
    const answer = await collector.post({ ...batch(sent), sentAt: iso(before + wrong) });
    assert.equal(answer.status, 200);
    const after = Date.now();

    const [{ timestamp, originalTimestamp, ...rest }] = await collector.stored();
    const { timestamp: said, ...unchanged } = sent;
    assert.equal(originalTimestamp, said);
    assert.deepEqual(rest, unchanged);
    const happened = Date.parse(timestamp) + ago;
    assert.ok(before <= happened && happened <= after, `${timestamp} for an event of ${iso(before - ago)}`);

    const today = iso(before - ago - 86_400_000).slice(0, 10);
    const { surveys } = await (await collector.get(`/v1/report.json?since=${today}`)).json();
    assert.equal(surveys[0].n, 1, 'the report counts it where it belongs');
  });
}

test('an event is never later than its arrival', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const now = Date.now();
  await collector.post({ ...batch(event({}, { timestamp: iso(now + 2 * year) })), sentAt: iso(now + year) });
  const [{ timestamp }] = await collector.stored();
  assert.ok(Date.parse(timestamp) <= Date.now());
});

test('an event of a clock that was set right before it was sent is not left in the future', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const said = iso(Date.now() + year);
  await collector.post({ ...batch(event({}, { timestamp: said })), sentAt: iso(Date.now()) });
  const [{ timestamp, originalTimestamp }] = await collector.stored();
  assert.ok(Date.parse(timestamp) <= Date.now());
  assert.equal(originalTimestamp, said);
});

test('events of a right clock, and of one that is not said, stay as they were sent', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const queued = event({}, { timestamp: iso(Date.now() - 3 * 86_400_000) });
  const unsaid = event();
  const nonsense = event();
  // Ahead by nearly the second that is let through, so that a busy machine may take its time.
  await collector.post({ ...batch(queued), sentAt: iso(Date.now() + 900) });
  await collector.post(batch(unsaid));
  await collector.post({ ...batch(nonsense), sentAt: 'yesterday' });
  assert.deepEqual(await collector.stored(), JSON.parse(JSON.stringify([queued, unsaid, nonsense])));
});

test('what senders had to give up is summed up once for each of them, and outlives a restart', async (t) => {
  const db = join(folder(t), 'c.sqlite');
  const collector = await start(t, { db });
  const ledger = (dropped) => ({ accepted: 9, acknowledged: 1, queued: 1, dropped, memoryOnly: 0, passed: 0, lead: true });
  const send = async (visitor, dropped) => {
    const response = await collector.post({ ...batch(event({}, { anonymousId: visitor })), ledger: ledger(dropped) });
    assert.equal(response.status, 200);
  };
  await send('v1', { 'refused 400': 2, overflow: 1 });
  await send('v1', { 'refused 400': 5, overflow: 1 });
  await send('v2', { 'refused 400': 1, '"}\n# made up': 4, 'too large': -3, overflow: 'many' });
  await send('v3', 'nonsense');
  const expected = { 'refused 400': 6, overflow: 1, other: 4 };
  const told = async (from) => {
    const samples = Object.entries(await from.metrics());
    return Object.fromEntries(
      samples.flatMap(([series, value]) => {
        const [, reason] = /^canvass_client_events_dropped\{reason="(.*)"\}$/.exec(series) ?? [];
        return reason ? [[reason, value]] : [];
      }),
    );
  };
  assert.deepEqual(await told(collector), expected);
  await collector.stop();
  assert.deepEqual(await told(await start(t, { db })), expected);
});

// --- report --------------------------------------------------------------------------------------------------

test('the report follows what is stored, and says when nothing has changed', async (t) => {
  const db = join(folder(t), 'c.sqlite');
  const collector = await start(t, { db });
  const empty = await collector.get('/v1/report.json');
  assert.deepEqual((await empty.json()).surveys, []);

  await collector.post(batch(event({ value: 10, category: 'promoter' }), event({ value: 3, category: 'detractor' }), event()));
  const filled = await collector.get('/v1/report.json', { 'if-none-match': empty.headers.get('etag') });
  assert.equal(filled.status, 200);
  const [nps] = (await filled.json()).surveys;
  assert.equal(nps.id, 'nps');
  assert.equal(nps.n, 3);
  assert.deepEqual(nps.counts, { promoters: 2, passives: 0, detractors: 1 });

  const etag = filled.headers.get('etag');
  const same = await collector.get('/v1/report.json', { 'if-none-match': etag });
  assert.equal(same.status, 304);
  assert.equal(await same.text(), '');

  await collector.post(batch(event()));
  const more = await collector.get('/v1/report.json', { 'if-none-match': etag });
  assert.equal((await more.json()).surveys[0].n, 4);

  await collector.stop();
  const restarted = await start(t, { db });
  assert.equal((await (await restarted.get('/v1/report.json')).json()).surveys[0].n, 4);
});
