// Parts the module: into what a rehearsal of ordinary surveys runs through, what one of guides, of signals, of journeys
// runs through besides, and the rest. The page loads all but the first, in any order, when something of them is called
// (web/src/wasm.ts). So tours, the help panel and what notices a struggle cost nothing where there are only surveys, and
// the words for what is wrong with a configuration, matrices and rankings, conditions and explanations cost nothing where
// nobody needs them.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { wasmFeatures } from './browsers.mjs';
import { outline } from './outline.mjs';
import { kinds, rehearse } from './rehearsal.mjs';

const features = Object.keys(wasmFeatures).map((name) => `--enable-${name}`);
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

// A function of another part, in the first.
const placeholder = /\(import "parts" "\d+" \(func (\S+)(.*)/g;

const segments = /^( \(data (?:\$\S+ )?\(i32\.const (\d+)\) ")(.*)"\)$/gm;

// Text in UTF-8 between zeros, which are also around a segment; when it is short, only what is no number by chance.
const sentence = /(?<![^\0])(?:(?:[\n -~]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){8,}|[a-zA-Z_:/-]{4,})(?=\0|$)/g;

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

// Addresses, and small numbers between them: a table.
const fewest = 3; // addresses in one
function* tablesIn(bytes, address, [low, high]) {
  const word = (i) => (i + 4 <= bytes.length ? bytes.readUInt32LE(i) : high);
  const isAddress = (i) => word(i) >= low && word(i) < high;
  for (let i = -address & 3; i + 4 <= bytes.length; i += 4) {
    if (!isAddress(i)) continue;
    let [end, addresses] = [i + 4, 1];
    for (let next = end; isAddress(next) || (word(next) < low && next - end < 20); next += 4) {
      if (isAddress(next)) [end, addresses] = [next + 4, addresses + 1];
    }
    if (addresses >= fewest) yield [i, end];
    i = end;
  }
}

// The texts of the modules, the first now without the tables that nothing in it points to, or to what is near. They are
// in the parts that do.
function moveTables([first, ...others]) {
  const byFirst = numbersIn(first);
  const byOthers = others.map(numbersIn);
  const places = Array.from(first.matchAll(segments), ([, , at, text]) => [Number(at), Number(at) + unescaped(text).length]);
  const range = [Math.min(...places.map(([begin]) => begin)), Math.max(...places.map(([, end]) => end))];
  const moved = others.map(() => '');
  const rest = first.replace(segments, (_, begin, address, escaped) => {
    const bytes = unescaped(escaped);
    for (const [from, to] of tablesIn(Buffer.from(bytes), Number(address), range)) {
      const pointedTo = (numbers) => {
        for (let number = Number(address) + from - 64; number <= Number(address) + to + 8; number++) if (numbers.has(number)) return true;
        return false;
      };
      const wanting = byOthers.map(pointedTo);
      if (pointedTo(byFirst) || !wanting.includes(true)) continue;
      const data = ` (data (i32.const ${Number(address) + from}) "${inHex(bytes.subarray(from, to))}")\n`;
      wanting.forEach((wants, i) => (moved[i] += wants ? data : ''));
      bytes.fill(0, from, to);
    }
    return `${begin}${inHex(bytes)}")`;
  });
  return [rest, ...others.map((other, i) => withMore(other, moved[i]))];
}

const shortest = 6; // bytes of a sentence that are worth moving without its end

// The texts of the modules, the first now without the sentences that nothing in it points to. Those are in the parts that
// point to them, and in the last part if none does.
function moveSentences([first, ...others]) {
  // Where a segment begins says nothing about who needs it.
  const pointers = (text) => new Set([...numbersIn(text.replace(segments, '')), ...numbersInData(text)]);
  const needed = pointers(first);
  const byOthers = others.map(pointers);
  const moved = others.map(() => []);
  const rest = first.replace(segments, (_, begin, address, escaped) => {
    const bytes = unescaped(escaped);
    const before = Buffer.from(bytes);
    for (const { 0: { length }, index } of before.toString('latin1').matchAll(sentence)) {
      // Up to and including the zeros around it: a loop may well begin or end there.
      const [from, to] = [Number(address) + index - 1, Number(address) + index + length];
      const firstOf = (numbers) => {
        for (let number = from; number <= to; number++) if (numbers.has(number)) return number;
        return Infinity;
      };
      // The linker lets a word that another sentence ends with be the end of that one: then only what is before it goes.
      const kept = firstOf(needed);
      if (kept < from + shortest || (kept >= to - 1 && kept <= to)) continue;
      const end = Math.min(kept - Number(address), index + length);
      const wanting = moved.filter((_, i) => firstOf(byOthers[i]) < Number(address) + end);
      for (const sentences of wanting.length ? wanting : moved.slice(-1)) {
        const last = sentences.at(-1);
        // What is between two that are near is written once more, as it was.
        if (last?.before === before && index - last.end < 8) last.end = end;
        else sentences.push({ before, base: Number(address), begin: index, end });
      }
      bytes.fill(0, index, end);
    }
    return `${begin}${inHex(bytes)}")`;
  });
  const text = (sentences) =>
    sentences.map(({ before, base, begin, end }) => ` (data (i32.const ${base + begin}) "${inHex(before.subarray(begin, end))}")\n`).join('');
  return [rest, ...others.map((other, i) => withMore(other, text(moved[i])))];
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

// The text with each of its calls of a slot changed. What wasm-split has made calls slots by number, the last thing in a
// call.
function mapSlotCalls(text, change) {
  const lines = text.split('\n');
  const open = [];
  for (const [i, line] of lines.entries()) {
    const indent = line.search(/\S/);
    if (line[indent] === '(') open[indent] = line.startsWith('(call_indirect ', indent) ? i : undefined;
    if (line[indent] !== ')' || open[indent] === undefined) continue;
    const slot = lines[i - 1].match(/^ *\(i32\.const (\d+)\)$/)?.[1];
    if (slot) change(lines, open[indent], i - 1, Number(slot));
  }
  return lines.filter((line) => line !== undefined).join('\n');
}

// --- what two parts share --------------------------------------------------------------------------------------------

const functions = /^ \(func (\$\S+)[^]*?^ \)\n/gm;
const bodiesOf = (text) => new Map(Array.from(text.matchAll(functions), ([text, name]) => [name, text]));
const imported = /^ \(import "m" ".*?" \(\w+ (\$[^\s)]+).*\n/gm;

// A function that calls the one in that slot.
const thunk = /^ \(func (\$\S+)(?: .*)?\n  \(call_indirect .*\n(?:   \(local\.get .*\n)*   \(i32\.const (\d+)\)\n  \)\n \)\n/gm;

const calleesIn = (bodies) =>
  new Map(Array.from(bodies, ([name, body]) => [name, Array.from(body.matchAll(/\(call (\$\S+?)[\s)]/g), ([, callee]) => callee)]));

// Those functions and all that they call of those whose callees are given.
function reached(names, callees, all = new Set()) {
  for (const name of names) {
    if (all.has(name) || !callees.has(name)) continue;
    all.add(name);
    reached(callees.get(name), callees, all);
  }
  return all;
}

// The text of a module, now with its own copies of those functions of another. All state is in memory, so that two copies
// are as good as one.
function withCopies(text, other, names) {
  const theirs = bodiesOf(other);
  const importOf = new Map(Array.from(other.matchAll(imported), ([line, name]) => [name, line]));
  let rest = text.replace(imported, (line, name) => (names.has(name) ? '' : line));
  const known = new Set([...names, ...Array.from(rest.matchAll(/^ \((?:import ".*?" ".*?" \()?(?:func|global) (\$\S+?)[\s)]/gm), ([, name]) => name)]);
  const copies = [...names].map((name) => theirs.get(name)).join('');
  let imports = '';
  for (const [, name] of copies.matchAll(/\((?:call|global\.[gs]et) (\$\S+?)[\s)]/g)) {
    if (known.has(name)) continue;
    known.add(name);
    imports += importOf.get(name);
  }
  const types = Array.from(other.matchAll(/^ \(type (\S+) .*\n/gm), ([type, name]) => (rest.includes(` (type ${name} (`) ? '' : type)).join('');
  rest = rest.replace(/^ \(type /m, (begin) => types + begin).replace(/^ \(import /m, (begin) => imports + begin);

  const own = slotsOf(rest);
  for (const [slot, name] of slotsOf(other)) if (names.has(name)) own.set(slot, name);
  // No need to go through the table to what is here.
  return mapSlotCalls(withSlots(withMore(rest, copies), own), (lines, begin, end, slot) => {
    if (!own.has(slot)) return;
    lines[begin] = lines[begin].replace(/\(call_indirect .*/, () => `(call ${own.get(slot)}`);
    lines[end] = undefined;
  });
}

// The text of the last part, now with its own copies of what it and the first call of `other`, so that surveys which need
// something of these do without that. Not of what is long and for guides or signals only, or called by the first only:
// where that is called, the part with it is there.
function copyShared(first, other, more) {
  const theirs = bodiesOf(other);
  const callees = calleesIn(theirs);
  const lengths = new Map(Array.from(theirs, ([name, body]) => [name, body.split('\n').length]));
  const own = bodiesOf(more);
  const copied = new Set();
  const ofFirst = new Set();
  const called = new Set(Array.from(more.matchAll(/^ \(import "m" ".*?" \(func (\$\S+)/gm), ([, name]) => name));
  const slots = slotsOf(other);
  mapSlotCalls(first, (_lines, _begin, _end, slot) => slots.has(slot) && ofFirst.add(slots.get(slot)));
  for (const name of [...called, ...ofFirst]) {
    const all = reached([name], callees);
    const size = [...all].reduce((sum, one) => sum + lengths.get(one), 0);
    if (size > 200 && (/^\$canvass::(guide|signals)::/.test(name) || !called.has(name))) continue;
    for (const one of all) if (!own.has(one)) copied.add(one);
  }
  return withCopies(more, other, copied);
}

// --- the order of slots ----------------------------------------------------------------------------------------------

// The texts of the modules with the slots that wasm-split has added, those from `size` on, in another order: by signature
// and part, so that the first part's table is the same few placeholders over and over.
function orderSlots(texts, size) {
  const [first, ...others] = texts;
  const kinds = new Map(Array.from(first.matchAll(placeholder), ([, name, signature]) => [name, signature]));
  const placeholders = slotsOf(first);
  const filled = others.map(slotsOf);
  const kind = (slot) => `${kinds.get(placeholders.get(slot)) ?? ''} ${filled.map((slots) => Number(!slots.has(slot))).join('')}`;
  const added = [...placeholders.keys()].filter((slot) => slot >= size).sort((a, b) => a - b);
  const ordered = [...added].sort((a, b) => Number(kind(a) > kind(b)) - Number(kind(a) < kind(b)));
  const now = new Map(ordered.map((slot, i) => [slot, added[i]]));
  return texts.map((text) => {
    const moved = new Map(Array.from(slotsOf(text), ([slot, name]) => [now.get(slot) ?? slot, name]));
    const called = mapSlotCalls(text, (lines, _, end, slot) => {
      lines[end] = lines[end].replace(/\d+(?=\)$)/, now.get(slot) ?? slot);
    });
    return withSlots(called, moved);
  });
}

// --- the parts -----------------------------------------------------------------------------------------------------

// `input` has the names of its functions. `tool` finds the programs of Binaryen. Gives { whole, first, parts } as bytes, the
// parts by name, and where the exports are in the first: exportsAt.
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
  function cut(from, how, part) {
    run('wasm-split', '--split', from, how, '--debuginfo', '--import-namespace=m', '--placeholder-namespace=parts',
      '-o1', path('divided.wasm'), '-o2', path(`${part}.wasm`));
    return [path('divided.wasm'), path(`${part}.wasm`)];
  }
  const divide = (from, how, part) => cut(from, how, part).map(textOf);
  const functionsOf = (text) => new Set(Array.from(text.matchAll(/^ \(func \$(\S+)/gm), ([, name]) => name));

  // wasm-split imports a placeholder for every function of another part. All do the same, so one for each signature is
  // enough: those get one name, by which they are found to be duplicates.
  function sharePlaceholders(text) {
    const signatures = [];
    return text.replace(placeholder, (_, name, signature) => {
      if (!signatures.includes(signature)) signatures.push(signature);
      return `(import "parts" "${signatures.indexOf(signature)}" (func ${name}${signature}`;
    });
  }

  // What a part calls of another, it calls through the table, as the first does, so that either can be there without the
  // other. wasm-split has made functions that do so, but for it they are the first part's.
  function callThroughTable(first, part) {
    const exported = new Map(Array.from(first.matchAll(/^ \(export "(.*?)" \(func (\$\S+)\)\)$/gm), ([, name, of]) => [name, of]));
    const thunks = new Map(Array.from(first.matchAll(thunk), ([text, name]) => [name, text]));
    let moved = '';
    const rest = part.replace(/^ \(import "m" "(.*?)" \(func (\$\S+).*\n/gm, (line, name, here) => {
      const of = exported.get(name);
      if (!thunks.has(of)) return line;
      moved += thunks.get(of).replace(` (func ${of} `, () => ` (func ${here} `);
      return '';
    });
    return withMore(rest, moved);
  }

  // Those of the first part's then have nobody who calls them.
  function withoutThunks(first) {
    const thunks = new Set(Array.from(first.matchAll(thunk), ([, name]) => name));
    return first.replace(/^ \(export "(.*?)" \(func (\$\S+)\)\)\n/gm, (line, name, of) => (thunks.has(of) && !own.includes(name) ? '' : line));
  }

  // The functions by signature and beginning: what is alike compresses best when it is near. How far an address is sure to
  // be aligned is a hint that no engine needs, and one difference more.
  function sorted(module) {
    writeFileSync(path('unsorted.wasm'), module);
    const functions = [];
    const text = textOf(path('unsorted.wasm')).replace(/(?<=^ *\(\S+(?: offset=\d+)?) align=\d+$/gm, '');
    const others = text.replace(/^ \(func [^]*?^ \)\n/gm, (text) => {
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
    return texts.map((text) => sortImports(text.replace(/(?<=^ \((?:export|import "m") ")[^"]+/gm, (name) => names.get(name))));
  }

  // What follows from what was before compresses best, and the first part's functions are in the order of signatures.
  function sortImports(text) {
    const line = /^ \(import "m" ".*?" \(func .*\n/gm;
    const sorted = (text.match(line) ?? []).sort().join('');
    let begun = false;
    return text.replace(line, () => {
      const put = begun ? '' : sorted;
      begun = true;
      return put;
    });
  }

  // The first part exports what the module did, and what others import of it that is no function.
  function parted(names, first, ...others) {
    const alone = asItIs(first.replace(/^ \(export "(.*?)" \(func .*\n/gm, (line, name) => (own.includes(name) ? line : '')));
    const parts = Object.fromEntries(names.map((name, i) => [name, asItIs(others[i])]));
    return { first: alone, parts, exportsAt: exportSection(alone) };
  }

  async function rehearsed(kind) {
    const files = [];
    for (const [locale, bytes] of await rehearse(readFileSync(path('rehearsal.wasm')), kind)) {
      files.push(path(`${kind}.${locale}`));
      writeFileSync(files.at(-1), bytes);
    }
    return files;
  }

  try {
    const owners = ['guides', 'signals', 'journeys'];
    // How a module is divided into what rehearsals of some kinds run through, and the rest.
    async function rehearseAll(module) {
      run('wasm-split', '--instrument', module, '-o', path('rehearsal.wasm'));
      const profiles = {};
      for (const kind of kinds) profiles[kind] = await rehearsed(kind);
      function profileOf(...kinds) {
        run('wasm-split', '--merge-profiles', ...kinds.flatMap((kind) => profiles[kind]), '-o', path('profile'));
        return `--profile=${path('profile')}`;
      }
      const divideBy = (...kinds) => divide(module, profileOf(...kinds), 'more');
      const notRunBy = (...kinds) => functionsOf(textOf(cut(module, profileOf(...kinds), 'more')[1]));
      return { divideBy, notRunBy };
    }
    // The module, now with functions of their own for what is done only on the way to another part.
    async function outlined() {
      const { notRunBy } = await rehearseAll(input);
      const sets = [notRunBy('surveys'), ...owners.map((kind) => notRunBy('surveys', kind)), notRunBy(...kinds)];
      const isElsewhere = (caller, callee) => sets.some((set) => set.has(callee.slice(1)) && !set.has(caller.slice(1)));
      asItIs(outline(textOf(input), isElsewhere), '--debuginfo');
      writeFileSync(path('outlined.wasm'), readFileSync(path('text.wasm')));
      return path('outlined.wasm');
    }
    const module = await outlined();
    const { divideBy, notRunBy } = await rehearseAll(module);
    const notFirst = notRunBy('surveys');
    const notRun = owners.map((kind) => notRunBy('surveys', kind));
    let [first, more] = divideBy(...kinds);
    const last = functionsOf(more);
    const runningOwners = (name) => owners.filter((_, i) => !notRun[i].has(name));
    // What only all of them together run through goes with signals.
    function partOf(name) {
      const running = runningOwners(name);
      return running.length > 1 ? 'shared' : (running[0] ?? 'signals');
    }
    const middle = Array.from(notFirst).filter((name) => !last.has(name));
    const taken = [...owners, 'shared'].map((part) => {
      writeFileSync(path('names'), middle.filter((name) => partOf(name) === part).join('\n'));
      asItIs(first, '--debuginfo');
      const [rest, secondary] = divide(path('text.wasm'), `--split-funcs=@${path('names')}`, part);
      first = rest;
      return secondary;
    });
    const whole = textOf(input);
    const tableOf = (text) => text.match(/(?<=^ \((?:import .*\()?table \S+ )(\d+).*?(?=\))/m);
    // Each division has made the table larger.
    const [table] = tableOf(first);
    const [shared, ...enlarged] = [taken.pop(), ...taken, more].map((part) => part.replace(/^( \(import "m" ".*?" \(table \S+ ).*(?=\)\)$)/m, (_, begin) => begin + table));
    more = enlarged.pop();
    const callees = calleesIn(bodiesOf(shared));
    const parts = enlarged.map((part, i) => {
      const wanted = [...callees.keys()].filter((name) => runningOwners(name.slice(1)).includes(owners[i]));
      return withCopies(part, shared, reached(wanted, callees));
    });
    for (const part of parts) more = copyShared(first, part, more);
    const names = [...owners, 'more'];
    const joinable = [...parts, more].map((part) => callThroughTable(first, part));
    const [begin, ...rest] = orderSlots([withoutThunks(first), ...joinable], Number(tableOf(whole)[1]));
    const texts = [
      sorted(smaller(sharePlaceholders(begin), '--duplicate-import-elimination')),
      ...rest.map((text) => sorted(smaller(text))),
    ];
    return { whole: smaller(whole), ...parted(names, ...moveSentences(moveTables(named(texts)))) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
