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

// Where placeholders for the functions of a part are imported from: the name of the file's middle.
export const parts = ['guides', 'more'];

// --- reading modules -----------------------------------------------------------------------------------------------

// Where the export section of a module begins and ends.
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

// The text of a module with more at its end.
function withMore(text, more) {
  const end = text.lastIndexOf(')');
  return text.slice(0, end) + more + text.slice(end);
}

// A section that only WebAssembly.Module.customSections() takes notice of.
function customSection(name, content) {
  const size = 1 + name.length + content.length;
  const sizeInLeb = [size | 128, (size >> 7) | 128, size >> 14];
  return Buffer.concat([Buffer.from([0, ...sizeInLeb, name.length]), Buffer.from(name), content]);
}

const segments = /^( \(data (?:\$\S+ )?\(i32\.const (\d+)\) ")(.*)"\)$/gm;

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
  const moved = { guides: '', more: '' };
  const rest = first.replace(segments, (_, begin, at, escaped) => {
    const bytes = unescaped(escaped);
    for (const { 0: { length }, index } of bytes.toString('latin1').matchAll(/(?<![^\0])[ -~]{8,}(?=\0)/g)) {
      // Up to and including the zeros around it: a loop may well begin or end there.
      const [from, to] = [Number(at) + index - 1, Number(at) + index + length];
      const pointedTo = (numbers) => {
        for (let number = from; number <= to; number++) if (numbers.has(number)) return true;
        return false;
      };
      if (pointedTo(needed)) continue;
      const segment = ` (data (i32.const ${from + 1}) "${inHex(bytes.subarray(index, index + length))}")\n`;
      const forGuides = pointedTo(byGuides);
      if (forGuides) moved.guides += segment;
      if (!forGuides || pointedTo(byMore)) moved.more += segment;
      bytes.fill(0, index, index + length);
    }
    return `${begin}${inHex(bytes)}")`;
  });
  return [rest, withMore(guides, moved.guides), withMore(more, moved.more)];
}

// --- the parts -----------------------------------------------------------------------------------------------------

// `input` has the names of its functions. `tool` finds the programs of Binaryen. Gives { whole, first, guides, more } as
// bytes, and where the export section is in the first part: exportsAt.
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
    const exported = new Map(Array.from(first.matchAll(/^ \(export "(.*?)" \(func \$(\S+)\)\)$/gm), ([, name, of]) => [name, of]));
    const thunk = / \(func \$(\S+).*\n  \(call_indirect .*\n(?:   \(local\.get .*\n)*   \(i32\.const \d+\)\n  \)\n \)\n/g;
    const thunks = new Map(Array.from(first.matchAll(thunk), ([text, name]) => [name, text]));
    let moved = '';
    const rest = more.replace(/^ \(import "m" "(.*?)" \(func \$(\S+).*\n/gm, (line, name, here) => {
      const of = exported.get(name);
      if (!thunks.has(of)) return line;
      moved += thunks.get(of).replace(` (func $${of} `, () => ` (func $${here} `);
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

  // The names by which the parts know each other's functions, now short, and in the order of the functions.
  function shortNames(texts) {
    const [first] = texts;
    const order = new Map(Array.from(functionsOf(first), (name, index) => [name, index]));
    const exports = Array.from(first.matchAll(/^ \(export "(.*?)" \(\S+ \$(\S+)\)\)$/gm), ([, name, of]) => ({ name, at: order.get(of) ?? -1 }));
    const ours = exports.filter(({ name }) => !own.includes(name)).sort((a, b) => a.at - b.at);
    const short = new Map(ours.map(({ name }, index) => [name, (index + 36).toString(36)]));
    const named = (begin) => (_, name) => `${begin}"${short.get(name) ?? name}"`;
    return texts.map((text) => text.replace(/\(export "(.*?)"/g, named('(export ')).replace(/\(import "m" "(.*?)"/g, named('(import "m" ')));
  }

  // The first part without the exports but those of the input and those that one of `others` imports.
  function exporting(text, ...others) {
    const imported = others.flatMap((other) => Array.from(other.matchAll(/\(import "m" "(.*?)"/g), ([, name]) => name));
    const wanted = new Set([...own, ...imported]);
    return asItIs(text.replace(/^ \(export "(.*?)".*\n/gm, (line, name) => (wanted.has(name) ? line : '')));
  }

  // The other parts import hundreds of functions of the first one. They are not exported until the page has loaded
  // another part, which brings the export section that the first one is to have then (web/src/wasm.ts). The third has
  // one for both.
  function parted(first, guides, more) {
    const alone = exporting(first);
    const at = exportSection(alone);
    const joined = (part, ...others) => {
      const joinable = exporting(first, ...others);
      const exports = joinable.subarray(...exportSection(joinable));
      if (!Buffer.concat([alone.subarray(0, at[0]), exports, alone.subarray(at[1])]).equals(joinable)) {
        throw new Error('the first part differs in more than its exports from the one that another part is joined to');
      }
      return Buffer.concat([asItIs(part), customSection('exports', exports)]);
    };
    return { first: alone, guides: joined(guides, guides), more: joined(more, guides, more), exportsAt: at };
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
    if (process.env.PARTS_DEBUG) {
      for (const [n, t] of Object.entries({ first, guides, more })) writeFileSync(join(process.env.PARTS_DEBUG, `d-${n}.wat`), t, 'latin1');
      return {};
    }
    // The second division has made the table larger.
    const [table] = first.match(/(?<=^ \(table \S+ ).*(?=\))/m);
    const texts = [
      sorted(smaller(sharePlaceholders(first), '--duplicate-import-elimination')),
      sorted(smaller(guides)),
      sorted(smaller(callThroughTable(first, more).replace(/(?<=\(table \S+ ).*(?=\)\))/, table))),
    ];
    return { whole: smaller(textOf(input)), ...parted(...moveSentences(shortNames(texts))) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
