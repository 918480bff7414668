// How one guide stands over the page: beside an element of it, with or without the rest dimmed, in a corner, in the
// middle or along an edge; and what its keys do.

import type { Control } from './control.ts';
import { type LoadMedia, makeDocument, makeMedia } from './document.ts';
import type { Frame } from './frame.ts';
import { Action, Look, Role, Side } from './generated/abi.ts';
import { guideStyles } from './guide_styles.ts';
import type { Show, Tools } from './guides.ts';
import type { Manner, Parts } from './place.ts';
import { adopt, attribute } from './shared.ts';
import type { Box, Tip, TipView } from './tip.ts';

export interface Stand extends Manner {
  readonly card: HTMLElement;
  show(effect: Show): void; // the next step or stage of the same
  place(): void; // anew, as something else of ours came or went
  focused(): boolean;
}

const focusable = 'button:not(:disabled), a[href], input, textarea, select, video[controls], [tabindex="0"]';
const phone = '(max-width: 479px)'; // has the feedback tab at its foot (styles.ts)
const sides = { none: Side.none, top: Side.top, right: Side.right, bottom: Side.bottom, left: Side.left };
const shown: FocusOptions & { focusVisible: true } = { focusVisible: true }; // moved by a key, which Firefox has to be told
const air = 6; // px between the target and the edge of the light on it

const tabIsThere = (): boolean =>
  [...document.querySelectorAll('canvass-surface')].some((host) => host.shadowRoot?.querySelector('.card.tab'));

// WebKitGTK calls the one with Shift "Unidentified".
const isTab = ({ key, code }: KeyboardEvent): boolean => key === 'Tab' || code === 'Tab';

// `wished`: the focus comes here as soon as it can. `closing` is told whether the focus was here to the end.
export function createStand(first: Show, parts: Parts, tools: Tools, wished: boolean, closing: (held: boolean) => void): Stand {
  const { host, root, card } = parts;
  const life = new AbortController();
  const { signal } = life;
  const behind = document.createElement('div'); // the dimmed rest of the page
  let effect = first;
  let tip: Tip | undefined;
  let placed: { readonly x: number; readonly y: number } | undefined;
  let search: Control | undefined;
  let held: Element | undefined; // what in the card had the focus last
  const before = document.activeElement;

  adopt(root, guideStyles);
  root.insertBefore(behind, card);

  const anchored = (): boolean => effect.display === 'anchored';
  const focused = (): boolean => card.contains(root.activeElement);
  const dismiss = (): void => tools.act(parts.frame()!.nodes[0]!.id, Action.dismiss, '');
  const all = (selector: string): HTMLElement[] =>
    [...card.querySelectorAll<HTMLElement>(selector)].filter((element) => element.getClientRects().length > 0);

  const media: LoadMedia = async () => {
    const loaded = await tools.chunk('media');
    adopt(root, loaded.mediaStyles);
    return loaded;
  };

  function arrive(): void {
    parts.arrived();
    const now = document.activeElement;
    if (!wished) return;
    wished = false;
    if (now !== before && now !== document.body) return; // the visitor has gone on meanwhile
    // No keyboard comes up unasked.
    const box = matchMedia('(pointer: coarse)').matches ? undefined : search?.input;
    (box ?? card).focus({ preventScroll: true });
  }

  // --- at an element of the page ---

  const view: TipView = {
    element: card,
    size() {
      if (card.classList.contains('plain')) return { width: card.offsetWidth, height: card.offsetHeight };
      const { width, height } = parts.frame()?.card ?? { width: 0, height: 0 };
      return { width, height: Math.min(height, host.clientHeight - 16) };
    },
    viewport: () => ({ width: host.clientWidth, height: host.clientHeight }),
    place(x, y, side, offset) {
      const snap = (length: number): number => Math.round(length * devicePixelRatio) / devicePixelRatio;
      placed = { x: snap(x), y: snap(y) };
      tools.core.arrow(sides[side], offset);
      parts.paint();
      parts.position();
      arrive();
    },
    conceal() {
      placed = undefined;
      parts.position();
    },
    seen: (sight) => light(sight?.box),
  };

  function light(target: Box | undefined): void {
    behind.className = effect.spotlight && target ? 'hole' : '';
    if (!target) return;
    const { x, y, width, height } = target;
    behind.style.cssText = `left:${x - air}px;top:${y - air}px;width:${width + 2 * air}px;height:${height + 2 * air}px`;
  }

  function show(next: Show): void {
    if (effect !== next) parts.renew();
    effect = next;
    tip?.stop();
    tip = undefined;
    if (placed) view.conceal();
    tools.core.arrow(Side.none, 0);
    behind.className = effect.display === 'modal' ? 'veil' : '';
    attribute(card, 'aria-modal', effect.display === 'modal' ? 'true' : undefined);
    parts.position();
    if (!anchored()) return queueMicrotask(() => parts.frame() && arrive());
    const { id, anchor = '', anchorText: text, placement, wait } = effect;
    const reveal = wished || effect.kind === 'tour';
    const missing = (): void => {
      if (effect === next && !signal.aborted) tools.send({ ev: 'missing', id });
    };
    tools.chunk('anchor').then(({ point }) => {
      if (effect === next && !signal.aborted) tip = point({ anchor, text, placement: placement || 'bottom', reveal, wait, missing }, view);
    }, missing);
  }

  // --- what the visitor does ---

  // Through the page's eyes a modal is all there is: Tab goes round in it.
  function goRound(event: KeyboardEvent): void {
    const stops = all(focusable);
    if (event.shiftKey) stops.reverse();
    const next = stops[0];
    const last = stops.pop();
    const at = root.activeElement;
    if (at && at !== last && !(at === card && event.shiftKey)) return;
    event.preventDefault();
    (next ?? card).focus(shown);
  }

  function turn(key: string): boolean {
    if (effect.kind !== 'tour') return false;
    const on = (key === 'ArrowRight') !== (card.dir === 'rtl');
    // The last step is completed by its button only.
    const [at, of] = parts.frame()!.nodes.find(({ look }) => look === Look.dots)?.value.split('/').map(Number) ?? [];
    const button = all(`button.l${on ? Look.primary : Look.quiet}`)[0];
    if (!button || (on && at === of)) return false;
    button.click();
    return true;
  }

  // In a list of results the arrows go from one to the next, and up from the first to what was searched for.
  function walk(key: string): boolean {
    const at = root.activeElement;
    const items = all('.item');
    const up = key === 'ArrowUp';
    const index = items.indexOf(at as HTMLElement);
    if (!items.length || (index < 0 && (up || at !== search?.input))) return false;
    (items[index + (up ? -1 : 1)] ?? (up ? search?.input : undefined))?.focus(shown);
    return true;
  }

  function onKey(event: KeyboardEvent): void {
    const { key } = event;
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    let done = false;
    const box = search?.input as HTMLInputElement | undefined;
    const inBox = box !== undefined && box === root.activeElement;
    if (key === 'Escape') {
      if (inBox && box.value) {
        box.value = '';
        tools.act(search!.node.id, Action.input, '');
        done = true;
      }
    } else if (isTab(event)) {
      if (effect.display === 'modal') goRound(event);
    } else if (key === 'ArrowLeft' || key === 'ArrowRight') {
      done = !(event.target instanceof HTMLVideoElement) && turn(key);
    } else if (key === 'ArrowDown' || key === 'ArrowUp' || (key === 'Enter' && inBox)) {
      done = walk(key);
    }
    if (done) event.preventDefault();
    // What the browser's own elements do with Enter is theirs.
    if (done || (key === 'Enter' && (event.target as Element).closest('.document, .media'))) event.stopImmediatePropagation();
  }

  // While nothing of the page has the focus, its keys are ours; the first Tab goes into a modal.
  function onPageKey(event: KeyboardEvent): void {
    const { key, target, defaultPrevented } = event;
    if (defaultPrevented || event.isComposing || effect.display === 'launcher') return;
    if (isTab(event) && effect.display === 'modal') return goRound(event);
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (target !== document.body && target !== document.documentElement) return;
    if (key === 'Escape') dismiss();
    else if (!((key === 'ArrowLeft' || key === 'ArrowRight') && turn(key))) return;
    event.preventDefault();
  }

  behind.addEventListener('click', ({ detail }) => {
    if (detail < 2) dismiss(); // the second half of a double click was meant for the page
  });
  card.addEventListener('focusin', ({ target }) => {
    if (target !== card) held = (target as Element).closest('.node, .document') ?? undefined;
  });
  card.addEventListener('keydown', onKey, { signal, capture: true });
  window.addEventListener('keydown', onPageKey, { signal });
  show(first);

  return {
    card,
    show,
    place: parts.position,
    focused,
    get free() {
      return anchored();
    },
    get transform() {
      return placed && `translate(${placed.x}px,${placed.y}px)`;
    },
    stand(corner) {
      switch (effect.display) {
        case 'anchored':
          // What holds the focus would lose it with being hidden.
          return `tip${placed ? '' : focused() ? ' away' : ' waiting'}`;
        case 'modal':
          return corner === 'sheet' ? corner : 'p5';
        case 'banner-top':
        case 'banner-bottom':
          return `banner ${effect.display}`;
        case 'launcher': {
          const foot = /p[025]/.test(corner);
          return `launcher ${corner === 'p5' ? 'p0' : corner}${foot && matchMedia(phone).matches && tabIsThere() ? ' raised' : ''}`;
        }
      }
      return corner;
    },
    make(node, ...rest) {
      if (node.role === Role.document) return makeDocument(node, tools.act, media);
      if (node.look === Look.media) return makeMedia(node, media);
      const control = parts.make(node, ...rest);
      if (node.look === Look.search) {
        const box = control.input as HTMLInputElement;
        box.type = 'search';
        box.enterKeyHint = 'search';
        box.autocomplete = 'off';
        search = control;
      } else if (node.look === Look.dots) {
        return { ...control, write: writeDots };
      }
      return control;
    },
    painted({ colors, nodes }: Frame) {
      if (nodes.some(({ look }) => look === Look.media)) media().then(({ leaveHole }) => leaveHole(card, nodes), () => 0);
      card.style.setProperty('--hairline', colors.hairline);
      if (anchored()) tip?.resized();
      else arrive();
      // Its like in the next step, or in the article that took the place of the list.
      if (!held || held.isConnected || root.activeElement !== card) return;
      const [look] = /\bl\d+/.exec(held.className) ?? [''];
      held = undefined;
      if (look) card.querySelector<HTMLElement>(`.${look}`)?.focus({ preventScroll: true });
    },
    close() {
      const held = focused();
      life.abort();
      tip?.stop();
      behind.remove();
      tools.core.arrow(Side.none, 0);
      closing(held);
    },
  };
}

// "2/5".
const writeDots: Control['write'] = (control, node) => {
  const bar = control.element as HTMLProgressElement;
  const [at = 0, of = 1] = node.value.split('/').map(Number);
  control.node = node;
  bar.className = `node l${node.look}`;
  bar.max = of;
  bar.value = at;
  attribute(bar, 'aria-label', node.label || node.text || node.value);
};
