// canvass.anchor.js: loaded with the first guide that points at something. Follows an element of the page through
// everything that a page may do to it, and keeps a card beside it. Observers and events only: nothing is polled.

// Of @floating-ui/dom what decides on the side. The rest of it measures elements that are positioned with the page, where
// ours is above.
import { flip, type MiddlewareState } from '@floating-ui/core';
import { chainOf, cut, find, look, reveal, rootsIn, type Found, type Look } from './target.ts';
import type { Aim, Box, Follow, Sight, Tip, TipView } from './tip.ts';

const patience = 5000; // ms for an anchor that a script of the page adds later
const share = 20; // looking for it takes one part in so many of the time
const gap = 12; // CSS px from the element to the card: the arrow, and a little air
const edge = 8; // least distance to the edge of the viewport
const corner = 12; // the arrow stays at least this far from the card's corners

const opposite = { top: 'bottom', right: 'left', bottom: 'top', left: 'right' } as const;
type Side = keyof typeof opposite;

// After these something may be elsewhere, or hidden, without a mutation.
const events = ['scroll', 'scrollend', 'toggle', 'load', 'transitionend', 'animationend', 'change', 'focusin', 'fullscreenchange'];

const presses = ['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'click'];

const same = (a: Box, b: Box): boolean => a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

// --- an element, wherever it goes --------------------------------------------------------------------------------

export const follow: Follow = (aim, seen) => {
  const life = new AbortController();
  const { signal } = life;
  const roots = new WeakSet<Node>();
  const undefinedYet = new Set<string>();
  let found: Found | undefined;
  let last: Look | undefined;
  let told: Sight | undefined;
  let revealing = aim.reveal;
  let asked = 0; // of the browser: its next frame
  let free = 0; // when to look for it again
  let rest: ReturnType<typeof setTimeout> | undefined;
  let stale = false; // even when nothing about the element has changed
  const soon = (): void => {
    try {
      asked ||= requestAnimationFrame(check);
    } catch {
      check(); // the page has taken that away
    }
  };
  const update = (): void => {
    stale = true;
    soon();
  };
  const sizes = new ResizeObserver(soon);
  const mutations = new MutationObserver(soon);
  let moves: IntersectionObserver | undefined;

  function stop(): void {
    life.abort();
    clearTimeout(timer);
    clearTimeout(rest);
    cancelAnimationFrame(asked);
    for (const observer of [sizes, mutations, moves]) observer?.disconnect();
  }

  function giveUp(): void {
    stop();
    aim.missing();
  }

  function attend(root: Document | ShadowRoot): void {
    if (roots.has(root)) return;
    roots.add(root);
    mutations.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    for (const name of events) root.addEventListener(name, soon, { signal, capture: true, passive: true });
  }

  function seek(): Found | undefined {
    const began = performance.now();
    clearTimeout(rest);
    if (began < free) {
      rest = setTimeout(soon, free - began);
      return undefined;
    }
    let first: Found | undefined;
    for (const root of rootsIn()) {
      attend(root);
      first = find(aim, root);
      if (first) break;
      // Elements that are defined later get their shadow roots without a mutation.
      for (const { localName } of root.querySelectorAll(':not(:defined)')) {
        if (undefinedYet.has(localName)) continue;
        undefinedYet.add(localName);
        customElements.whenDefined(localName).then(soon, () => 0);
      }
    }
    const ended = performance.now();
    free = ended + (ended - began) * share;
    return first;
  }

  // Tells when it leaves the box that it has now: what grows above it, a script, an animation move it.
  // One that is cut off is waited for.
  function watch({ element, box, whole }: Look): void {
    const { x, y, width, height } = whole;
    const insets = same(box, whole) ? [y, innerWidth - x - width, innerHeight - y - height, x] : [0];
    const rect = element.getBoundingClientRect();
    let first = true;
    for (const node of chainOf(element)) attend(node.getRootNode() as Document);
    moves?.disconnect();
    moves = new IntersectionObserver(
      () => {
        if (!first || !same(rect, element.getBoundingClientRect())) soon();
        first = false;
      },
      {
        root: element.ownerDocument === document ? document : null, // this page may be in a frame itself
        rootMargin: insets.map((inset) => `${-Math.floor(inset)}px`).join(' '),
        threshold: [...Array(21).keys()].map((step) => step / 20),
      },
    );
    moves.observe(element);
  }

  function tell(sight: Sight | undefined): void {
    const news =
      sight && told
        ? sight.element !== told.element || sight.layer !== told.layer || !same(sight.box, told.box) || !same(sight.whole, told.whole)
        : sight !== told;
    if (news || stale) seen((told = sight));
    stale = false;
  }

  function check(): void {
    asked = 0;
    if (signal.aborted) return;
    try {
      if (!found?.stands()) found = seek();
    } catch {
      return giveUp(); // no selector
    }
    if (!found) {
      last = undefined;
      return tell(undefined);
    }
    const { element } = found;
    clearTimeout(timer);
    if (last?.element !== element) {
      sizes.disconnect();
      sizes.observe(element);
    }
    let now = look(element);
    if (revealing && now.share < 0.5) {
      reveal(element, signal);
      now = look(element);
    }
    revealing = false;
    if (last?.element !== element || !same(last.whole, now.whole) || !same(last.box, now.box)) watch(now);
    last = now;
    tell(now.share ? now : undefined);
  }

  const timer = aim.wait
    ? undefined
    : setTimeout(() => {
        check(); // a page in the background has no frames
        if (!found && !signal.aborted) giveUp();
      }, patience);
  for (const target of [window, window.visualViewport]) {
    for (const name of ['resize', 'scroll']) target?.addEventListener(name, update, { signal });
  }
  check();
  return { update, stop };
};

// --- a card beside it --------------------------------------------------------------------------------------------

const guarded = new WeakSet<Node>();

export function enter(host: HTMLElement, layer: Element): void {
  if (host.parentNode === layer) return;
  // What is pressed here is pressed on the dialog, to which it may look like a press beside it, and close it.
  const guard = (event: Event): void => {
    if (host.parentNode !== document.documentElement) event.stopPropagation();
  };
  if (!guarded.has(host)) for (const name of presses) host.addEventListener(name, guard);
  guarded.add(host);
  const focused = host.shadowRoot?.activeElement;
  layer.append(host);
  if (host.popover) host.showPopover();
  (focused as HTMLElement | null | undefined)?.focus({ preventScroll: true });
}

// From the viewport's coordinates to those within our host: the page may be zoomed.
export function within(host: HTMLElement, box: Box): Box {
  const { x, y, width } = host.getBoundingClientRect();
  const scale = width / host.clientWidth || 1;
  return { x: (box.x - x) / scale, y: (box.y - y) / scale, width: box.width / scale, height: box.height / scale };
}

// Of an element that is broken into lines, the one that is nearest on that side.
function nearest({ element, whole }: Sight, side: Side): Box {
  const lines = [...element.getClientRects()];
  const line = lines[side === 'bottom' || side === 'right' ? lines.length - 1 : 0];
  if (!line || lines.length < 2) return whole;
  const { x, y } = element.getBoundingClientRect(); // in a frame, from another corner
  return { x: line.x - x + whole.x, y: line.y - y + whole.y, width: line.width, height: line.height };
}

// What computePosition() of Floating UI does where there is no other middleware. `overflow`: how far a card on that side
// stands out of the room, at each edge.
async function bestSide(wished: Side, overflow: (side: Side) => Record<Side, number>): Promise<Side> {
  const { fn } = flip({ crossAxis: false, fallbackAxisSideDirection: 'end' });
  let placement = wished;
  let data: object = {};
  for (;;) {
    const platform = { detectOverflow: () => overflow(placement) };
    const state: unknown = { placement, initialPlacement: wished, middlewareData: { flip: data }, platform, elements: {} };
    const next = await fn(state as MiddlewareState);
    const { placement: other } = (next.reset ?? {}) as { placement?: Side };
    if (!other) return placement;
    placement = other;
    data = { ...data, ...next.data };
  }
}

export function point(aim: Aim, view: TipView): Tip {
  const host = (view.element.getRootNode() as ShadowRoot).host as HTMLElement;
  let sight: Sight | undefined;
  let run = 0;

  async function place(): Promise<void> {
    const mine = ++run;
    if (!sight) return;
    const { width, height } = view.size();
    const size = { width, height };
    const all: Box = { x: 0, y: 0, ...view.viewport() };
    const local = (box: Box): Box => within(host, box);
    const target = local(sight.box);
    const eye = window.visualViewport;
    const zoomed = eye ? cut(all, local({ x: eye.offsetLeft, y: eye.offsetTop, width: eye.width, height: eye.height })) : all;
    const room = zoomed.width < width + 2 * edge || zoomed.height < height + 2 * edge ? all : zoomed;
    // The corner on that side, as with offset(gap) and, with the clamps below, shift({ padding: edge }).
    const at = (side: Side): { readonly x: number; readonly y: number } => ({
      x: side === 'left' ? target.x - gap - width : side === 'right' ? target.x + target.width + gap : target.x + (target.width - width) / 2,
      y: side === 'top' ? target.y - gap - height : side === 'bottom' ? target.y + target.height + gap : target.y + (target.height - height) / 2,
    });
    const side = await bestSide(aim.placement as Side, (wished) => {
      const { x, y } = at(wished);
      return {
        top: room.y + edge - y,
        bottom: y + height + edge - room.y - room.height,
        left: room.x + edge - x,
        right: x + width + edge - room.x - room.width,
      };
    });
    if (mine !== run || !sight) return;
    // Where there is room on no side, on the element; never out of view.
    const best = at(side);
    const x = clamp(best.x, room.x + edge, room.x + room.width - edge - width);
    const y = clamp(best.y, room.y + edge, room.y + room.height - edge - height);
    const over = cut(target, { x, y, ...size });
    const line = cut(target, local(nearest(sight, side)));
    const along = side === 'top' || side === 'bottom' ? line.x + line.width / 2 - x : line.y + line.height / 2 - y;
    const length = side === 'top' || side === 'bottom' ? width : height;
    view.place(x, y, over.width > 0 && over.height > 0 ? 'none' : opposite[side], clamp(along, corner, length - corner));
  }

  const following = follow(aim, (next) => {
    sight = next;
    // With what it has stood in, it may be gone from the page.
    if (next || !host.getClientRects().length) enter(host, next?.layer ?? document.documentElement);
    view.seen?.(next && { ...next, box: within(host, next.box), whole: within(host, next.whole) });
    if (!next) view.conceal();
    void place();
  });
  return {
    resized: () => void place(),
    stop() {
      following.stop();
      sight = undefined;
    },
  };
}
