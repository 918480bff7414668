// Finds the element that a tip points at, waits for one that comes late, and keeps the tip at it.

import type { Side } from './generated/abi.ts';

export interface TipView {
  readonly element: HTMLElement;
  size(): { readonly width: number; readonly height: number };
  viewport(): { readonly width: number; readonly height: number };
  // The card's corner, the side of the card that has the arrow, and where along it.
  place(x: number, y: number, side: keyof typeof Side, offset: number): void;
  // The anchor cannot be seen just now.
  conceal(): void;
}

export interface Tip {
  resized(): void;
  stop(): void;
}

export interface Following {
  update(): void;
  stop(): void;
}

// What the lazily loaded anchor.ts offers.
export type Follow = (anchor: Element, placement: string, view: TipView, lost: () => void) => Following;

const patience = 5000; // ms for an anchor that a script of the page adds later

export interface Target {
  readonly anchor: string;
  readonly placement: string;
  readonly load: () => Promise<{ readonly follow: Follow }>;
  readonly missing: () => void;
}

export function createTip({ anchor, placement, load, missing }: Target, view: TipView): Tip {
  let following: Following | undefined;
  let observer: MutationObserver | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  function find(): Element | null | undefined {
    try {
      const element = document.querySelector(anchor);
      return element && element.getClientRects().length > 0 ? element : null;
    } catch {
      return undefined; // not a selector
    }
  }

  function rest(): void {
    clearTimeout(timer);
    observer?.disconnect();
    observer = undefined;
  }

  function stop(): void {
    stopped = true;
    rest();
    following?.stop();
  }

  function giveUp(): void {
    stop();
    missing();
  }

  async function begin(element: Element): Promise<void> {
    rest();
    try {
      const { follow } = await load();
      if (!stopped) following = follow(element, placement, view, lost);
    } catch {
      if (!stopped) giveUp();
    }
  }

  function seek(): void {
    const element = find();
    if (element) void begin(element);
    else if (element === undefined) giveUp();
    else if (!observer) {
      observer = new MutationObserver(seek);
      observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['id', 'class', 'style', 'hidden'] });
    }
  }

  // The page took the anchor away after the tip was seen: there is no hurry to find the next one.
  function lost(): void {
    following?.stop();
    following = undefined;
    view.conceal();
    seek();
  }

  seek();
  if (observer) timer = setTimeout(giveUp, patience);
  return { resized: () => following?.update(), stop };
}
