// The calls of web/wasm/abi.h with strings and objects in place of buffers. Memory may move with every call, so no
// view of it is kept.

import type { Action } from './generated/abi.ts';
import { now } from './clock.ts';
import { type Frame, readFrame } from './frame.ts';
import { type Exports, Missing } from './wasm.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type EngineEvent = { readonly ev: string; readonly [key: string]: unknown };

// What the host carries out, as docs/replay.md has it. `t` is the time in milliseconds since the epoch.
export type Effect = { readonly t: number } & (
  | {
      readonly fx: 'show';
      readonly kind: string;
      readonly id: string;
      readonly question?: string; // of a survey
      readonly display?: string;
      // Of a guide:
      readonly anchor?: string;
      readonly anchorText?: string;
      readonly placement?: string;
      readonly step?: string;
      readonly wait?: boolean; // for its anchor, however long
      readonly spotlight?: boolean;
      readonly label?: string; // of a beacon
      readonly colors?: readonly string[]; // of a beacon: the accent where it is light, and where it is dark
    }
  | { readonly fx: 'hide'; readonly kind: string; readonly id: string }
  | { readonly fx: 'emit'; event: { readonly event?: string; readonly type: string } }
  | { readonly fx: 'store'; key: string; value?: string | null }
  | { readonly fx: 'send'; request: number; url: string; body: Json; contentType?: string; keepalive?: boolean }
  | { readonly fx: 'abort'; request: number }
  | { readonly fx: 'lead' }
  | { readonly fx: 'wake'; at?: number | null }
  | { readonly fx: 'fetch' | 'go'; id: string; url: string }
  | ({ readonly fx: 'watch' } & Watch)
  | { readonly fx: 'announce'; text: string }
  | { readonly fx: 'warn'; text: string }
);

// What to listen to on this page (web/src/watch.ts).
export interface Watch {
  readonly click: readonly string[];
  readonly seen: readonly string[];
  readonly inline: readonly string[];
  readonly scroll: readonly number[];
  readonly idle: readonly number[];
  readonly exit: boolean;
  readonly signals?: Interest;
}

// What signals of struggle want to know of (web/src/signals.ts).
export interface Interest {
  readonly press?: boolean;
  readonly effects?: number; // ms after a press
  readonly faults?: number; // ms after a press
  readonly forms?: boolean;
  readonly moves?: boolean;
  readonly pages?: boolean;
  readonly on?: readonly string[];
  readonly ignore?: readonly string[];
}

export interface Problem {
  readonly pointer: string;
  readonly message: string;
}

export interface Outcome {
  readonly events: readonly EngineEvent[];
  readonly effects: readonly Effect[];
}

export interface Core {
  // `needs` names the packs (dist/packs/) that this configuration wants for a visitor of this locale. Once they are
  // provided, configure again.
  configure(
    locale: string,
    config: string,
  ): { errors: readonly Problem[]; warnings: readonly Problem[]; needs: readonly string[] };
  provide(pack: string): void;
  // Why something does or does not show, as docs/replay.md has it.
  explain(id: string): Json;
  // Where the events are, and who may know what, as docs/replay.md has it.
  status(): Json;
  // `event` is the JSON of an EngineEvent.
  handle(event: string): Outcome;
  act(node: number, action: (typeof Action)[keyof typeof Action], value: string): Outcome;
  environment(slot: number, width: number, height: number, dpr: number, flags: number): void;
  interact(slot: number, hovered: number, focused: number, pressed: number): void;
  arrow(side: number, offset: number): void;
  fontsChanged(): void;
  // What is on screen there; none when nothing is.
  frame(slot: number): Frame | undefined;
  memory(): ArrayBuffer;
  write(text: string): number; // as input, while the module asks for something
  // After any of the calls threw Missing: loads more of the module and brings it to where it was before that call, which
  // can then be made again.
  complete(): Promise<void>;
}

// Where the module comes from. `complete` gives a new instance that has more of it.
export interface Module {
  readonly exports: Exports;
  stored?(effect: Extract<Effect, { fx: 'store' }>): void; // is told what was
  incomplete(): boolean;
  complete(): Promise<Exports>;
}

// Libraries of other days give all arrays a toJSON of their own, which makes texts of them.
export const stringify = (value: unknown): string =>
  JSON.stringify(value, function (this: Record<string, unknown>, key, made: unknown) {
    return Array.isArray(this[key]) ? this[key] : made;
  });

export function createCore(module: Module): Core {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  let { exports } = module;
  let instances = 0;
  let broken = false; // Missing was thrown: the instance waits to be replaced
  // Everything that made the module what it is: events in the order they came, the rest as it was last said.
  const past: (() => void)[] = [];
  const present = new Map<string, () => void>();

  function write(text: string): number {
    const bytes = encoder.encode(text);
    const pointer = exports.canvass_input(bytes.length);
    new Uint8Array(exports.memory.buffer, pointer, bytes.length).set(bytes);
    return bytes.length;
  }
  function read(pointer: number): unknown {
    const bytes = new Uint8Array(exports.memory.buffer, pointer, exports.canvass_output_size());
    return JSON.parse(decoder.decode(bytes));
  }
  function keep(name: string, call: () => void): void {
    present.set(name, call);
    if (!broken) call();
  }
  const handleAt = (event: string, at: number): Outcome => read(exports.canvass_handle(write(event), at)) as Outcome;
  // The same events at the same times lead to the same state.
  function remember({ events }: Outcome): void {
    for (const event of events) past.push(() => handleAt(stringify(event), event['t'] as number));
  }
  function take(outcome: Outcome): Outcome {
    if (module.incomplete()) remember(outcome);
    return outcome;
  }

  return {
    memory: () => exports.memory.buffer,
    write,
    configure(locale, config) {
      const call = (): unknown => read(exports.canvass_configure(write(`${locale}\n${config}`)));
      present.set('configure', call); // said again after packs, in this order
      return call() as ReturnType<Core['configure']>;
    },
    provide(pack) {
      const call = (): void => void exports.canvass_provide(write(pack));
      present.delete('configure');
      keep(`pack${present.size}`, call);
    },
    explain: (id) => read(exports.canvass_explain(write(id), now())) as Json,
    status: () => read(exports.canvass_status(now())) as Json,
    handle: (event) => take(handleAt(event, now())),
    act: (node, action, value) => take(read(exports.canvass_act(node, action, write(value), now())) as Outcome),
    environment: (slot, ...rest) => keep(`environment${slot}`, () => exports.canvass_environment(slot, ...rest)),
    interact: (slot, ...rest) => keep(`interact${slot}`, () => exports.canvass_interact(slot, ...rest)),
    arrow: (side, offset) => keep('arrow', () => exports.canvass_arrow(side, offset)),
    fontsChanged: () => void (broken || exports.canvass_fonts_changed()),
    frame(slot) {
      const pointer = broken ? 0 : exports.canvass_frame(slot);
      return pointer ? readFrame(exports.memory.buffer, pointer, instances) : undefined;
    },
    async complete() {
      for (broken = true; broken; ) {
        exports = await module.complete();
        instances++;
        try {
          present.forEach((call) => call());
          past.forEach((call) => call());
          broken = false;
        } catch (error) {
          if (!(error instanceof Missing)) throw error;
        }
      }
      if (!module.incomplete()) past.length = 0;
    },
  };
}
