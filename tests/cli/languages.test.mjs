import assert from 'node:assert/strict';
import { test } from 'node:test';

import { canvass } from './canvass.mjs';

const missing = (config) => {
  const run = canvass(['validate', '-', '--json'], { input: JSON.stringify({ canvass: 1, ...config }) });
  const { errors, warnings } = JSON.parse(run.out);
  assert.deepEqual(errors, []);
  return warnings.map(({ pointer, message }) => `${pointer}: ${message}`);
};
const survey = (more) => ({ id: 's', triggers: [], ...more });
const ask = (...questions) => [survey({ questions: questions.map((question, i) => ({ id: `q${i}`, type: 'text', ...question })) })];
const both = { en: 'What?', ru: 'Что?' };
const Q = '/surveys/0/questions/0';

test('without "languages" every text must be in all that any text is in', () => {
  assert.deepEqual(missing({ surveys: ask({ text: both }, { text: { en: 'Why?' } }, { text: { kk: 'Неге?', en: 'Why?' } }) }), [
    `${Q}/text: has no "kk"`,
    '/surveys/0/questions/1/text: has no "kk"',
    '/surveys/0/questions/1/text: has no "ru"',
    '/surveys/0/questions/2/text: has no "ru"',
  ]);
  assert.deepEqual(missing({ surveys: ask({ text: both }, { text: both }) }), []);
});

test('a plain string is left alone until languages are asked for', () => {
  const surveys = ask({ text: both, hint: 'Write here' });
  assert.deepEqual(missing({ surveys }), []);
  assert.deepEqual(missing({ surveys, languages: ['en', 'ru'] }), [`${Q}/hint: has no "ru"`]);
  assert.deepEqual(missing({ surveys, languages: ['en', 'ru'], defaultLocale: 'ru' }), [`${Q}/hint: has no "en"`]);
});

test('a region is content with its language, and a language with what its fallbacks have', () => {
  const surveys = ask({ text: both });
  assert.deepEqual(missing({ surveys, languages: ['en-GB', 'ru'] }), []);
  assert.deepEqual(missing({ surveys, languages: ['en', 'uk'] }), [`${Q}/text: has no "uk"`]);
  assert.deepEqual(missing({ surveys, languages: ['en', 'uk'], fallbacks: { uk: ['be', 'ru'] } }), []);
});

test('texts are found wherever they are, and nothing else is taken for one', () => {
  const surveys = [
    survey({
      touchpoint: 'checkout',
      variables: { text: 'a month' },
      hidden: ['title'],
      triggers: [{ event: 'text' }],
      welcome: { title: { ru: 'Привет' } },
      questions: [
        {
          id: 'q',
          type: 'choice',
          text: both,
          options: [{ ru: 'Да' }, { id: 'b', text: { ru: 'Нет' } }],
          other: { ru: 'Другое' },
          logic: [{ if: { answer: 'q', contains: 'text' }, end: 'bye' }],
        },
        { id: 'm', type: 'matrix', text: both, points: 2, rows: [{ id: 'r', text: { ru: 'Цена' } }], labels: [{ ru: 'Нет' }, { ru: 'Да' }] },
      ],
      variants: [{ id: 'v', texts: { q: { ru: 'Ну?' } } }],
      endings: [{ id: 'bye', link: { text: { ru: 'Дальше' }, url: '/' } }],
    }),
  ];
  const guides = [{ id: 'g', type: 'tip', anchor: '#a', triggers: [], title: both, button: { ru: 'Ясно' } }];
  assert.deepEqual(
    missing({ surveys, guides }).map((line) => line.replace(': has no "en"', '')).sort(),
    [
      '/guides/0/button',
      '/surveys/0/endings/0/link/text',
      `${Q}/options/0`,
      `${Q}/options/1/text`,
      `${Q}/other`,
      '/surveys/0/questions/1/labels/0',
      '/surveys/0/questions/1/labels/1',
      '/surveys/0/questions/1/rows/0/text',
      '/surveys/0/variants/0/texts/q',
      '/surveys/0/welcome/title',
    ],
  );
});

test('a preset is in the languages of its pack', () => {
  const surveys = [survey({ preset: 'sus', thanks: { title: both } })];
  assert.deepEqual(missing({ surveys }), []);
  assert.deepEqual(missing({ surveys, languages: ['en', 'ru', 'de'] }), [
    '/surveys/0/preset: has no "de"',
    '/surveys/0/thanks/title: has no "de"',
  ]);
});
