// Puts the report page into dist/report/, a folder that works under any path of any web server, and the same page as
// one file, dist/report/standalone.html, for file:// and for `canvass report --html`.
//
// usage: node web/tools/report_page.mjs     after the wasm preset is built; bundle.mjs does this and all the rest

import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const page = join(root, 'web/report');
const read = (name) => readFileSync(join(page, name), 'utf8');

const options = {
  bundle: true,
  minify: true,
  target: 'es2022', // with what the page's own layout asks of a browser
  legalComments: 'none',
  logLevel: 'warning',
  absWorkingDir: root,
  loader: { '.svg': 'dataurl' },
};

async function bundled(entry, more) {
  const { outputFiles } = await build({ ...options, entryPoints: [join(page, entry)], write: false, ...more });
  return outputFiles[0].contents;
}

const text = (bytes) => Buffer.from(bytes).toString();

// What standalone.ts asks for.
const inside = (module, worker) => ({
  name: 'canvass:report',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^canvass:report-/ }, ({ path }) => ({ path, namespace: 'report' }));
    onLoad({ filter: /module$/, namespace: 'report' }, () => ({ contents: module, loader: 'binary' }));
    onLoad({ filter: /worker$/, namespace: 'report' }, () => ({ contents: worker, loader: 'text' }));
  },
});

// Puts `by` in the place of `what`, which must be there once.
function replaced(html, what, by) {
  const parts = html.split(what);
  if (parts.length !== 2) throw new Error(`report.html must have ${what} once`);
  return parts.join(by);
}

// Nothing can leave this page: it may connect to nothing.
const policyFor = (script) =>
  `default-src 'none'; script-src 'sha256-${createHash('sha256').update(script).digest('base64')}' 'wasm-unsafe-eval'; ` +
  `worker-src blob:; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'`;

function standalone(html, { script, style, icon }) {
  if (/<!--|<\/script/i.test(script) || /<\/style/i.test(style)) throw new Error('the page would end within its script or style');
  const picture = `data:image/svg+xml;base64,${Buffer.from(icon).toString('base64')}`;
  const scripts = `<script type="application/json" id="canvass-report"></script>\n<script type="module">${script}</script>`;
  let out = replaced(html, '<script type="module" src="report.js"></script>', scripts);
  out = replaced(out, '<link rel="stylesheet" href="report.css">', `<style>${style}</style>`);
  out = replaced(out, '<meta charset="utf-8">', `<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="${policyFor(script)}">`);
  return out.replaceAll('"icon.svg"', `"${picture}"`);
}

export async function reportPage(dist) {
  const folder = join(dist, 'report');
  const module = readFileSync(join(root, 'build/wasm/report.wasm'));
  const worker = await bundled('data/worker.ts', { format: 'iife' });
  const [script, whole, style] = await Promise.all([
    bundled('report.ts', { format: 'esm' }),
    bundled('standalone.ts', { format: 'esm', plugins: [inside(module, worker)] }),
    bundled('report.css', {}),
  ]);
  mkdirSync(folder, { recursive: true });
  const html = read('report.html');
  writeFileSync(join(folder, 'index.html'), html);
  writeFileSync(join(folder, 'report.js'), script);
  writeFileSync(join(folder, 'report.css'), style);
  writeFileSync(join(folder, 'worker.js'), worker);
  writeFileSync(join(folder, 'report.wasm'), module);
  copyFileSync(join(page, 'icon.svg'), join(folder, 'icon.svg'));
  writeFileSync(join(folder, 'standalone.html'), standalone(html, { script: text(whole), style: text(style), icon: read('icon.svg') }));
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const dist = join(root, 'dist');
  rmSync(join(dist, 'report'), { recursive: true, force: true });
  await reportPage(dist);
}
