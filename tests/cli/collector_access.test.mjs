// Who may write to the collector, and who may read from it.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { batch, event, folder, ids, rawBatch, run, start, wire } from './collector.mjs';

// --- writing -------------------------------------------------------------------------------------------------

const keys = ['--key', 'shop=https://shop.example,https://www.shop.example:8443', '--key', 'file=null', '--key', 'server=none', '--key', 'open'];

test('a key is for the pages that may use it, and a refusal can be read by the page', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite'), args: keys });
  const cases = [
    ['shop', 'https://shop.example', 200],
    ['shop', 'https://www.shop.example:8443', 200],
    ['shop', 'https://SHOP.example', 200],
    ['shop', 'https://shop.example:443', 200],
    ['shop', 'https://www.shop.example', 403],
    ['shop', 'http://shop.example', 403],
    ['shop', 'https://shop.example.evil.example', 403],
    ['shop', 'https://evil.example/https://shop.example', 403],
    ['shop', 'https://shop.example,https://www.shop.example:8443', 403],
    ['shop', 'null', 403],
    ['shop', '*', 403],
    ['shop', undefined, 403],
    ['file', 'null', 200],
    ['file', 'https://shop.example', 403],
    ['file', undefined, 403],
    ['server', undefined, 200],
    ['server', 'none', 403],
    ['server', 'https://shop.example', 403],
    ['open', 'https://anybody.example', 200],
    ['open', 'null', 200],
    ['open', undefined, 200],
    ['Shop', 'https://shop.example', 403],
    ['', 'https://shop.example', 403],
    [undefined, 'https://shop.example', 403],
    [['shop'], 'https://shop.example', 403],
  ];
  const stored = [];
  for (const [writeKey, origin, status] of cases) {
    const sent = event();
    // fetch() would not send an Origin of our choice.
    const { send, answer } = await wire(t, collector);
    send(rawBatch({ ...batch(sent), writeKey }, origin === undefined ? '' : `Origin: ${origin}\r\n`));
    const given = await answer((text) => /\r\n\r\n.*\n$/s.test(text));
    const what = `${JSON.stringify(writeKey)} of ${origin}: ${given}`;
    assert.match(given, new RegExp(`^HTTP/1.1 ${status} `), what);
    assert.equal(/^Access-Control-Allow-Origin: (.*)\r$/m.exec(given)[1], status === 200 && origin ? origin : '*', what);
    if (status === 200) {
      stored.push(sent.messageId);
    } else {
      const { errors } = JSON.parse(given.slice(given.indexOf('\r\n\r\n')));
      assert.deepEqual(errors.map(({ pointer }) => pointer), ['/writeKey'], what);
    }
  }
  assert.deepEqual(ids(await collector.stored()), stored);
  const counted = await collector.metrics();
  assert.equal(counted['canvass_events_accepted_total{key="shop"}'], 4);
  assert.equal(counted['canvass_batches_refused_total{reason="key"}'], 4);
});

test('a preflight is answered for every page, so that the answer to the batch itself is what counts', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite'), args: keys });
  const headers = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
  const response = await fetch(`${collector.origin}/v1/batch`, { method: 'OPTIONS', headers });
  assert.equal(response.status, 204);
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
});

test('a key that makes no sense is explained', async () => {
  const cases = [
    ['shop=https://shop.example/cart', /ends before the path, https:\/\/shop\.example\./],
    ['shop=shop.example', /"shop\.example" is no origin/],
    ['shop=', /is no origin/],
    ['shop=https://*.shop.example', /in full/],
    ['=https://shop.example', /A key has 1 to 100 characters/],
  ];
  for (const [key, sentence] of cases) {
    const { code, err } = await run(['--key', key]);
    assert.equal(code, 2, key);
    assert.match(err, sentence);
  }
});

// --- reading -------------------------------------------------------------------------------------------------

test('reading needs the token, and is not for other sites', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  assert.match(collector.token, /^[\w-]{32}$/);
  for (const path of ['/v1/export.ndjson', '/v1/report.json']) {
    for (const authorization of ['', 'Bearer ', `Bearer ${collector.token}x`, `Bearer ${collector.token.slice(1)}`, `Basic ${collector.token}`]) {
      const refused = await collector.get(path, { authorization });
      assert.equal(refused.status, 401, `${path} with "${authorization}"`);
      assert.equal((await refused.json()).errors.length, 1);
    }
    assert.equal((await fetch(`${collector.origin}${path}?token=${collector.token}`)).status, 401);
    const given = await collector.get(path, { origin: 'https://shop.example' });
    assert.equal(given.status, 200);
    assert.equal(given.headers.get('access-control-allow-origin'), null);
  }
});

test('a token given on the command line is the token', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite'), args: ['--token', 'swordfish'] });
  assert.equal(collector.token, 'swordfish');
  assert.equal((await collector.get('/v1/export.ndjson')).status, 200);
});

test('a key that may write reads nothing', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite'), args: ['--key', 'shop'] });
  assert.equal((await collector.post({ ...batch(event()), writeKey: 'shop' })).status, 200);
  for (const path of ['/v1/export.ndjson', '/v1/report.json', '/v1/tags.json', '/metrics']) {
    assert.equal((await collector.get(path, { authorization: 'Bearer shop' })).status, 401, path);
    assert.equal((await fetch(collector.origin + path)).status, 401, path);
  }
});

test('the first start makes a token and shows it; later ones know its hash only', async (t) => {
  const db = join(folder(t), 'c.sqlite');
  const first = await start(t, { db });
  assert.match(new URL(first.printed.Report).hash, /^#token=[\w-]{32}$/);
  await first.post(batch(event()));
  for (const file of [db, `${db}-wal`]) {
    assert.ok(!existsSync(file) || !readFileSync(file).includes(first.token), `${file} has the token`);
  }
  await first.stop();
  const kept = readFileSync(db, 'latin1');
  assert.ok(!kept.includes(first.token));
  const [, salt, hash] = /([\w-]{32}):([0-9a-f]{64})/.exec(kept);
  assert.equal(hash, createHash('sha256').update(salt + first.token).digest('hex'));

  const later = await start(t, { db });
  assert.equal(new URL(later.printed.Report).hash, '');
  assert.match(later.printed.Token, /first start/);
  assert.equal((await later.get('/v1/export.ndjson', { authorization: `Bearer ${first.token}` })).status, 200);
  assert.doesNotMatch(JSON.stringify(await later.logged()), new RegExp(first.token));
});

test('a start that fails does not use the one showing of the token up', async (t) => {
  const base = folder(t);
  const other = await start(t, { db: join(base, 'other.sqlite') });
  const db = join(base, 'c.sqlite');
  assert.equal((await run(['--port', other.port, '--db', db])).code, 1);
  assert.notEqual(new URL((await start(t, { db })).printed.Report).hash, '');
});

test('a new token ends the old one, and so does one that is given', async (t) => {
  const db = join(folder(t), 'c.sqlite');
  const tokens = [];
  for (const args of [[], ['--new-token'], ['--token', 'swordfish'], []]) {
    const collector = await start(t, { db, args });
    if (!tokens.includes(collector.token)) tokens.push(collector.token);
    for (const token of tokens) {
      const { status } = await collector.get('/v1/export.ndjson', { authorization: `Bearer ${token}` });
      assert.equal(status, token === tokens.at(-1) ? 200 : 401, `${args} with ${token}`);
    }
    await collector.stop();
  }
  assert.equal(tokens.length, 3);
});

test('a token file is made for its owner only, and every start prints an address that opens the report', async (t) => {
  const base = folder(t);
  const db = join(base, 'c.sqlite');
  const file = join(base, 'token');
  const args = ['--token-file', file];
  const first = await start(t, { db, args });
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(readFileSync(file, 'utf8'), `${first.token}\n`);
  await first.stop();
  const second = await start(t, { db, args });
  assert.equal(new URL(second.printed.Report).hash, `#token=${first.token}`);
  await second.stop();
  const third = await start(t, { db, args: [...args, '--new-token'] });
  assert.notEqual(third.token, first.token);
  assert.equal(readFileSync(file, 'utf8'), `${third.token}\n`);
  assert.equal((await third.get('/v1/export.ndjson')).status, 200);

  writeFileSync(join(base, 'empty'), '');
  const { code, err } = await run(['--port', '0', '--db', join(base, 'd.sqlite'), '--token-file', join(base, 'empty')]);
  assert.equal(code, 1);
  assert.match(err, /must have one token/);
});
