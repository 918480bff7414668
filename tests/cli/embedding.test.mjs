// docs/embedding.md says what is in dist/: sizes, hashes, files.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';

import { dist, root } from '../browser/support/paths.mjs';

const file = (name) => readFileSync(join(dist, name));
const text = (path) => readFileSync(join(root, path), 'utf8');
const rows = (heading) => {
  const section = text('docs/embedding.md').split(`\n## ${heading}\n`)[1].split('\n## ')[0];
  return section.split('\n').filter((line) => /^\| (?!---)/.test(line)).slice(1).map((line) => line.slice(1, -1).split('|').map((cell) => cell.trim()));
};

function packed(name) {
  const bytes = file(name);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params }).length / 1024;
}

test('what each tier weighs is what the page says', () => {
  const tiers = rows('What is loaded');
  assert.ok(tiers.length >= 6);
  const namesIn = (cell) => Array.from(cell.matchAll(/`(canvass\.[\w.]+)`/g), ([, name]) => name);
  const first = namesIn(tiers.find(([tier]) => tier === 'WebAssembly')[2]);
  const until = []; // of the tiers with WebAssembly
  for (const [tier, , files, said] of tiers) {
    const own = namesIn(files);
    if (files.startsWith('…')) until.push(...own);
    // '…' is what ordinary surveys need, or everything above.
    const before = !files.startsWith('…') || said.endsWith('more') ? [] : /all of it/.test(tier) ? [...first, ...until] : first;
    const is = [...new Set([...before, ...own])].reduce((sum, name) => sum + packed(name), 0);
    const claim = parseFloat(said);
    assert.ok(Math.abs(claim - is) <= Math.max(0.15, is * 0.03), `${tier}: the page says ${said}, it is ${is.toFixed(1)} KB`);
  }
});

test('the import map has every file that is imported, with its hash', () => {
  const { integrity } = JSON.parse(file('importmap.json'));
  const modules = readdirSync(dist).filter((name) => /\.js$/.test(name) && !/^canvass\.(offline\.)?js$/.test(name));
  assert.deepEqual(Object.keys(integrity).sort(), modules.map((name) => `/${name}`).sort());
  for (const [path, hash] of Object.entries(integrity)) {
    assert.equal(hash, `sha384-${createHash('sha384').update(file(path)).digest('base64')}`, path);
  }
});

test('every hash of integrity.json is that of its file', () => {
  for (const [name, hash] of Object.entries(JSON.parse(file('integrity.json')))) {
    const [algorithm, value] = hash.match(/^(sha\d+)-(.*)$/).slice(1);
    assert.equal(value, createHash(algorithm).update(file(name)).digest('base64'), name);
  }
});
