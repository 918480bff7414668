// Strict pages: every policy and header of docs/embedding.md, integrity, isolation, frames, sandboxes, files. Canvass works
// in all of them or does what that page says, and does no harm.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { nps, now } from '../support/config.mjs';
import { useEngine } from '../support/driver.mjs';
import { dist } from '../support/paths.mjs';
import { answer, docs, hash, setStage, shown, violationsOf } from '../support/strict.mjs';
import { eventually } from '../support/wait.mjs';

const engine = useEngine(before, after);
const file = (name) => readFileSync(join(dist, name));
const map = JSON.parse(file('importmap.json'));

// One sentence in the console, nothing else, and the page is there.
async function sentence(user, pattern) {
  await user.until('a sentence on the console', () => window[Symbol.for('canvass.test')].console.length > 0);
  const { console, errors } = await user.seen();
  assert.equal(console.length, 1, `expected one sentence, got ${JSON.stringify(console)}`);
  assert.match(console[0], pattern);
  assert.deepEqual(errors, []);
  await user.see({ role: 'heading', name: 'A page', anywhere: true });
  assert.ok(await user.none({ role: 'dialog' }));
}

// The page is as well as without us; its policy may have refused something.
async function quiet(user, console = []) {
  const seen = await user.seen();
  assert.deepEqual(seen.errors, []);
  assert.deepEqual(seen.console, console);
  assert.deepEqual(seen.globals, ['canvass']);
}

// The page as it would be if Canvass did not exist.
async function quietWithout(user) {
  const { errors, console, globals } = await user.seen();
  assert.deepEqual({ errors, console, ours: globals.filter((name) => /canvass/i.test(name)) }, { errors: [], console: [], ours: [] });
  await user.see({ role: 'heading', name: 'A page', anywhere: true });
}

// A tip that is answered within its first two frames has not been shown.
const names = ({ feedback }) => feedback.endpoint.events().map(({ event }) => event).filter((event) => event !== 'Guide Shown');
const complete = ['Guide Completed', 'Survey Answered', 'Survey Answered', 'Survey Completed', 'Survey Shown'];

// --- content security policies -----------------------------------------------------------------------------------------

const noncedTag = ({ nonce }) => `<script async nonce="${nonce}" src="/canvass.js" data-config="/canvass.json"></script>`;
const cdnTag = ({ cdn }) => `<script async crossorigin src="${cdn.origin}/canvass.js" data-config="/canvass.json"></script>`;
const oneFile = ({ config }) =>
  `<script type="application/json" id="canvass-config">${JSON.stringify(config)}</script><script async src="/canvass.offline.js" data-config="#canvass-config"></script>`;
const without = (headers) => ({ 'content-security-policy': headers['content-security-policy'].replace(" 'wasm-unsafe-eval'", '') });

// Those that let everything through, with what is loaded.
const policies = [
  { policy: 'works', tier: 'canvass.wasm' },
  { policy: 'strictest', tier: 'canvass.wasm' },
  { policy: 'least', tier: 'canvass.wasm' },
  { policy: 'nowasm', tier: 'canvass.nowasm.js' },
  { policy: 'nonce', tier: 'canvass.wasm', tag: noncedTag },
  { policy: 'nonce', less: true, tier: 'canvass.nowasm.js', tag: noncedTag },
  { policy: 'nonce-dynamic', tier: 'canvass.wasm', tag: noncedTag },
  { policy: 'nonce-dynamic', less: true, tier: 'canvass.nowasm.js', tag: noncedTag },
  { policy: 'cdn', tier: 'canvass.wasm', tag: cdnTag },
  { policy: 'cdn', less: true, tier: 'canvass.nowasm.js', tag: cdnTag },
  { policy: 'one-file', tier: 'canvass.offline.js', tag: oneFile },
  { policy: 'one-file', less: true, tier: 'canvass.nowasm.js', tag: oneFile },
];

test('every policy and header that docs/embedding.md shows is run here', () => {
  const run = new Set([...policies.map(({ policy }) => policy), 'integrity', 'isolated']);
  assert.deepEqual([...shown.keys()].sort(), [...run].sort());
  assert.doesNotMatch(docs.replace(/^```http \S+\n[^`]*```$/gm, ''), /^(Content-Security-Policy|Cross-Origin|Integrity-Policy)[\w-]*:/m);
});

for (const { policy, less, tier, tag = () => undefined } of policies) {
  test(`under the policy "${policy}"${less ? " without 'wasm-unsafe-eval'" : ''} a survey and a tip are answered with ${tier}`, async (t) => {
    const stage = await setStage(t);
    const headers = less ? without(stage.headers(policy)) : stage.headers(policy);
    const from = policy === 'cdn' ? stage.cdn.origin : '';
    for (const path of ['/', '/next.html']) stage.open(path, { headers, tag: tag(stage), from });
    const user = await engine.visit(t, stage.url());
    await answer(user, stage);
    const refused = tier === 'canvass.nowasm.js';
    const violations = await violationsOf(user);
    assert.ok(violations.length <= (refused ? 1 : 0), `expected WebAssembly to be tried once at most, got ${violations.join('; ')}`);
    await quiet(user);
    assert.ok(stage.loads(tier) > 0, `expected ${tier} to be loaded`);
    await eventually('all events', () => names(stage).length >= complete.length);
    assert.deepEqual(names(stage).sort(), complete);

    await user.goto(stage.url('/next.html'));
    await user.evaluate(() => window.canvass('show', 'ces'));
    await user.click({ role: 'radio', name: /^6\b/ });
    await eventually('the answer', () => names(stage).filter((name) => name === 'Survey Completed').length === 2);
    await quiet(user);
    assert.deepEqual(await violationsOf(user), [], 'expected the next page of the tab not to try again');
    if (refused) {
      assert.ok(stage.loads('canvass.wasm') <= 1, 'expected the next page not to try again');
      assert.ok(stage.reports.length <= 1, `expected one report at most, got ${stage.reports.join('; ')}`);
    } else {
      assert.equal(stage.loads('canvass.nowasm.js'), 0);
      assert.deepEqual(stage.reports, []);
    }
  });
}

test('answers that the policy keeps from the endpoint wait for a page that may deliver them', async (t) => {
  const stage = await setStage(t);
  stage.open('/', { headers: { 'content-security-policy': "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'" } });
  stage.open('/next.html', { policy: 'works' });
  const user = await engine.visit(t, stage.url());
  await user.click({ role: 'radio', name: /^9\b/ });
  await user.see({ role: 'heading', name: /main reason/ });
  await user.until('an attempt', () => window[Symbol.for('canvass.test')].violations.length > 0);
  await quiet(user);
  assert.match((await violationsOf(user))[0], /^connect-src: /);
  assert.deepEqual(names(stage), []);
  await user.goto(stage.url('/next.html'));
  await stage.feedback.endpoint.event('Survey Answered');
  await quiet(user);
});

for (const [what, tag, said] of [
  ['the configuration', undefined, /the configuration \/canvass\.json could not be loaded/],
  ['the module', ({ config }) => oneFile({ config }).replace('canvass.offline.js', 'canvass.js'), /canvass\.wasm is missing/],
]) {
  test(`a policy that keeps ${what} away is one sentence, and the page is unharmed`, async (t) => {
    const stage = await setStage(t);
    stage.open('/', { headers: stage.headers('one-file'), tag: tag?.(stage) });
    await sentence(await engine.visit(t, stage.url()), said);
  });
}

test('a policy that only reports is no reason to do without WebAssembly', async (t) => {
  const stage = await setStage(t);
  const policy = stage.headers('nowasm')['content-security-policy'];
  stage.open('/', { headers: { 'content-security-policy-report-only': policy } });
  const user = await engine.visit(t, stage.url());
  await answer(user, stage);
  await quiet(user);
  assert.equal(stage.loads('canvass.nowasm.js'), 0);
});

test('a policy in the page itself is as good as a header', async (t) => {
  const stage = await setStage(t);
  const policy = stage.headers('nowasm')['content-security-policy'].replace('; report-uri /csp', '');
  stage.open('/', { before: `<meta http-equiv="Content-Security-Policy" content="${policy}">` });
  const user = await engine.visit(t, stage.url());
  await answer(user, stage);
  await quiet(user);
  assert.ok((await violationsOf(user)).length <= 1);
  assert.equal(stage.loads('canvass.nowasm.js'), 1);
});

test('where nothing may be stored, a refused attempt is not remembered', async (t) => {
  const stage = await setStage(t, { configuration: { privacy: { consent: 'required' } } });
  stage.open('/', { policy: 'nowasm' });
  const user = await engine.visit(t, stage.url());
  const kept = () => user.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((key) => key.startsWith('canvass:')).sort());
  await eventually('the module', () => stage.loads('canvass.nowasm.js') === 1);
  await user.evaluate(() => new Promise((done) => window.canvass('export', done)));
  assert.deepEqual(await kept(), []);
  await user.evaluate(() => window.canvass('consent', true));
  await user.see({ role: 'radio', name: /^9\b/ });
  assert.ok((await kept()).includes('canvass:tab:nowasm'));
  await user.evaluate(() => window.canvass('optOut'));
  await user.gone({ role: 'dialog' });
  assert.deepEqual(await kept(), ['canvass:optOut']);
});

// --- integrity ---------------------------------------------------------------------------------------------------------

const sriTag = (integrity, name = 'canvass.js') => `<script async crossorigin integrity="${integrity}" src="/${name}" data-config="/canvass.json"></script>`;
const checkedInstrument = async (stage) => {
  const code = await (await fetch(stage.url('/instrument.js'))).text();
  return `crossorigin src="/instrument.js" integrity="${hash(code)}"`;
};
const mapTag = (integrity = map.integrity) => `<script type="importmap">${JSON.stringify({ integrity })}</script>`;

test('with integrity on the tag, on the module and in an import map, a page that demands it everywhere has its survey', async (t) => {
  const stage = await setStage(t);
  const { 'canvass.js': known } = JSON.parse(file('integrity.json'));
  stage.open('/', { policy: 'integrity', before: mapTag(), tag: sriTag(known), instrument: await checkedInstrument(stage) });
  const user = await engine.visit(t, stage.url());
  await answer(user, stage);
  await quiet(user);
  assert.deepEqual(await violationsOf(user), []);
});

test('a page that demands integrity and has no import map is as without, and the console says why', async (t) => {
  const stage = await setStage(t);
  stage.open('/', { policy: 'integrity', tag: sriTag(hash(file('canvass.js'))), instrument: await checkedInstrument(stage) });
  await sentence(await engine.visit(t, stage.url()), /canvass\.host\.js could not be loaded/);
});

for (const [what, name, said] of [
  ['canvass.host.js', 'canvass.host.js', /canvass\.host\.js could not be loaded/],
  ['canvass.wasm', 'canvass.wasm', /canvass\.wasm is missing, or not the one/],
]) {
  test(`${what} that was tampered with is not run`, async (t) => {
    const stage = await setStage(t);
    const bytes = Buffer.concat([file(name), Buffer.from(name.endsWith('.js') ? '\nwindow.tampered = true;' : '\0\x01\0')]);
    stage.site.answer(`/${name}`, (request, response) => {
      response.writeHead(200, { 'content-type': name.endsWith('.js') ? 'text/javascript' : 'application/wasm' }).end(bytes);
    });
    stage.open('/', { before: mapTag() });
    const user = await engine.visit(t, stage.url());
    await sentence(user, said);
    assert.equal(await user.evaluate(() => window.tampered), undefined);
    assert.equal(stage.loads('canvass.nowasm.js'), 0);
  });
}

test('canvass.js that was tampered with is not run, and the page is as without', async (t) => {
  const stage = await setStage(t);
  stage.open('/', { tag: sriTag(hash('another')).replace('<script', '<script id="tag" onerror="window.refused = true"') });
  const user = await engine.visit(t, stage.url());
  await user.until('the refusal', () => window.refused);
  await quietWithout(user);
});

test('one file with one hash has everything in it', async (t) => {
  const stage = await setStage(t);
  stage.open('/', { tag: sriTag(hash(file('canvass.offline.js')), 'canvass.offline.js') });
  const user = await engine.visit(t, stage.url());
  await answer(user, stage);
  await quiet(user);
  assert.equal(stage.loads('canvass.host.js') + stage.loads('canvass.wasm') + stage.loads('canvass.guides.js'), 0);
});

// --- cross-origin isolation --------------------------------------------------------------------------------------------

for (const [where, tag] of [
  ['of the site itself', undefined],
  ['of another host', cdnTag],
]) {
  test(`a cross-origin isolated page has its survey with files ${where}`, async (t) => {
    const stage = await setStage(t);
    stage.open('/', { policy: 'isolated', tag: tag?.(stage) });
    const user = await engine.visit(t, stage.url());
    assert.equal(await user.evaluate(() => window.crossOriginIsolated), true);
    await answer(user, stage);
    await quiet(user);
  });
}

const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="#5a6573"/></svg>';

for (const [where, policy, pictures] of [
  ['in an isolated page stays away', 'isolated', 0],
  ['that the policy leaves out stays away', 'least', 0],
  ['that nothing forbids shows', undefined, 2],
]) {
  test(`another host's picture ${where}, and the question can be answered`, async (t) => {
    const stage = await setStage(t);
    const options = ['a', 'b'].map((id) => ({ id, text: `Picture ${id}`, image: `${stage.cdn.origin}/${id}.svg` }));
    for (const { id } of options) stage.cdn.put(`/${id}.svg`, picture);
    const questions = [{ id: 'which', type: 'picture', text: 'Which one?', options }];
    stage.site.put('/canvass.json', { ...stage.config, guides: [], surveys: [nps({ ...now, questions })] });
    stage.open('/', { policy });
    const user = await engine.visit(t, stage.url());
    await user.see({ role: 'radio', name: 'Picture b' });
    const there = (wanted) => {
      const all = Array.from(document.querySelector('canvass-surface').shadowRoot.querySelectorAll('img'));
      return all.every(({ complete }) => complete) && all.filter(({ naturalWidth }) => naturalWidth > 0).length === wanted;
    };
    await user.until(`${pictures} pictures`, there, pictures);
    if (policy === 'least') await eventually('a violation', async () => (await violationsOf(user)).some((one) => /^img-src/.test(one)));
    await user.click({ role: 'radio', name: 'Picture b' });
    const answered = await stage.feedback.endpoint.event('Survey Answered');
    assert.equal(answered.properties.value, 'b');
    await quiet(user);
  });
}

// --- frames ------------------------------------------------------------------------------------------------------------

const around = (attributes) => ({ tag: '', body: `<iframe ${attributes} width="700" height="600"></iframe>` });

for (const [what, attributes] of [
  ['of the same site', () => 'src="/inner.html"'],
  ['of another site', ({ cdn }) => `src="${cdn.origin}/inner.html"`],
  ['in a sandbox with its own origin', () => 'src="/inner.html" sandbox="allow-scripts allow-same-origin"'],
]) {
  test(`in a frame ${what} a survey and a tip are answered, and the page around it is as without`, async (t) => {
    const stage = await setStage(t);
    stage.open('/', around(attributes(stage)));
    stage.open('/inner.html', { on: [stage.site, stage.cdn] });
    stage.cdn.put('/canvass.json', stage.config);
    const user = await engine.visit(t, stage.url());
    const inside = await user.frame('iframe');
    await answer(inside, stage);
    await quiet(inside);
    await quietWithout(user);
    assert.equal(await user.evaluate(() => document.querySelectorAll('canvass-surface').length), 0);
  });
}

// A page of no origin: of files it gets what any host may have, and nothing can be stored.
const forAnybody = { 'access-control-allow-origin': '*' };
const unstored = /^Canvass: .*stor/;

for (const [what, attributes, headers] of [
  ['a frame in a sandbox', 'sandbox="allow-scripts"', {}],
  ['a page whose policy has sandbox', '', { 'content-security-policy': 'sandbox allow-scripts' }],
]) {
  for (const [how, tag, open] of [
    ['files for anybody', undefined, true],
    ['one file', oneFile, false],
  ]) {
    test(`in ${what}, with ${how}, a survey and a tip are answered, and one sentence says that nothing is stored`, async (t) => {
      const stage = await setStage(t);
      if (open) Object.assign(stage.site.headers, forAnybody);
      stage.open('/', around(`src="/inner.html" ${attributes}`));
      stage.open('/inner.html', { headers, tag: tag?.(stage) });
      const user = await engine.visit(t, stage.url(attributes ? '/' : '/inner.html'));
      const inside = attributes ? await user.frame('iframe') : user;
      await answer(inside, stage);
      const { console, errors } = await inside.seen();
      assert.deepEqual(errors, []);
      assert.equal(console.length, 1, `expected one sentence, got ${JSON.stringify(console)}`);
      assert.match(console[0], unstored);
      await eventually('all events', () => names(stage).length >= complete.length);
      assert.deepEqual(names(stage).sort(), complete);
    });
  }

  test(`in ${what}, with files for the site only, one sentence says what to use`, async (t) => {
    const stage = await setStage(t);
    stage.open('/', around(`src="/inner.html" ${attributes}`));
    stage.open('/inner.html', { headers });
    const user = await engine.visit(t, stage.url(attributes ? '/' : '/inner.html'));
    await sentence(attributes ? await user.frame('iframe') : user, /canvass\.host\.js could not be loaded: use canvass\.offline\.js here/);
  });
}

// --- from a disk -------------------------------------------------------------------------------------------------------

// A page in a folder beside the files, as somebody would hand it on.
async function pageOnDisk(t, stage, { before, tag }) {
  const folder = mkdtempSync(join(tmpdir(), 'canvass-strict-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const name of readdirSync(dist).filter((name) => /^canvass\..*(js|wasm)$/.test(name))) cpSync(join(dist, name), join(folder, name));
  stage.open('/', { before, tag: tag.replaceAll('src="/', 'src="'), instrument: 'src="instrument.js"' });
  for (const [name, path] of [['index.html', '/'], ['instrument.js', '/instrument.js']]) {
    writeFileSync(join(folder, name), await (await fetch(stage.url(path))).text());
  }
  return pathToFileURL(join(folder, 'index.html')).href;
}

test('a page from a disk has its survey from the single file, delivers, and remembers', async (t) => {
  const stage = await setStage(t, { configuration: { surveys: [nps({ ...now, frequency: 'once' })] } });
  const user = await engine.visit(t, await pageOnDisk(t, stage, { tag: oneFile(stage) }));
  await answer(user, stage);
  await quiet(user);
  await user.reload();
  const explained = await user.evaluate(() => new Promise((done) => window.canvass('explain', 'nps', done)));
  assert.equal(explained.shows, false);
});

// Puppeteer's Firefox lets files import files; that of a visitor does not.
const mayImport = engine.name === 'firefox' && 'this Firefox is told to let files import files';

test('a page from a disk with canvass.js says what to use', { skip: mayImport }, async (t) => {
  const stage = await setStage(t);
  const url = await pageOnDisk(t, stage, { tag: '<script async src="/canvass.js" data-config="canvass.json"></script>' });
  await sentence(await engine.visit(t, url), /canvass\.host\.js could not be loaded: use canvass\.offline\.js here/);
});

test('a page from a disk that forbids WebAssembly says what it misses', { skip: mayImport }, async (t) => {
  const stage = await setStage(t);
  const before = `<meta http-equiv="Content-Security-Policy" content="script-src file: 'self'">`;
  await sentence(await engine.visit(t, await pageOnDisk(t, stage, { before, tag: oneFile(stage) })), /canvass\.nowasm\.js could not be loaded/);
});
