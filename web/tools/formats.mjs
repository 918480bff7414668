// Writes how each language writes numbers and dates, and its plural rules, into the packs of core/config/packs. They
// are data and not asked of the browser, so that a replay gives the same bytes everywhere.
//
// usage: node web/tools/formats.mjs     rewrites every language pack, its words in the order of ui_strings.cpp

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const folder = join(root, 'core/config/packs');

const letters = { zero: 'z', one: 'o', two: 't', few: 'f', many: 'm', other: 'x' };

export const languages = () =>
  readdirSync(folder)
    .map((name) => name.replace(/\.json$/, ''))
    .filter((name) => name !== 'presets')
    .sort();

export const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

// { key: English }, of a plural wording both its forms with a | between, as the module has them built in.
export function english() {
  const source = readFileSync(join(root, 'core/config/ui_strings.cpp'), 'utf8');
  return Object.fromEntries([...source.matchAll(/^ {4}"(\w+)=(.*)\\n";?$/gm)].map(([, key, text]) => [key, text]));
}

// Plain "ar" has Latin digits in newer versions of the data, where its most populous region has Arabic ones.
const regional = (language) => (language === 'ar' ? 'ar-EG' : language);

export function formatsOf(language) {
  const locale = regional(language);
  const plain = new Intl.NumberFormat(locale, { useGrouping: false });
  const parts = new Intl.DateTimeFormat(locale, {
    calendar: 'gregory',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone: 'UTC',
  }).formatToParts(Date.UTC(2026, 0, 31));
  const fields = { year: 'yyyy', month: 'MM', day: 'dd' };
  const rules = new Intl.PluralRules(locale);
  return {
    digits: Array.from({ length: 10 }, (_, digit) => plain.format(digit)).join(''),
    minus: plain.format(-1).replace(plain.format(1), ''), // in right-to-left languages with a mark of direction
    date: parts.map(({ type, value }) => fields[type] ?? value).join(''),
    plural: Array.from({ length: 200 }, (_, number) => letters[rules.select(number)]).join(''),
  };
}

// The plural categories that whole numbers have, and the one that stands for all when there is no wording for theirs.
export function categoriesOf(language) {
  const { plural } = formatsOf(language);
  return Object.keys(letters).filter((category) => category === 'other' || plural.includes(letters[category]));
}

// The numbers of 0…199 that have this category.
export const numbersOf = (language, category) =>
  [...formatsOf(language).plural].flatMap((letter, number) => (letter === letters[category] ? [number] : []));

// Marks of direction and special spaces are escaped, so that they are seen.
const json = (value) =>
  JSON.stringify(value, null, 2).replace(/[\u00a0\u061c\u200e\u200f\u202f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

if (argv[1] === fileURLToPath(import.meta.url)) {
  const keys = Object.keys(english());
  for (const language of languages()) {
    const { ui } = read(language);
    const order = [...keys.filter((key) => key in ui), ...Object.keys(ui).filter((key) => !keys.includes(key))];
    const pack = { language, ui: Object.fromEntries(order.map((key) => [key, ui[key]])), formats: formatsOf(language) };
    writeFileSync(join(folder, `${language}.json`), `${json(pack)}\n`);
  }
}
