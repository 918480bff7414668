// Parts the module in two: what a rehearsal of ordinary surveys runs through, and the rest, which the page loads when
// something of it is called (web/src/wasm.ts). So the words for what is wrong with a configuration, matrices and
// rankings, conditions and explanations cost nothing where nobody needs them.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { instantiate } from './module.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const features = ['sign-ext', 'bulk-memory', 'nontrapping-float-to-int', 'mutable-globals', 'simd'].map((name) => `--enable-${name}`);
const strip = ['--strip-debug', '--strip-producers', '--strip-target-features'];
const smallest = ['--flatten', '--rereloop', '-Oz', '--flatten', '--rereloop', '-Oz', '-Oz', '--one-caller-inline-max-function-size=20'];

// --- the rehearsal -------------------------------------------------------------------------------------------------

const config = {
  canvass: 1,
  endpoint: '/v1/batch',
  writeKey: 'rehearsal',
  defaultLocale: 'en',
  cooldown: '1d',
  ttl: '10m',
  theme: { mode: 'auto', accent: '#4f46e5', radius: 16, position: 'bottom-left' },
  surveys: [
    {
      id: 'nps',
      triggers: [{ event: 'order', page: '/thanks*', delay: '3s' }],
      frequency: { every: '90d' },
      questions: [
        { id: 'score', type: 'nps', text: { en: 'How likely are you to recommend us?', ru: 'Насколько вероятно?', ja: 'おすすめ' }, low: 'No', high: 'Yes' },
        { id: 'why', type: 'text', text: '"Why?"\nSay it \ud83d\ude00', hint: { en: 'A word is enough' }, required: false },
      ],
      thanks: { title: { en: 'Thank you' }, text: 'We read every answer.' },
    },
    {
      id: 'ces',
      triggers: [{ page: '/support' }],
      frequency: 'always',
      questions: [
        { id: 'ease', type: 'ces', text: 'The company made it easy for me to place my order today.' },
      ],
    },
    {
      id: 'csat',
      triggers: [{ firstVisit: true, delay: '0s' }],
      frequency: 'once',
      questions: [{ id: 'satisfaction', type: 'csat', text: 'How satisfied are you with everything that you have ordered, tried, kept and perhaps sent back to us this year?' }],
    },
  ],
  guides: [{ id: 'tip', type: 'tip', anchor: '#a', title: 'Title', text: 'Text', triggers: [{ page: '/cart*' }] }],
};

const actions = { activate: 0, choose: 1, input: 2, dismiss: 3 };
const roles = { radio: 4, button: 6, textbox: 8 };
const looks = { primary: 14, close: 16 };

// One visit in that language with what an earlier one has stored; gives the profile of what it ran through.
async function rehearse(bytes, stored, begin, locale) {
  const module = await instantiate(bytes);
  let now = begin;
  let failing = false; // the network, and storage

  // What a host does about the effects.
  function carryOut({ effects }) {
    now += 100;
    for (const { fx, id, request, key, value } of effects) {
      if (fx === 'store' && value !== null) stored[key] = value;
      if (fx === 'store' && value === null) delete stored[key];
      if (fx === 'store' && key.startsWith('q:') && failing) handle({ ev: 'storageFailed', key });
      if (fx === 'send') handle({ ev: 'response', request, status: failing ? 0 : 200, retryAfter: '', date: '' });
      if (fx === 'show') look(id);
    }
  }
  const handle = (event) => carryOut(module.handle(event, now));
  const act = (node, action, value = '') => carryOut(module.act(node, action, value, now));

  // The nodes that show: id, role and look of each.
  function nodes() {
    const frame = module.frame();
    if (!frame) return [];
    const [count, at, words] = [frame.getUint32(11 * 4, true), frame.getUint32(12 * 4, true), 17];
    return Array.from({ length: count }, (_, i) => {
      const word = (index) => frame.getUint32(at + (i * words + index) * 4, true);
      return { id: word(0), role: word(2) & 255, look: (word(2) >> 8) & 255 };
    });
  }
  function look(id) {
    for (const width of [390, 1280]) {
      for (const [dpr, flags] of [[1, 0], [2, 1], [2, 2]]) {
        module.exports.canvass_environment(0, width, 800, dpr, flags);
        module.frame();
      }
    }
    handle({ ev: 'shown', id });
  }
  function touch() {
    for (const { id } of nodes()) {
      module.exports.canvass_interact(0, id, 0, 0);
      module.frame();
      module.exports.canvass_interact(0, id, id, id);
      module.frame();
    }
  }
  const press = (wanted) => {
    const found = nodes().find(({ role, look: at }) => role === roles.button && at === wanted);
    if (found) act(found.id, actions.activate);
    module.frame();
  };
  function answer(byKeyboard) {
    const radios = nodes().filter(({ role }) => role === roles.radio);
    const [box] = nodes().filter(({ role }) => role === roles.textbox);
    if (radios.length) {
      act(radios[2].id, actions.choose);
      touch();
      if (byKeyboard) press(looks.primary);
      else act(radios[3].id, actions.activate);
    }
    if (box) {
      act(box.id, actions.input, 'Quick and friendly, “быстро” \u{1f600}\n');
      touch();
      press(looks.primary);
    }
    module.frame();
  }

  for (const name of module.configure(config, locale).needs) {
    module.provide(JSON.parse(readFileSync(join(root, `core/config/packs/${name}.json`), 'utf8')));
    module.configure(config, locale);
  }
  handle({ ev: 'init', visitor: '', seed: '5eed', locale, device: 'desktop', stored: { ...stored }, leading: false, privacySignal: false });
  handle({ ev: 'lead', leading: true, stored: { ...stored } });
  handle({ ev: 'page', url: 'https://shop.example/cart', referrer: 'https://search.example/' });
  module.exports.canvass_arrow(1, 30);
  for (let round = 0; round < 4; round++) {
    failing = round === 1;
    handle({ ev: 'track', name: 'order', props: { total: 42 } });
    for (const { id } of [...config.surveys, ...config.guides]) {
      handle({ ev: 'show', id });
      touch();
      for (let step = 0; step < 3; step++) answer(round % 2 === 1);
      if (round === 2) handle({ ev: 'dismiss' });
      press(looks.primary);
      press(looks.close);
    }
    handle({ ev: 'page', url: 'https://shop.example/support', referrer: '' });
    handle({ ev: 'identify', id: 'u1', traits: { plan: 'pro' } });
    for (const ev of ['hidden', 'visible']) handle({ ev });
    handle({ ev: 'page', url: 'https://shop.example/thanks', referrer: '' });
    now += 20_000;
    handle({ ev: 'tick' });
  }
  // Another tab, whose events are sent here, and then the other way round.
  const other = { type: 'track', messageId: '01890000-0000-7000-8000-000000000000', event: 'Survey Shown', timestamp: new Date(now).toISOString() };
  handle({ ev: 'stored', key: `q:${other.messageId}`, value: JSON.stringify(other) });
  now += 20_000;
  handle({ ev: 'tick' });
  handle({ ev: 'lead', leading: false });
  handle({ ev: 'identify', id: 'u1', traits: { plan: locale } });
  const [own] = Object.keys(stored).filter((key) => key.startsWith('q:'));
  if (own) handle({ ev: 'stored', key: own, value: null });
  handle({ ev: 'identify', id: 'u1', traits: { plan: 'free' } });
  now += 600_000;
  handle({ ev: 'tick' });
  handle({ ev: 'lead', leading: true, stored: { ...stored } });
  handle({ ev: 'hidden' });
  handle({ ev: 'offline' }); // now nothing more could be loaded
  module.exports.canvass_fonts_changed();

  const size = module.exports.__write_profile(0, 0);
  const at = module.exports.canvass_input(size);
  return new Uint8Array(module.exports.memory.buffer, at, module.exports.__write_profile(at, size)).slice();
}

// --- the parts -----------------------------------------------------------------------------------------------------

// Where the export section of a module begins and ends.
function exportSection(module) {
  let at = 8;
  function number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = module[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  }
  for (;;) {
    const begin = at;
    const section = number();
    const size = number();
    at += size;
    if (section === 7) return [begin, at];
  }
}

// The bytes of a string in a module's text, and the other way round.
function unescaped(text) {
  const others = { t: '\t', n: '\n', r: '\r' };
  const byte = (_, code) => (code.length === 2 ? String.fromCharCode(parseInt(code, 16)) : (others[code] ?? code));
  return Buffer.from(text.replace(/\\([0-9a-f]{2}|.)/gi, byte), 'latin1');
}
const inHex = (bytes) => bytes.toString('hex').replace(/../g, '\\$&');

// A section that only WebAssembly.Module.customSections() takes notice of.
function customSection(name, content) {
  const size = 1 + name.length + content.length;
  const sizeInLeb = [size | 128, (size >> 7) | 128, size >> 14];
  return Buffer.concat([Buffer.from([0, ...sizeInLeb, name.length]), Buffer.from(name), content]);
}

// `input` has the names of its functions. `tool` finds the programs of Binaryen. Gives { whole, first, second } as
// bytes, and where the export section is in the first part: exportsAt.
export async function split(input, tool) {
  const folder = mkdtempSync(join(tmpdir(), 'canvass-'));
  const path = (name) => join(folder, name);
  const run = (program, ...rest) => execFileSync(tool(program), [...features, ...rest], { stdio: ['ignore', 'ignore', 'inherit'] });

  // wasm-split imports a placeholder for every function of the second part. All do the same, so one for each signature
  // is enough: those get one name, by which they are found to be duplicates.
  function sharePlaceholders(module, text) {
    run('wasm-dis', module, '-o', text);
    const signatures = [];
    const shared = readFileSync(text, 'latin1').replace(/\(import "p" "\d+" (\(func \S+)(.*)/g, (_, begin, signature) => {
      if (!signatures.includes(signature)) signatures.push(signature);
      return `(import "p" "${signatures.indexOf(signature)}" ${begin}${signature}`;
    });
    writeFileSync(text, shared, 'latin1');
  }

  // The text of a module with its functions by signature and beginning: what is alike compresses best when it is near.
  function sorted(module) {
    writeFileSync(path('unsorted.wasm'), module);
    run('wasm-dis', path('unsorted.wasm'), '-o', path('unsorted.wat'));
    const functions = [];
    const others = readFileSync(path('unsorted.wat'), 'latin1').replace(/^ \(func [^]*?^ \)\n/gm, (text) => {
      functions.push({ text, shape: text.replace(/ \$\d+/g, '') });
      return '';
    });
    functions.sort((a, b) => Number(a.shape > b.shape) - Number(a.shape < b.shape));
    const end = others.lastIndexOf(')');
    return others.slice(0, end) + functions.map(({ text }) => text).join('') + others.slice(end);
  }

  // The texts of two modules, the first now without the sentences that nothing in it points to, the second with them.
  // What points to what is not known, so every number in the first is taken for an address.
  function moveSentences(from, to) {
    const numbers = new Set();
    for (const [, number] of from.matchAll(/(?:\bi32\.const |\boffset=)(-?\d+)/g)) numbers.add(Number(number));
    const segments = /^( \(data (?:\$\S+ )?\(i32\.const (\d+)\) ")(.*)"\)$/gm;
    for (const [, , at, escaped] of from.matchAll(segments)) {
      const bytes = unescaped(escaped);
      for (let i = -at & 3; i + 4 <= bytes.length; i += 4) numbers.add(bytes.readUInt32LE(i));
    }
    const moved = [];
    const rest = from.replace(segments, (_, begin, at, escaped) => {
      const bytes = unescaped(escaped);
      for (const { 0: { length }, index } of bytes.toString('latin1').matchAll(/(?<![^\0])[ -~]{8,}(?=\0)/g)) {
        // Up to and including the zeros around it: a loop may well begin or end there.
        const [first, last] = [Number(at) + index - 1, Number(at) + index + length];
        if ([...numbers].some((number) => first <= number && number <= last)) continue;
        moved.push(` (data (i32.const ${first + 1}) "${inHex(bytes.subarray(index, index + length))}")\n`);
        bytes.fill(0, index, index + length);
      }
      return `${begin}${inHex(bytes)}")`;
    });
    const end = to.lastIndexOf(')');
    return [rest, to.slice(0, end) + moved.join('') + to.slice(end)];
  }

  function assembled(text) {
    writeFileSync(path('text.wat'), text, 'latin1');
    run('wasm-opt', path('text.wat'), '--generate-stack-ir', '--optimize-stack-ir', '-o', path('text.wasm'));
    return readFileSync(path('text.wasm'));
  }

  // The second part imports hundreds of functions of the first one. They are not exported until the page has loaded
  // the second part, which brings the export section that the first one is to have then (web/src/wasm.ts).
  function parted(text, second) {
    const joinable = assembled(text);
    const exported = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(input))).map(({ name }) => name);
    const first = assembled(text.replace(/^ \(export "(.*?)".*\n/gm, (line, name) => (exported.includes(name) ? line : '')));
    const [at, there] = [exportSection(first), exportSection(joinable)];
    const exports = joinable.subarray(...there);
    if (!Buffer.concat([first.subarray(0, at[0]), exports, first.subarray(at[1])]).equals(joinable)) {
      throw new Error('the first part differs in more than its exports from the one that the second part is joined to');
    }
    return { first, second: Buffer.concat([second, customSection('exports', exports)]), exportsAt: at };
  }

  try {
    run('wasm-split', '--instrument', input, '-o', path('rehearsal.wasm'));
    const stored = {};
    const visits = ['en', 'ru'];
    for (const [day, locale] of visits.entries()) {
      const profile = await rehearse(readFileSync(path('rehearsal.wasm')), stored, Date.UTC(2026, 0, 1 + day), locale);
      writeFileSync(path(locale), profile);
    }
    run('wasm-split', '--merge-profiles', ...visits.map(path), '-o', path('profile'));
    run('wasm-split', '--split', input, `--profile=${path('profile')}`, '--import-namespace=m',
      '--placeholder-namespace=p', '-o1', path('first.wasm'), '-o2', path('second.wasm'));
    sharePlaceholders(path('first.wasm'), path('first.wat'));
    const smaller = (from, ...passes) => {
      run('wasm-opt', from, ...passes, ...smallest, ...strip, '-o', path('small.wasm'));
      return readFileSync(path('small.wasm'));
    };
    run('wasm-dis', path('second.wasm'), '-o', path('second.wat'));
    const joined = sorted(smaller(path('first.wat'), '--duplicate-import-elimination'));
    const [first, second] = moveSentences(joined, readFileSync(path('second.wat'), 'latin1'));
    writeFileSync(path('second.wat'), second, 'latin1');
    return { whole: smaller(input), ...parted(first, smaller(path('second.wat'))) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
