// Parts the module in three: what a rehearsal of ordinary surveys runs through, what one of guides runs besides, and the
// rest. The page loads the second and the third, in either order, when something of them is called (web/src/wasm.ts). So
// tours and the help panel cost nothing where there are only surveys, and the words for what is wrong with a
// configuration, matrices and rankings, conditions and explanations cost nothing where nobody needs them.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { rehearse } from './rehearsal.mjs';

const features = ['sign-ext', 'bulk-memory', 'nontrapping-float-to-int', 'mutable-globals', 'simd'].map((name) => `--enable-${name}`);
const strip = ['--strip-debug', '--strip-producers', '--strip-target-features'];
const smallest = ['--flatten', '--rereloop', '-Oz', '--flatten', '--rereloop', '-Oz', '-Oz', '--one-caller-inline-max-function-size=20'];

// --- reading modules -----------------------------------------------------------------------------------------------

// The export section of a module: where it begins, where its first entry does, the size of the entries, and how many
// there are.
export function exportSection(module) {
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
    const end = at + size;
    if (section === 7) {
      const count = number();
      return [begin, at, end - at, count];
    }
    at = end;
  }
}

// The bytes of a string in a module's text, and the other way round.
function unescaped(text) {
  const others = { t: '\t', n: '\n', r: '\r' };
  const byte = (_, code) => (code.length === 2 ? String.fromCharCode(parseInt(code, 16)) : (others[code] ?? code));
  return Buffer.from(text.replace(/\\([0-9a-f]{2}|.)/gi, byte), 'latin1');
}
const inHex = (bytes) => bytes.toString('hex').replace(/../g, '\\$&');

// The text of a module with more at its end.
function withMore(text, more) {
  const end = text.lastIndexOf(')');
  return text.slice(0, end) + more + text.slice(end);
}

const segments = /^( \(data (?:\$\S+ )?\(i32\.const (\d+)\) ")(.*)"\)$/gm;

// Text in UTF-8 between zeros; when it is short, only what is no number by chance.
const sentence = /(?<![^\0])(?:(?:[\n -~]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){8,}|[a-zA-Z_:/-]{4,})(?=\0)/g;

// What a module's code may point to. What is a pointer is not known, so every number is taken for one.
function numbersIn(text) {
  return new Set(Array.from(text.matchAll(/(?:\bi32\.const |\boffset=)(-?\d+)/g), ([, number]) => Number(number)));
}
function numbersInData(text) {
  const numbers = new Set();
  for (const [, , at, escaped] of text.matchAll(segments)) {
    const bytes = unescaped(escaped);
    for (let i = -at & 3; i + 4 <= bytes.length; i += 4) numbers.add(bytes.readUInt32LE(i));
  }
  return numbers;
}

// The texts of the three modules, the first now without the sentences that nothing in it points to. They are in the
// second, in the third, or in both: in those that point to them, and in the third if none does.
function moveSentences([first, guides, more]) {
  const needed = new Set([...numbersIn(first), ...numbersInData(first)]);
  const byGuides = numbersIn(guides);
  const byMore = numbersIn(more);
  const moved = { guides: [], more: [] };
  const rest = first.replace(segments, (_, begin, address, escaped) => {
    const bytes = unescaped(escaped);
    const before = Buffer.from(bytes);
    for (const { 0: { length }, index } of before.toString('latin1').matchAll(sentence)) {
      // Up to and including the zeros around it: a loop may well begin or end there.
      const [from, to] = [Number(address) + index - 1, Number(address) + index + length];
      const pointedTo = (numbers) => {
        for (let number = from; number <= to; number++) if (numbers.has(number)) return true;
        return false;
      };
      if (pointedTo(needed)) continue;
      const forGuides = pointedTo(byGuides);
      for (const part of forGuides ? ['guides', ...(pointedTo(byMore) ? ['more'] : [])] : ['more']) {
        const last = moved[part].at(-1);
        // What is between two that are near is written once more, as it was.
        if (last?.before === before && index - last.end < 8) last.end = index + length;
        else moved[part].push({ before, base: Number(address), begin: index, end: index + length });
      }
      bytes.fill(0, index, index + length);
    }
    return `${begin}${inHex(bytes)}")`;
  });
  const text = (sentences) =>
    sentences.map(({ before, base, begin, end }) => ` (data (i32.const ${base + begin}) "${inHex(before.subarray(begin, end))}")\n`).join('');
  return [rest, withMore(guides, text(moved.guides)), withMore(more, text(moved.more))];
}

// --- the table -----------------------------------------------------------------------------------------------------

const elements = /^ \(elem (?:\$\S+ )?\(i32\.const (\d+)\)(?: func)?((?: \$\S+)+)\)\n/gm;

// Which function a module puts into which slot.
function slotsOf(text) {
  const slots = new Map();
  for (const [, begin, names] of text.matchAll(elements)) {
    names.trim().split(' ').forEach((name, i) => slots.set(Number(begin) + i, name));
  }
  return slots;
}
function withSlots(text, slots) {
  let segments = '';
  for (const slot of [...slots.keys()].sort((a, b) => a - b)) {
    segments = slots.has(slot - 1) ? segments.replace(/\)\n$/, ` ${slots.get(slot)})\n`) : `${segments} (elem (i32.const ${slot}) ${slots.get(slot)})\n`;
  }
  let first = true;
  return text.replace(elements, () => {
    const put = first ? segments : '';
    first = false;
    return put;
  });
}

// --- what two parts share --------------------------------------------------------------------------------------------

const functions = /^ \(func (\$\S+)[^]*?^ \)\n/gm;
const importOf = (name) => new RegExp(`^ \\(import "m" ".*?" \\(\\w+ ${name.replace(/[^\w]/g, '\\$&')}[ )].*\\n`, 'm');

// A function that calls the one in that slot.
const thunk = /^ \(func (\$\S+).*\n  \(call_indirect .*\n(?:   \(local\.get .*\n)*   \(i32\.const (\d+)\)\n  \)\n \)\n/gm;

// The texts of the three modules, the third now with its own copies of what it calls of the second, so that surveys which
// need the third do without the second. All state is in memory, so that two copies are as good as one. Not of what is
// long and for guides only: where that is called, the second part is there.
function copyShared([first, guides, more]) {
  const theirs = new Map(Array.from(guides.matchAll(functions), ([text, name]) => [name, text]));
  const slots = slotsOf(guides);
  const callees = (text) => Array.from(text.matchAll(/\(call (\$\S+?)[\s)]/g), ([, name]) => name);
  function reached(name, all = new Set()) {
    if (all.has(name) || !theirs.has(name)) return all;
    all.add(name);
    for (const callee of callees(theirs.get(name))) reached(callee, all);
    return all;
  }
  const copied = new Set();
  let rest = more.replace(thunk, (text, here, slot) => {
    const name = slots.get(Number(slot));
    if (name !== here) return text;
    const all = reached(name);
    const size = [...all].reduce((sum, one) => sum + theirs.get(one).split('\n').length, 0);
    if (/^\$canvass::guide::/.test(name) && size > 200) return text;
    for (const one of all) copied.add(one);
    return '';
  });
  // What one of them calls, another function may have called through the table.
  rest = rest.replace(thunk, (text, here) => (copied.has(here) ? '' : text));

  let imports = '';
  const known = new Set(Array.from(rest.matchAll(/^ \((?:import ".*?" ".*?" \()?(?:func|global) (\$\S+?)[\s)]/gm), ([, name]) => name));
  for (const text of [...copied].map((name) => theirs.get(name))) {
    for (const [, name] of text.matchAll(/\((?:call|global\.[gs]et) (\$\S+?)[\s)]/g)) {
      if (known.has(name) || copied.has(name)) continue;
      known.add(name);
      imports += guides.match(importOf(name))[0];
    }
  }
  const types = Array.from(guides.matchAll(/^ \(type (\S+) .*\n/gm), ([text, name]) => (rest.includes(` (type ${name} (`) ? '' : text)).join('');
  rest = rest.replace(/^ \(type /m, (begin) => types + begin).replace(/^ \(import /m, (begin) => imports + begin);

  // Where one of them is missed, the third part is: a page with guides has loaded the second before it comes to that.
  const own = slotsOf(rest);
  const placeholders = slotsOf(first);
  for (const [slot, name] of slots) {
    if (!copied.has(name)) continue;
    own.set(slot, name);
    first = first.replace(` (import "guides" "${slot}" (func ${placeholders.get(slot)}`, (text) => text.replace('guides', 'more'));
  }
  return [first, guides, withSlots(withMore(rest, [...copied].map((name) => theirs.get(name)).join('')), own)];
}

// --- the order of slots ----------------------------------------------------------------------------------------------

// The texts of the modules with the slots that wasm-split has added, those from `size` on, in another order: by part and
// signature, so that the first part's table is the same few placeholders over and over.
function orderSlots(texts, size) {
  const [first] = texts;
  const kinds = new Map(Array.from(first.matchAll(/\(import "(guides|more)" "\d+" \(func (\S+)(.*)/g), ([, part, name, signature]) => [name, part + signature]));
  const placeholders = slotsOf(first);
  const kind = (slot) => kinds.get(placeholders.get(slot)) ?? '';
  const added = [...placeholders.keys()].filter((slot) => slot >= size).sort((a, b) => a - b);
  const ordered = [...added].sort((a, b) => Number(kind(a) > kind(b)) - Number(kind(a) < kind(b)));
  const now = new Map(ordered.map((slot, i) => [slot, added[i]]));
  return texts.map((text) => {
    const moved = new Map(Array.from(slotsOf(text), ([slot, name]) => [now.get(slot) ?? slot, name]));
    // wasm-split calls them by number, the last thing in a call.
    const lines = text.split('\n');
    const open = [];
    for (const [i, line] of lines.entries()) {
      const indent = line.search(/\S/);
      if (line[indent] === '(') open[indent] = line.startsWith('(call_indirect ', indent);
      if (line[indent] !== ')' || !open[indent]) continue;
      lines[i - 1] = lines[i - 1].replace(/^( *\(i32\.const )(\d+)\)$/, (_, begin, slot) => `${begin}${now.get(Number(slot)) ?? slot})`);
    }
    return withSlots(lines.join('\n'), moved);
  });
}

// --- the parts -----------------------------------------------------------------------------------------------------

// `input` has the names of its functions. `tool` finds the programs of Binaryen. Gives { whole, first, guides, more } as
// bytes, and where the exports are in the first part: exportsAt.
export async function split(input, tool) {
  const folder = mkdtempSync(join(tmpdir(), 'canvass-'));
  const path = (name) => join(folder, name);
  const run = (program, ...rest) => execFileSync(tool(program), [...features, ...rest], { stdio: ['ignore', 'ignore', 'inherit'] });

  function textOf(module) {
    run('wasm-dis', module, '-o', path('text.wat'));
    return readFileSync(path('text.wat'), 'latin1');
  }
  function assembled(text, ...passes) {
    writeFileSync(path('text.wat'), text, 'latin1');
    run('wasm-opt', path('text.wat'), ...passes, '-o', path('text.wasm'));
    return readFileSync(path('text.wasm'));
  }
  const asItIs = (text, ...passes) => assembled(text, ...passes, '--generate-stack-ir', '--optimize-stack-ir');
  function smaller(text, ...passes) {
    return assembled(text, ...passes, ...smallest, ...strip);
  }

  const own = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(input))).map(({ name }) => name);

  // Splits `from` into first and second; imports of the first for what is in the second are in the namespace `part`.
  function divide(from, how, part) {
    run('wasm-split', '--split', from, how, '--debuginfo', '--import-namespace=m', `--placeholder-namespace=${part}`,
      '-o1', path('divided.wasm'), '-o2', path(`${part}.wasm`));
    return [textOf(path('divided.wasm')), textOf(path(`${part}.wasm`))];
  }
  const functionsOf = (text) => new Set(Array.from(text.matchAll(/^ \(func \$(\S+)/gm), ([, name]) => name));

  // wasm-split imports a placeholder for every function of another part. All of a part do the same, so one for each
  // signature is enough: those get one name, by which they are found to be duplicates.
  function sharePlaceholders(text) {
    const signatures = [];
    return text.replace(/\(import "(guides|more)" "\d+" (\(func \S+)(.*)/g, (_, part, begin, signature) => {
      if (!signatures.includes(signature)) signatures.push(signature);
      return `(import "${part}" "${signatures.indexOf(signature)}" ${begin}${signature}`;
    });
  }

  // What the third part calls of the second, it calls through the table, as the first does, so that either can be there
  // without the other. wasm-split has made functions that do so, but for it they are the first part's.
  function callThroughTable(first, more) {
    const exported = new Map(Array.from(first.matchAll(/^ \(export "(.*?)" \(func (\$\S+)\)\)$/gm), ([, name, of]) => [name, of]));
    const thunks = new Map(Array.from(first.matchAll(thunk), ([text, name]) => [name, text]));
    let moved = '';
    const rest = more.replace(/^ \(import "m" "(.*?)" \(func (\$\S+).*\n/gm, (line, name, here) => {
      const of = exported.get(name);
      if (!thunks.has(of)) return line;
      moved += thunks.get(of).replace(` (func ${of} `, () => ` (func ${here} `);
      return '';
    });
    return withMore(rest, moved);
  }

  // The functions by signature and beginning: what is alike compresses best when it is near.
  function sorted(module) {
    writeFileSync(path('unsorted.wasm'), module);
    const functions = [];
    const others = textOf(path('unsorted.wasm')).replace(/^ \(func [^]*?^ \)\n/gm, (text) => {
      functions.push({ text, shape: text.replace(/ \$\d+/g, '') });
      return '';
    });
    functions.sort((a, b) => Number(a.shape > b.shape) - Number(a.shape < b.shape));
    return withMore(others, functions.map(({ text }) => text).join(''));
  }

  // The other parts import hundreds of functions of the first one. Their names are what says which they are: one letter
  // each, by the function's index, so that the page can export them once it has loaded another part (web/src/wasm.ts)
  // and no part has to list them.
  function named(texts) {
    const [first] = texts;
    const functions = Array.from(first.matchAll(/^ \((?:import .* \()?func \$(\S+)/gm), ([, name]) => name);
    const index = new Map(functions.map((name, at) => [name, at]));
    const names = new Map();
    for (const [, name, kind, of] of first.matchAll(/^ \(export "(.*?)" \((\S+) \$(\S+)\)\)$/gm)) {
      if (own.includes(name)) names.set(name, name);
      else if (kind === 'func') names.set(name, Buffer.from(String.fromCharCode(index.get(of) + 128)).toString('latin1'));
      else names.set(name, `${kind}${names.size}`);
    }
    return texts.map((text) => text.replace(/(?<=^ \((?:export|import "m") ")[^"]+/gm, (name) => names.get(name)));
  }

  // The first part exports what the module did, and what others import of it that is no function.
  function parted(first, guides, more) {
    const alone = asItIs(first.replace(/^ \(export "(.*?)" \(func .*\n/gm, (line, name) => (own.includes(name) ? line : '')));
    return { first: alone, guides: asItIs(guides), more: asItIs(more), exportsAt: exportSection(alone) };
  }

  async function profile(...kinds) {
    const files = [];
    for (const kind of kinds) {
      for (const [locale, bytes] of await rehearse(readFileSync(path('rehearsal.wasm')), kind)) {
        files.push(path(`${kind}.${locale}`));
        writeFileSync(files.at(-1), bytes);
      }
    }
    run('wasm-split', '--merge-profiles', ...files, '-o', path('profile'));
    return `--profile=${path('profile')}`;
  }

  try {
    run('wasm-split', '--instrument', input, '-o', path('rehearsal.wasm'));
    const [, notFirst] = divide(input, await profile('surveys'), 'rest');
    const [notMore, more] = divide(input, await profile('surveys', 'guides'), 'more');
    const last = functionsOf(more);
    writeFileSync(path('names'), Array.from(functionsOf(notFirst)).filter((name) => !last.has(name)).join('\n'));
    asItIs(notMore, '--debuginfo');
    const [first, guides] = divide(path('text.wasm'), `--split-funcs=@${path('names')}`, 'guides');
    const whole = textOf(input);
    const tableOf = (text) => text.match(/(?<=^ \((?:import .*\()?table \S+ )(\d+).*?(?=\))/m);
    // The second division has made the table larger.
    const [table] = tableOf(first);
    const enlarged = callThroughTable(first, more).replace(/(?<=\(table \S+ ).*(?=\)\))/, table);
    const ordered = orderSlots(copyShared([first, guides, enlarged]), Number(tableOf(whole)[1]));
    const texts = [
      sorted(smaller(sharePlaceholders(ordered[0]), '--duplicate-import-elimination')),
      sorted(smaller(ordered[1])),
      sorted(smaller(ordered[2])),
    ];
    return { whole: smaller(whole), ...parted(...moveSentences(named(texts))) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
