// canvass.watch.js: what the visitor does on the page, as far as the engine asked for it (its "watch" effect): nothing is
// listened to that no survey or guide waits for. Everything is passive, and the page's own handlers see all of it.

import type { EngineEvent, Watch } from './core.ts';
import type { Load } from './host.ts';
import type { Listeners } from './listeners.ts';
import { reason, report } from './report.ts';
import type { Signals } from './signals.ts';

export interface Watching {
  // From now on exactly this.
  watch(wanted: Watch): void;
}

const container = (id: string): string => `[data-canvass-inline="${CSS.escape(id)}"]`;

// A selector that the browser does not understand matches nothing.
function matching(selector: string): Element[] {
  try {
    return [...document.querySelectorAll(selector)];
  } catch {
    return [];
  }
}

export function createWatching(send: (event: EngineEvent) => void, signal: AbortSignal, chunk: Load, listeners: Listeners): Watching {
  let life = new AbortController();
  let signals: Promise<Signals> | undefined;

  function watchClicks(selectors: readonly string[], options: AddEventListenerOptions): void {
    document.addEventListener(
      'click',
      ({ target }) => {
        for (const selector of selectors) {
          if (matching(selector).some((element) => element.contains(target as Node))) send({ ev: 'click', selector });
        }
      },
      options,
    );
  }

  // Elements of the page, also those that come later.
  function watchElements({ seen, inline }: Watch, options: { signal: AbortSignal }): void {
    const known = new Set<Element>();
    const views = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (!isIntersecting) continue;
          views.unobserve(target);
          for (const selector of seen) if (target.matches(selector)) send({ ev: 'seen', selector });
        }
      },
      { threshold: 0.5 },
    );
    const look = (): void => {
      for (const selector of seen) {
        for (const element of matching(selector)) {
          if (known.has(element)) continue;
          known.add(element);
          views.observe(element);
        }
      }
      for (const id of inline) {
        const element = document.querySelector(container(id));
        if (!element || known.has(element)) continue;
        known.add(element);
        send({ ev: 'container', id });
      }
    };
    let due = false;
    const changes = new MutationObserver(() => {
      if (due) return;
      due = true;
      setTimeout(() => {
        due = false;
        if (!options.signal.aborted) look();
      }, 100); // however often the page changes
    });
    changes.observe(document, { childList: true, subtree: true });
    options.signal.addEventListener('abort', () => {
      changes.disconnect();
      views.disconnect();
    });
    look();
  }

  const depth = (): number => {
    const { scrollHeight } = document.documentElement;
    return Math.min(100, Math.floor(((scrollY + innerHeight + 1) / Math.max(scrollHeight, 1)) * 100));
  };

  // Calls `moved` at most once a frame.
  function onScroll(moved: () => void, options: AddEventListenerOptions): void {
    let due = false;
    const listener = (): void => {
      if (due) return;
      due = true;
      requestAnimationFrame(() => {
        due = false;
        if (!options.signal?.aborted) moved();
      });
    };
    window.addEventListener('scroll', listener, options);
  }

  function watchDepth(wanted: readonly number[], options: AddEventListenerOptions): void {
    let left = wanted.slice().sort((a, b) => a - b);
    const look = (): void => {
      const now = depth();
      while (left[0] !== undefined && left[0] <= now) {
        left = left.slice(1);
        send({ ev: 'scroll', depth: now });
      }
    };
    onScroll(look, options);
    look();
  }

  // A mouse leaves by the top, where the tabs and the address are. A thumb that flings the page back up after having
  // read some of it is on its way to the address bar.
  function watchExit(options: AddEventListenerOptions): void {
    const exit = (): void => send({ ev: 'exit' });
    document.documentElement.addEventListener(
      'mouseleave',
      ({ clientY }) => {
        if (clientY <= 0) exit();
      },
      options,
    );
    if (!matchMedia('(pointer: coarse)').matches) return;
    let from = { y: scrollY, at: performance.now() };
    onScroll(() => {
      const at = performance.now();
      const up = from.y - scrollY;
      if (up <= 0 || at - from.at > 300) from = { y: scrollY, at };
      else if (up > innerHeight / 2 && from.y > innerHeight) exit();
    }, options);
  }

  function watchIdle(durations: readonly number[], options: AddEventListenerOptions): void {
    let last = performance.now();
    const touch = (): void => {
      last = performance.now();
    };
    for (const type of ['pointerdown', 'pointermove', 'keydown', 'scroll', 'wheel']) {
      window.addEventListener(type, touch, options);
    }
    for (const duration of durations) {
      let timer: ReturnType<typeof setTimeout>;
      const look = (): void => {
        const left = last + duration - performance.now();
        if (left > 0) timer = setTimeout(look, left);
        else send({ ev: 'idle', for: duration });
      };
      look();
      options.signal?.addEventListener('abort', () => clearTimeout(timer));
    }
  }

  signal.addEventListener('abort', () => life.abort());
  return {
    watch(wanted) {
      life.abort();
      life = new AbortController();
      if (signal.aborted) return;
      const options = { signal: life.signal, capture: true, passive: true };
      if (wanted.click.length) watchClicks(wanted.click, options);
      if (wanted.seen.length || wanted.inline.length) watchElements(wanted, options);
      if (wanted.scroll.length) watchDepth(wanted.scroll, options);
      if (wanted.exit) watchExit(options);
      if (wanted.idle.length) watchIdle(wanted.idle, options);
      if (!signals && !wanted.signals) return;
      signals ??= chunk('signals').then(({ createSignals }) => createSignals(send, signal, listeners));
      signals.then(
        (ready) => ready.watch(wanted.signals),
        (error: unknown) => report(`canvass.signals.js could not be loaded (${reason(error)}): no signals will be noticed.`),
      );
    },
  };
}
