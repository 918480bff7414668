// canvass.parts.js: joins other parts of the module to the first, which alone is enough for ordinary surveys.

import { Promise } from './promise.ts';
import type { Part } from './wasm.ts';

declare const __PARTS_INTEGRITY__: Readonly<Record<Part, string>>;
declare const __EXPORTS_AT__: readonly [begin: number, entries: number, size: number, count: number];

export interface Tools {
  left: number; // parts that are not there, or more
  readonly base: string;
  readonly compile: (url: string, integrity: string) => Promise<WebAssembly.Module>;
  readonly instantiate: (module: WebAssembly.Module) => Promise<WebAssembly.Exports>; // with all that it imports
  readonly first: () => Promise<Response>; // the first part's bytes once more
}

export interface Parts {
  // Loads what this configuration will need.
  expect(config: string): void;
  // A new instance of all the parts so far and those that are expected; or else the next.
  complete(): Promise<WebAssembly.Exports>;
}

const leb = (number: number): number[] => [number | 128, (number >> 7) | 128, number >> 14];

// The first part, now with all the functions exported that the others import: the letter by which they do is the
// function's index and 128, two bytes of UTF-8. __EXPORTS_AT__ is where its export section begins, where its first entry
// does, the size of the entries, and how many there are.
async function joinable(first: Blob, others: WebAssembly.Module[]): Promise<WebAssembly.Module> {
  const imports = others.flatMap((other) => WebAssembly.Module.imports(other));
  const letters = new Set(imports.map(({ name }) => (name[1] ? 0 : name.charCodeAt(0))));
  letters.delete(0);
  const added = [...letters].flatMap((letter) => [2, 192 | (letter >> 6), 128 | (letter & 63), 0, ...leb(letter - 128)]);
  const [begin, entries, size, count] = __EXPORTS_AT__;
  const section = new Uint8Array([7, ...leb(size + added.length + 3), ...leb(count + letters.size), ...added]);
  return WebAssembly.compile(await new Blob([first.slice(0, begin), section, first.slice(entries)]).arrayBuffer());
}

// In the order in which they are tried, with what says in a configuration that they will be needed.
const all: readonly (readonly [Part, RegExp?])[] = [
  ['more'],
  ['guides', /"guides":\s*\[\s*{/],
  ['signals', /"signals?":/],
  ['journeys', /"journeys":/],
];

function createParts(tools: Tools): Parts {
  const { base, compile, instantiate, first } = tools;
  const loading = new Map<Part, Promise<WebAssembly.Module>>();
  const loaded = new Map<Part, WebAssembly.Module>();
  const expected: Part[] = [];

  function load(part: Part): Promise<WebAssembly.Module> {
    const known = loading.get(part);
    if (known) return known;
    const module = compile(new URL(`canvass.${part}.wasm`, base).href, __PARTS_INTEGRITY__[part]);
    loading.set(part, module);
    module.catch(() => loading.delete(part)); // another time it may succeed
    return module;
  }
  return {
    expect(config) {
      for (const [part, said] of all) {
        if (!said?.test(config)) continue;
        expected.push(part);
        load(part).catch(() => 0); // it is said when it is missed
      }
    },
    async complete() {
      const wanted = expected.filter((one) => !loaded.has(one));
      if (!wanted.length) wanted.push(...all.map(([one]) => one).filter((one) => !loaded.has(one)).slice(0, 1));
      await Promise.all(wanted.map(async (one) => loaded.set(one, await load(one))));
      tools.left = all.length - loaded.size;
      const others = [...loaded.values()];
      const exports = await instantiate(await joinable(await (await first()).blob(), others));
      // Their functions stand in the first one's table then.
      for (const other of others) await WebAssembly.instantiate(other, { m: exports as WebAssembly.ModuleImports });
      return exports;
    },
  };
}

const known = new WeakMap<Tools, Parts>();

export function partsOf(tools: Tools): Parts {
  const parts = known.get(tools) ?? createParts(tools);
  known.set(tools, parts);
  return parts;
}
