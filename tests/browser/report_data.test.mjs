// Where the report page has its reports from: the collector, and files that a worker reads, under the page's own
// policy. The page itself is in report.test.mjs.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

import { batch, event, root, start } from '../cli/collector.mjs';
import { assertUnharmed, useBrowser } from './support/browser.mjs';

const { visit } = useBrowser(before, after);

// A folder like dist/ whose report page does nothing but give this test its sources.
let dist;
before(async () => {
  dist = mkdtempSync(join(tmpdir(), 'canvass-data-'));
  const folder = join(dist, 'report');
  mkdirSync(folder);
  for (const name of ['worker.js', 'report.wasm']) copyFileSync(join(root, 'dist/report', name), join(folder, name));
  const contents = `import * as data from './web/report/data/source.ts'; window.data = data;`;
  await build({ stdin: { contents, resolveDir: root }, bundle: true, format: 'esm', outfile: join(folder, 'data.js') });
  writeFileSync(join(folder, 'index.html'), '<!doctype html><meta charset="utf-8"><title>Data</title><link rel="icon" href="data:,"><script type="module" src="data.js"></script>');
});
after(() => rmSync(dist, { recursive: true }));

async function opened(t) {
  const folder = mkdtempSync(join(tmpdir(), 'canvass-data-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const collector = await start(t, { db: join(folder, 'c.sqlite'), args: ['--dist', dist] });
  const page = await visit(t, `${collector.origin}/report`);
  await page.waitForFunction(() => window.data);
  return { collector, page };
}

const responses = (count) =>
  Array.from({ length: count }, (_, i) => event({ response: `r${i}`, value: i % 11, category: undefined }, { messageId: `m${i}` }));
const ndjson = (events) => events.map((each) => `${JSON.stringify(each)}\n`).join('');

// --- files -------------------------------------------------------------------------------------------------------

test('files are read by a worker under the page\'s policy, and nothing of them is sent', async (t) => {
  const { page } = await opened(t);
  const many = ndjson(responses(3000));
  const result = await page.evaluate(async (text) => {
    const states = [];
    const source = window.data.openFile([new File([text.slice(0, 1000)], 'a.ndjson'), new File([text.slice(1000)], 'b.ndjson')]);
    source.state((state, progress) => states.push([state, progress]));
    const report = await source.ask({});
    return { kind: source.kind, states, events: report.events, n: report.surveys[0].n, malformed: report.malformed };
  }, many);
  assert.equal(result.kind, 'file');
  assert.deepEqual(result.states[0], ['reading', 0]);
  assert.deepEqual(result.states.at(-1), ['ready', undefined]);
  assert.ok(result.states.every(([, progress]) => progress === undefined || (progress >= 0 && progress <= 1)));
  // The first file ends, and the second begins, within a line.
  assert.deepEqual(result.malformed.map(({ file }) => file), ['a.ndjson', 'b.ndjson']);
  assert.equal(result.events, 2999);
  assert.equal(result.n, 2999);
  const asked = page.seen.requests.map((url) => new URL(url)).filter(({ protocol }) => protocol !== 'data:').map(({ pathname }) => pathname);
  assert.deepEqual(asked, ['/report', '/report/', '/report/data.js', '/report/worker.js', '/report/report.wasm']);
  await assertUnharmed(page);
});

test('of several questions the newest is answered', async (t) => {
  const { page } = await opened(t);
  const outcomes = await page.evaluate(async (text) => {
    const source = window.data.openFile([new File([text], 'a.ndjson')]);
    const asked = [{}, { survey: 'nothing' }, { every: 'week' }].map((question) => source.ask(question));
    const settled = await Promise.allSettled(asked);
    const later = [source.ask({}), source.ask({ survey: 'nps' })];
    settled.push(...(await Promise.allSettled(later)));
    source.close();
    return settled.map(({ value, reason }) => value?.query.survey ?? value?.query.every ?? reason.name);
  }, ndjson(responses(20)));
  assert.deepEqual(outcomes, ['AbortError', 'AbortError', 'week', 'AbortError', 'nps']);
});

test('a question that makes no sense has a sentence, and the next is answered', async (t) => {
  const { page } = await opened(t);
  const { name, message, n } = await page.evaluate(async (text) => {
    const source = window.data.openFile([new File([text], 'a.ndjson')]);
    const { name, message } = await source.ask({ since: 'soon' }).catch((error) => error);
    return { name, message, n: (await source.ask({})).surveys[0].n };
  }, ndjson(responses(20)));
  assert.equal(name, 'Unanswerable');
  assert.match(message, /since: "soon" is no time/);
  assert.equal(n, 20);
});

test('tags come from a file, count at once, and go where the reader wants them', async (t) => {
  const { page } = await opened(t);
  const why = event({ response: 'r1', question: 'why', kind: 'text', value: 'Slow', category: undefined });
  const result = await page.evaluate(async (text) => {
    const written = [];
    window.showSaveFilePicker = async ({ suggestedName }) => {
      written.push(suggestedName);
      return { createWritable: async () => ({ write: async (content) => written.push(JSON.parse(content)), close: async () => undefined }) };
    };
    const before = { canvassTags: 1, tags: [{ id: 'slow', name: 'Slow' }], tagged: [] };
    const source = window.data.openFile([new File([text], 'a.ndjson')], { tags: new File([JSON.stringify(before)], 'mine.json') });
    const loaded = await source.tags.load();
    let changes = 0;
    source.changed(() => ++changes);
    const after = { ...before, tagged: [{ survey: 'nps', response: 'r1', question: 'why', tags: ['slow'] }] };
    await source.tags.save(after);
    await source.tags.save(after);
    const report = await source.ask({});
    return { before, loaded, after, written, changes, tags: report.surveys[0].tags, verbatim: report.surveys[0].verbatims[0].tags };
  }, ndjson([...responses(3), why]));
  assert.deepEqual(result.loaded, result.before);
  assert.deepEqual(result.written, ['mine.json', result.after, result.after], 'asked where to once');
  assert.equal(result.changes, 2);
  assert.deepEqual(result.tags.map(({ id, count }) => [id, count]), [['slow', 1]]);
  assert.deepEqual(result.verbatim, ['slow']);
});

test('where a page may not write files, tags are downloaded', async (t) => {
  const { page } = await opened(t);
  const download = page.waitForEvent('download');
  await page.evaluate(async (text) => {
    delete window.showSaveFilePicker;
    window.showSaveFilePicker = undefined;
    const source = window.data.openFile([new File([text], 'a.ndjson')]);
    await source.tags.save({ canvassTags: 1, tags: [{ id: 'a', name: 'A' }], tagged: [] });
  }, ndjson(responses(1)));
  assert.equal((await download).suggestedFilename(), 'tags.json');
  await assertUnharmed(page);
});

test('what is wrong with files beside the answers is told, with its place', async (t) => {
  const { page } = await opened(t);
  const problems = await page.evaluate(async (text) => {
    const extra = {
      tags: new File(['{"canvassTags":1,"tags":[{"name":"x"}]}'], 't.json'),
      tickets: new File(['when,what\n1,2\n'], 't.csv'),
      config: new File(['{'], 'c.json'),
    };
    const source = window.data.openFile([new File([text], 'a.ndjson')], extra);
    await source.ask({});
    return source.problems;
  }, ndjson(responses(1)));
  assert.deepEqual(new Set(problems.map(({ file }) => file)), new Set(['t.json', 't.csv', 'c.json']));
  assert.ok(problems.some(({ file, pointer }) => file === 't.json' && pointer === '/tags/0/id'));
});

test('a missing module is told in a sentence, to every question', async (t) => {
  const { page } = await opened(t);
  await page.context().route('**/worker.js', (route) => route.fulfill({ status: 404, body: '' }));
  const messages = await page.evaluate(async () => {
    const source = window.data.openFile([new File([''], 'a.ndjson')]);
    const first = await source.ask({}).catch((error) => `${error.name}: ${error.message}`);
    return [first, await source.ask({}).catch((error) => `${error.name}: ${error.message}`)];
  });
  assert.match(messages[0], /^Unanswerable: .*could not be started/);
  assert.equal(messages[1], messages[0]);
});

// --- where the page lies -------------------------------------------------------------------------------------------

// The page as it is, given a file.
async function readsFiles(t, url) {
  const page = await visit(t, url);
  const file = { name: 'answers.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from(ndjson(responses(3210))) };
  await page.locator('input[type=file]').first().setInputFiles(file);
  await page.getByText(/3,210/).first().waitFor();
  await assertUnharmed(page);
  return page.seen.requests.filter((address) => !/^(data|blob):/.test(address));
}

test('the page in one file reads files when it is opened from a disk, and asks for nothing', async (t) => {
  const url = pathToFileURL(join(root, 'dist/report/standalone.html')).href;
  assert.deepEqual(await readsFiles(t, url), [url]);
});

test('the folder of the page works under any path of any web server', async (t) => {
  const types = { html: 'text/html', js: 'text/javascript', css: 'text/css', wasm: 'application/wasm', svg: 'image/svg+xml' };
  const server = createServer((request, response) => {
    const name = request.url.replace('/some/where/', '') || 'index.html';
    const path = join(root, 'dist/report', name);
    if (!request.url.startsWith('/some/where/') || !existsSync(path)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': types[name.split('.').pop()] }).end(readFileSync(path));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const base = `http://127.0.0.1:${server.address().port}/some/where/`;
  const asked = await readsFiles(t, base);
  assert.ok(asked.includes(`${base}report.wasm`));
  assert.deepEqual(asked.filter((url) => !url.startsWith(base)), []);
});

// --- the collector -----------------------------------------------------------------------------------------------

test('a collector is asked by the address, and tells when something has come', async (t) => {
  const { collector, page } = await opened(t);
  await collector.post(batch(...responses(5)));
  const before = await page.evaluate(async (token) => {
    window.source = window.data.openCollector(token);
    window.states = [];
    window.source.state((state) => window.states.push(state));
    const report = await window.source.ask({ survey: 'nps', by: ['locale', 'page'], every: 'month' });
    window.next = new Promise((resolve) => window.source.changed(resolve));
    return { query: report.query, n: report.surveys[0].n };
  }, collector.token);
  assert.equal(before.n, 5);
  assert.deepEqual([before.query.survey, before.query.by, before.query.every], ['nps', ['locale', 'page'], 'month']);
  await collector.post(batch(event()));
  const after = await page.evaluate(async () => {
    await window.next;
    const { surveys } = await window.source.ask({ survey: 'nps', by: ['locale', 'page'], every: 'month' });
    return { n: surveys[0].n, states: window.states };
  });
  assert.deepEqual(after, { n: 6, states: ['live'] });
  await assertUnharmed(page);
});

test('a collector that refuses a question, or the token, is told apart', async (t) => {
  const { collector, page } = await opened(t);
  const result = await page.evaluate(async (token) => {
    const source = window.data.openCollector(token);
    const refused = await source.ask({ every: 'fortnight' }).catch((error) => `${error.name}: ${error.message}`);
    const { events } = await source.ask({});
    const stranger = window.data.openCollector('wrong');
    let state;
    stranger.state((now) => (state = now));
    const locked = await stranger.ask({}).catch((error) => error.name);
    return { refused, events, locked, state };
  }, collector.token);
  assert.match(result.refused, /^Unanswerable: \/every: unknown period/);
  assert.equal(result.events, 0);
  assert.deepEqual([result.locked, result.state], ['Unanswerable', 'locked']);
});

test('of two who change tags the second is told, and nothing is lost', async (t) => {
  const { collector, page } = await opened(t);
  const result = await page.evaluate(async (token) => {
    const one = window.data.openCollector(token).tags;
    const two = window.data.openCollector(token).tags;
    const add = (tags, id) => ({ ...tags, tags: [...tags.tags, { id, name: id }] });
    const [ofOne, ofTwo] = [await one.load(), await two.load()];
    await one.save(add(ofOne, 'one'));
    await one.save(add(add(ofOne, 'one'), 'more'));
    const conflict = await two.save(add(ofTwo, 'two')).catch((error) => error.name);
    await two.save(add(await two.load(), 'two'));
    const invalid = await two.save({ canvassTags: 1, tags: [{ name: 'x' }], tagged: [] }).catch((error) => `${error.name}: ${error.message}`);
    return { conflict, invalid, ids: (await one.load()).tags.map(({ id }) => id) };
  }, collector.token);
  assert.equal(result.conflict, 'Conflict');
  assert.match(result.invalid, /^Unanswerable: \/tags\/0\/id/);
  assert.deepEqual(result.ids, ['one', 'more', 'two']);
});
