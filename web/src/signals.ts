// canvass.signals.js: what the visitor does, and what comes of it, for signals of struggle: as far as the engine asks for
// it (its "watch" effect), as docs/replay.md has it.

import type { EngineEvent, Interest } from './core.ts';
import { holding, see, type Seen } from './describe.ts';
import { createEffects } from './effects.ts';
import { watchForms } from './forms.ts';
import { type Hear, hearing, safely } from './hear.ts';
import type { Listeners } from './listeners.ts';
import { watchMoves } from './moves.ts';

export interface Signals {
  // From now on exactly this, on what may be a page of its own; undefined: nothing.
  watch(wanted: Interest | undefined): void;
}

// `at`: when it was, on the clock of events, where that matters.
export type Tell = (what: string, details?: object, at?: number) => void;

// A pointer that is down, and maybe up again.
interface Down {
  readonly event: PointerEvent;
  readonly inner: EventTarget | undefined;
  readonly seen: Seen | undefined;
  moved: boolean;
}

// These act by themselves or say that they do not, or nobody can see from outside what they do.
const exempt = /native|editable|disabled|ignored|surface|player/;
const mayBeDead = ({ traits }: Seen): boolean => traits[0] === 'interactive' && !exempt.test(String(traits));

const late = 200; // ms that the browser takes to tell how a request ended

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
  const waiting: { readonly what: string; readonly details: object | undefined; readonly at: number | undefined }[] = [];
  const flush = (): void => {
    for (const { what, details, at } of waiting.splice(0)) {
      send({ ev: 'interact', what, details: at === undefined ? details : { ...details, ago: Math.max(0, Math.round(performance.now() - at)) } });
    }
  };
  const tell: Tell = (what, details, at) => {
    if (waiting.push({ what, details, at }) === 1) setTimeout(flush);
  };
  const effects = createEffects((kind, verdict) => {
    if (coming) early = kind;
    else tell('effect', { kind });
    if (verdict) flush(); // it is about to be made
  });
  const within = (time: number, ms = 0): boolean => time >= last && time - last <= ms;

  // --- presses -----------------------------------------------------------------------------------------------

  // What comes of a press that may come, too, from now on.
  function expect(event: Event): Seen | undefined {
    const path = event.composedPath();
    const seen = see(path, on, ignore);
    coming = false;
    effects.look();
    early = undefined;
    coming = wanted.effects !== undefined && seen !== undefined && mayBeDead(seen);
    if (coming) effects.begin(path);
    return seen;
  }

  function onPointerDown(event: PointerEvent): void {
    if (!event.isPrimary || !event.isTrusted) return;
    passed = undefined;
    down = { event, inner: event.composedPath()[0], seen: expect(event), moved: false };
  }

  function onPointerUp(event: PointerEvent): void {
    if (!down || !event.isPrimary) return;
    const { seen, inner, event: begin } = down;
    down.moved = Math.hypot(event.clientX - begin.clientX, event.clientY - begin.clientY) > 10;
    // What is disabled gets no click.
    if (event.button || event.composedPath()[0] !== inner || !seen?.element.matches(':disabled')) return;
    press(event, seen, 1);
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
    const seen = down?.inner === path[0] ? down?.seen : see(path, on, ignore);
    if (!seen) return;
    // A label passes its click on.
    if (!path.includes(seen.element)) passed = seen.element;
    press(event, seen, event.detail);
  }

  function press(event: PointerEvent, seen: Seen, count: number): void {
    const { timeStamp, clientX, clientY, ctrlKey, metaKey, shiftKey, altKey } = event;
    const path = event.composedPath();
    const by = count ? down : undefined;
    const selection = getSelection()!;
    const traits = {
      selected: !selection.isCollapsed && selection.containsNode(path[0] as Node, true),
      held: by ? timeStamp - by.event.timeStamp > 500 : repeated,
      moved: by?.moved,
      modified: ctrlKey || metaKey || shiftKey || altKey,
      another: latest && latest !== seen.element,
    };
    last = timeStamp;
    latest = seen.element;
    scrolled = coming = false;
    // Before the engine's own time for it begins.
    const waits = !early && wanted.effects && mayBeDead(seen);
    if (waits) {
      effects.begin(path);
      effects.pressed(wanted.effects! + timeStamp - performance.now());
    }
    const { target, on } = seen;
    const [x, y] = [clientX, clientY].map(Math.round);
    const pointer = by?.event.pointerType ?? (count ? 'mouse' : 'key');
    tell('press', { target, x, y, count, pointer, traits: seen.traits.concat(holding(traits)), on }, timeStamp);
    if (early) tell('effect', { kind: early });
    early = down = undefined;
    if (wanted.faults) watchRequests(wanted.faults);
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
  let requests: PerformanceObserver | undefined;
  let until: ReturnType<typeof setTimeout>;
  const stopRequests = (): void => {
    clearTimeout(until);
    requests?.disconnect();
    requests = undefined;
  };
  const onRequests = safely((list: PerformanceObserverEntryList) => {
    for (const entry of list.getEntries() as (PerformanceResourceTiming & { responseStatus?: number })[]) {
      const { initiatorType, responseStatus: status, startTime, responseEnd, name } = entry;
      const failed = status ? status >= 400 : status === 0 && name.startsWith(`${location.origin}/`);
      if (failed && !own.has(name) && /^(fetch|xml)/.test(initiatorType) && startTime >= last) fault(responseEnd, 'request', undefined, status || undefined);
    }
  });
  function watchRequests(ms: number): void {
    clearTimeout(until);
    until = setTimeout(stopRequests, ms + late);
    if (requests) return;
    requests = new PerformanceObserver(onRequests);
    requests.observe({ type: 'resource' });
  }

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
    // A page that was kept does not know what was done on others meanwhile.
    const onShow = ({ persisted }: PageTransitionEvent): void => {
      if (!persisted) return;
      send({ ev: 'stored', key: 'tab:signals', value: sessionStorage.getItem('canvass:tab:signals') });
      tell('load', { type: 'back_forward' });
      active = false;
    };
    hear('pageshow', onShow);
  }

  // Before the host says that the page is hidden.
  listeners.add('leave', () => {
    effects.end();
    if (!life.signal.aborted) tell('leave');
    flush();
  });
  const stop = (): void => {
    life.abort();
    effects.end();
    stopRequests();
  };
  signal.addEventListener('abort', stop);

  return {
    watch(interest) {
      if (!interest?.effects) effects.end();
      life.abort();
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
        hear('error', onError);
        hear('unhandledrejection', ({ reason, timeStamp }: PromiseRejectionEvent) => fault(timeStamp, 'rejection', reason));
      }
      if (interest.pages) watchPages(hear);
      if (interest.forms) watchForms(hear, tell);
      if (interest.moves) watchMoves(hear, tell);
    },
  };
}
