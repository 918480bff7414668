// How long the module in dist/ takes to lay out and paint a whole card of about 400 × 400 at DPR 2, against the budget
// of the design. Run by the same engine as a page's, without a page: text is measured by a fixed rule.
//
// usage: node web/tools/repaint.mjs [--gate]     --gate: exit 1 when it is over its budget

import { transformSync } from 'esbuild';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const budget = 3; // ms
const batches = 9;
const frames = 60; // in a batch; its median counts, and of the batches the best: other work on the machine only adds

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const generated = readFileSync(join(root, 'web/src/generated/abi.ts'), 'utf8');
const { Header } = await import(`data:text/javascript,${encodeURIComponent(transformSync(generated, { loader: 'ts' }).code)}`);
const config = {
  canvass: 1,
  surveys: [{
    id: 'effort',
    questions: [{ id: 'effort', type: 'ces', variant: 'effort5', text: 'How much effort did you personally have to put forth to handle your request?' }],
  }],
};

let memory;
const imports = new Proxy({}, { get: (_, name) => (name === 'canvass_measure' ? measure : () => 0) });

// One line of eight CSS px a character, broken at max_width.
function measure(text, length, font, maxWidth, out, capacity) {
  const view = new DataView(memory.buffer);
  const perLine = Math.max(1, Math.floor(maxWidth / 8));
  view.setFloat32(out, 12, true);
  view.setFloat32(out + 4, 4, true);
  let lines = 0;
  for (let begin = 0; begin < length; begin += perLine, ++lines) {
    if (lines >= capacity) continue;
    const end = Math.min(length, begin + perLine);
    const at = out + 8 + lines * 12;
    view.setUint32(at, begin, true);
    view.setUint32(at + 4, end, true);
    view.setFloat32(at + 8, (end - begin) * 8, true);
  }
  return lines;
}

const { instance } = await WebAssembly.instantiate(readFileSync(join(root, 'dist/canvass.wasm')), { env: imports, wasi_snapshot_preview1: imports });
const wasm = instance.exports;
memory = wasm.memory;
wasm._initialize?.();

function write(text) {
  const bytes = new TextEncoder().encode(text);
  const input = wasm.canvass_input(bytes.length);
  new Uint8Array(memory.buffer, input, bytes.length).set(bytes);
  return bytes.length;
}
const handle = (event) => wasm.canvass_handle(write(JSON.stringify(event)), 1_767_225_600_000);

wasm.canvass_configure(write(`en\n${JSON.stringify(config)}`));
wasm.canvass_environment(0, 400, 800, 2, 0);
handle({ ev: 'init', seed: '1', locale: 'en' });
handle({ ev: 'show', id: 'effort' });

function words() {
  const frame = wasm.canvass_frame(0); // first: it may move the memory
  return new DataView(memory.buffer, frame);
}
const first = words();
const cardSize = [Header.cardWidth, Header.cardHeight].map((word) => Math.round(first.getFloat32(word * 4, true)));
const revision = () => words().getUint32(Header.revision * 4, true);
const dialog = first.getUint32(first.getUint32(Header.nodes * 4, true), true);

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
function batch() {
  const times = [];
  for (let i = 0; i < frames; ++i) {
    wasm.canvass_environment(0, 400, 800 + (i % 2), 2, i % 2); // light, dark, light …: everything changes
    const before = performance.now();
    wasm.canvass_frame(0);
    times.push(performance.now() - before);
  }
  return median(times);
}

const start = revision();
batch(); // until the engine has compiled it at its best
const best = Math.min(...Array.from({ length: batches }, batch));
if (dialog === 0 || revision() - start < batches * frames) throw new Error('The card was not painted anew for every frame.');

const over = best > budget;
console.log(`  full repaint at DPR 2, ${cardSize.join('×')}`.padEnd(38) + `${best.toFixed(2)} ms`.padStart(11) + `${budget} ms`.padStart(11) + (over ? '       OVER' : ''));
if (over && process.argv.includes('--gate')) process.exit(1);
