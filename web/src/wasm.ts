// Gets the module running: compiled while it streams in, or compiled from its bytes, or, where the page's content
// security policy forbids WebAssembly, as the same code translated to JavaScript.

import { Failure, reason } from './report.ts';
import type { MeasureImport } from './measure.ts';

declare const __WASM_INTEGRITY__: string;

export interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  _initialize?(): void;
  canvass_input(size: number): number;
  canvass_configure(length: number): number;
  canvass_provide(length: number): void;
  canvass_explain(length: number, now: number): number;
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

export async function fromBytes(bytes: BufferSource, imports: Imports): Promise<Exports> {
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  return ready(instance.exports as unknown as Exports);
}

async function compile(response: Response, imports: Imports): Promise<Exports> {
  const typed = response.headers.get('content-type')?.startsWith('application/wasm');
  if (!typed || !WebAssembly.instantiateStreaming) return fromBytes(await response.arrayBuffer(), imports);
  const { instance } = await WebAssembly.instantiateStreaming(response, imports);
  return ready(instance.exports as unknown as Exports);
}

async function translated(base: string, imports: Imports): Promise<Exports> {
  const module = (await import(new URL('canvass.nowasm.js', base).href)) as Translated;
  return ready(module.instantiate(imports).exports);
}

export async function fromNetwork(base: string, imports: Imports): Promise<Exports> {
  if (typeof WebAssembly !== 'object') return translated(base, imports);
  const url = new URL('canvass.wasm', base).href;
  let response: Response;
  try {
    response = await fetch(url, { integrity: __WASM_INTEGRITY__ });
    if (!response.ok) throw new Error(`status ${response.status}`);
  } catch (error) {
    throw new Failure(`${url} is missing, or not the one that belongs to this canvass.host.js (${reason(error)}).`);
  }
  try {
    return await compile(response, imports);
  } catch (error) {
    if (error instanceof TypeError) throw new Failure(`${url} broke off while loading (${error.message}).`);
    return translated(base, imports);
  }
}
