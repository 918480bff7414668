// canvass.signals.js: what the visitor does, and what comes of it, for signals of struggle: as far as the engine asks for
// it (its "watch" effect), as docs/replay.md has it.

import type { EngineEvent, Interest } from './core.ts';
import { holding, mayBeIdle, see, type Seen } from './describe.ts';
import { createEffects } from './effects.ts';
import { watchForms } from './forms.ts';
import { type Hear, hearing, safely } from './hear.ts';
import type { Listeners } from './listeners.ts';
import { watchMoves } from './moves.ts';

export interface Signals {
  // From now on exactly this, on what may be a page of its own; undefined: nothing.
  watch(wanted: Interest | undefined): void;
}

export type Tell = (what: string, details?: object) => void;

// A pointer that is down, and maybe up again.
interface Down {
  readonly event: PointerEvent;
  readonly inner: EventTarget | undefined;
  readonly seen: () => Seen | undefined;
  moved: boolean;
}

// These act by themselves or say that they do not, or nobody can see from outside what they do.
const exempt = /native|editable|disabled|ignored|surface|player/;
const mayBeDead = ({ traits }: Seen): boolean => traits[0] === 'interactive' && !exempt.test(String(traits));

const valid = (selector: string): boolean => {
  try {
    document.createElement('p').matches(selector);
    return true;
  } catch {
    return false;
  }
};

export function createSignals(send: (event: EngineEvent) => void, signal: AbortSignal, listeners: Pick<Listeners, 'add'>): Signals {
  let life = new AbortController();
  life.abort();
  let loaded = false;
  let wanted: Interest = {};
  let on: string[] = [];
  let ignore = '';
  let down: Down | undefined;
  let repeated = false; // the key that is down does again what it did
  let passed: Element | undefined; // the click that comes on this one was told of already
  let last = -Infinity; // press
  let latest: Element | undefined; // what that was on
  let scrolled = true; // since then
  let coming = false; // a press, and what comes of it may come before
  let early: string | undefined; // what did

  // The engine hears of it when the page is done with what we tell of.
  const waiting: (() => void)[] = [];
  const flush = safely(() => waiting.splice(0).forEach(safely((run) => run())));
  const later = (run: () => void): void => {
    if (waiting.push(run) === 1) setTimeout(flush, 0, 0);
  };
  const tell: Tell = (what, details) => later(() => send({ ev: 'interact', what, details }));
  const effects = createEffects((kind) => {
    if (coming) early = kind;
    else tell('effect', { kind });
  });
  const within = (time: number, ms = 0): boolean => time >= last && time - last <= ms;

  // --- presses -----------------------------------------------------------------------------------------------

  // What comes of a press that may come, too, from now on. What it would be on is looked at once the page has had its
  // turn, and at the latest when it comes.
  function expect(event: Event): () => Seen | undefined {
    const path = event.composedPath();
    coming = false;
    effects.look();
    early = undefined;
    coming = wanted.effects !== undefined && mayBeIdle(path);
    if (coming) effects.begin(path);
    let seen: Seen | undefined;
    let looked = false;
    const look = (): Seen | undefined => {
      if (looked) return seen;
      looked = true;
      seen = see(path, on, ignore);
      if (seen && mayBeDead(seen)) effects.prepare();
      else effects.drop();
      return seen;
    };
    setTimeout(safely(look), 0, 0);
    return look;
  }

  function onPointerDown(event: PointerEvent): void {
    if (!event.isPrimary || !event.isTrusted) return;
    passed = undefined;
    down = { event, inner: event.composedPath()[0], seen: expect(event), moved: false };
  }

  function onPointerUp(event: PointerEvent): void {
    if (!down || !event.isPrimary) return;
    const { inner, event: begin } = down;
    down.moved = Math.hypot(event.clientX - begin.clientX, event.clientY - begin.clientY) > 10;
    // What is disabled gets no click.
    if (event.button || !(inner as Element).closest?.(':disabled')) return;
    const path = event.composedPath();
    const seen = down.seen();
    if (path[0] !== inner || !seen?.element.matches(':disabled')) return;
    press(event, path, seen, 1);
    passed = seen.element;
  }

  function onKeyDown(event: KeyboardEvent): void {
    repeated = event.repeat;
    passed = down = undefined;
    if (/^( |Enter)$/.test(event.key) && !repeated) expect(event);
  }

  function onClick(event: PointerEvent): void {
    const path = event.composedPath();
    if (!event.isTrusted || path.includes(passed!)) return;
    const seen = down?.inner === path[0] ? down?.seen() : see(path, on, ignore);
    if (!seen) return;
    // A label passes its click on.
    if (!path.includes(seen.element)) passed = seen.element;
    press(event, path, seen, event.detail);
  }

  function press(event: PointerEvent, path: EventTarget[], seen: Seen, count: number): void {
    const { timeStamp, clientX, clientY, ctrlKey, metaKey, shiftKey, altKey } = event;
    const by = count ? down : undefined;
    const selection = getSelection()!; // soon it is gone
    const selected = !selection.isCollapsed && selection.containsNode(path[0] as Node, true);
    const held = by ? timeStamp - by.event.timeStamp > 500 : repeated;
    const another = latest && latest !== seen.element;
    const kind = early;
    const waits = !kind && wanted.effects && mayBeDead(seen);
    last = timeStamp;
    latest = seen.element;
    scrolled = coming = false;
    early = down = undefined;
    if (waits) {
      effects.begin(path);
      effects.prepare();
    }
    later(() => {
      const passed = performance.now() - timeStamp;
      const modified = ctrlKey || metaKey || shiftKey || altKey;
      const details = {
        target: seen.target,
        x: Math.round(clientX),
        y: Math.round(clientY),
        count,
        pointer: by?.event.pointerType ?? (count ? 'mouse' : 'key'),
        traits: seen.traits.concat(holding({ selected, held, moved: by?.moved, modified, another })),
        on: seen.on,
        ago: Math.max(0, Math.round(passed)),
      };
      if (waits) effects.pressed(wanted.effects! - passed); // before the engine's own time for it begins
      send({ ev: 'interact', what: 'press', details });
      if (kind) send({ ev: 'interact', what: 'effect', details: { kind } });
    });
  }

  // However little else comes of it.
  function onScroll({ timeStamp }: Event): void {
    if (coming) early = 'scroll';
    if (scrolled || !within(timeStamp, wanted.effects)) return;
    scrolled = true;
    effects.end();
    tell('effect', { kind: 'scroll' });
  }

  // --- faults ------------------------------------------------------------------------------------------------

  function fault(time: number, kind: string, error: unknown, status?: number): void {
    const name = error instanceof Error && /^\w{1,40}$/.test(error.name) ? error.name : undefined;
    // What the page gave up on purpose is no fault.
    if (name !== 'AbortError' && within(time, wanted.faults)) tell('fault', { kind, name, status });
  }

  function onError({ message, error, filename, timeStamp }: ErrorEvent): void {
    // Without a message it is of an element. A loop of resize observers goes on in the next frame, and harms nobody.
    if (message && !/^ResizeObserver/.test(message) && !/-extension:/.test(filename)) fault(timeStamp, 'exception', error);
  }

  const own = new Set<string>(); // addresses that we send to
  listeners.add('effect', (effect) => {
    const { url } = effect as { url?: string };
    if (url) own.add(new URL(url, document.baseURI).href);
  });
  const onRequests = safely((list: PerformanceObserverEntryList) => {
    for (const entry of list.getEntries() as (PerformanceResourceTiming & { responseStatus?: number })[]) {
      const { initiatorType, responseStatus: status, startTime, responseEnd, name } = entry;
      const failed = status ? status >= 400 : status === 0 && name.startsWith(`${location.origin}/`);
      if (failed && !own.has(name) && /^(fetch|xml)/.test(initiatorType) && startTime >= last) fault(responseEnd, 'request', undefined, status || undefined);
    }
  });
  const requests = new PerformanceObserver(onRequests);

  // -----------------------------------------------------------------------------------------------------------

  function watchPages(hear: Hear): void {
    if (!loaded) tell('load', { type: (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined)?.type });
    loaded = true;
    let active = false;
    const onAct = ({ isTrusted }: Event): void => {
      if (active || !isTrusted) return;
      active = true;
      tell('active');
    };
    hear('pointerdown keydown wheel touchmove input', onAct);
    // A page that was kept does not know what was done on others meanwhile. The last of them may be in another process, and
    // store that a moment after this one is back. In Firefox it never learns what they stored: nothing can be said there.
    const onBack = safely(() => {
      if (life.signal.aborted) return;
      send({ ev: 'stored', key: 'tab:signals', value: sessionStorage.getItem('canvass:tab:signals') });
      tell('load', { type: 'back_forward' });
    });
    const onShow = ({ persisted }: PageTransitionEvent): void => {
      if (!persisted) return;
      active = false;
      if (!('mozInnerScreenX' in window)) setTimeout(onBack, 100, 0);
    };
    hear('pageshow', onShow);
  }

  // Before the host says that the page is hidden.
  listeners.add('leave', () => {
    effects.end();
    if (!life.signal.aborted) tell('leave');
    flush(0);
  });
  const stop = (): void => {
    life.abort();
    effects.end();
    requests.disconnect();
  };
  signal.addEventListener('abort', stop);

  return {
    watch(interest) {
      if (!interest?.effects) effects.end();
      life.abort();
      requests.disconnect();
      if (!interest || signal.aborted) return;
      life = new AbortController();
      const hear = hearing(life.signal);
      wanted = interest;
      on = (interest.on ?? []).filter(valid);
      ignore = ['[data-canvass-ignore]', ...(interest.ignore ?? []).filter(valid)].join();
      if (interest.press) {
        hear('pointerdown', onPointerDown);
        hear('pointerup', onPointerUp);
        hear('keydown', onKeyDown);
        hear('click', onClick);
      }
      if (interest.effects) {
        hear('scroll', onScroll);
        effects.hear(hear);
      }
      if (interest.faults) {
        requests.observe({ type: 'resource' });
        hear('error', onError);
        hear('unhandledrejection', ({ reason, timeStamp }: PromiseRejectionEvent) => fault(timeStamp, 'rejection', reason));
      }
      if (interest.pages) watchPages(hear);
      if (interest.forms) watchForms(hear, tell);
      if (interest.moves) watchMoves(hear, tell);
    },
  };
}
