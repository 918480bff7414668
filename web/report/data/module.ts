// The C++ report as a WebAssembly module: web/report/wasm/abi.h.
//
//   const module = await instantiate(fetch('report.wasm'));
//   module.begin('may.ndjson');
//   module.feed(chunk);                                   // any number of times, cut anywhere
//   module.end();
//   const { ok, text } = module.ask({ survey: 'nps' });   // the report's JSON, or what is wrong with the question
//
// An error thrown by a call is the module's end (usually there is no more memory); its instance is then of no use.

import type { Question } from './source.ts';

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  _initialize?(): void;
  canvass_report_input(size: number): number;
  canvass_report_begin(length: number): void;
  canvass_report_feed(length: number): void;
  canvass_report_end(): void;
  canvass_report_take(side: number, length: number): void;
  canvass_report_ask(length: number): number;
  canvass_report_output(): number;
  canvass_report_output_size(): number;
}

// Files beside the answers, as abi.h numbers them.
export const sides = { config: 0, tags: 1, benchmarks: 2, tickets: 3 } as const;
export type Side = keyof typeof sides;

export interface Taken {
  errors: { pointer: string; line?: number; message: string }[];
  warnings: { pointer: string; line?: number; message: string }[];
  tags?: unknown; // of a tags file: what of it can be used, as a tags file
}

export interface Module {
  begin(name: string): void;
  feed(bytes: Uint8Array): void;
  end(): void;
  take(side: Side, name: string, text: Uint8Array): Taken;
  ask(question: Question & { susEstimate?: boolean }): { ok: boolean; text: string };
}

const notSupported = 52; // WASI ENOSYS: the module does no I/O

export async function instantiate(source: BufferSource | Promise<Response>): Promise<Module> {
  // Whatever a toolchain adds to the imports is about output, of which there is none.
  const refuse = new Proxy({}, { get: () => () => notSupported });
  const imports = new Proxy({}, { get: () => refuse }) as WebAssembly.Imports;
  const bytes = source instanceof Promise ? await (await loaded(source)).arrayBuffer() : source;
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  const exports = instance.exports as unknown as Exports;
  exports._initialize?.();
  return over(exports);
}

async function loaded(source: Promise<Response>): Promise<Response> {
  const response = await source;
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response;
}

function over(exports: Exports): Module {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  // Pointers beyond 2 GB come as negative numbers.
  const write = (bytes: Uint8Array): number => {
    const at = exports.canvass_report_input(bytes.length) >>> 0;
    new Uint8Array(exports.memory.buffer, at, bytes.length).set(bytes);
    return bytes.length;
  };
  const output = (): string => {
    const at = exports.canvass_report_output() >>> 0;
    return decoder.decode(new Uint8Array(exports.memory.buffer, at, exports.canvass_report_output_size() >>> 0));
  };
  return {
    begin: (name) => exports.canvass_report_begin(write(encoder.encode(name))),
    feed: (bytes) => exports.canvass_report_feed(write(bytes)),
    end: () => exports.canvass_report_end(),
    take(side, name, text) {
      const first = encoder.encode(`${name.replace(/[\r\n]+/g, ' ')}\n`);
      const both = new Uint8Array(first.length + text.length);
      both.set(first);
      both.set(text, first.length);
      exports.canvass_report_take(sides[side], write(both));
      return JSON.parse(output()) as Taken;
    },
    ask(question) {
      const ok = exports.canvass_report_ask(write(encoder.encode(JSON.stringify(question)))) === 1;
      return { ok, text: output() };
    },
  };
}
