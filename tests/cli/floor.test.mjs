// What is emitted keeps to the oldest browsers that it is for (web/tools/browsers.mjs); here, that the check of it finds
// what does not.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { exceptions, floor, targets } from '../../web/tools/browsers.mjs';
import { tooNew } from '../../web/tools/floor.mjs';
import { root } from './canvass.mjs';

const names = (found) => found.map(({ name }) => name).sort();

test('syntax, members, globals and events that are too new are found, whatever they are in', () => {
  const script = `
    export const run = (list, element) => {
      using file = list.open();
      new Temporal.PlainDate(2026, 1, 1);
      Promise.try(list);
      element.addEventListener('scrollend', list);
      const { moveBefore } = element;
      return /(?i:a)/.source;
    };`;
  assert.deepEqual(names(tooNew(script, floor)), [
    'PlainDate', 'Temporal', 'javascript.regular_expressions.modifier', 'javascript.statements.using', 'moveBefore', 'scrollend', 'try',
  ].sort());
});

test('what is there is not found, nor what a script gives a name to itself', () => {
  const script = `
    const Temporal = { moveBefore: () => 0, escape() {} };
    export const all = async (list) => {
      for await (const one of list) one?.at(-1)?.replaceAll('a', 'b') ?? Temporal.moveBefore(Temporal.escape());
      return structuredClone(Object.groupBy(list, String)), new AbortController(), list.toSorted(), import.meta.url;
    };`;
  assert.deepEqual(tooNew(script, floor), []);
});

test('an older floor finds what the newer one has', () => {
  const script = 'export const last = (list) => { list.cache ??= list.at(-1); class A { static { list.x; } #own = 1n; } return [A, list?.value]; };';
  assert.deepEqual(tooNew(script, floor), []);
  const found = tooNew(script, { chrome: '79', safari: '13' });
  for (const name of ['at', 'javascript.operators.nullish_coalescing_assignment', 'javascript.operators.optional_chaining', 'javascript.classes.static.initialization_blocks', 'javascript.classes.private_class_fields']) {
    assert.ok(names(found).includes(name), `expected ${name} among ${names(found)}`);
  }
  assert.deepEqual(found.find(({ name }) => name === 'at').lacking, ['chrome', 'safari']);
});

test('style sheets are looked at, also those within a script, with what stands there under a prefix', () => {
  const css = '@container (width > 1px) { .a { anchor-name: --a; user-select: none } } .b:has(> .c) { color: light-dark(red, color-mix(in oklch, red, blue)); }';
  const expected = ['css.properties.anchor-name', 'css.properties.user-select'];
  assert.deepEqual(names(tooNew(css, floor, 'a.css')), expected);
  assert.deepEqual(names(tooNew(`export const styles = ${JSON.stringify(css)};`, floor)), expected);
  assert.deepEqual(names(tooNew('.a{-webkit-user-select:none;user-select:none}', floor, 'a.css')), []);
  assert.ok(names(tooNew(css, { safari: '15.3' }, 'a.css')).includes('css.selectors.has'));
});

test('every exception has a reason, and the emitted code is aimed at the same browsers', () => {
  for (const { names, why } of exceptions) assert.ok(names.length && why.length > 10, `expected a reason for ${names}`);
  assert.deepEqual(targets, ['chrome131', 'edge131', 'firefox128', 'safari18.0', 'ios18.0']);
});

test('the documentation says these browsers', () => {
  const docs = readFileSync(join(root, 'docs/embedding.md'), 'utf8').split(/^## Which browsers$/m)[1] ?? '';
  for (const [name, browser] of [['Chrome', 'chrome'], ['Edge', 'edge'], ['Firefox', 'firefox'], ['Safari', 'safari'], ['Safari on iOS', 'safari_ios']]) {
    assert.match(docs, new RegExp(`^\\| ${name} \\| ${floor[browser].replace(/\.0$/, '')}\\b`, 'm'));
  }
});
