// The real collector, over HTTP.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';

import { batch, event, folder, ids, program, root, run, start } from './collector.mjs';

// A GET whose path reaches the server exactly as written; fetch() would tidy it up first.
async function rawGet(port, path) {
  const request = httpRequest({ host: '127.0.0.1', port, path, agent: false });
  request.end();
  const [response] = await once(request, 'response');
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

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

// --- refusing ------------------------------------------------------------------------------------------------

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

test('an unknown route of the API is a 404 in JSON', async (t) => {
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const response = await collector.get('/v1/nothing');
  assert.equal(response.status, 404);
  assert.match((await response.json()).errors[0].message, /GET \/v1\/nothing/);
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

// --- nothing acknowledged is lost ------------------------------------------------------------------------------

// Posts from many connections at once until the collector goes away; gives the ids it acknowledged. `ready` is
// called when that many batches have been.
async function load(collector, batches, ready) {
  const acknowledged = [];
  let count = 0;
  await Promise.all(
    Array.from({ length: 24 }, async () => {
      for (;;) {
        const body = batch(...Array.from({ length: 5 }, () => event()));
        try {
          const response = await collector.post(body);
          if (response.status !== 200) return;
          await response.arrayBuffer();
        } catch {
          return;
        }
        acknowledged.push(...ids(body.batch));
        if (++count === batches) ready();
      }
    }),
  );
  return acknowledged;
}

async function assertAllStored(t, db, acknowledged) {
  const stored = ids(await (await start(t, { db })).stored());
  const known = new Set(stored);
  assert.equal(known.size, stored.length, 'no event is stored twice');
  assert.deepEqual(acknowledged.filter((id) => !known.has(id)), [], 'every acknowledged event is stored');
}

test('SIGTERM under load loses nothing acknowledged and ends well', async (t) => {
  const db = join(folder(t), 'c.sqlite');
  const collector = await start(t, { db });
  let ended;
  const acknowledged = await load(collector, 200, () => (ended = collector.stop('SIGTERM')));
  assert.deepEqual(await ended, { code: 0, killedBy: null });
  assert.ok(acknowledged.length >= 1000);
  await assertAllStored(t, db, acknowledged);
});

async function refusesConnections(port) {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      socket.destroy();
    } catch (error) {
      if (error.code === 'ECONNRESET') continue; // it came in while the door was being closed
      assert.equal(error.code, 'ECONNREFUSED');
      return;
    }
  }
}

test('a request that has begun when SIGTERM comes is finished', async (t) => {
  const db = join(folder(t), 'c.sqlite');
  const collector = await start(t, { db });
  const sent = event();
  const body = JSON.stringify(batch(sent));
  const socket = connect(Number(collector.port), '127.0.0.1');
  t.after(() => socket.destroy());
  socket.write(`POST /v1/batch HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`);
  assert.match(String((await once(socket, 'data'))[0]), /^HTTP\/1\.1 100 /);

  const ended = collector.stop('SIGTERM');
  await refusesConnections(Number(collector.port));
  socket.write(body);
  assert.match(String((await once(socket, 'data'))[0]), /^HTTP\/1\.1 200 /);
  assert.deepEqual(await ended, { code: 0, killedBy: null });
  await assertAllStored(t, db, [sent.messageId]);
});

test('kill -9 under load loses nothing acknowledged', async (t) => {
  const db = join(folder(t), 'c.sqlite');
  const acknowledged = [];
  for (const batches of [1, 7, 40, 120]) {
    const collector = await start(t, { db });
    let ended;
    acknowledged.push(...(await load(collector, batches, () => (ended = collector.stop('SIGKILL')))));
    assert.deepEqual(await ended, { code: null, killedBy: 'SIGKILL' });
  }
  assert.ok(acknowledged.length >= 5 * (1 + 7 + 40 + 120));
  await assertAllStored(t, db, acknowledged);
});

test('a full disk is told, not hidden; it goes on when there is room again', { skip: process.platform !== 'linux' && 'needs prlimit' }, async (t) => {
  const db = join(folder(t), 'c.sqlite');
  const limited = ['/bin/sh', '-c', 'ulimit -S -f 512; exec "$0" "$@"', program];  // files of 256 KB at most
  const collector = await start(t, { db, command: limited });
  const acknowledged = [];
  let body;
  let refused;
  while (!refused) {
    body = batch(...Array.from({ length: 10 }, () => event({ note: 'x'.repeat(2000) })));
    const response = await collector.post(body);
    if (response.status === 200) acknowledged.push(...ids(body.batch));
    else refused = response;
    assert.ok(acknowledged.length < 1000, 'the limit on file sizes has no effect');
  }
  assert.equal(refused.status, 503);
  assert.match(refused.headers.get('retry-after'), /^\d+$/);
  assert.equal((await refused.json()).errors.length, 1);
  assert.ok(acknowledged.length > 0);
  assert.deepEqual(ids(await collector.stored()), acknowledged, 'what was acknowledged can be read');

  execFileSync('prlimit', ['--pid', String(collector.pid), '--fsize=unlimited:']);
  const again = await collector.post(body);
  assert.deepEqual(await again.json(), { accepted: 10, duplicates: 0 });
  await collector.stop();
  await assertAllStored(t, db, [...acknowledged, ...ids(body.batch)]);
});

// --- files ---------------------------------------------------------------------------------------------------

async function site(t) {
  const base = folder(t);
  const files = {
    'secret.txt': 'secret',
    'site/index.html': '<!doctype html><title>Home</title>',
    'site/about.html': '<!doctype html><title>About</title>',
    'site/cart/index.html': '<!doctype html><title>Cart</title>',
    'site/style.css': 'body {}',
    'site/.env': 'secret',
    'site/canvass.json': '{}',
    'dist/canvass.js': '// loader',
    'dist/canvass.wasm': '\0asm',
    'dist/picture.webp': 'webp',
    'dist/report/index.html': '<!doctype html><title>Report</title>',
    'dist/report/report.js': '// report',
    'dist/bin/canvass': 'secret',
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(base, name)), { recursive: true });
    writeFileSync(join(base, name), content);
  }
  symlinkSync(base, join(base, 'site/link'));
  symlinkSync(join(base, 'secret.txt'), join(base, 'site/secret.html'));
  return start(t, { db: join(base, 'c.sqlite'), args: ['--site', join(base, 'site'), '--dist', join(base, 'dist')] });
}

test('files are served with their types', async (t) => {
  const collector = await site(t);
  assert.equal(collector.printed.Shop, `${collector.origin}/`);
  const types = {
    '/': 'text/html; charset=utf-8',
    '/index.html?x=1': 'text/html; charset=utf-8',
    '/about': 'text/html; charset=utf-8',
    '/cart/': 'text/html; charset=utf-8',
    '/style.css': 'text/css; charset=utf-8',
    '/canvass.json': 'application/json',
    '/canvass.js': 'text/javascript; charset=utf-8',
    '/canvass.wasm': 'application/wasm',
    '/picture.webp': 'image/webp',
    '/report': 'text/html; charset=utf-8',
    '/report/': 'text/html; charset=utf-8',
    '/report/report.js': 'text/javascript; charset=utf-8',
  };
  for (const [path, type] of Object.entries(types)) {
    const response = await fetch(collector.origin + path);
    assert.equal(response.status, 200, path);
    assert.equal(response.headers.get('content-type'), type, path);
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff', path);
    assert.equal(response.headers.get('cache-control'), 'no-cache', path);
  }
});

test('a page of the site comes with the policy that the widget promises to work under', async (t) => {
  const collector = await site(t);
  const policy = (await fetch(`${collector.origin}/`)).headers.get('content-security-policy');
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval';/);
  assert.match(policy, /require-trusted-types-for 'script'/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'/);
});

test('a folder without its slash is redirected, within the site', async (t) => {
  const collector = await site(t);
  for (const [path, to] of [['/cart?from=mail', '/cart/?from=mail'], ['//cart?from=mail', '/cart/?from=mail'], ['/report', '/report/']]) {
    const { status, headers } = await rawGet(collector.port, path);
    assert.equal(status, 308);
    assert.equal(headers.location, to);
  }
});

test('the report page may run its module in its worker, and send nothing elsewhere', async (t) => {
  const collector = await site(t);
  const policy = (await fetch(`${collector.origin}/report/`)).headers.get('content-security-policy');
  const rules = Object.fromEntries(policy.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1).join(' ')]));
  assert.equal(rules['default-src'], "'none'");
  assert.equal(rules['script-src'], "'self' 'wasm-unsafe-eval'");
  assert.equal(rules['worker-src'], "'self'");
  assert.equal(rules['connect-src'], "'self'");
  assert.equal(rules['style-src'], "'self'");
  assert.equal(rules['require-trusted-types-for'], "'script'");
  assert.equal(rules['trusted-types'], 'canvass-report');
});

test('a file not changed since is not sent again', async (t) => {
  const collector = await site(t);
  const first = await fetch(`${collector.origin}/canvass.wasm`);
  const again = await fetch(`${collector.origin}/canvass.wasm`, { headers: { 'if-none-match': first.headers.get('etag') } });
  assert.equal(again.status, 304);
});

test('nothing outside the folders is served', async (t) => {
  const collector = await site(t);
  const paths = [
    '/../secret.txt', '/cart/../../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/cart/..%2f..%2fsecret.txt',
    '/%2e%2e%5csecret.txt', '/..\\secret.txt', '/....//secret.txt', '//etc/passwd', '/etc/passwd', '/%2fetc%2fpasswd',
    '/link/secret.txt', '/secret', '/secret.html', '/.env', '/%2eenv', '/index.html%00.png', '/%00', '/bin/canvass',
    '//bin/canvass', '/report/../bin/canvass', '/report/../../secret.txt', '/report//../bin/canvass', '/%62in/canvass',
    '/BIN/canvass', '/style.css/', '/nothing', `/${'x'.repeat(5000)}`,
  ];
  for (const path of paths) {
    const { status, body } = await rawGet(collector.port, path);
    assert.equal(status, 404, path);
    assert.doesNotMatch(body, /secret|root:/, path);
  }
});

// --- command line ----------------------------------------------------------------------------------------------

test('a command line that is wrong is explained and ends with 2', async () => {
  const cases = [
    [['--prot', '1'], /"--prot", did you mean "port"\?/],
    [['serve'], /Unknown option "serve"/],
    [['--port', 'x'], /--port must be a number from 0 to 65535/],
    [['--port', '70000'], /--port must be a number from 0 to 65535/],
    [['--db'], /--db needs a value/],
    [['--token', 'a b'], /--token may have/],
  ];
  for (const [args, sentence] of cases) {
    const { code, err, out } = await run(args);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, sentence);
    assert.equal(out, '');
  }
  const help = await run(['--help']);
  assert.equal(help.code, 0);
  assert.match(help.out, /--port/);
});

test('what keeps it from starting is said in one sentence', async (t) => {
  const base = folder(t);
  const running = await start(t, { db: join(base, 'running.sqlite') });
  writeFileSync(join(base, 'not-a-database'), 'Plain text, and enough of it to be no database whatever one does.'.repeat(40));
  const cases = [
    [['--port', running.port, '--db', join(base, 'other.sqlite')], new RegExp(`Port ${running.port} on 127\\.0\\.0\\.1 is taken`)],
    [['--port', '0', '--db', join(base, 'not-a-database')], /Cannot use the database .*not a database/],
    [['--port', '0', '--db', join(base, 'no/such/folder.sqlite')], /Cannot open the database/],
    [['--port', '0', '--db', join(base, 'c.sqlite'), '--site', join(base, 'nowhere')], /--site .*no such folder/],
    [['--port', '0', '--db', join(base, 'c.sqlite'), '--host', '203.0.113.1'], /Cannot listen on 203\.0\.113\.1:0/],
  ];
  for (const [args, sentence] of cases) {
    const { code, err } = await run(args);
    assert.equal(code, 1, err);
    assert.match(err, sentence);
    assert.equal(err.trim().split('\n').length, 1, err);
  }
  assert.match(readFileSync(join(base, 'not-a-database'), 'utf8'), /^Plain text/, 'a foreign file is left alone');
  assert.ok(existsSync(join(base, 'running.sqlite')));
});

// --- docs ------------------------------------------------------------------------------------------------------

const has = (command) => spawnSync(command, ['--version']).status === 0;

test('what docs/collector.md shows works', { skip: !has('curl') && 'needs curl' }, async (t) => {
  const db = join(folder(t), 'c.sqlite');
  const collector = await start(t, { db });
  const docs = readFileSync(join(root, 'docs/collector.md'), 'utf8');
  const blocks = (language) => [...docs.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code);
  const shell = (code) =>
    execFileSync('sh', ['-ec', code.replaceAll('http://127.0.0.1:8787', collector.origin).replaceAll('TOKEN', collector.token)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });

  const [send, exported, report, asked] = blocks('sh');
  assert.equal(shell(send), blocks('json')[0]);
  assert.equal(JSON.parse(shell(exported)).messageId, '019b76da-a800-7000-8000-000000000001');
  assert.equal(JSON.parse(shell(report)).surveys[0].n, 1);
  const { query } = JSON.parse(shell(asked));
  assert.deepEqual([query.survey, query.by, query.every], ['nps', ['plan', 'locale'], 'week']);
  if (has('sqlite3')) {
    const rows = execFileSync('sqlite3', ['-json', db, blocks('sql')[0]], { encoding: 'utf8' });
    assert.deepEqual(JSON.parse(rows).map(({ mean, answers }) => [mean, answers]), [[9, 1]]);
  }
});
