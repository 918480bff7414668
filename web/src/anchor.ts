// canvass.anchor.js: loaded with the first tip. Keeps a card beside an element of the page, on the side where there
// is room, for as long as that element can be seen. Observers and events only: nothing is polled.

import { autoUpdate, computePosition, flip, offset, platform, shift, type Placement } from '@floating-ui/dom';
import type { Follow } from './tip.ts';

const gap = 12; // CSS px from the element to the card: the arrow, and a little air
const edge = 8; // least distance to the edge of the viewport
const corner = 28; // the arrow stays at least this far from the card's corners

const opposite = { top: 'bottom', right: 'left', bottom: 'top', left: 'right' } as const;

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

export const follow: Follow = (anchor, placement, view, lost) => {
  let stopUpdates: (() => void) | undefined;
  let run = 0;

  const rectOf = (element: Element): { x: number; y: number; width: number; height: number } => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  };

  async function update(): Promise<void> {
    const mine = ++run;
    const { width, height } = view.size();
    // The card is in the top layer: its coordinates are the viewport's whatever the page transforms or scrolls.
    const place = await computePosition(anchor, view.element, {
      strategy: 'fixed',
      placement: placement as Placement,
      middleware: [offset(gap), flip({ padding: edge, crossAxis: false, fallbackAxisSideDirection: 'end' }), shift({ padding: edge })],
      platform: {
        ...platform,
        getOffsetParent: () => window,
        convertOffsetParentRelativeRectToViewportRelativeRect: ({ rect }) => rect,
        getElementRects: () => ({ reference: rectOf(anchor), floating: { x: 0, y: 0, width, height } }),
        getClippingRect: () => ({ x: 0, y: 0, ...view.viewport() }),
        getDimensions: () => ({ width, height }),
      },
    });
    if (mine !== run || !stopUpdates) return;
    const side = place.placement.split('-')[0] as keyof typeof opposite;
    const target = rectOf(anchor);
    const across = side === 'top' || side === 'bottom';
    const along = across ? target.x + target.width / 2 - place.x : target.y + target.height / 2 - place.y;
    view.place(place.x, place.y, opposite[side], clamp(along, corner, (across ? width : height) - corner));
  }

  function pause(): void {
    stopUpdates?.();
    stopUpdates = undefined;
    run++;
  }

  const watcher = new IntersectionObserver(([...entries]) => {
    const seen = entries[entries.length - 1]?.isIntersecting === true;
    if (!anchor.isConnected) {
      lost();
    } else if (!seen) {
      pause();
      view.conceal();
    } else {
      stopUpdates ??= autoUpdate(anchor, view.element, () => void update());
    }
  });
  watcher.observe(anchor);

  return {
    update: () => void (stopUpdates && update()),
    stop() {
      watcher.disconnect();
      pause();
    },
  };
};
