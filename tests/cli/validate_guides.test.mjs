// canvass validate on guides and on files of help articles.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { canvass } from './canvass.mjs';

const validate = (document, ...options) => canvass(['validate', '-', ...options], { input: JSON.stringify(document) });
const article = (more) => ({ id: 'a', title: 'A', text: 'Text', ...more });
const help = (...articles) => ({ canvass: 1, guides: [{ id: 'help', type: 'help', articles }] });

test('a file of articles is told from a configuration, and checked', () => {
  for (const file of [[article()], { articles: [article()] }]) {
    assert.deepEqual(validate(file), { code: 0, out: 'stdin: valid, 1 article, 0 warnings\n', err: '' });
  }
  const broken = validate([article(), article({ id: 'b', title: undefined })]);
  assert.equal(broken.code, 1);
  assert.deepEqual(broken.out.split('\n'), [
    'stdin: /1/title: is missing',
    'stdin: not valid, 1 error, 0 warnings; what is left runs: 1 article',
    '',
  ]);
});

test('what readers of an article would not get is a warning at its place', () => {
  const link = article({ text: { en: 'Fine', ru: '[x](javascript:alert)' } });
  const inConfig = JSON.parse(validate(help(link), '--json').out);
  assert.ok(inConfig.ok);
  assert.deepEqual(inConfig.warnings.filter(({ pointer }) => pointer === '/guides/0/articles/0/text/ru').length, 1);
  const inFile = JSON.parse(validate({ articles: [article({ text: '![](/a.png)' })] }, '--json').out);
  assert.deepEqual(inFile.warnings.map(({ pointer }) => pointer), ['/articles/0/text']);
});

test('a guide whose time is over is pointed out', () => {
  const tip = { id: 't', type: 'tip', anchor: '#a', text: 'T', triggers: [], schedule: { until: '2020-01-01' } };
  assert.deepEqual(JSON.parse(validate({ canvass: 1, guides: [tip] }, '--json').out).warnings, [
    { pointer: '/guides/0/schedule/until', message: 'is over: the guide will not show by itself any more' },
  ]);
});

test('a language that a text of a guide does not have is pointed out, whichever text it is', () => {
  const both = (text) => ({ en: text, ru: text });
  const video = { src: '/a.mp4', alt: { en: 'A' } };
  const tour = { id: 'tour', type: 'tour', triggers: [], steps: [{ text: both('a'), anchor: { text: { en: 'Pay' } }, video, waitFor: { event: 'x' } }] };
  const tasks = [{ id: 'a', title: { en: 'A' }, done: { en: 'Done' }, complete: { event: 'x' } }];
  const list = { id: 'list', type: 'checklist', title: both('T'), allDone: { en: 'All' }, launcher: { en: 'Go' }, triggers: [], tasks };
  const { warnings } = JSON.parse(validate({ canvass: 1, guides: [tour, list] }, '--json').out);
  assert.deepEqual(warnings.map(({ pointer }) => pointer).sort(), [
    '/guides/0/steps/0/anchor/text',
    '/guides/0/steps/0/video/alt',
    '/guides/1/allDone',
    '/guides/1/launcher',
    '/guides/1/tasks/0/done',
    '/guides/1/tasks/0/title',
  ]);
});
