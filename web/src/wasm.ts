// Gets the module running: compiled while it streams in, or compiled from its bytes, or, where the page's content
// security policy forbids WebAssembly, as the same code translated to JavaScript.
//
// A browser reports every attempt that the policy forbids, so there is one: nothing else is compiled before the first part
// has run, and the tab remembers.

import { Promise } from './promise.ts';
import { Failure, reason } from './report.ts';
import { openStore } from './storage.ts';
import type { Module } from './core.ts';
import type { MeasureImport } from './measure.ts';
import type * as Translated from './nowasm.ts';
import type * as Loaded from './parts.ts';
import type { Parts, Tools } from './parts.ts';

declare const __WASM_INTEGRITY__: string;

// What is not in canvass.wasm: canvass.guides.wasm, ….
export type Part = 'guides' | 'signals' | 'journeys' | 'more';

// Thrown out of the module when it needs a function of another part. The instance is of no use any more.
export class Missing extends Error {}

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

// There is none, or it was refused on an earlier page of this tab (nowasm.ts).
const withoutWasm = (): boolean => typeof WebAssembly !== 'object' || 'tab:nowasm' in openStore().load();

// A module in one piece.
export async function fromBytes(bytes: BufferSource, base: string, imports: Imports): Promise<Module> {
  if (withoutWasm()) return translated(base, imports);
  try {
    const { instance } = await WebAssembly.instantiate(bytes, imports);
    return inOnePiece(instance.exports as unknown as Exports);
  } catch {
    return translated(base, imports);
  }
}

export const inOnePiece = (exports: Exports): Module => ({
  exports: ready(exports),
  incomplete: () => false,
  complete: () => Promise.resolve(exports),
});

async function fetchPart(url: string, integrity: string, cache?: RequestCache): Promise<Response> {
  try {
    const response = await fetch(url, { integrity, cache });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response;
  } catch (error) {
    throw new Failure(`${url} is missing, or not the one that belongs to this canvass.host.js (${reason(error)}).`);
  }
}

async function compile(url: string, integrity: string, after?: Promise<unknown>): Promise<WebAssembly.Module> {
  const response = await fetchPart(url, integrity);
  await after;
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
  const url = new URL('canvass.nowasm.js', base).href;
  const { moduleFrom } = (await import(url).catch(() => {
    throw new Failure(`${url} could not be loaded.`);
  })) as typeof Translated;
  return moduleFrom(imports);
}

// In parts: what an ordinary survey needs, what guides, signals and journeys need besides, and the rest. All but the first
// are loaded (parts.ts) when something is missing, or once `config`, which is undefined where there are surveys only, says
// that it will be.
export async function fromNetwork(base: string, imports: Imports, config: Promise<string | undefined>): Promise<Module> {
  if (withoutWasm()) return translated(base, imports);
  const missing = (): never => {
    throw new Missing();
  };
  const all = { ...imports, parts: new Proxy({}, { get: () => missing }) };
  const url = new URL('canvass.wasm', base).href;
  const instantiate: Tools['instantiate'] = async (module) => (await WebAssembly.instantiate(module, all as WebAssembly.Imports)).exports;
  const first = compile(url, __WASM_INTEGRITY__).then(instantiate); // Safari compiles what it then refuses to instantiate
  const tools: Tools = {
    left: 1,
    base,
    compile: (part, integrity) => compile(part, integrity, first),
    instantiate,
    first: () => fetchPart(url, __WASM_INTEGRITY__, 'force-cache'),
  };
  const parts = async (): Promise<Parts> => ((await import(new URL('canvass.parts.js', base).href)) as typeof Loaded).partsOf(tools);
  const expecting = config.then(async (text) => text && (await parts()).expect(text)).catch(() => 0);
  let exports: Exports;
  try {
    exports = (await first) as unknown as Exports;
  } catch (error) {
    if (error instanceof Failure) throw error;
    return translated(base, imports);
  }
  return {
    exports: ready(exports),
    incomplete: () => tools.left > 0,
    async complete() {
      await expecting;
      return ready((await (await parts()).complete()) as unknown as Exports);
    },
  };
}
