// canvass.watch.js: what the visitor does on the page, as far as the engine asked for it (its "watch" effect): nothing is
// listened to that no survey or guide waits for. Everything is passive, and the page's own handlers see all of it.

import type { EngineEvent, Watch } from './core.ts';
import type { Load } from './host.ts';
import { isOurs, safely } from './hear.ts';
import { listen } from './listen.ts';
import type { Listeners } from './listeners.ts';
import { reason, report } from './report.ts';
import type { Signals } from './signals.ts';

export interface Watching {
  // From now on exactly this.
  watch(wanted: Watch): void;
}

const early = { capture: true, passive: true };
const container = (id: string): string => `[data-canvass-inline="${CSS.escape(id)}"]`;

type Root = Document | ShadowRoot;

// The page, and every open shadow root in it.
function* rootsIn(root: Root): Generator<Root> {
  yield root;
  for (const element of root.querySelectorAll('*')) if (element.shadowRoot && !isOurs(element)) yield* rootsIn(element.shadowRoot);
}

// A selector that the browser does not understand matches nothing.
function matching(selector: string, root: Root): Element[] {
  try {
    return [...root.querySelectorAll(selector)];
  } catch {
    return [];
  }
}
function matches(node: EventTarget, selector: string): boolean {
  try {
    return node instanceof Element && node.matches(selector);
  } catch {
    return false;
  }
}

export function createWatching(send: (event: EngineEvent) => void, signal: AbortSignal, chunk: Load, listeners: Listeners, containers: Map<string, Element>): Watching {
  let life = new AbortController();
  let signals: Promise<Signals> | undefined;

  function watchClicks(selectors: readonly string[], life: AbortSignal): void {
    const onClick = (event: Event): void => {
      const path = event.composedPath();
      for (const selector of selectors) if (path.some((node) => matches(node, selector))) send({ ev: 'click', selector });
    };
    listen(document, 'click', onClick, life, early);
  }

  // Elements of the page, also those that come later.
  function watchElements({ seen, inline }: Watch, life: AbortSignal): void {
    const known = new Set<Node>();
    const placed = new Set<Element>();
    const views = new IntersectionObserver(
      safely((entries) => {
        for (const { target, isIntersecting } of entries) {
          if (!isIntersecting) continue;
          views.unobserve(target);
          for (const selector of seen) if (target.matches(selector)) send({ ev: 'seen', selector });
        }
      }),
      { threshold: 0.5 },
    );
    const isNew = (node: Node): boolean => !known.has(node) && known.add(node).has(node);
    const lookIn = (root: Root): void => {
      if (isNew(root)) changes.observe(root, { childList: true, subtree: true });
      for (const selector of seen) matching(selector, root).filter(isNew).forEach((element) => views.observe(element));
      for (const id of inline) {
        const element = root.querySelector(container(id));
        if (!element || placed.has(element)) continue;
        placed.add(element);
        containers.set(id, element);
        send({ ev: 'container', id });
      }
    };
    const look = safely(() => {
      for (const root of rootsIn(document)) lookIn(root);
    });
    let due = false;
    let pause = 100; // ms, however often the page changes
    const changes = new MutationObserver(() => {
      if (due) return;
      due = true;
      setTimeout(() => {
        due = false;
        if (life.aborted) return;
        const began = performance.now();
        look(0);
        pause = Math.max(100, 50 * (performance.now() - began)); // on a large page 2 % of the time at most
      }, pause);
    });
    life.addEventListener('abort', () => {
      changes.disconnect();
      views.disconnect();
    });
    look(0);
  }

  const depth = (): number => {
    const { scrollHeight } = document.scrollingElement ?? document.documentElement; // in quirks mode the body
    return Math.min(100, Math.floor(((scrollY + innerHeight + 1) / Math.max(scrollHeight, 1)) * 100));
  };

  // Calls `moved` at most once a frame, or thereabouts.
  function onScroll(moved: () => void, life: AbortSignal): void {
    let due = false;
    const listener = (): void => {
      if (due) return;
      due = true;
      setTimeout(
        safely(() => {
          due = false;
          if (!life.aborted) moved();
        }),
        16,
        0,
      );
    };
    listen(window, 'scroll', listener, life, early);
  }

  function watchDepth(wanted: readonly number[], life: AbortSignal): void {
    let left = wanted.slice().sort((a, b) => a - b);
    const look = (): void => {
      const now = depth();
      while (left[0] !== undefined && left[0] <= now) {
        left = left.slice(1);
        send({ ev: 'scroll', depth: now });
      }
    };
    onScroll(look, life);
    look();
  }

  // A mouse leaves by the top, where the tabs and the address are. A thumb that flings the page back up after having
  // read some of it is on its way to the address bar.
  function watchExit(life: AbortSignal): void {
    const exit = (): void => send({ ev: 'exit' });
    const onLeave = ({ clientY }: MouseEvent): void => {
      if (clientY <= 0) exit();
    };
    listen(document.documentElement, 'mouseleave', onLeave, life, early);
    if (!matchMedia('(pointer: coarse)').matches) return;
    let from = { y: scrollY, at: performance.now() };
    onScroll(() => {
      const at = performance.now();
      const up = from.y - scrollY;
      if (up <= 0 || at - from.at > 300) from = { y: scrollY, at };
      else if (up > innerHeight / 2 && from.y > innerHeight) exit();
    }, life);
  }

  function watchIdle(durations: readonly number[], life: AbortSignal): void {
    let last = performance.now();
    const touch = (): void => {
      last = performance.now();
    };
    listen(window, 'pointerdown pointermove keydown scroll wheel', touch, life, early);
    for (const duration of durations) {
      let timer: ReturnType<typeof setTimeout>;
      const look = (): void => {
        const left = last + duration - performance.now();
        if (left > 0) timer = setTimeout(look, left);
        else send({ ev: 'idle', for: duration });
      };
      look();
      life.addEventListener('abort', () => clearTimeout(timer));
    }
  }

  signal.addEventListener('abort', () => life.abort());
  return {
    watch(wanted) {
      life.abort();
      life = new AbortController();
      if (signal.aborted) return;
      if (wanted.click.length) watchClicks(wanted.click, life.signal);
      if (wanted.seen.length || wanted.inline.length) watchElements(wanted, life.signal);
      if (wanted.scroll.length) watchDepth(wanted.scroll, life.signal);
      if (wanted.exit) watchExit(life.signal);
      if (wanted.idle.length) watchIdle(wanted.idle, life.signal);
      if (!signals && !wanted.signals) return;
      signals ??= chunk('signals').then(({ createSignals }) => createSignals(send, signal, listeners));
      signals.then(
        (ready) => ready.watch(wanted.signals),
        (error: unknown) => report(`canvass.signals.js could not be loaded (${reason(error)}): no signals will be noticed.`),
      );
    },
  };
}
