// canvass.signals.js: what the visitor does, and what comes of it, for signals of struggle: as far as the engine asks for
// it (its "watch" effect), as docs/replay.md has it. Everything is passive, at the window and before the page's own
// handlers, which see all of it; nothing of ours is told of, and nothing that went wrong in here reaches the page.

import type { EngineEvent, Interest } from './core.ts';
import { isOurs, see, type Seen } from './describe.ts';
import { createEffects } from './effects.ts';
import { watchForms } from './forms.ts';
import { watchMoves } from './moves.ts';

export interface Signals {
  // From now on exactly this, on what may be a page of its own; undefined: nothing.
  watch(wanted: Interest | undefined): void;
}

export type Tell = (what: string, details?: object) => void;
// Adds listeners of the window that cannot harm the page, and hear nothing of ours.
export type Hear = <Type extends Event>(names: string, listener: (event: Type) => void) => void;

// A pointer that is down, and maybe up again.
interface Down {
  readonly at: number;
  readonly x: number;
  readonly y: number;
  readonly pointer: string;
  readonly inner: EventTarget | undefined;
  readonly seen: Seen | undefined;
  moved: boolean;
}

// These act by themselves, or nobody can see from outside what they do.
const exempt = /^(native|editable|ignored|surface|player)$/;

const valid = (selector: string): boolean => {
  try {
    document.createElement('p').matches(selector);
    return true;
  } catch {
    return false;
  }
};

export function createSignals(send: (event: EngineEvent) => void, signal: AbortSignal): Signals {
  let life = new AbortController();
  let loaded = false;
  let wanted: Interest = {};
  let on: string[] = [];
  let ignore = '';
  let down: Down | undefined;
  let repeated = false; // the key that is down does again what it did
  let passed: Element | null | undefined; // the click that comes on this one was told of already
  let last = -Infinity; // press

  const tell: Tell = (what, details) => send({ ev: 'interact', what, ...(details && { details }) });
  let coming = false; // a press, and what comes of it may come before
  let early: string | undefined; // what did
  let pending = false; // the last press, for what comes of it
  const effects = createEffects((kind) => {
    if (coming) early = kind;
    if (pending) tell('effect', { kind });
    pending = false;
  });

  const within = (time: number, ms = 0): boolean => time >= last && time - last <= ms;

  // --- presses -----------------------------------------------------------------------------------------------

  const lookAt = (path: readonly EventTarget[]): Seen | undefined => see(path, on, ignore);

  function onPointerDown(event: PointerEvent): void {
    passed = undefined;
    if (!event.isPrimary || !event.isTrusted) return;
    const path = event.composedPath();
    const seen = lookAt(path);
    down = {
      at: event.timeStamp,
      x: event.clientX,
      y: event.clientY,
      pointer: event.pointerType,
      inner: path[0],
      seen,
      moved: false,
    };
    expect(seen, path);
  }

  const mayBeDead = ({ traits }: Seen): boolean => traits.includes('interactive') && !traits.some((trait) => exempt.test(trait));

  // What comes of a press that may come, too, from now on.
  function expect(seen: Seen | undefined, path: readonly EventTarget[]): void {
    early = undefined;
    coming = wanted.effects !== undefined && seen !== undefined && mayBeDead(seen);
    if (coming) effects.begin(path);
  }

  function onKeyDown(event: KeyboardEvent): void {
    repeated = event.repeat;
    passed = down = undefined;
    const path = event.composedPath();
    if (/^( |Enter)$/.test(event.key) && !repeated) expect(lookAt(path), path);
  }

  function onPointerUp(event: PointerEvent): void {
    if (!down || !event.isPrimary) return;
    down.moved = Math.hypot(event.clientX - down.x, event.clientY - down.y) > 10;
    // What is disabled gets no click.
    const { seen, inner } = down;
    if (event.button === 0 && event.composedPath()[0] === inner && seen?.element.matches(':disabled')) {
      press(event, seen, 1);
      passed = seen.element;
    }
  }

  function onClick(event: PointerEvent): void {
    if (!event.isTrusted) return;
    const path = event.composedPath();
    if (passed && path.includes(passed)) return;
    const seen = down && down.inner === path[0] ? down.seen : lookAt(path);
    if (!seen) return;
    // A label passes its click on.
    if (!path.includes(seen.element)) passed = seen.element;
    press(event, seen, event.detail);
  }

  function press(event: PointerEvent, seen: Seen, count: number): void {
    const { target, traits, on } = seen;
    const path = event.composedPath();
    const pointer = down && count ? down : undefined;
    const selection = getSelection();
    const more = {
      selected: selection?.type === 'Range' && selection.containsNode(path[0] as Node, true),
      held: pointer ? event.timeStamp - pointer.at > 500 : repeated,
      moved: pointer?.moved,
      modified: event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button > 0,
    };
    const all = [...traits, ...Object.entries(more).flatMap(([trait, holds]) => (holds ? [trait] : []))];
    last = event.timeStamp;
    tell('press', {
      target,
      x: Math.round(event.clientX),
      y: Math.round(event.clientY),
      count,
      pointer: pointer?.pointer ?? (count ? 'mouse' : 'key'),
      traits: all,
      on,
    });
    if (early) tell('effect', { kind: early });
    else if (wanted.effects && mayBeDead(seen)) {
      pending = true;
      effects.begin(path);
      effects.pressed(wanted.effects);
    }
    coming = false;
    early = down = undefined;
    if (wanted.faults) watchRequests(wanted.faults);
  }

  // --- faults ------------------------------------------------------------------------------------------------

  const nameOf = (error: unknown): object => {
    const name = error instanceof Error ? error.name : '';
    return /^\w{1,40}$/.test(name) ? { name } : {};
  };

  function onError({ message, error, filename, timeStamp }: ErrorEvent): void {
    // Without a message it is of an element. A loop of resize observers goes on in the next frame, and harms nobody.
    if (!message || /^ResizeObserver/.test(message) || /^\w+-extension:/.test(filename) || !within(timeStamp, wanted.faults)) return;
    tell('fault', { kind: 'exception', ...nameOf(error) });
  }

  function onRejection({ reason, timeStamp }: PromiseRejectionEvent): void {
    // Given up on purpose.
    if ((reason as Error | undefined)?.name === 'AbortError' || !within(timeStamp, wanted.faults)) return;
    tell('fault', { kind: 'rejection', ...nameOf(reason) });
  }

  let requests: PerformanceObserver | undefined;
  let until: ReturnType<typeof setTimeout>;
  function watchRequests(ms: number): void {
    clearTimeout(until);
    until = setTimeout(() => {
      requests?.disconnect();
      requests = undefined;
    }, ms + 200); // entries come late
    if (requests) return;
    requests = new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceResourceTiming & { responseStatus?: number })[]) {
        const { initiatorType, responseStatus: status = 200, startTime, responseEnd, name } = entry;
        const failed = status >= 400 || (status === 0 && name.startsWith(`${location.origin}/`));
        if (!failed || !/^(fetch|xmlhttprequest)$/.test(initiatorType)) continue;
        if (startTime >= last - 1 && within(responseEnd, wanted.faults)) tell('fault', { kind: 'request', ...(status && { status }) });
      }
    });
    requests.observe({ type: 'resource' });
  }

  // -----------------------------------------------------------------------------------------------------------

  const stop = (): void => {
    life.abort();
    effects.end();
    requests?.disconnect();
    clearTimeout(until);
  };
  signal.addEventListener('abort', stop);

  return {
    watch(interest) {
      if (!interest?.effects) effects.end();
      life.abort();
      if (!interest || signal.aborted) return;
      life = new AbortController();
      wanted = interest;
      on = (interest.on ?? []).filter(valid);
      ignore = ['[data-canvass-ignore]', ...(interest.ignore ?? []).filter(valid)].join();
      const hear: Hear = (names, listener) => {
        for (const name of names.split(' ')) {
          const heard = (event: Event): void => {
            try {
              if (!isOurs(event.target)) listener(event as Parameters<typeof listener>[0]);
            } catch {
              // The page has made something of the browser's its own: less is noticed.
            }
          };
          window.addEventListener(name, heard, { capture: true, passive: true, signal: life.signal });
        }
      };
      if (interest.press) {
        hear('pointerdown', onPointerDown);
        hear('pointerup', onPointerUp);
        hear('click', onClick);
        hear('keydown', onKeyDown);
        hear('pagehide', effects.end);
      }
      if (interest.faults) {
        hear('error', onError);
        hear('unhandledrejection', onRejection);
      }
      if (interest.pages) {
        if (!loaded) {
          const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
          tell('load', { type: entry?.type ?? 'navigate' });
        }
        loaded = true;
        let active = false;
        hear('pointerdown keydown wheel touchmove input', (event) => {
          if (active || !event.isTrusted) return;
          active = true;
          tell('active');
        });
      }
      if (interest.forms) watchForms(hear, tell);
      if (interest.moves) watchMoves(hear, tell, life.signal);
    },
  };
}
