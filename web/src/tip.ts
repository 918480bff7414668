// What is anchored to an element of the page: the interface between those who show something there and the lazily
// loaded anchor.ts, which finds the element, keeps up with it, and keeps a card beside it.
//
//   const { follow } = await sources.anchor();
//   const following = follow({ anchor: '#cart', missing }, (sight) => sight && move(beacon, sight.box));
//   …
//   following.stop();

import type { Side } from './generated/abi.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

// What to look for.
export interface Aim {
  readonly anchor: string; // CSS selector; empty: any element
  readonly text?: string | undefined; // what it says, to the eye, blanks folded; none: anything
  readonly placement?: string; // wished side of a card: "top", "right", "bottom" or "left"
  readonly reveal?: boolean; // bring it into view, once: the visitor asked for this, or is led through a tour
  readonly wait?: boolean; // for as long as it takes
  readonly missing: () => void; // it did not come in time, or can never come: called once, at most
}

// The element as it can be seen now. Boxes are in CSS px of this page's viewport, of one in a frame as well.
export interface Sight {
  readonly element: Element;
  readonly box: Box; // without what scrolling containers, frames and the viewport cut off
  readonly whole: Box;
  readonly layer: Element; // the dialog or popover it is in, or the root: what stands elsewhere is below, or inert
}

export interface Following {
  update(): void;
  stop(): void;
}

// Calls `seen` at once where it can, and with every change; without a sight while the element cannot be seen.
export type Follow = (aim: Aim, seen: (sight: Sight | undefined) => void) => Following;

export interface TipView {
  readonly element: HTMLElement; // the card, in the shadow root of its host
  size(): { readonly width: number; readonly height: number };
  viewport(): { readonly width: number; readonly height: number };
  // The card's corner, the side of the card that has the arrow, and where along it.
  place(x: number, y: number, side: keyof typeof Side, offset: number): void;
  // The anchor cannot be seen just now.
  conceal(): void;
  seen?(sight: Sight | undefined): void; // for what follows the same element, a spotlight say; boxes as `within` has them
}

export interface Tip {
  resized(): void;
  stop(): void;
}

// What the lazily loaded anchor.ts offers.
export interface Anchoring {
  readonly follow: Follow;
  readonly point: (aim: Aim, view: TipView) => Tip; // a card beside it
  readonly enter: (host: HTMLElement, layer: Element) => void; // puts an element of ours into Sight.layer, on top
  readonly within: (host: HTMLElement, box: Box) => Box; // from the viewport to what is in it
}
