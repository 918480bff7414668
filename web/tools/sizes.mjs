// What a page has to load, compressed with brotli at its best, against the budgets of the design.
//
// Pages that need what is not everyday, such as matrices, conditions or words about a broken configuration, load
// canvass.more.wasm besides, and some a pack of words; neither is in a budget, both are in the list.
//
// usage: node web/tools/sizes.mjs [--gate]     --gate: exit 1 when something is over its budget

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const dist = join(dirname(fileURLToPath(import.meta.url)), '../../dist');
const kilobyte = 1024;
const survey = ['canvass.js', 'canvass.host.js', 'canvass.wasm'];
const parts = ['canvass.parts.js', 'canvass.watch.js']; // for guides and for signals
const guides = ['canvass.guides.wasm', 'canvass.guides.js', 'canvass.anchor.js', 'canvass.media.js'];
const signals = ['canvass.signals.wasm', 'canvass.signals.js'];
const journeys = ['canvass.journeys.wasm'];
// The aim of a budget is what the design wants, where it says anything; its gate is what may not be exceeded meanwhile, and
// is only ever lowered.
const budgets = [
  { what: 'loader, every page view', files: ['canvass.js'], kilobytes: 4, aim: 3 },
  { what: 'everything up to a painted survey', files: survey, kilobytes: 75, aim: 60 },
  { what: '… plus guides of every kind', files: [...survey, ...parts, ...guides], kilobytes: 124 },
  { what: '… or signals of struggle', files: [...survey, ...parts, ...signals], kilobytes: 92 },
  { what: '… or all of it, and journeys', files: [...survey, ...parts, ...guides, ...signals, ...journeys], kilobytes: 145, aim: 95 },
];

// What a page loads in all, by how it runs there (docs/embedding.md).
const everything = [...survey, ...parts, ...guides, ...signals, ...journeys];
const tiers = [
  ['asleep: nothing can be shown to this visitor now', ['canvass.js']],
  ['WebAssembly, ordinary surveys', survey],
  ['WebAssembly, ordinary surveys, forced colours', [...survey, 'canvass.plain.js']],
  ['WebAssembly, rare questions and conditions', [...survey, 'canvass.parts.js', 'canvass.more.wasm']],
  ['WebAssembly, everything', [...everything, 'canvass.more.wasm']],
  ['JavaScript, surveys', ['canvass.js', 'canvass.host.js', 'canvass.nowasm.js']],
  ['JavaScript, everything', [...everything.filter((name) => name.endsWith('.js') && name !== 'canvass.parts.js'), 'canvass.nowasm.js']],
  ['one file, everything', ['canvass.offline.js']],
];

const known = new Map(); // to pack takes its time
function brotli(name) {
  if (!known.has(name)) {
    const bytes = readFileSync(join(dist, name));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    known.set(name, { raw: bytes.length, packed: brotliCompressSync(bytes, { params }).length });
  }
  return known.get(name);
}

const show = (bytes) => `${(bytes / kilobyte).toFixed(1)} KB`;
const row = (what, ...cells) => console.log('  ' + what.padEnd(54) + cells.map((cell) => cell.padStart(11)).join(''));

row('dist/', 'size', 'brotli');
const others = ['canvass.extras.js', 'canvass.plain.js', 'canvass.translate.js', 'canvass.more.wasm', 'canvass.nowasm.js', 'canvass.offline.js'];
for (const name of [...survey, ...parts, ...guides, ...signals, ...journeys, ...others]) {
  const { raw, packed } = brotli(name);
  row(name, show(raw), show(packed));
}
console.log();
row('dist/report/, in no page of a site', 'size', 'brotli');
for (const name of ['report/report.js', 'report/report.css', 'report/worker.js', 'report/report.wasm', 'report/standalone.html']) {
  const { raw, packed } = brotli(name);
  row(name, show(raw), show(packed));
}
console.log();
const sum = (files) => files.reduce((all, name) => all + brotli(name).packed, 0);
row('tier', 'files', 'brotli');
for (const [what, files] of tiers) row(what, String(files.length), show(sum(files)));
console.log();
row('budget (brotli)', 'is', 'gate', 'aim');
let over = 0;
for (const { what, files, kilobytes, aim } of budgets) {
  const bytes = sum(files);
  if (bytes > kilobytes * kilobyte) over += 1;
  row(what, show(bytes), `${kilobytes} KB`, aim ? `${aim} KB` : '–', ...(bytes > kilobytes * kilobyte ? ['OVER'] : []));
}
if (over > 0 && process.argv.includes('--gate')) process.exit(1);
