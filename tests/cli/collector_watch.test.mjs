// What whoever runs the collector can see of it: its log, its health, its metrics.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { batch, event, folder, run, start, wire } from './collector.mjs';

// --- log -----------------------------------------------------------------------------------------------------

test('the log has a line of JSON for each request, and nobody in it', async (t) => {
  const db = join(folder(t), 'c.sqlite');
  const collector = await start(t, { db, args: ['--key', 'shop=https://shop.example'] });
  const personal = {
    anonymousId: 'anonymous-secret',
    userId: 'user-secret',
    messageId: 'message-secret',
    context: { page: { path: '/path-secret' }, locale: 'kk' },
  };
  const sent = event({ value: 'answer-secret', survey: 'survey-secret' }, personal);
  const headers = { origin: 'https://shop.example', referer: 'https://shop.example/referrer-secret', 'user-agent': 'agent-secret' };
  const send = (body, more = {}) => collector.post(body, { ...headers, ...more });
  await send({ ...batch(sent, event()), writeKey: 'shop' });
  await send({ ...batch(sent), writeKey: 'shop' });
  await send({ ...batch({ ...sent, event: 7 }), writeKey: 'shop' });
  await send({ ...batch(sent), writeKey: 'key-secret' });
  await collector.get('/v1/report.json?survey=survey-secret', headers);
  await collector.get('/v1/export.ndjson?token=token-secret', { ...headers, authorization: 'Bearer bearer-secret' });
  await collector.get('/files-secret.html', headers);

  const lines = await collector.logged(({ route, status }) => route === 'export' && status === 401);
  assert.doesNotMatch(JSON.stringify(lines), /secret|127\.0\.0\.1/);
  for (const line of lines) {
    assert.match(line.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.ok(['info', 'warning', 'error'].includes(line.level));
    assert.equal(typeof line.event, 'string');
  }
  const told = lines.filter((line) => line.event === 'request');
  assert.deepEqual(
    told.map(({ route, status, accepted, duplicates, key, refused, network }) => ({ route, status, accepted, duplicates, key, refused, network })),
    [
      { route: 'batch', status: 200, accepted: 2, duplicates: 0, key: 'shop' },
      { route: 'batch', status: 200, accepted: 0, duplicates: 1, key: 'shop' },
      { route: 'batch', status: 400, key: 'shop', refused: 'invalid' },
      { route: 'batch', status: 403, refused: 'key', network: '127.0.0.0/24' },
      { route: 'report', status: 200 },
      { route: 'export', status: 401, refused: 'token', network: '127.0.0.0/24' },
    ].map((line) => ({ accepted: undefined, duplicates: undefined, key: undefined, refused: undefined, network: undefined, ...line })),
  );
  for (const { ms, bytes } of told) assert.ok(ms >= 0 && bytes > 0);
});

test('the log goes to a file, behind what is there, and tells of the end', async (t) => {
  const base = folder(t);
  const log = join(base, 'log');
  for (const signal of ['SIGTERM', 'SIGINT']) {
    const collector = await start(t, { db: join(base, 'c.sqlite'), args: ['--log', log] });
    await collector.post(batch(event()));
    await collector.stop(signal);
    assert.deepEqual(await collector.logged(), []);
  }
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(lines.map((line) => line.event), ['started', 'request', 'stopping', 'stopped', 'started', 'request', 'stopping', 'stopped']);
  assert.deepEqual(lines.filter((line) => line.event === 'started').map(({ newToken }) => newToken), [true, false]);
  const { code, err } = await run(['--port', '0', '--db', join(base, 'c.sqlite'), '--log', join(base, 'no/such/log')]);
  assert.equal(code, 1);
  assert.match(err, /^canvass-collector: --log .*No such file/);
});

test('a log that nobody reads holds nobody up', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite'), deaf: true });
  // Some 150 bytes a line: more than any system keeps for a pipe whose reader does not read.
  for (let i = 0; i < 100; ++i) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => collector.post(batch(event()))));
    assert.ok(answers.every(({ status }) => status === 200));
  }
  assert.deepEqual(await collector.stop(), { code: 0, killedBy: null });
});

test('a flood of refusals does not become a flood of lines', async (t) => {
  const base = folder(t);
  const collector = await start(t, { db: join(base, 'c.sqlite'), args: ['--log', join(base, 'log')] });
  const begin = process.hrtime.bigint();
  for (let i = 0; i < 100; ++i) await Promise.all(Array.from({ length: 20 }, () => collector.post('nonsense')));
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  await collector.stop();
  const lines = readFileSync(join(base, 'log'), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
  const refused = lines.filter(({ status }) => status === 400);
  assert.ok(refused.length >= 200, 'those that come one by one have their line');
  assert.ok(refused.length <= Math.min(2000, 201 + 20 * (seconds + 1)), `${refused.length} lines in ${seconds} s`);
});

// --- health --------------------------------------------------------------------------------------------------

test('the health is whether it can store', { skip: process.platform !== 'linux' && 'needs prlimit' }, async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const health = async () => {
    const response = await fetch(`${collector.origin}/healthz`);
    return { status: response.status, retry: response.headers.get('retry-after'), body: await response.json() };
  };
  assert.deepEqual(await health(), { status: 200, retry: null, body: { status: 'ok' } });

  const limit = (bytes) => execFileSync('prlimit', ['--pid', String(collector.pid), `--fsize=${bytes}:`]);
  limit(1000);
  let sick;
  do sick = await health(); // it looks once a second
  while (sick.status === 200);
  assert.equal(sick.status, 503);
  assert.match(sick.retry, /^\d+$/);
  assert.equal(sick.body.status, 'failing');
  assert.equal((await collector.post(batch(event()))).status, 503);

  limit('unlimited');
  let well;
  do well = await health();
  while (well.status !== 200);
  assert.equal((await collector.post(batch(event()))).status, 200);
});

// --- metrics -------------------------------------------------------------------------------------------------

// The text format 0.0.4, strictly: gives the samples by family.
function parsed(text) {
  assert.ok(text.endsWith('\n'), 'the last line is ended');
  const families = new Map();
  const seen = new Set();
  let family;
  for (const line of text.slice(0, -1).split('\n')) {
    const help = /^# HELP ([a-zA-Z_:][\w:]*) (\S.*)$/.exec(line);
    const type = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram)$/.exec(line);
    const sample = /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\n"])*",?)+)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(line);
    if (help) {
      assert.ok(!families.has(help[1]), `${help[1]} begins once`);
      families.set(help[1], (family = { name: help[1], samples: [] }));
    } else if (type) {
      assert.equal(type[1], family.name, line);
      assert.equal(family.type, undefined, line);
      family.type = type[2];
      assert.equal(family.type === 'counter', family.name.endsWith('_total'), line);
    } else {
      assert.ok(sample, line);
      const [, name, labels = '', value] = sample;
      const suffixes = family.type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
      assert.ok(suffixes.some((suffix) => name === family.name + suffix), `${line} in ${family.name}`);
      assert.ok(!seen.has(name + labels), `${line} twice`);
      seen.add(name + labels);
      assert.ok(family.type !== 'counter' || Number(value) >= 0);
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => [key, text]);
      family.samples.push({ name, labels: Object.fromEntries(pairs), value: Number(value) });
    }
  }
  return families;
}

test('the metrics are what Prometheus reads, and count what happened', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const sent = event();
  await collector.post(batch(sent, event(), event()));
  await collector.post(batch(sent));
  await collector.post('nonsense');
  await collector.post({ ...batch(event()), ledger: { dropped: { 'a "reason" \\ with\nall': 1, overflow: 2 } } });
  await (await wire(t, collector)).send('nonsense\r\n\r\n');
  await fetch(`${collector.origin}/nothing`);
  const response = await collector.get('/metrics');
  assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
  const families = parsed(await response.text());
  const value = (name, labels = {}) => {
    const [sample] = families.get(name).samples.filter((one) => Object.entries(labels).every(([key, text]) => one.labels[key] === text));
    return sample?.value;
  };
  assert.equal(value('canvass_events_accepted_total'), 4);
  assert.equal(value('canvass_events_duplicate_total'), 1);
  assert.equal(value('canvass_requests_total', { route: 'batch', status: '200' }), 3);
  assert.equal(value('canvass_requests_total', { route: 'batch', status: '400' }), 1);
  assert.equal(value('canvass_requests_total', { route: 'file', status: '404' }), 1);
  assert.equal(value('canvass_batches_refused_total', { reason: 'malformed' }), 1);
  assert.equal(value('canvass_client_events_dropped', { reason: 'overflow' }), 2);
  assert.ok(value('canvass_database_bytes') > 0);
  assert.ok(value('canvass_commits_total') >= 3);
  assert.ok(value('process_resident_memory_bytes') > 1_000_000);
  assert.ok(Math.abs(value('process_start_time_seconds') - Date.now() / 1000) < 600);

  const { type, samples } = families.get('canvass_request_seconds');
  assert.equal(type, 'histogram');
  for (const route of new Set(samples.map(({ labels }) => labels.route))) {
    const of = (suffix) => samples.filter(({ name, labels }) => name.endsWith(suffix) && labels.route === route);
    const buckets = of('_bucket');
    assert.deepEqual(buckets.map(({ labels }) => labels.le).at(-1), '+Inf');
    const bounds = buckets.slice(0, -1).map(({ labels }) => Number(labels.le));
    assert.deepEqual(bounds, [...bounds].sort((a, b) => a - b));
    for (let i = 1; i < buckets.length; ++i) assert.ok(buckets[i].value >= buckets[i - 1].value, 'buckets add up');
    assert.equal(buckets.at(-1).value, of('_count')[0].value);
    assert.ok(of('_sum')[0].value >= 0);
  }
  assert.equal(samples.find(({ name, labels }) => name.endsWith('_count') && labels.route === 'batch').value, 4);
});

test('the metrics are for the token, or for everybody where that is wanted', async (t) => {
  const closed = await start(t, { db: join(folder(t), 'c.sqlite') });
  assert.equal((await fetch(`${closed.origin}/metrics`)).status, 401);
  const open = await start(t, { db: join(folder(t), 'c.sqlite'), args: ['--open-metrics'] });
  assert.equal((await fetch(`${open.origin}/metrics`)).status, 200);
  assert.equal((await fetch(`${open.origin}/v1/report.json`)).status, 401);
});
