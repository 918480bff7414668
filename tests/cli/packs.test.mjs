// The packs of core/config/packs: every language says everything, in its own script, by the rules of the Unicode data;
// every preset asks what its scoring needs, in three languages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { categoriesOf, english, folder, formatsOf, languages, numbersOf, read } from '../../web/tools/formats.mjs';

const words = english();
const plural = (text) => text.includes('|');
const placeholders = (text) => [...new Set(text.match(/\{\w+\}/g))].sort();
const wordings = (value) => (typeof value === 'string' ? [value] : Object.values(value));

// Words that are the same as in English because they are words of that language.
const same = { de: ['feedback'], es: ['no'], fr: ['veryGood'], it: ['no'] };

const scripts = {
  ar: /\p{Script=Arabic}/u,
  he: /\p{Script=Hebrew}/u,
  hi: /\p{Script=Devanagari}/u,
  ja: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
  kk: /\p{Script=Cyrillic}/u,
  ko: /\p{Script=Hangul}/u,
  ru: /\p{Script=Cyrillic}/u,
  uk: /\p{Script=Cyrillic}/u,
  zh: /\p{Script=Han}/u,
};

test('the module has English words to compare with, and there is a pack for sixteen languages', () => {
  assert.ok(Object.keys(words).length > 60);
  assert.equal(words.tooShort, 'Write at least {count} character|Write at least {count} characters');
  assert.deepEqual(languages(), 'ar de es fr he hi it ja kk ko pl pt ru tr uk zh'.split(' '));
});

for (const language of languages()) {
  const pack = read(language);

  test(`${language}: its numbers, dates and plurals are those of Intl`, () => {
    assert.equal(pack.language, language);
    assert.deepEqual(pack.formats, formatsOf(language), 'run node web/tools/formats.mjs');
    assert.equal([...pack.formats.digits].length, 10);
    assert.match(pack.formats.date, /^(?=.*yyyy)(?=.*MM)(?=.*dd)[yMd./ \u200f-]+$/);
    assert.match(pack.formats.plural, /^[zotfmx]{200}$/);
  });

  test(`${language}: a number beyond 199 has the plural of the one with the same last digits`, () => {
    const letters = { z: 'zero', o: 'one', t: 'two', f: 'few', m: 'many', x: 'other' };
    const rules = new Intl.PluralRules(language);
    for (let number = 200; number < 10_000; number += 1) {
      assert.equal(letters[pack.formats.plural[100 + (number % 100)]], rules.select(number), String(number));
    }
  });

  test(`${language}: every word is there and none beside`, () => {
    assert.deepEqual(Object.keys(pack.ui), Object.keys(words), 'and in the order of ui_strings.cpp');
  });

  test(`${language}: plurals have a wording for every category of the language`, () => {
    for (const [key, value] of Object.entries(pack.ui)) {
      if (key === 'chooseMin' || key === 'chooseMax' || plural(words[key])) {
        assert.deepEqual(Object.keys(value), categoriesOf(language), key);
      } else {
        assert.equal(typeof value, 'string', key);
      }
    }
  });

  test(`${language}: wordings fill in what the English ones do`, () => {
    for (const [key, value] of Object.entries(pack.ui)) {
      const expected = placeholders(words[key]);
      for (const [category, text] of Object.entries(typeof value === 'string' ? { other: value } : value)) {
        // "One star" may do without a number, in a form that is for this one number only.
        const single = category !== 'other' && numbersOf(language, category).length === 1;
        if (single && placeholders(text).length === 0) continue;
        assert.deepEqual(placeholders(text), expected, `${key} ${category}`);
      }
    }
  });

  test(`${language}: nothing is left in English, and nothing is untidy`, () => {
    for (const [key, value] of Object.entries(pack.ui)) {
      for (const text of wordings(value)) {
        const place = `${key}: ${text}`;
        const bare = text.replace(/\{\w+\}|name@example\.org/g, '');
        assert.ok(text.length > 0 && Buffer.byteLength(text) <= 500, place);
        assert.equal(text, text.trim().normalize('NFC'), place);
        assert.doesNotMatch(text, /\s\s|\|/, place);
        if (scripts[language]) {
          assert.match(bare, scripts[language], place);
          assert.doesNotMatch(bare, /[a-z]/i, place);
        } else if (!same[language]?.includes(key)) {
          assert.ok(!words[key].split('|').includes(text), place);
        }
      }
    }
  });

  test(`${language}: examples are those of the English wordings`, () => {
    assert.ok(pack.ui.email.includes('name@example.org'));
    assert.ok(pack.ui.phone.includes('+1 555 0100'));
  });

  test(`${language}: the points of a scale differ from one another`, () => {
    for (const [scale, points] of [['agree', 7], ['effort', 5], ['csat', 5], ['likert', 5]]) {
      const labels = Array.from({ length: points }, (_, i) => pack.ui[`${scale}${i + 1}`]);
      assert.equal(new Set(labels).size, points, scale);
    }
  });
}

// --- presets ---------------------------------------------------------------------------------------------------------

const { presets } = read('presets');
const page = readFileSync(join(folder, '../../../docs/presets.md'), 'utf8');

// Every member of a question that is a text for the visitor.
function* texts(value) {
  if (Array.isArray(value)) {
    for (const item of value) yield* texts(item);
  } else if (typeof value === 'object') {
    if ('en' in value) yield value;
    else for (const member of Object.values(value)) yield* texts(member);
  }
}

const fields = {
  nps: ['low', 'high'],
  ces: ['variant'],
  csat: ['symbols'],
  rating: ['points', 'symbols', 'low', 'high'],
  choice: ['options'],
  text: ['lines'],
  matrix: ['points', 'low', 'high', 'rows'],
};

for (const [name, { scoring, questions, ...rest }] of Object.entries(presets)) {
  test(`${name}: asks in the language of configurations`, () => {
    assert.deepEqual(rest, {});
    assert.match(scoring, /^\w+$/);
    const ids = questions.flatMap(({ id, rows = [] }) => [id, ...rows.map((row) => row.id)]);
    assert.ok(ids.every((id) => /^[A-Za-z0-9_.-]{1,64}$/.test(id)));
    if (name !== 'csi') assert.equal(new Set(ids).size, ids.length);
    for (const { id, type, text, required, ...own } of questions) {
      assert.ok(text, id);
      assert.ok(Object.keys(own).every((field) => fields[type].includes(field)), id);
      assert.ok(type !== 'matrix' || required, `${id}: no score without every line`);
    }
  });

  test(`${name}: has every text in English, Russian and Kazakh`, () => {
    let count = 0;
    for (const text of texts(questions)) {
      count += 1;
      assert.deepEqual(Object.keys(text), ['en', 'ru', 'kk'], text.en);
      assert.match(text.en, /^[\x20-\x7e’–]+$/);
      for (const other of [text.ru, text.kk]) {
        assert.match(other, /\p{Script=Cyrillic}/u);
        assert.doesNotMatch(other, /[a-z]|\s\s/i);
        // A question stays a question, a statement a statement.
        assert.equal(/[?.:]$/.exec(other)?.[0], /[?.:]$/.exec(text.en)?.[0], other);
      }
      assert.notEqual(text.ru, text.kk);
    }
    assert.ok(count > 0);
  });

  test(`${name}: is described, word for word, in docs/presets.md`, () => {
    const from = page.indexOf(`\n## ${name}\n`);
    assert.ok(from >= 0);
    const section = page.slice(from + 1).split('\n## ')[0].replace(/\s+/g, ' ');
    for (const { id, text, rows = [], options = [] } of questions) {
      assert.ok(section.includes(`\`${id}\``), id);
      for (const { text: wording, id: own } of [{ text, id }, ...rows, ...options]) {
        assert.ok(section.includes(wording.en), wording.en);
        assert.ok(section.includes(`\`${own}\``), own);
      }
    }
    assert.ok(section.includes('**Do not use it**'));
  });
}

const rowsOf = (name) => presets[name].questions.flatMap(({ rows = [] }) => rows);

test('the questionnaires have the items that their scores are made of', () => {
  assert.deepEqual(rowsOf('sus').map(({ id }) => id), Array.from({ length: 10 }, (_, i) => `sus${i + 1}`));
  assert.deepEqual(
    rowsOf('suprq').map(({ id }) => id),
    ['usability1', 'usability2', 'trust1', 'trust2', 'loyalty2', 'appearance1', 'appearance2'],
  );
  assert.deepEqual(presets.suprq.questions.find(({ type }) => type === 'nps').id, 'loyalty1');
  assert.equal(rowsOf('umuxLite').length, 2);
  const [satisfaction, importance] = presets.csi.questions;
  assert.deepEqual([satisfaction.id, importance.id], ['satisfaction', 'importance']);
  assert.deepEqual(satisfaction.rows, importance.rows);
  assert.deepEqual(satisfaction.rows.map(({ id }) => id), ['quality', 'price', 'service', 'delivery']);
  assert.deepEqual(presets.pmf.questions[0].options.map(({ id }) => id), ['very', 'somewhat', 'not', 'gone']);
});

test('the example of docs/presets.md names presets that exist', () => {
  const shown = [...page.matchAll(/"preset": "(\w+)"/g)].map(([, name]) => name);
  assert.notEqual(shown.length, 0);
  for (const name of shown) assert.ok(name in presets, name);
});
