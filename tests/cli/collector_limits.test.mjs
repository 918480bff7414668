// Those who come too often, too slowly, or with too much, and what that means to everybody else.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { batch, event, folder, ids, rawBatch, start, wire } from './collector.mjs';

// --- slow clients --------------------------------------------------------------------------------------------

// All of them at once, since each waits for its connection.
const many = (count, make) => Promise.all(Array.from({ length: count }, (_, i) => make(i)));
const post = 'POST /v1/batch HTTP/1.1\r\nHost: x\r\n';

test('hundreds of slow and half-open clients keep nobody waiting', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const begun = [
    '', // connected, and not a word since
    'POST /v1/ba',
    `${post}X-Slow: `,
    `${post}Content-Length: 400\r\n\r\n{"writeKey":`,
    `${post}Transfer-Encoding: chunked\r\n\r\n5\r\n{"wri`,
  ];
  const slow = await many(300, async (i) => {
    const client = await wire(t, collector);
    if (begun[i % begun.length]) client.send(begun[i % begun.length]);
    return client;
  });
  const sent = [];
  for (let i = 0; i < 20; ++i) {
    const body = batch(event());
    assert.equal((await collector.post(body)).status, 200);
    sent.push(...ids(body.batch));
  }
  // All were served while every slow client was still there: nobody had to be given up first.
  assert.equal(slow.filter(({ open }) => open()).length, 300);
  assert.ok((await collector.metrics()).canvass_connections >= 300);

  // And they are served too, once they come to the point.
  const finished = event();
  slow[2].send(`x\r\n${rawBatch(batch(finished)).slice(post.length)}`);
  assert.match(await slow[2].answer(), /^HTTP\/1\.1 200 /);
  assert.deepEqual(ids(await collector.stored()), [...sent, finished.messageId]);
});

test('clients that do not read their answers keep nobody waiting', async (t) => {
  const base = folder(t);
  mkdirSync(join(base, 'site'));
  writeFileSync(join(base, 'site/large.txt'), 'x'.repeat(8_000_000)); // more than the system keeps for a connection
  const collector = await start(t, { db: join(base, 'c.sqlite'), args: ['--site', join(base, 'site')] });
  const deaf = await many(20, async () => {
    const client = await wire(t, collector);
    client.socket.pause();
    for (let i = 0; i < 5; ++i) client.send('GET /large.txt HTTP/1.1\r\nHost: x\r\n\r\n');
    return client;
  });
  for (let i = 0; i < 5; ++i) assert.equal((await collector.post(batch(event()))).status, 200);
  assert.ok(deaf.every(({ open }) => open()));
});

test('a request that does not come in time is told to come again', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite'), args: ['--timeout', '1'] });
  const client = await wire(t, collector);
  client.send(`${post}Content-Length: 400\r\n\r\n{`);
  const answer = await client.closed();
  assert.match(answer, /^HTTP\/1\.1 408 /);
  assert.match(answer, /Access-Control-Allow-Origin: \*/);
  assert.equal((await collector.metrics())['canvass_connections_ended_total{reason="timeout"}'], 1);
});

// --- connections ---------------------------------------------------------------------------------------------

test('at the limit of connections whoever has waited longest gives way', async (t) => {
  for (const limit of ['--max-connections-per-address', '--max-connections']) {
    const collector = await start(t, { db: join(folder(t), 'c.sqlite'), args: [limit, '10'] });
    const slow = [];
    for (let i = 0; i < 30; ++i) {
      const client = await wire(t, collector);
      client.send('POST /v1/ba');
      slow.push(client);
    }
    assert.equal((await collector.post(batch(event()))).status, 200, limit);
    // It is told, if its bytes had been read by then.
    assert.match(await slow[0].closed(), /^(HTTP\/1\.1 503 [^]*Retry-After: \d+\r\n[^]*)?$/);
    const counted = await collector.metrics();
    assert.ok(counted.canvass_connections <= 10, limit);
    assert.ok(counted['canvass_connections_ended_total{reason="limit"}'] >= 20, limit);
  }
});

// --- rates ---------------------------------------------------------------------------------------------------

// Posts until it is too often; a bucket that fills by one a second cannot keep up.
async function untilTooOften(send) {
  for (let i = 0; i < 1000; ++i) {
    const response = await send();
    if (response.status === 429) return response;
    assert.equal(response.status, 200);
  }
  throw new Error('it was never too often');
}

test('an address that comes too often is told when to come again, and others are not held up', async (t) => {
  const args = ['--rate-address', '1', '--trust-proxy'];
  const collector = await start(t, { db: join(folder(t), 'c.sqlite'), args });
  const from = (address) => () => collector.post(batch(event()), { 'x-forwarded-for': address });
  const refused = await untilTooOften(from('203.0.113.7'));
  assert.match(refused.headers.get('retry-after'), /^[1-9]\d*$/);
  assert.equal(refused.headers.get('access-control-allow-origin'), '*');
  assert.match(refused.headers.get('access-control-expose-headers'), /Retry-After/);
  assert.match((await refused.json()).errors[0].message, /too often/i);

  assert.equal((await from('203.0.113.8')()).status, 200);
  // What the client itself writes in front does not make it somebody else.
  assert.equal((await untilTooOften(from('198.51.100.1, 203.0.113.7'))).status, 429);
  // One machine has a whole /64 of IPv6.
  await untilTooOften(from('2001:db8::1'));
  await untilTooOften(from('[2001:db8::2]:4711'));
  assert.equal((await from('2001:db8:0:1::1')()).status, 200);
  const { 'canvass_batches_refused_total{reason="address rate"}': counted } = await collector.metrics();
  assert.ok(counted >= 4);
});

test('without --trust-proxy nobody can say where he comes from', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite'), args: ['--rate-address', '1'] });
  let number = 0;
  await untilTooOften(() => collector.post(batch(event()), { 'x-forwarded-for': `203.0.113.${++number}` }));
});

test('guessing tokens is limited like everything else', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite'), args: ['--rate-address', '1'] });
  for (let i = 0, status = 401; status !== 429; ++i) {
    assert.ok(i < 1000, 'it was never too often');
    ({ status } = await collector.get('/v1/export.ndjson', { authorization: `Bearer guess-${i}` }));
    assert.ok(status === 401 || status === 429);
  }
});

test('a key is limited by its events, whoever sends them', async (t) => {
  const args = ['--rate-key', '1', '--key', 'shop', '--key', 'blog'];
  const collector = await start(t, { db: join(folder(t), 'c.sqlite'), args });
  const send = (writeKey, count) =>
    collector.post({ ...batch(...Array.from({ length: count }, () => event())), writeKey });
  const refused = await untilTooOften(() => send('shop', 10));
  assert.match(refused.headers.get('retry-after'), /^[1-9]\d*$/);
  assert.equal((await send('blog', 10)).status, 200);
  const stored = await collector.stored();
  assert.equal(stored.length % 10, 0, 'a batch that is refused is refused as a whole');
});

// --- fields --------------------------------------------------------------------------------------------------

test('an event with too much in it is refused with the place', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const deep = (levels) => (levels === 0 ? 1 : { x: deep(levels - 1) });
  const cases = [
    [{ note: 'ж'.repeat(10_001) }, '/batch/1/properties/note', /longer than 10000 characters/],
    [{ list: Array.from({ length: 1001 }, () => 0) }, '/batch/1/properties/list', /more than 1000 values/],
    [{ a: deep(30) }, /^\/batch\/1\/properties\/a(\/x){18}$/, /deeper than 20 levels/],
    [{ ['n'.repeat(201)]: 1 }, '/batch/1/properties', /name longer than 200/],
  ];
  for (const [properties, pointer, sentence] of cases) {
    const response = await collector.post(batch(event(), event(properties)));
    assert.equal(response.status, 400);
    const [error, ...others] = (await response.json()).errors;
    assert.deepEqual(others, []);
    assert.match(error.pointer, pointer instanceof RegExp ? pointer : new RegExp(`^${pointer}$`));
    assert.match(error.message, sentence);
  }
  const within = event({ note: 'ж'.repeat(10_000), list: Array.from({ length: 900 }, () => 0), a: deep(15) });
  assert.equal((await collector.post(batch(within))).status, 200);
  assert.deepEqual(ids(await collector.stored()), [within.messageId]);
});
