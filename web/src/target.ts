// Finds elements of the page, also in open shadow roots and frames of the same origin, and says what can be seen of
// one: nothing here is kept, everything is asked of the page's own layout.

import type { Aim, Box, Sight } from './tip.ts';

export interface Look extends Sight {
  readonly share: number; // that can be seen: 0 when nothing can, 1 when all does that the viewport has room for
}

type Root = Document | ShadowRoot;

const ours = 'canvass-surface';

const styleOf = (element: Element): CSSStyleDeclaration => getComputedStyle(element);

// --- the tree as it is rendered ----------------------------------------------------------------------------------

const insideOf = (element: Element): Root | null =>
  element.localName === ours ? null : (element.shadowRoot ?? (element as HTMLIFrameElement).contentDocument ?? null);

const frameOf = ({ ownerDocument }: Element): Element | null =>
  ownerDocument === document ? null : (ownerDocument.defaultView?.frameElement ?? null);

function parentOf(element: Element): Element | null {
  return element.assignedSlot ?? element.parentElement ?? (element.getRootNode() as ShadowRoot).host ?? null;
}

// Itself and what it is in, through shadow roots and frames, outwards.
export function chainOf(element: Element): Element[] {
  const chain: Element[] = [];
  for (let node: Element | null = element; node; node = parentOf(node) ?? frameOf(node)) chain.push(node);
  return chain;
}

// The document, and every open shadow root and document of a frame in it.
export function* rootsIn(root: Root = document): Generator<Root> {
  yield root;
  for (const element of root.querySelectorAll('*')) {
    const inside = insideOf(element);
    if (inside) yield* rootsIn(inside);
  }
}

// By their old names too.
const seen = { opacityProperty: true, visibilityProperty: true, checkOpacity: true, checkVisibilityCSS: true };
const shown = (element: Element): boolean =>
  element.checkVisibility?.(seen) ?? (element.getClientRects().length > 0 && styleOf(element).visibility === 'visible');

// Rendered on this page, and not switched off.
function usable(element: Element): boolean {
  const chain = chainOf(element);
  return (
    element.isConnected &&
    chain[chain.length - 1] === document.documentElement &&
    chain.every((node) => !node.hasAttribute('inert') && ((node !== element && !('contentDocument' in node)) || shown(node)))
  );
}

// The element itself, or the first with a box in one that has none of its own.
function boxed(element: Element): Element | undefined {
  if (usable(element)) return element;
  if (!element.isConnected || styleOf(element).display !== 'contents') return undefined;
  const parts = (element as HTMLSlotElement).assignedElements?.() ?? [];
  for (const part of parts.length ? parts : (element.shadowRoot ?? element).children) {
    const found = boxed(part);
    if (found) return found;
  }
  return undefined;
}

// --- finding -----------------------------------------------------------------------------------------------------

// As it is compared: capital and small letters alike, blanks folded, without what has no width.
const fold = (text: string | null | undefined): string =>
  (text ?? '').normalize().replace(/[\u00ad\u200b-\u200f\u2060]/g, '').replace(/\s+/g, ' ').trim().toLowerCase();

const buttons = 'input[type=button],input[type=submit],input[type=reset]';

const says = (element: Element): string =>
  fold(element.matches(buttons) ? (element as HTMLInputElement).value : ((element as HTMLElement).innerText ?? element.textContent));

const fits = (element: Element, anchor: string, text: string): boolean =>
  (!anchor || element.matches(anchor)) && (!text || says(element) === text);

// Whether `text` is left when something is taken out of `all`, the hidden parts say. Much cheaper than asking for what
// is visible.
function mayLeave(all: string, text: string): boolean {
  const letters = text.replace(/ /g, '');
  let at = 0;
  for (let i = 0; i < all.length; i++) if (all[i] === letters[at]) at++;
  return at === letters.length;
}

// Innermost first: from each text that is a part of `text` outwards, for as long as there is no more than that.
function* saying(text: string, root: Root): Generator<Element> {
  yield* root.querySelectorAll(buttons);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const part = fold(walker.currentNode.nodeValue);
    let element = walker.currentNode.parentElement;
    if (!part || !text.includes(part) || !element || !shown(element)) continue;
    for (; element; element = element.parentElement) {
      const all = fold(element.textContent);
      if (all.length < text.length) continue;
      if (!mayLeave(all, text)) break;
      yield element;
      if (!text.includes(says(element))) break;
    }
  }
}

export interface Found {
  readonly element: Element; // what the page is asked about
  readonly stands: () => boolean; // it is there as it was found
}

// The first that can be seen; throws when `anchor` is no selector.
export function find({ anchor, text = '' }: Aim, root: Root): Found | undefined {
  const wanted = fold(text);
  for (const candidate of wanted ? saying(wanted, root) : root.querySelectorAll(anchor)) {
    const element = fits(candidate, anchor, wanted) && boxed(candidate);
    if (element) return { element, stands: () => fits(candidate, anchor, wanted) && boxed(candidate) === element };
  }
  return undefined;
}

// --- seeing ------------------------------------------------------------------------------------------------------

// In `box` what `by` leaves of it; along one axis, or both.
export function cut(box: Box, by: Box, across = true, down = true): Box {
  const x = across ? Math.max(box.x, by.x) : box.x;
  const y = down ? Math.max(box.y, by.y) : box.y;
  const right = across ? Math.min(box.x + box.width, by.x + by.width) : box.x + box.width;
  const bottom = down ? Math.min(box.y + box.height, by.y + by.height) : box.y + box.height;
  return { x, y, width: right - x, height: bottom - y };
}

// Within its borders and scroll bars, and how much larger than it says it is.
function innerOf(element: Element): Box & { readonly scale: number } {
  const { x, y, width } = element.getBoundingClientRect();
  const scale = width / (element as HTMLElement).offsetWidth || 1;
  const { clientLeft, clientTop, clientWidth, clientHeight } = element;
  return { x: x + clientLeft * scale, y: y + clientTop * scale, width: clientWidth * scale, height: clientHeight * scale, scale };
}

const topmost = (element: Element): boolean => element.matches(':is(:modal,:popover-open,:fullscreen)');

// Without what the boxes around it in the same document cut off.
function clip(element: Element, whole: Box): Box {
  const { body, documentElement } = element.ownerDocument;
  const propagates = styleOf(documentElement).overflow === 'visible';
  let box = whole;
  let { position } = styleOf(element);
  for (let node = element; !topmost(node); ) {
    const parent = parentOf(node);
    if (!parent || parent === documentElement) break;
    node = parent;
    const style = styleOf(node);
    const { transform, translate, scale, rotate, perspective, filter, backdropFilter, contain, willChange } = style;
    const contains =
      [transform, translate, scale, rotate, perspective, filter, backdropFilter].some((value) => value && value !== 'none') ||
      /paint|strict|content|layout/.test(contain) ||
      /transform|filter|perspective/.test(willChange);
    if (position === 'fixed' ? !contains : position === 'absolute' && style.position === 'static' && !contains) continue;
    position = style.position;
    if (style.display === 'inline' || style.display === 'contents' || (node === body && propagates)) continue;
    const paints = /paint|strict|content/.test(contain);
    box = cut(box, innerOf(node), paints || style.overflowX !== 'visible', paints || style.overflowY !== 'visible');
  }
  return box;
}

function hitAt(x: number, y: number): Element | undefined {
  let hit: Element | undefined;
  for (let root: Root | null = document; root; ) {
    const next: Element | undefined = root.elementsFromPoint(x, y).find(({ localName }) => localName !== ours);
    if (!next || next === hit) break;
    hit = next;
    root = insideOf(hit);
    if (root && 'defaultView' in root) {
      const inner = innerOf(hit);
      x = (x - inner.x) / inner.scale;
      y = (y - inner.y) / inner.scale;
    }
  }
  return hit;
}

// What stays in place while the page scrolls, or is above everything, and has that point of the element below it.
function coverAt(element: Element, x: number, y: number): Element | undefined {
  const chain = new Set(chainOf(element));
  let cover: Element | undefined;
  for (const node of chainOf(hitAt(x, y) ?? element)) {
    if (chain.has(node)) return node === element ? undefined : cover;
    if (/fixed|sticky/.test(styleOf(node).position)) cover = node;
  }
  return cover;
}

const spots = [
  [0.5, 0.5],
  [0.2, 0.2],
  [0.8, 0.2],
  [0.2, 0.8],
  [0.8, 0.8],
] as const;

export function look(element: Element): Look {
  let whole: Box = element.getBoundingClientRect();
  let box = clip(element, whole);
  for (let frame = frameOf(element); frame; frame = frameOf(frame)) {
    const inner = innerOf(frame);
    const out = ({ x, y, width, height }: Box): Box => ({
      x: inner.x + x * inner.scale,
      y: inner.y + y * inner.scale,
      width: width * inner.scale,
      height: height * inner.scale,
    });
    whole = out(whole);
    box = clip(frame, cut(out(box), inner));
  }
  const { scale = 1 } = window.visualViewport ?? {}; // one that is zoomed by hand makes these smaller in some browsers
  box = cut(box, { x: 0, y: 0, width: innerWidth * scale, height: innerHeight * scale });
  const { x, y, width, height } = box;
  const layer = chainOf(element).find((node) => node.ownerDocument === document && topmost(node)) ?? document.documentElement;
  // Less than a pixel of it is nothing; it may have no more than that.
  let share = width < Math.min(1, whole.width) || height < Math.min(1, whole.height) ? 0 : 1;
  if (share) {
    const open = spots.filter(([across, down]) => !coverAt(element, x + width * across, y + height * down));
    const part = (seen: number, of: number): number => (of ? seen / of : 1);
    share =
      (open.length / spots.length) *
      part(width, Math.min(whole.width, innerWidth)) *
      part(height, Math.min(whole.height, innerHeight));
  }
  return { element, box, whole, layer, share };
}

// --- bringing into view ------------------------------------------------------------------------------------------

const air = 8; // CSS px between a header that stays and what is below it
const settling = 1500; // ms that scrolling smoothly takes at most

const edges = [
  [0.5, 0.01],
  [0.5, 0.99],
  [0.01, 0.5],
  [0.99, 0.5],
] as const;

// Of what stays in place over an edge of the element.
function coverOf(element: Element): Element | undefined {
  const { x, y, width, height } = look(element).whole;
  return edges.map(([across, down]) => coverAt(element, x + width * across, y + height * down)).find(Boolean);
}

// From under that, by the shortest way that there is.
function uncover(element: Element): void {
  const own = element.getBoundingClientRect();
  const cover = coverOf(element);
  if (!cover) return;
  const { x, y, width, height } = cover.ownerDocument === element.ownerDocument ? own : look(element).whole;
  const at = cover.getBoundingClientRect();
  const before = Math.min(look(element).share, 0.5);
  const ways = [
    [0, y - at.bottom - air],
    [0, y + height - at.y + air],
    [x - at.right - air, 0],
    [x + width - at.x + air, 0],
  ] as const;
  for (const [left, top] of [...ways].sort((a, b) => Math.abs(a[0] + a[1]) - Math.abs(b[0] + b[1]))) {
    for (let node = parentOf(element); node; node = parentOf(node)) {
      node.scrollBy({ left, top, behavior: 'instant' });
      const now = element.getBoundingClientRect();
      if (now.x === own.x && now.y === own.y) continue;
      if (!coverOf(element) && look(element).share > before) return;
      node.scrollBy({ left: -left, top: -top, behavior: 'instant' }); // that moved both of them, or it out of sight
      break;
    }
  }
}

export function reveal(element: Element, signal: AbortSignal): void {
  const smooth = 'onscrollend' in window && matchMedia('(prefers-reduced-motion: no-preference)').matches;
  const tall = element.getBoundingClientRect().height > innerHeight * 0.8;
  element.scrollIntoView({ block: tall ? 'start' : 'center', inline: 'nearest', behavior: smooth ? 'smooth' : 'instant' });
  if (!smooth) return uncover(element);
  // Every box that it is in comes to its own end. What scrolls later is the visitor.
  const until = performance.now() + settling;
  const ended = (): void => {
    if (performance.now() < until) uncover(element);
  };
  document.addEventListener('scrollend', ended, { signal, capture: true });
}
