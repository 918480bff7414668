// What a query costs over 2,000 articles in WebAssembly, built as the widget's module is, against the budget of 5 ms.
//
// usage: node tests/bench/search.mjs      exit 1 when a query takes longer

import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const budget = 5;   // ms
const rounds = 25;  // of which the median counts
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

const compiled = new WebAssembly.Module(readFileSync(join(root, 'build/wasm/search_bench.wasm')));
const imports = {};
for (const {module, name} of WebAssembly.Module.imports(compiled)) (imports[module] ??= {})[name] = () => 0;
const {exports: wasm} = new WebAssembly.Instance(compiled, imports);
wasm._initialize?.();

const before = performance.now();
wasm.bench_fill(2000);
console.log(
    `search in WebAssembly: 2,000 articles of 258 words made and indexed in ${
        (performance.now() - before).toFixed(0)} ms, ` +
    `${(wasm.memory.buffer.byteLength / 1e6).toFixed(0)} MB of memory`);

const queries = wasm.bench_queries();
const fastest = Array.from({ length: queries }, (_, query) => {
  const times = Array.from({ length: rounds }, () => {
    wasm.bench_find(queries);
    const start = performance.now();
    wasm.bench_find(query);
    return performance.now() - start;
  });
  return Math.min(...times);
});
const worst = Math.max(...fastest);
console.log(`search in WebAssembly: ${fastest.map((ms) => ms.toFixed(2)).join(', ')} ms a query (budget ${budget})`);
process.exitCode = worst > budget ? 1 : 0;
