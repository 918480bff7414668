// Puts everything a page loads into dist/: bundles, the module, its JavaScript translation, packs, hashes, licences.
//
// usage: node web/tools/bundle.mjs     after the wasm and nowasm presets are built

import { build, transform } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import { targets } from './browsers.mjs';
import { reportPage } from './report_page.mjs';
import { split } from './split.mjs';
import { tool } from './tool.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const dist = join(root, 'dist');
const source = join(root, 'web/src');
const read = (path) => readFileSync(join(root, path));
const integrity = (bytes, algorithm = 'sha384') => `${algorithm}-${createHash(algorithm).update(bytes).digest('base64')}`;
const shortIntegrity = (bytes) => integrity(bytes, 'sha256'); // nothing compresses it

const { whole, first, parts, exportsAt } = await split(join(root, 'build/wasm/canvass.wasm'), tool);

const options = {
  bundle: true,
  minify: true,
  target: targets,
  legalComments: 'none',
  logLevel: 'warning',
  absWorkingDir: root,
  define: {
    __VERSION__: JSON.stringify(JSON.parse(read('package.json')).version),
    __WASM_INTEGRITY__: JSON.stringify(shortIntegrity(first)),
    __PARTS_INTEGRITY__: JSON.stringify(Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, shortIntegrity(bytes)]))),
    __EXPORTS_AT__: JSON.stringify(exportsAt),
    __OFFLINE__: 'false',
  },
};

const wasmInside = {
  name: 'canvass:wasm',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^canvass:wasm$/ }, ({ path }) => ({ path, namespace: 'wasm' }));
    onLoad({ filter: /.*/, namespace: 'wasm' }, () => ({ contents: whole, loader: 'binary' }));
  },
};

const packs = Object.fromEntries(
  readdirSync(join(root, 'core/config/packs')).map((name) => [
    name.replace(/\.json$/, ''),
    JSON.parse(read(join('core/config/packs', name))),
  ]),
);

const packsInside = {
  name: 'canvass:packs',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^canvass:packs$/ }, ({ path }) => ({ path, namespace: 'packs' }));
    onLoad({ filter: /.*/, namespace: 'packs' }, () => ({ contents: JSON.stringify(packs), loader: 'json' }));
  },
};

// The style sheet is a text to esbuild: the blanks in it are ours to take out.
const smallStyles = {
  name: 'canvass:styles',
  setup({ onLoad }) {
    onLoad({ filter: /styles\.ts$/ }, async ({ path }) => {
      const [before, css, after] = readFileSync(path, 'utf8').split('`');
      const { code } = await transform(css, { loader: 'css', minify: true, target: options.target });
      return { contents: before + JSON.stringify(code.trim()) + after, loader: 'ts' };
    });
  },
};

// The other files import from canvass.host.js what it has anyway.
const sharedOutside = {
  name: 'canvass:shared',
  setup({ onResolve }) {
    onResolve({ filter: /\/shared\.ts$/ }, () => ({ path: './canvass.host.js', external: true }));
  },
};

// Names between the parts of Floating UI, which nobody else sees. What it also has as texts is not among them.
const floatingOwn = new RegExp(
  `^(${[
    'alignmentAxis|alignmentOffset|altBoundary|contextElement|convertOffsetParentRelativeRectToViewportRelativeRect|crossAxis',
    'detectOverflow|elementContext|fallbackAxisSideDirection|fallbackPlacements|fallbackStrategy|flipAlignment|getClippingRect',
    'getDimensions|getDocumentElement|getElementRects|getOffsetParent|getScale|initialPlacement|isElement|isRTL|limiter',
    'mainAxis|middlewareData|overflows|placements|rects|rootBoundary|strategy',
  ].join('|')})$`,
);

function bundle(entry, outfile, { plugins = [], ...more } = {}) {
  return build({ ...options, entryPoints: [entry], outfile: join(dist, outfile), plugins: [smallStyles, ...plugins], ...more });
}

// wasm2js writes a function from the imports, flat in old versions and by module in new ones, to the exports. Wrapped,
// it is called as WebAssembly.Instance is: instantiate({ env: {…} }).exports.
const callable = `
const abort = () => { throw new Error('unreachable'); };
export const instantiate = (imports) => {
  const flat = Object.assign({ abort }, ...Object.values(imports));
  const all = { ...flat };
  for (const module of Object.keys(imports)) all[module] = flat;
  return { exports: translated(all) };
};`;

const translated = {
  name: 'canvass:translated',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^canvass:translated$/ }, ({ path }) => ({ path, namespace: 'translated' }));
    onLoad({ filter: /.*/, namespace: 'translated' }, () => {
      const folder = mkdtempSync(join(tmpdir(), 'canvass-'));
      try {
        const output = join(folder, 'module.js');
        execFileSync(tool('wasm2js'), ['--emscripten', '-Oz', join(root, 'build/nowasm/canvass.wasm'), '-o', output]);
        return { contents: readFileSync(output, 'utf8').replace('function instantiate(', 'function translated(') + callable, loader: 'js' };
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  },
};

function files(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

function writePacks() {
  mkdirSync(join(dist, 'packs'));
  for (const [name, pack] of Object.entries(packs)) writeFileSync(join(dist, 'packs', `${name}.json`), JSON.stringify(pack));
}

function licences() {
  const parts = {
    Canvass: 'LICENSE',
    'Dear ImGui': 'third_party/imgui/LICENSE.txt',
    'JSON for Modern C++': 'third_party/nlohmann_json/LICENSE.MIT',
    Snowball: 'third_party/snowball/COPYING',
    'Floating UI': 'node_modules/@floating-ui/dom/LICENSE',
    'Observable Plot': 'node_modules/@observablehq/plot/LICENSE',
    D3: 'node_modules/d3/LICENSE',
    'D3, geography': 'node_modules/d3-geo/LICENSE',
    'D3, colour schemes': 'node_modules/d3-scale-chromatic/LICENSE',
    Preact: 'node_modules/preact/LICENSE',
  };
  const texts = Object.entries(parts).map(([title, path]) => `${title}\n\n${read(path).toString().trim()}\n`);
  writeFileSync(join(dist, 'LICENSES.txt'), texts.join('\n\n'));
}

function integrities() {
  const served = files(dist).filter((path) => !path.startsWith(join(dist, 'bin') + sep) && /\.(js|wasm|css|json)$/.test(path));
  const entries = served.sort().map((path) => [relative(dist, path), integrity(readFileSync(path))]);
  writeFileSync(join(dist, 'integrity.json'), JSON.stringify(Object.fromEntries(entries), null, 2) + '\n');
  // What the browser is to check of the files that canvass.js imports: an import map to put into pages (docs/embedding.md).
  const imported = entries.filter(([name]) => /^canvass\.(?!offline)\w+\.js$/.test(name)).map(([name, hash]) => [`/${name}`, hash]);
  writeFileSync(join(dist, 'importmap.json'), JSON.stringify({ integrity: Object.fromEntries(imported) }) + '\n');
}

mkdirSync(dist, { recursive: true });
for (const name of readdirSync(dist).filter((name) => name !== 'bin')) rmSync(join(dist, name), { recursive: true });
writeFileSync(join(dist, 'canvass.wasm'), first);
for (const [name, bytes] of Object.entries(parts)) writeFileSync(join(dist, `canvass.${name}.wasm`), bytes);
writePacks();
await Promise.all([
  bundle(join(source, 'loader.ts'), 'canvass.js', { format: 'iife' }),
  bundle(join(source, 'host.ts'), 'canvass.host.js', { format: 'esm' }),
  bundle(join(source, 'nowasm.ts'), 'canvass.nowasm.js', { format: 'esm', plugins: [translated] }),
  bundle(join(source, 'parts.ts'), 'canvass.parts.js', { format: 'esm' }),
  bundle(join(source, 'guides.ts'), 'canvass.guides.js', { format: 'esm', plugins: [sharedOutside] }),
  bundle(join(source, 'media.ts'), 'canvass.media.js', { format: 'esm', plugins: [sharedOutside] }),
  bundle(join(source, 'anchor.ts'), 'canvass.anchor.js', { format: 'esm', mangleProps: floatingOwn }),
  bundle(join(source, 'watch.ts'), 'canvass.watch.js', { format: 'esm' }),
  bundle(join(source, 'signals.ts'), 'canvass.signals.js', { format: 'esm' }),
  bundle(join(source, 'plain_styles.ts'), 'canvass.plain.js', { format: 'esm' }),
  bundle(join(source, 'extras.ts'), 'canvass.extras.js', { format: 'esm' }),
  bundle(join(source, 'translate.ts'), 'canvass.translate.js', { format: 'esm', plugins: [sharedOutside] }),
  bundle(join(source, 'offline.ts'), 'canvass.offline.js', {
    format: 'iife',
    plugins: [wasmInside, packsInside],
    define: { ...options.define, __OFFLINE__: 'true' },
  }),
  reportPage(dist),
]);
licences();
integrities();
