// What the report page asks of the collector: reports, and the tags file.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { canvass } from './canvass.mjs';
import { batch, event, folder, root, run, start } from './collector.mjs';

const report = (parameters) => `/v1/report.json${parameters ? `?${new URLSearchParams(parameters)}` : ''}`;
const sentences = async (response) => (await response.json()).errors.map(({ message }) => message).join(' ');

// Two weeks of answers from two plans.
function answers() {
  const value = (i) => [10, 9, 9, 8, 7, 3, 10, 6][i % 8];
  const events = [];
  for (let i = 0; i < 80; ++i) {
    const timestamp = new Date(Date.UTC(2026, 2, 2 + (i % 14), 9, i % 60)).toISOString();
    const common = { anonymousId: `visitor-${i}`, timestamp };
    const response = `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`;
    const context = { page: { path: i % 3 ? '/thanks' : '/cart' }, locale: i % 2 ? 'ru' : 'en', traits: { plan: i % 4 ? 'free' : 'pro' } };
    events.push(event({ response, value: value(i), category: undefined }, { ...common, context }));
    events.push(event({ response, question: 'why', kind: 'text', value: `Жеткізу баяу, delivery ${i} 🐢`, category: undefined }, { ...common, context }));
  }
  return events;
}

async function filled(t, args = []) {
  const base = folder(t);
  const collector = await start(t, { db: join(base, 'c.sqlite'), args });
  const events = answers();
  assert.equal((await collector.post(batch(...events))).status, 200);
  return { ...collector, base, tagsPath: join(base, 'c.tags.json'), events };
}

// --- reports ---------------------------------------------------------------------------------------------------

test('a report asked for by address is the one of the command line, to the byte', async (t) => {
  const collector = await filled(t);
  const input = await (await collector.get('/v1/export.ndjson')).text();
  const cases = [
    [[], []],
    [[['survey', 'nps']], ['--survey', 'nps']],
    [[['by', 'plan'], ['by', 'locale,page']], ['--by', 'plan', '--by', 'locale,page']],
    [[['every', 'day']], ['--every', 'day']],
    [[['compare', '2026-W10..2026-W11']], ['--compare', '2026-W10..2026-W11']],
    [[['since', '2026-03-05'], ['until', '2026-03-09']], ['--since', '2026-03-05', '--until', '2026-03-09']],
    [[['since', '5d']], ['--since', '5d']],
    [[['survey', 'nothing']], ['--survey', 'nothing']],
  ];
  for (const [parameters, options] of cases) {
    const response = await collector.get(report(parameters));
    assert.equal(response.status, 200, await response.clone().text());
    const { out, err } = canvass(['report', '-', '--json', ...options], { input });
    const place = options.join(' ') || 'everything';
    // The command line remembers no segments that it is not asked for.
    const comparable = (json) => (options.includes('--by') ? json : json.replace(/"segmentNames":\[[^\]]*\]/, '')).trim();
    assert.equal(comparable(await response.text()), comparable(out), `${place}: ${err}`);
  }
});

test('a question that makes no sense is refused with a sentence that names the parameter', async (t) => {
  const collector = await filled(t);
  const cases = [
    ['every=fortnight', 'every', /fortnight/],
    ['compare=2026-W10', 'compare', /two periods/],
    ['compare=2026-W10..soon', 'compare', /soon/],
    ['compare=2026-03..2026-W10', 'compare', /no day in common/],
    ['since=yesterday', 'since', /30d/],
    ['until=2026-02-30', 'until', /2026-02-30/],
    ['since=2026-03-09&until=2026-03-05', 'until', /not after "2026-03-09"/],
    ['evry=week', 'evry', /did you mean "every"/],
    ['survey=a&survey=b', 'survey', /more than once/],
    ['sus-estimate=perhaps', 'sus-estimate', /true or false/],
    ['sinc%E9=1', 'sinc', /no parameter/],
  ];
  for (const [query, name, sentence] of cases) {
    const response = await collector.get(`/v1/report.json?${query}`);
    assert.equal(response.status, 400, query);
    const [{ pointer, message }, ...more] = (await response.json()).errors;
    assert.deepEqual(more, []);
    assert.ok(pointer.startsWith(`/${name}`), `${pointer} of ${query}`);
    assert.match(message, sentence);
  }
  assert.equal((await collector.get(report())).status, 200);
});

test('each question has its own ETag, which lasts until something is stored', async (t) => {
  const collector = await filled(t);
  const all = (await collector.get(report())).headers.get('etag');
  const weekly = (await collector.get(report({ every: 'week' }))).headers.get('etag');
  assert.notEqual(all, weekly);
  assert.equal((await collector.get(report(), { 'if-none-match': all })).status, 304);
  assert.equal((await collector.get(report({ every: 'week' }), { 'if-none-match': weekly })).status, 304);
  assert.equal((await collector.get(report({ every: 'week' }), { 'if-none-match': all })).status, 200);
  await collector.post(batch(event()));
  for (const [parameters, etag] of [[undefined, all], [{ every: 'week' }, weekly]]) {
    const response = await collector.get(report(parameters), { 'if-none-match': etag });
    assert.equal(response.status, 200);
    assert.equal((await response.json()).events, collector.events.length + 1);
  }
});

test('more questions than are remembered are all answered right, and storing goes on meanwhile', async (t) => {
  const collector = await filled(t);
  const days = Array.from({ length: 14 }, (_, day) => new Date(Date.UTC(2026, 2, 2 + day)).toISOString().slice(0, 10));
  const questions = days.flatMap((since) => days.filter((until) => until >= since).map((until) => ({ since, until })));
  const ask = async (question) => {
    for (;;) {
      const response = await collector.get(report(question));
      if (response.status === 200) return response.json();
      assert.equal(response.status, 503, 'only for being busy');
      assert.match(response.headers.get('retry-after'), /^\d+$/);
      await response.arrayBuffer();
    }
  };
  const [reports, stored] = await Promise.all([
    Promise.all(questions.map(ask)),
    Promise.all(Array.from({ length: 30 }, async () => (await collector.post(batch(event({ survey: 'other' })))).status)),
  ]);
  assert.deepEqual(new Set(stored), new Set([200]));
  reports.forEach(({ surveys }, i) => {
    const { since, until } = questions[i];
    const within = collector.events.filter(({ timestamp, properties }) => {
      const day = timestamp.slice(0, 10);
      return properties.question === 'score' && day >= since && day <= until;
    });
    const nps = surveys.find(({ survey }) => survey === 'nps');
    assert.equal(nps?.n ?? 0, within.length, `${since} to ${until}`);
  });
});

test('the shop names its questions in the report', async (t) => {
  const collector = await filled(t, ['--config', join(root, 'examples/shop/canvass.json')]);
  const ces = event({ survey: 'ces', question: 'ease', kind: 'ces', value: 6, variant: 'agree7', direction: 'higher_is_easier', category: undefined });
  await collector.post(batch(ces));
  const [entry] = (await (await collector.get(report({ survey: 'ces' }))).json()).surveys;
  assert.equal(entry.title, 'Ember & Clay made it easy for me to solve my problem.');
});

test('benchmarks and tickets given at the start are in the report', async (t) => {
  const base = folder(t);
  const table = { metric: 'nps', title: 'Tea shops', source: 'A survey of ours', year: 2025, rows: [{ name: 'Good ones', value: 40 }] };
  writeFileSync(join(base, 'b.json'), JSON.stringify({ canvassBenchmarks: 1, tables: [table] }));
  writeFileSync(join(base, 't.csv'), 'date,topic,user\n2026-03-04,delivery,visitor-1\n2026-03-05,delivery,visitor-2\n');
  const collector = await filled(t, ['--benchmarks', join(base, 'b.json'), '--tickets', join(base, 't.csv')]);
  const { surveys, support } = await (await collector.get(report())).json();
  assert.deepEqual(surveys[0].benchmark.map(({ title }) => title), ['Tea shops']);
  assert.equal(support.tickets, 2);
});

test('a file that cannot be used keeps it from starting, and is named', async (t) => {
  const base = folder(t);
  const files = { 'broken.json': '{"canvass": 1,,}', 'tags.json': '{"canvassTags": 1, "tags": [{"name": "x"}]}', 'b.json': '{"tables": 7}', 't.csv': 'when,what\n1,2\n' };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(base, name), content);
  const cases = [
    [['--config', join(base, 'broken.json')], /--config .*broken\.json is not JSON: line 1, column 15/],
    [['--config', join(base, 'nowhere.json')], /--config .*nowhere\.json/],
    [['--tags', join(base, 'tags.json')], /tags file .*tags\.json .*\/tags\/0\/id/],
    [['--benchmarks', join(base, 'b.json')], /--benchmarks .*b\.json/],
    [['--tickets', join(base, 't.csv')], /--tickets .*t\.csv/],
  ];
  for (const [args, sentence] of cases) {
    const { code, err } = await run(['--port', '0', '--db', join(base, 'c.sqlite'), ...args]);
    assert.equal(code, 1, err);
    assert.match(err, sentence);
    assert.equal(err.trim().split('\n').length, 1, err);
  }
});

// --- tags ------------------------------------------------------------------------------------------------------

const tags = (ids, tagged = []) => ({ canvassTags: 1, tags: ids.map((id) => ({ id, name: `Tag ${id}` })), tagged });
const put = (collector, content, etag) =>
  collector.put('/v1/tags.json', typeof content === 'string' ? content : JSON.stringify(content), etag ? { 'if-match': etag } : {});

test('tags begin empty, are kept beside the database, and are in the next report', async (t) => {
  const collector = await filled(t);
  const empty = await collector.get('/v1/tags.json');
  assert.deepEqual(await empty.json(), tags([]));
  assert.equal(existsSync(collector.tagsPath), false, 'reading makes no file');
  const before = (await collector.get(report())).headers.get('etag');

  const newest = collector.events.filter(({ properties }) => properties.question === 'why').sort((a, b) => (a.timestamp < b.timestamp ? 1 : -1))[0];
  const { response } = newest.properties;
  const mine = tags(['slow'], [{ survey: 'nps', response, question: 'why', tags: ['slow'] }]);
  const saved = await put(collector, mine, empty.headers.get('etag'));
  assert.equal(saved.status, 204);
  assert.deepEqual(JSON.parse(readFileSync(collector.tagsPath, 'utf8')), mine);
  const again = await collector.get('/v1/tags.json', { 'if-none-match': saved.headers.get('etag') });
  assert.equal(again.status, 304);

  const after = await collector.get(report(), { 'if-none-match': before });
  assert.equal(after.status, 200);
  const [nps] = (await after.json()).surveys;
  assert.deepEqual(nps.tags.map(({ id, count }) => [id, count]), [['slow', 1]]);
  assert.deepEqual(nps.verbatims.find((verbatim) => verbatim.response === response)?.tags, ['slow']);
});

test('of many who save at once one is first, and the others are told', async (t) => {
  const collector = await filled(t);
  const etag = (await collector.get('/v1/tags.json')).headers.get('etag');
  const results = await Promise.all(Array.from({ length: 20 }, (_, i) => put(collector, tags([`t${i}`]), etag)));
  const statuses = results.map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 204).length, 1);
  assert.equal(statuses.filter((status) => status === 412).length, 19);
  const refused = results.find(({ status }) => status === 412);
  assert.match(await sentences(refused), /Somebody else has saved/);
  const winner = statuses.indexOf(204);
  const kept = await collector.get('/v1/tags.json');
  assert.equal(kept.headers.get('etag'), results[winner].headers.get('etag'));
  assert.deepEqual(await kept.json(), tags([`t${winner}`]));
});

test('those who load again and save lose nothing of each other', async (t) => {
  const collector = await filled(t);
  const add = async (id) => {
    for (;;) {
      const loaded = await collector.get('/v1/tags.json');
      const now = await loaded.json();
      now.tags.push({ id, name: id });
      const { status } = await put(collector, now, loaded.headers.get('etag'));
      if (status === 204) return;
      assert.equal(status, 412);
    }
  };
  const ids = Array.from({ length: 12 }, (_, i) => `t${i}`);
  await Promise.all(ids.map(add));
  const kept = await (await collector.get('/v1/tags.json')).json();
  assert.deepEqual(kept.tags.map(({ id }) => id).sort(), ids.sort());
});

test('tags that are none are refused with their places, and change nothing', async (t) => {
  const collector = await filled(t);
  const empty = (await collector.get('/v1/tags.json')).headers.get('etag');
  const { headers } = await put(collector, tags(['a']), empty);
  const etag = headers.get('etag');
  const cases = [
    ['{"canvassTags": 1,,}', ['']],
    ['[]', ['']],
    ['{"canvassTags": 9}', ['/canvassTags']],
    [{ canvassTags: 1, tags: [{ id: 'a', name: 'A' }, { name: 'B' }] }, ['/tags/1/id']],
    [tags(['a'], [{ survey: 'nps', response: 'r', question: 'why', tags: ['b'] }]), ['/tagged/0/tags/0']],
    [tags(['a', 'a']), ['/tags/1/id']],
  ];
  for (const [content, pointers] of cases) {
    const response = await put(collector, content, etag);
    const text = JSON.stringify(content);
    assert.equal(response.status, 400, text);
    assert.deepEqual((await response.json()).errors.map(({ pointer }) => pointer), pointers, text);
  }
  const unconditional = await put(collector, tags(['b']));
  assert.equal(unconditional.status, 428);
  assert.match(await sentences(unconditional), /If-Match/);
  const large = await put(collector, JSON.stringify({ ...tags(['a']), note: 'x'.repeat(4_000_000) }), etag);
  assert.equal(large.status, 413);
  assert.match(await sentences(large), /4000000 bytes/);
  const form = new FormData();
  form.set('tags', '{}');
  assert.equal((await collector.put('/v1/tags.json', form, { 'if-match': etag })).status, 415);
  assert.deepEqual(await (await collector.get('/v1/tags.json')).json(), tags(['a']));
  assert.equal((await put(collector, tags(['b']), etag)).status, 204);
});

test('tags are not for those without the token, nor for other sites', async (t) => {
  const collector = await filled(t);
  const etag = (await collector.get('/v1/tags.json')).headers.get('etag');
  const body = JSON.stringify(tags(['a']));
  const refused = [
    await fetch(`${collector.origin}/v1/tags.json`),
    await fetch(`${collector.origin}/v1/tags.json`, { method: 'PUT', headers: { 'if-match': etag }, body }),
    await collector.put('/v1/tags.json', body, { authorization: 'Bearer x', 'if-match': etag }),
  ];
  for (const response of refused) assert.equal(response.status, 401);
  const preflight = await fetch(`${collector.origin}/v1/tags.json`, { method: 'OPTIONS', headers: { origin: 'https://shop.example' } });
  assert.equal(preflight.headers.get('access-control-allow-origin'), null);
  assert.equal(existsSync(collector.tagsPath), false);
});

test('saved tags survive kill -9 and a restart; links and rights stay as they were', async (t) => {
  const base = folder(t);
  mkdirSync(join(base, 'shared'));
  const file = join(base, 'shared/tags.json');
  writeFileSync(file, JSON.stringify(tags(['old'])));
  chmodSync(file, 0o640);
  symlinkSync(file, join(base, 'link.json'));
  const args = ['--tags', join(base, 'link.json')];
  const collector = await start(t, { db: join(base, 'c.sqlite'), args });
  const etag = (await collector.get('/v1/tags.json')).headers.get('etag');
  assert.equal((await put(collector, tags(['new']), etag)).status, 204);
  await collector.stop('SIGKILL');
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), tags(['new']));
  assert.equal(statSync(file).mode & 0o777, 0o640);
  assert.deepEqual(readdirSync(join(base, 'shared')), ['tags.json'], 'nothing else is left behind');
  const restarted = await start(t, { db: join(base, 'c.sqlite'), args });
  assert.deepEqual(await (await restarted.get('/v1/tags.json')).json(), tags(['new']));
});

test('what another program writes into the tags file counts, and is not overwritten', async (t) => {
  const collector = await filled(t);
  const empty = (await collector.get('/v1/tags.json')).headers.get('etag');
  const { headers } = await put(collector, tags(['a']), empty);
  writeFileSync(collector.tagsPath, JSON.stringify(tags(['a', 'theirs'])));
  assert.equal((await put(collector, tags(['mine']), headers.get('etag'))).status, 412);
  assert.deepEqual(await (await collector.get('/v1/tags.json')).json(), tags(['a', 'theirs']));

  writeFileSync(collector.tagsPath, '{"canvassTags": 1, "tags": 7}');
  const broken = await collector.get('/v1/tags.json');
  assert.equal(broken.status, 500);
  assert.match(await sentences(broken), /c\.tags\.json is not one: \/tags .*Mend it/);
  assert.equal((await put(collector, tags(['mine']), '*')).status, 500);
  assert.equal(readFileSync(collector.tagsPath, 'utf8'), '{"canvassTags": 1, "tags": 7}');
  assert.equal((await collector.get(report())).status, 200, 'the report goes on');
});

test('a disk without room is told, and the tags stay as they were', { skip: process.platform !== 'linux' && 'needs prlimit' }, async (t) => {
  const collector = await filled(t);
  const empty = (await collector.get('/v1/tags.json')).headers.get('etag');
  const etag = (await put(collector, tags(['a']), empty)).headers.get('etag');
  execFileSync('prlimit', ['--pid', String(collector.pid), '--fsize=1000:']);
  const many = tags(Array.from({ length: 200 }, (_, i) => `t${i}`));
  const refused = await put(collector, many, etag);
  assert.equal(refused.status, 500);
  assert.match(await sentences(refused), /Cannot write the tags file .*c\.tags\.json/);
  assert.deepEqual(await (await collector.get('/v1/tags.json')).json(), tags(['a']));
  assert.deepEqual(readdirSync(collector.base).filter((name) => name.includes('tags')), ['c.tags.json']);
});
