import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { canvass, folder, ndjson, root } from './canvass.mjs';

const template = '<!doctype html><script>const canvassReport = "canvass-report";</script><script type="application/json" id="canvass-report">{}</script><script>read()</script>';
const hostile = '</script><script>alert(1)</script><!-- \u2028 \u2029 & "';
const events = [
  { type: 'track', messageId: 'a', event: 'Survey Answered', timestamp: '2026-01-01T00:00:00.000Z', properties: { survey: 'nps', question: 'score', kind: 'nps', value: 9 } },
  { type: 'track', messageId: 'b', event: 'Survey Answered', timestamp: '2026-01-01T00:00:01.000Z', properties: { survey: 'nps', question: 'why', kind: 'text', value: hostile } },
];

// A folder with a template where CANVASS_DIST says.
function place(t, page = template) {
  const cwd = folder(t, { 'answers.ndjson': ndjson(events) });
  mkdirSync(join(cwd, 'dist/report'), { recursive: true });
  if (page !== null) writeFileSync(join(cwd, 'dist/report/standalone.html'), page);
  const run = (...options) => canvass(['report', 'answers.ndjson', ...options], { cwd, env: { ...process.env, CANVASS_DIST: join(cwd, 'dist') } });
  return { cwd, run };
}

test('the page has the report inside, and nothing a respondent wrote ends its element', (t) => {
  const { cwd, run } = place(t);
  assert.deepEqual(run('--html', 'report.html'), { code: 0, out: '', err: '' });
  const page = readFileSync(join(cwd, 'report.html'), 'utf8');
  const [before, after] = template.split('{}');
  assert.ok(page.startsWith(before) && page.endsWith(after));
  const inside = page.slice(before.length, -after.length);
  assert.doesNotMatch(inside, /[<\u2028\u2029]/);
  assert.equal(JSON.parse(inside).surveys[0].verbatims[0].text, hostile);
  assert.deepEqual(JSON.parse(inside), JSON.parse(run('--json').out));
});

test('the page can be written beside JSON or CSV, or to the standard output', (t) => {
  const { cwd, run } = place(t);
  assert.equal(JSON.parse(run('--html', 'a.html', '--json').out).surveys[0].n, 1);
  assert.match(run('--html', 'b.html', '--csv').out, /^id,survey,/);
  assert.equal(readFileSync(join(cwd, 'a.html'), 'utf8'), readFileSync(join(cwd, 'b.html'), 'utf8'));
  assert.equal(run('--html', '-').out, readFileSync(join(cwd, 'a.html'), 'utf8'));
  assert.equal(run('--html', '-', '--json').code, 2);
});

test('without a template a sentence says what is missing, before anything is read', (t) => {
  const { cwd, run } = place(t, null);
  const { code, out, err } = run('--html', 'report.html');
  assert.deepEqual({ code, out }, { code: 2, out: '' });
  assert.match(err, /^canvass: --html needs .*\/dist\/report\/standalone\.html, which is not there; `\.\/dev build` makes it.*\n$/);
  assert.equal(existsSync(join(cwd, 'report.html')), false);
});

test('a template without a place for the report is refused', (t) => {
  const { run } = place(t, '<!doctype html><script id="other"></script>');
  const { code, err } = run('--html', 'report.html');
  assert.equal(code, 2);
  assert.match(err, /has no <script id="canvass-report">/);
});

test('a page is replaced whole, stays as private as it was, and leaves nothing beside it', (t) => {
  const { cwd, run } = place(t);
  writeFileSync(join(cwd, 'report.html'), 'old');
  chmodSync(join(cwd, 'report.html'), 0o600);
  symlinkSync('report.html', join(cwd, 'link.html'));
  assert.equal(run('--html', 'link.html').code, 0);
  assert.equal(statSync(join(cwd, 'report.html')).mode & 0o777, 0o600);
  assert.match(readFileSync(join(cwd, 'report.html'), 'utf8'), /^<!doctype html>/);
  assert.deepEqual(readdirSync(cwd).sort(), ['answers.ndjson', 'dist', 'link.html', 'report.html']);
});

test('a page that cannot be written is a sentence', (t) => {
  const { run } = place(t);
  assert.deepEqual(run('--html', 'no/such/report.html'), { code: 2, out: '', err: 'canvass: cannot write no/such/report.html: No such file or directory\n' });
  assert.deepEqual(run('--html', 'dist'), { code: 2, out: '', err: 'canvass: cannot write dist: Is a directory\n' });
});

test('a page is never written over the answers', (t) => {
  const { cwd, run } = place(t);
  const before = readFileSync(join(cwd, 'answers.ndjson'), 'utf8');
  const { code, err } = run('--html', './answers.ndjson');
  assert.equal(code, 2);
  assert.match(err, /^canvass: --html: \.\/answers\.ndjson is one of the files that are read\n$/);
  assert.equal(readFileSync(join(cwd, 'answers.ndjson'), 'utf8'), before);
});

const built = join(root, 'dist/report/standalone.html');
test('the template that the build makes takes a report', { skip: !existsSync(built) && 'dist/report/standalone.html is not built' }, (t) => {
  const { run } = place(t, readFileSync(built, 'utf8'));
  const page = run('--html', '-').out;
  const [, json] = /<script[^>]*\bid="?canvass-report"?[^>]*>([^<]*)<\/script>/.exec(page);
  assert.equal(JSON.parse(json).surveys[0].id, 'nps');
});
