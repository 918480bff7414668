// What a page has to load, compressed with brotli at its best, against the budgets of the design.
//
// Pages that need what is not everyday, such as matrices, conditions or words about a broken configuration, load
// canvass.more.wasm besides, those with journeys canvass.journeys.wasm, and some a pack of words; none of these is in a
// budget, all are in the list.
//
// usage: node web/tools/sizes.mjs [--gate]     --gate: exit 1 when something is over its budget

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const dist = join(dirname(fileURLToPath(import.meta.url)), '../../dist');
const kilobyte = 1024;
const survey = ['canvass.js', 'canvass.host.js', 'canvass.wasm'];
const guides = ['canvass.parts.js', 'canvass.guides.wasm', 'canvass.guides.js', 'canvass.anchor.js', 'canvass.media.js'];
const signals = ['canvass.shared.wasm', 'canvass.signals.wasm', 'canvass.signals.js', 'canvass.watch.js'];
// The aim of a budget is what the design wants; its gate is what may not be exceeded meanwhile, and is only ever lowered.
const budgets = [
  { what: 'loader, every page view', files: ['canvass.js'], kilobytes: 4, aim: 3 },
  { what: 'everything up to a painted survey', files: survey, kilobytes: 75, aim: 60 },
  {
    what: '… plus guides of every kind, and signals',
    files: [...survey, ...guides, ...signals],
    kilobytes: 125,
    aim: 95,
  },
];

function brotli(name) {
  const bytes = readFileSync(join(dist, name));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return { raw: bytes.length, packed: brotliCompressSync(bytes, { params }).length };
}

const show = (bytes) => `${(bytes / kilobyte).toFixed(1)} KB`;
const row = (what, ...cells) => console.log('  ' + what.padEnd(54) + cells.map((cell) => cell.padStart(11)).join(''));

row('dist/', 'size', 'brotli');
const others = [...signals, 'canvass.journeys.wasm', 'canvass.extras.js', 'canvass.plain.js', 'canvass.more.wasm', 'canvass.nowasm.js', 'canvass.offline.js'];
for (const name of [...survey, ...guides, ...others]) {
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
row('budget (brotli)', 'is', 'gate', 'aim');
let over = 0;
for (const { what, files, kilobytes, aim } of budgets) {
  const bytes = files.reduce((sum, name) => sum + brotli(name).packed, 0);
  if (bytes > kilobytes * kilobyte) over += 1;
  row(what, show(bytes), `${kilobytes} KB`, `${aim} KB`, ...(bytes > kilobytes * kilobyte ? ['OVER'] : []));
}
if (over > 0 && process.argv.includes('--gate')) process.exit(1);
