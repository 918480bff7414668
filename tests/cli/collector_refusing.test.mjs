// What the collector does not take, and how it says so.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';

import { batch, event, folder, ids, rawBatch, start, wire } from './collector.mjs';

test('bad JSON is refused with its place', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const response = await collector.post('{"batch":[}');
  assert.equal(response.status, 400);
  const { errors } = await response.json();
  assert.equal(errors.length, 1);
  assert.equal(errors[0].pointer, '');
  assert.match(errors[0].message, /line 1, column/);
});

test('one bad event refuses the batch and is named; nothing of it is stored', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const response = await collector.post(batch(event(), event({}, { messageId: '' }), event(), event({}, { event: 7 })));
  assert.equal(response.status, 400);
  const pointers = (await response.json()).errors.map(({ pointer }) => pointer);
  assert.deepEqual(pointers, ['/batch/1/messageId', '/batch/3/event']);
  assert.deepEqual(await collector.stored(), []);
});

test('nesting too deep, invalid UTF-8 and a form are refused, and the collector goes on', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  assert.equal((await collector.post('['.repeat(400_000))).status, 400);
  const body = Buffer.from(JSON.stringify(batch(event({ note: 'XX' }))));
  body.fill(0xff, body.indexOf('XX'), body.indexOf('XX') + 2);
  const invalid = await fetch(`${collector.origin}/v1/batch`, { method: 'POST', body });
  assert.equal(invalid.status, 400);
  const form = new FormData();
  form.set('batch', '[]');
  assert.equal((await fetch(`${collector.origin}/v1/batch`, { method: 'POST', body: form })).status, 415);
  assert.equal((await collector.post(batch(event()))).status, 200);
});

test('a body, a batch and an event over the limits are refused', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const large = await collector.post(batch(...Array.from({ length: 20 }, () => event({ note: 'x'.repeat(30_000) }))));
  assert.equal(large.status, 413);
  assert.match((await large.json()).errors[0].message, /500000 bytes/);

  const many = await collector.post(batch(...Array.from({ length: 501 }, () => ({}))));
  assert.equal(many.status, 413);
  assert.deepEqual((await many.json()).errors.map(({ pointer }) => pointer), ['/batch']);

  const fat = await collector.post(batch(event(), event({ note: 'x'.repeat(40_000) })));
  assert.equal(fat.status, 400);
  assert.deepEqual((await fat.json()).errors.map(({ pointer }) => pointer), ['/batch/1']);
  assert.deepEqual(await collector.stored(), []);
});

test('a body of unknown length is cut off at the limit', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const socket = connect(Number(collector.port), '127.0.0.1');
  t.after(() => socket.destroy());
  socket.on('error', () => {});  // it may hang up while we still send
  socket.write('POST /v1/batch HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
  const chunk = `fa00\r\n${'x'.repeat(0xfa00)}\r\n`;
  for (let i = 0; i < 10; ++i) socket.write(chunk);
  const [answer] = await once(socket, 'data');
  assert.match(answer.toString(), /^HTTP\/1\.1 413 /);
});

test('a form post of JSON as text/plain from another site needs no preflight and may read its answer', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const headers = { origin: 'https://shop.example', 'content-type': 'text/plain' };
  const good = await collector.post(batch(event()), headers);
  assert.equal(good.status, 200);
  assert.equal(good.headers.get('access-control-allow-origin'), '*');
  assert.equal(good.headers.get('access-control-expose-headers'), 'Retry-After');
  const bad = await collector.post('nonsense', headers);
  assert.equal(bad.headers.get('access-control-allow-origin'), '*');
  const preflight = await fetch(`${collector.origin}/v1/batch`, { method: 'OPTIONS', headers });
  assert.equal(preflight.status, 204);
});

test('an unknown route of the API is a 404 in JSON', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const response = await collector.get('/v1/nothing');
  assert.equal(response.status, 404);
  assert.match((await response.json()).errors[0].message, /GET \/v1\/nothing/);
});

// --- where a request ends --------------------------------------------------------------------------------------

const head = 'POST /v1/batch HTTP/1.1\r\nHost: x\r\n';
const hidden = 'GET /v1/hidden HTTP/1.1\r\nHost: x\r\n\r\n';

test('a request that could end in two places is refused, and nothing behind it is read', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const cases = [
    [400, `${head}Content-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`],
    [400, `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`],
    [400, `${head}Content-Length: +0\r\n\r\n${hidden}`],
    [400, `${head}Content-Length: 0x0\r\n\r\n${hidden}`],
    [400, `${head}Content-Length : 0\r\n\r\n${hidden}`],
    [400, `${head} folded: yes\r\n\r\n${hidden}`],
    [400, `${head}X: a\nContent-Length: 9\r\n\r\n${hidden}`],
    [400, `${head}X: a\0b\r\n\r\n${hidden}`],
    [501, `${head}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n${hidden}`],
    [501, `${head}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`],
    [400, `${head}Transfer-Encoding: chunked\r\n\r\nx\r\n\r\n${hidden}`],
    [400, `${head}Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n${hidden}`],
    [400, `${head}Transfer-Encoding: chunked\r\n\r\nfffffffff\r\n${hidden}`],
    [400, `nonsense\r\n\r\n${hidden}`],
    [505, `GET / HTTP/2.0\r\n\r\n${hidden}`],
    [431, `${head}X: ${'x'.repeat(20_000)}\r\n\r\n${hidden}`],
    [431, `${head}${'X: 1\r\n'.repeat(200)}\r\n${hidden}`],
    [413, `${head}Content-Length: 99999999\r\n\r\n${hidden}`],
    [413, `${head}Transfer-Encoding: chunked\r\n\r\nffffff\r\n${'x'.repeat(600_000)}`],
  ];
  for (const [status, request] of cases) {
    const client = await wire(t, collector);
    client.send(request);
    const answers = await client.closed();
    assert.match(answers, new RegExp(`^HTTP/1\\.1 ${status} `), `${request.slice(0, 120)}: ${answers}`);
    assert.equal(answers.match(/HTTP\/1\.1 /g).length, 1, request.slice(0, 120));
    assert.equal(JSON.parse(answers.slice(answers.indexOf('\r\n\r\n'))).errors.length, 1);
  }
  assert.equal((await collector.post(batch(event()))).status, 200);
});

test('requests that come together, in pieces or in chunks are each answered', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const client = await wire(t, collector);
  const sent = Array.from({ length: 4 }, () => event());
  const finished = (count) => (text) => (text.match(/"duplicates":0\}\n/g) ?? []).length === count;

  client.send(rawBatch(batch(sent[0])) + rawBatch(batch(sent[1])));
  assert.equal((await client.answer(finished(2))).match(/HTTP\/1\.1 200 /g).length, 2);

  client.socket.setNoDelay(true);
  for (const byte of `\r\n${rawBatch(batch(sent[2]))}`) client.send(byte);
  assert.match(await client.answer(finished(1)), /^HTTP\/1\.1 200 /);

  const body = JSON.stringify(batch(sent[3]));
  const chunks = `${(7).toString(16)};extension=1\r\n${body.slice(0, 7)}\r\n${(body.length - 7).toString(16).toUpperCase()}\r\n${body.slice(7)}\r\n`;
  client.send(`${head}Transfer-Encoding: Chunked\r\n\r\n${chunks}0\r\nX-Trailer: 1\r\n\r\n`);
  assert.match(await client.answer(finished(1)), /^HTTP\/1\.1 200 /);
  assert.deepEqual(ids(await collector.stored()), ids(sent));
});
