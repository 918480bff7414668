// canvass-collector --sink: what is stored goes on to a real ClickHouse.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';

import { clickhouse, skip, until } from './clickhouse.mjs';
import { batch, event, folder, ids, run, start } from './collector.mjs';

const table = 'default.canvass_events';

// What a table has, in rows and in different message ids: as it lies there, and as FINAL shows it.
async function counted(server, name = table) {
  const count = async (final) => {
    const [row] = await server.query(`SELECT toUInt32(count()) AS rows, toUInt32(uniqExact(message_id)) AS different FROM ${name}${final} FORMAT JSONEachRow`);
    return row;
  };
  const plain = await count('');
  const final = await count(' FINAL');
  return { rows: final.rows, different: final.different, stored: plain.rows };
}

const arrived = (server, number, name = table) =>
  // Its table may not be there yet.
  until(() => counted(server, name).then(({ different }) => different >= number, () => false), `${number} events in ClickHouse`);

// What /metrics says of the sink.
async function metrics(collector) {
  const lines = (await (await collector.get('/metrics')).text()).split('\n');
  return Object.fromEntries(lines.map((line) => /^canvass_sink_(\w+) (.+)$/.exec(line)).filter(Boolean).map(([, name, value]) => [name, Number(value)]));
}

// Posts batches one after another until told to stop; gives the ids that were acknowledged.
function load(post, size = 50) {
  const acknowledged = [];
  let going = true;
  const ended = (async () => {
    while (going) {
      const body = batch(...Array.from({ length: size }, () => event({ note: 'x'.repeat(200) })));
      try {
        const response = await post(body);
        if (response.ok) acknowledged.push(...ids(body.batch));
      } catch {
        return; // the collector was killed
      }
    }
  })();
  return {
    acknowledged,
    stop: async () => {
      going = false;
      await ended;
    },
  };
}

// --- arriving ------------------------------------------------------------------------------------------------

test('events arrive in ClickHouse, column by column', { skip }, async (t) => {
  const server = await clickhouse(t);
  const collector = await start(t, { db: join(folder(t), 'c.sqlite'), args: ['--sink', server.url()] });
  const answer = event({ value: 9, note: 'Жақсы 👍 "q" \\ \u0000 \u2028\n' }, { timestamp: '2026-01-01T00:00:00.123Z', userId: 'u-1' });
  const words = event({ kind: 'text', question: 'why', value: 'because' });
  const identify = event({}, { type: 'identify', event: undefined, properties: undefined, traits: { plan: 'pro' } });
  const late = event({}, { timestamp: '9999-12-31T23:59:59.999Z' });
  await collector.post(batch(answer, words, identify, late));
  await arrived(server, 4);

  const rows = await server.query(`SELECT *, toUnixTimestamp(timestamp) AS seconds FROM ${table} ORDER BY timestamp_ms, kind DESC FORMAT JSONEachRow`);
  const of = ({ messageId }) => rows.find((row) => row.message_id === messageId);
  const { received_at, json, timestamp_ms, ...first } = of(answer);
  assert.deepEqual(first, {
    message_id: answer.messageId, timestamp: '2026-01-01 00:00:00', seconds: 1767225600, type: 'track',
    event: 'Survey Answered', survey: 'nps', response: answer.properties.response, question: 'score', kind: 'nps', value: 9,
    anonymous_id: 'visitor-1', user_id: 'u-1',
  });
  assert.equal(Number(timestamp_ms), Date.UTC(2026, 0, 1, 0, 0, 0, 123));
  assert.deepEqual(JSON.parse(json), answer);
  assert.match(received_at, /^20\d\d-/);
  assert.equal(of(words).value, null);
  assert.equal(of(identify).event, 'identify');
  assert.equal(of(late).seconds, 2 ** 32 - 1);
  assert.equal(Number(of(late).timestamp_ms), Date.UTC(9999, 11, 31, 23, 59, 59, 999));
});

test('what was stored before there was a sink is forwarded too, and once', { skip }, async (t) => {
  const server = await clickhouse(t);
  const db = join(folder(t), 'c.sqlite');
  const before = await start(t, { db });
  await before.post(batch(event(), event()));
  await before.stop();
  for (let i = 1; i <= 2; ++i) {
    const collector = await start(t, { db, args: ['--sink', server.url('default/answers')] });
    await collector.post(batch(event()));
    await arrived(server, 2 + i, 'default.answers');
    assert.deepEqual(await collector.stop(), { code: 0, killedBy: null });
  }
  assert.deepEqual(await counted(server, 'default.answers'), { rows: 4, different: 4, stored: 4 });
});

test('user and password are taken from the address, percent-encoded', { skip }, async (t) => {
  const server = await clickhouse(t);
  const sink = `clickhouse://canvass:p%40ss%25word@127.0.0.1:${server.port}/default`;
  const collector = await start(t, { db: join(folder(t), 'c.sqlite'), args: ['--sink', sink] });
  await collector.post(batch(event()));
  await arrived(server, 1);
});

test('SIGTERM forwards the rest before it ends', { skip }, async (t) => {
  const server = await clickhouse(t);
  const collector = await start(t, { db: join(folder(t), 'c.sqlite'), args: ['--sink', server.url()] });
  const flow = load(collector.post);
  await until(() => flow.acknowledged.length >= 500, '500 events acknowledged');
  await flow.stop();
  assert.deepEqual(await collector.stop(), { code: 0, killedBy: null });
  const there = await counted(server);
  assert.deepEqual([there.rows, there.different], [flow.acknowledged.length, flow.acknowledged.length]);
});

// --- failing -------------------------------------------------------------------------------------------------

async function everything(server, acknowledged) {
  await arrived(server, acknowledged.length);
  const rows = await server.query(`SELECT message_id FROM ${table} FINAL FORMAT JSONEachRow`);
  const there = new Set(rows.map((row) => row.message_id));
  assert.equal(there.size, rows.length, 'nothing twice');
  assert.deepEqual(acknowledged.filter((id) => !there.has(id)), [], 'nothing lost');
}

test('ClickHouse killed in the middle and started again: nothing lost, nothing twice', { skip }, async (t) => {
  const server = await clickhouse(t);
  const collector = await start(t, { db: join(folder(t), 'c.sqlite'), args: ['--sink', server.url()] });
  const flow = load(collector.post);
  for (let i = 0; i < 3; ++i) {
    const seen = (await counted(server)).different;
    await until(async () => (await counted(server)).different > seen, 'more events in ClickHouse');
    await server.kill();
    const acknowledged = flow.acknowledged.length;
    await until(() => flow.acknowledged.length > acknowledged + 200, 'events are acknowledged while ClickHouse is away');
    await server.start();
  }
  await flow.stop();
  await everything(server, flow.acknowledged);
  const { rows, different } = await counted(server);
  assert.equal(rows, different);
  assert.deepEqual(await collector.stop(), { code: 0, killedBy: null });
});

test('the collector killed in the middle, again and again: nothing lost, nothing twice', { skip }, async (t) => {
  const server = await clickhouse(t);
  const db = join(folder(t), 'c.sqlite');
  const acknowledged = [];
  for (let i = 0; i < 6; ++i) {
    const collector = await start(t, { db, args: ['--sink', server.url()] });
    const flow = load(collector.post);
    const seen = (await counted(server)).different;
    await until(async () => (await counted(server)).different > seen, 'more events in ClickHouse');
    await collector.stop('SIGKILL');
    await flow.stop();
    acknowledged.push(...flow.acknowledged);
  }
  const last = await start(t, { db, args: ['--sink', server.url()] });
  await everything(server, acknowledged);
  // What was stored and never acknowledged, since the kill came between, may be there as well: but once.
  assert.equal((await last.stored()).length, (await counted(server)).rows);
});

// Stands between the collector and ClickHouse; `fault(request, body)` says whether to "pass" a request on, to pass it on
// and "cut" its answer off, or to "hang".
async function between(t, server, fault) {
  const proxy = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const what = fault(request, body);
    if (what === 'hang') return;
    const answer = await fetch(`http://127.0.0.1:${server.port}${request.url}`, { method: 'POST', body });
    const text = await answer.text();
    if (what === 'cut') return response.destroy();
    response.writeHead(answer.status).end(text);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  t.after(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return `clickhouse://127.0.0.1:${proxy.address().port}/default`;
}

test('an insert whose acknowledgement is lost goes again, and is there once', { skip }, async (t) => {
  const server = await clickhouse(t);
  let cuts = 2;
  const sink = await between(t, server, (request, body) => (body.length > 0 && cuts-- > 0 ? 'cut' : 'pass'));
  const collector = await start(t, { db: join(folder(t), 'c.sqlite'), args: ['--sink', sink] });
  await collector.post(batch(event(), event()));
  await until(() => cuts < 0, 'the third insert');
  assert.deepEqual(await collector.stop(), { code: 0, killedBy: null });
  const { rows, different, stored } = await counted(server);
  assert.deepEqual([rows, different], [2, 2]);
  assert.ok(stored === 6 || stored === 2, `${stored} rows, merged or not`);
});

test('a ClickHouse that hangs does not keep the collector from ending', { skip }, async (t) => {
  const server = await clickhouse(t);
  let hanging = false;
  const sink = await between(t, server, (request, body) => (body.length > 0 ? ((hanging = true), 'hang') : 'pass'));
  const db = join(folder(t), 'c.sqlite');
  const collector = await start(t, { db, args: ['--sink', sink] });
  await collector.post(batch(event()));
  await until(() => hanging, 'the insert');
  assert.deepEqual(await collector.stop(), { code: 0, killedBy: null });
  // A cursor belongs to its address; to this one everything goes anew.
  await start(t, { db, args: ['--sink', server.url()] });
  await arrived(server, 1);
});

test('events that went twice are one row after a merge', { skip }, async (t) => {
  const server = await clickhouse(t);
  const other = folder(t);
  const body = batch(event(), event(), event());
  // Two collectors, as when a browser was not told that the first one had it.
  for (const name of ['a.sqlite', 'b.sqlite']) {
    const collector = await start(t, { db: join(other, name), args: ['--sink', server.url()] });
    await collector.post(body);
    await collector.stop();
  }
  assert.deepEqual(await counted(server), { rows: 3, different: 3, stored: 6 });
  await server.query(`OPTIMIZE TABLE ${table} FINAL`);
  assert.deepEqual(await counted(server), { rows: 3, different: 3, stored: 3 });
});

test('without ClickHouse the collector starts and stores; later all of it is forwarded', { skip }, async (t) => {
  const server = await clickhouse(t);
  await server.kill();
  const collector = await start(t, { db: join(folder(t), 'c.sqlite'), args: ['--sink', server.url()] });
  const body = batch(event(), event());
  assert.equal((await collector.post(body)).status, 200);
  assert.equal((await fetch(`${collector.origin}/healthz`)).status, 200, 'it takes events in');
  await until(async () => (await metrics(collector)).waiting_events === 2, 'it says that two wait');
  const away = await metrics(collector);
  assert.equal(away.up, 0);
  assert.ok(away.failures_total > 0 && away.lag_seconds >= 0);
  await server.start();
  await arrived(server, 2);
  await until(async () => (await metrics(collector)).events_total === 2, 'it says that both are there');
  const { up, waiting_events, lag_seconds, batches_total } = await metrics(collector);
  assert.deepEqual({ up, waiting_events, lag_seconds, batches_total }, { up: 1, waiting_events: 0, lag_seconds: 0, batches_total: 1 });
  assert.deepEqual(await collector.stop(), { code: 0, killedBy: null });
  assert.deepEqual(await counted(server), { rows: 2, different: 2, stored: 2 });
});

test('a table that was taken away is made again', { skip }, async (t) => {
  const server = await clickhouse(t);
  const collector = await start(t, { db: join(folder(t), 'c.sqlite'), args: ['--sink', server.url()] });
  await collector.post(batch(event()));
  await arrived(server, 1);
  await server.query(`DROP TABLE ${table}`);
  await collector.post(batch(event()));
  await until(() => counted(server).then((there) => there.rows === 1, () => false), 'the table is there again');
});

// --- refusing ------------------------------------------------------------------------------------------------

const refused = async (t, sink) => {
  const { err, code } = await run(['--port', '0', '--db', join(folder(t), 'c.sqlite'), '--sink', sink]);
  assert.equal(err.trim().split('\n').length, 1, err);
  return { code, err };
};

test('a wrong address is refused with one sentence', async (t) => {
  for (const [sink, sentence] of [
    ['http://127.0.0.1/default', /must begin with clickhouse:\/\//],
    ['clickhouse://127.0.0.1:8123', /must name a database/],
    ['clickhouse://127.0.0.1:8123/', /must name a database/],
    ['clickhouse:///default', /must name a host/],
    ['clickhouse://127.0.0.1:99999/default', /port from 1 to 65535/],
    ['clickhouse://127.0.0.1:x/default', /port from 1 to 65535/],
    ['clickhouse://127.0.0.1/default/a-b', /names of letters, digits and _/],
    ['clickhouse://127.0.0.1/default/a/b', /names of letters, digits and _/],
    ['clickhouse://:secret@127.0.0.1/default', /without a user/],
    ['clickhouse://u:100%@127.0.0.1/default', /must be written %25/],
  ]) {
    const { code, err } = await refused(t, sink);
    assert.equal(code, 2, sink);
    assert.match(err, sentence);
    assert.doesNotMatch(err, /secret/);
  }
});

test('a wrong password, database, port or table is refused with one sentence of ClickHouse', { skip }, async (t) => {
  const server = await clickhouse(t);
  await server.query('CREATE TABLE default.other (a String) ENGINE = Log');
  for (const [sink, sentence] of [
    [`clickhouse://canvass:secret@127.0.0.1:${server.port}/default`, /[Pp]assword|Authentication/],
    [server.url('nowhere'), /nowhere/],
    [server.url('default/other'), /message_id/],
    [`clickhouse://127.0.0.1:${server.tcp}/default`, /status 400/],
  ]) {
    const { code, err } = await refused(t, sink);
    assert.equal(code, 1, sink);
    assert.match(err, /--sink cannot be used: ClickHouse at 127\.0\.0\.1:\d+ /);
    assert.match(err, sentence);
    assert.doesNotMatch(err, /secret/);
  }
});

test('a port where something else answers is refused with one sentence', async (t) => {
  const other = createServer((request, response) => response.writeHead(404).end('<html>no such page</html>')).listen(0, '127.0.0.1');
  await once(other, 'listening');
  t.after(() => other.close());
  const { code, err } = await refused(t, `clickhouse://127.0.0.1:${other.address().port}/default`);
  assert.equal(code, 1);
  assert.match(err, /status 404, which is not what ClickHouse's HTTP port says/);
});
