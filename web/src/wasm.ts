// Gets the module running: compiled while it streams in, or compiled from its bytes, or, where the page's content
// security policy forbids WebAssembly, as the same code translated to JavaScript.

import { Failure, reason } from './report.ts';
import type { Module } from './core.ts';
import type { MeasureImport } from './measure.ts';

declare const __WASM_INTEGRITY__: string;
declare const __PARTS_INTEGRITY__: Readonly<Record<Part, string>>;
declare const __EXPORTS_AT__: [begin: number, end: number];

// What is not in canvass.wasm: canvass.guides.wasm and canvass.more.wasm.
export type Part = 'guides' | 'more';

// Thrown out of the module when it needs a function of that part. The instance is of no use any more.
export class Missing extends Error {
  constructor(readonly part: Part) {
    super();
  }
}

export interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  _initialize?(): void;
  canvass_input(size: number): number;
  canvass_configure(length: number): number;
  canvass_provide(length: number): void;
  canvass_explain(length: number, now: number): number;
  canvass_status(now: number): number;
  canvass_handle(length: number, now: number): number;
  canvass_act(node: number, action: number, length: number, now: number): number;
  canvass_output_size(): number;
  canvass_environment(slot: number, width: number, height: number, dpr: number, flags: number): void;
  canvass_interact(slot: number, hovered: number, focused: number, pressed: number): void;
  canvass_arrow(side: number, offset: number): void;
  canvass_fonts_changed(): void;
  canvass_frame(slot: number): number;
}

export type Imports = Record<string, Record<string, (...rest: number[]) => number>>;
type Translated = { instantiate(imports: Imports): { exports: Exports } };

const notSupported = 52; // WASI ENOSYS: the core does no I/O, so none of these is reached in earnest

export function importsFor(measure: MeasureImport): Imports {
  const refuse = (): number => notSupported;
  const ignore = (): number => 0;
  return {
    env: { canvass_measure: measure, emscripten_notify_memory_growth: ignore },
    wasi_snapshot_preview1: { fd_close: refuse, fd_seek: refuse, fd_write: refuse, proc_exit: ignore },
  };
}

export function ready(exports: Exports): Exports {
  exports._initialize?.();
  return exports;
}

// A module in one piece.
export async function fromBytes(bytes: BufferSource, imports: Imports): Promise<Module> {
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  return inOnePiece(ready(instance.exports as unknown as Exports));
}

const inOnePiece = (exports: Exports): Module => ({ exports, incomplete: () => false, complete: () => Promise.resolve(exports) });

async function fetchPart(url: string, integrity: string, cache?: RequestCache): Promise<Response> {
  try {
    const response = await fetch(url, { integrity, cache });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response;
  } catch (error) {
    throw new Failure(`${url} is missing, or not the one that belongs to this canvass.host.js (${reason(error)}).`);
  }
}

async function compile(url: string, integrity: string): Promise<WebAssembly.Module> {
  const response = await fetchPart(url, integrity);
  try {
    const typed = response.headers.get('content-type')?.startsWith('application/wasm');
    if (typed && WebAssembly.compileStreaming) return await WebAssembly.compileStreaming(response);
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch (error) {
    if (error instanceof TypeError) throw new Failure(`${url} broke off while loading (${error.message}).`);
    throw error;
  }
}

async function translated(base: string, imports: Imports): Promise<Module> {
  const module = (await import(new URL('canvass.nowasm.js', base).href)) as Translated;
  return inOnePiece(ready(module.instantiate(imports).exports));
}

// The first part once more, now with all the exports that the other one imports. It has them with it.
async function joinable(url: string, other: WebAssembly.Module): Promise<WebAssembly.Module> {
  const response = await fetchPart(url, __WASM_INTEGRITY__, 'force-cache');
  const first = await response.blob();
  const [begin, end] = __EXPORTS_AT__;
  const [exports] = WebAssembly.Module.customSections(other, 'exports');
  return WebAssembly.compile(await new Blob([first.slice(0, begin), exports!, first.slice(end)]).arrayBuffer());
}

// In three parts: what an ordinary survey needs, what guides need besides, and the rest. The second and the third are
// loaded when something of them is called, or once it is known that it will be: those of `early`. Their functions stand
// in the first one's table once they are instantiated.
export async function fromNetwork(base: string, imports: Imports, early: Promise<readonly Part[]>): Promise<Module> {
  if (typeof WebAssembly !== 'object') return translated(base, imports);
  const url = new URL('canvass.wasm', base).href;
  const placeholders = (part: Part): object => {
    const missing = (): never => {
      throw new Missing(part);
    };
    return new Proxy({}, { get: () => missing });
  };
  const all = { ...imports, guides: placeholders('guides'), more: placeholders('more') } as WebAssembly.Imports;
  const instantiate = async (module: WebAssembly.Module): Promise<Exports> =>
    (await WebAssembly.instantiate(module, all)).exports as unknown as Exports;
  const parts = new Map<Part, Promise<WebAssembly.Module>>();
  function load(part: Part): Promise<WebAssembly.Module> {
    const loading = parts.get(part) ?? compile(new URL(`canvass.${part}.wasm`, base).href, __PARTS_INTEGRITY__[part]);
    parts.set(part, loading);
    loading.catch(() => parts.delete(part));
    return loading;
  }
  early.then((those) => those.forEach(load)).catch(() => 0);
  let first: WebAssembly.Module;
  try {
    first = await compile(url, __WASM_INTEGRITY__);
  } catch (error) {
    if (error instanceof Failure) throw error;
    return translated(base, imports);
  }
  const loaded = new Map<Part, WebAssembly.Module>();
  return {
    exports: ready(await instantiate(first)),
    incomplete: () => loaded.size < 2,
    async complete(part) {
      loaded.set(part, await load(part));
      // The third brings the exports for both.
      const exports = await instantiate(await joinable(url, loaded.get('more') ?? loaded.get('guides')!));
      for (const other of loaded.values()) {
        await WebAssembly.instantiate(other, { m: exports as unknown as WebAssembly.ModuleImports });
      }
      return ready(exports);
    },
  };
}
