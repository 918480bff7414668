// What a module does only on the way to another of its parts is put there (web/tools/outline.mjs), and does the same.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { outline } from '../../web/tools/outline.mjs';

// As wasm-dis writes it.
const module = (...functions) => `(module\n${functions.join('')})\n`;
const say = ' (func $say (param $0 i32)\n  (nop)\n )\n';
const toSay = (_caller, callee) => callee === '$say';

const reading = ` (func $read (param $0 i32) (result i32)
  (local $1 i32)
  (local $2 i32)
  (if
   (i32.eqz
    (local.get $0)
   )
   (block
    (local.set $1
     (call $text
      (i32.const 1024)
     )
    )
    (call $say
     (local.get $1)
    )
    (call $free
     (local.get $1)
    )
   )
  )
  (local.get $0)
 )
`;
const functionsIn = (text) => Array.from(text.matchAll(/^ \(func (\$\S+)(.*)/gm), ([, name, signature]) => `${name}${signature}`);

test('statements around a call of another part become one call', () => {
  const text = outline(module(reading, say), toSay);
  assert.deepEqual(functionsIn(text), ['$read (param $0 i32) (result i32)', '$say (param $0 i32)', '$read.apart0']);
  const [read] = text.split(' (func $say');
  assert.doesNotMatch(read, /1024|call \$text|call \$free/);
  assert.match(read, /\(call \$read\.apart0\)/);
  assert.match(text, /\$read\.apart0\n {2}\(local \$1 i32\)\n[^]*1024[^]*call \$say[^]*call \$free/);
});

test('what they read is given to it, and what is read after them comes back', () => {
  const wanted = reading.replace('(i32.const 1024)', '(local.get $0)').replace('  (local.get $0)\n )\n', '  (local.get $1)\n )\n');
  const text = outline(module(wanted, say), toSay);
  assert.ok(functionsIn(text).includes('$read.apart0 (param $0 i32) (result i32)'), functionsIn(text).join('\n'));
  assert.match(text, /\(local\.set \$1\n *\(call \$read\.apart0\n *\(local\.get \$0\)/);
});

test('two results cannot come back, so less is moved', () => {
  const two = reading
    .replace('    (call $say\n', '    (local.set $2\n     (call $text\n      (i32.const 2048)\n     )\n    )\n    (call $say\n')
    .replace('  (local.get $0)\n )\n', '  (i32.add\n   (local.get $1)\n   (local.get $2)\n  )\n )\n');
  const text = outline(module(two, say), toSay);
  const [read] = text.split(' (func $say');
  assert.ok(/1024/.test(read) !== /2048/.test(read) || !/apart/.test(text), read);
});

test('a call that may be jumped over moves nothing that comes before the jump', () => {
  const jumping = reading.replace('(block\n', '(block $out\n').replace('    (call $say\n', '    (br_if $out\n     (call $busy)\n    )\n    (call $say\n');
  const text = outline(module(jumping, say), toSay);
  const [read] = text.split(' (func $say');
  assert.match(read, /1024/);
  assert.match(read, /call \$busy/);
});

test('a call within an arm moves nothing outside of it, and nothing leaves a loop or returns from where it went', () => {
  const inside = reading.replace('    (call $free\n     (local.get $1)\n    )\n', '    (return\n     (i32.const 7)\n    )\n');
  const text = outline(module(inside, say), toSay);
  const [read] = text.split(' (func $say');
  assert.match(read, /\(return\n/);
  assert.doesNotMatch(text.split('$read.apart0').at(-1), /return/);
});

test('without a call of another part nothing changes', () => {
  const text = module(reading, say);
  assert.equal(outline(text, () => false), text);
});
