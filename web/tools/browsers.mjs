// The oldest browsers that everything in dist/ is for, and what of newer ones it may name all the same. web/tools/floor.mjs
// checks it, web/tools/bundle.mjs emits for it, docs/embedding.md says it.

// Two years of browsers that update themselves: what was current in November 2024. Of Firefox, which many keep on its
// extended support release, the one of then.
export const floor = { chrome: '131', edge: '131', firefox: '128', safari: '18.0', safari_ios: '18.0' };

const esbuildNames = { safari_ios: 'ios' };
export const targets = Object.entries(floor).map(([browser, version]) => (esbuildNames[browser] ?? browser) + version);

// What modules in dist/ may use, as Binaryen and as MDN's data name it.
export const wasmFeatures = {
  'sign-ext': 'sign-extension-operations',
  'bulk-memory': 'bulk-memory-operations',
  'nontrapping-float-to-int': 'non-trapping-float-to-int-conversions',
  'mutable-globals': undefined, // of 2018, and not in the data
  simd: 'fixed-width-SIMD',
};

// Names that some browser of the floor does not have, where they may be all the same. One that is found nowhere any more has
// to go from here.
const anywhere = /^/;
const report = /^(report\/|web\/report\/)/;
export const exceptions = [
  { names: ['requestIdleCallback', 'prerendering', 'globalPrivacyControl', 'fromBase64'], files: anywhere, why: 'asked for first' },
  { names: ['doNotTrack'], files: anywhere, why: 'undefined is an answer' },
  { names: ['responseStatus'], files: anywhere, why: 'undefined: requests that failed are noticed by fetch() and XMLHttpRequest only' },
  { names: ['keepalive'], files: anywhere, why: 'ignored where it is unknown; what is not delivered is kept, and sent by the next page' },
  { names: ['playsInline'], files: anywhere, why: 'ignored where videos never take the whole screen by themselves' },
  { names: ['scrollend', 'freeze', 'prerenderingchange', 'beforeunload', 'wheel', 'touchmove'], files: anywhere, why: 'never come there; others say the same' },
  { names: ['show', 'search', 'active', 'reading', 'connecting'], files: anywhere, why: 'words of ours, and no events' },
  { names: ['conditions'], files: anywhere, why: 'what explains a decision has them' },
  { names: ['showSaveFilePicker', 'createWritable', 'trustedTypes', 'createPolicy', 'moveBefore'], files: report, why: 'asked for first' },
  {
    names: ['transition', 'features', 'toArray', 'properties', 'maxWidth', 'completed', 'lost', 'opened', 'contacts', 'views'],
    files: report,
    why: 'members of the data, of D3 and of Plot',
  },
  { names: ['css.properties.cursor.pointer', 'css.properties.cursor.default'], files: anywhere, why: 'no pointer, no cursor' },
  { names: ['css.properties.text-size-adjust'], files: anywhere, why: 'text is as large as it is there' },
  { names: ['css.selectors.selection'], files: anywhere, why: 'in the colours of the system there' },
  { names: ['css.properties.forced-color-adjust', 'css.properties.forced-color-adjust.none'], files: anywhere, why: 'no forced colours there' },
  { names: ['css.properties.scrollbar-width', 'css.properties.scrollbar-width.thin', 'css.properties.scrollbar-width.none'], files: anywhere, why: 'scroll bars are as wide as they are' },
  { names: ['css.at-rules.page', 'css.properties.size', 'css.properties.break-after.avoid'], files: report, why: 'paper is then as the printer has it' },
];
