import { computePosition, flip, offset, shift, platform, type Placement } from '@floating-ui/dom';
import type { Follow, Anchoring } from './tip.ts';
export const follow: Follow = ({ anchor, missing }, seen) => {
  const element = document.querySelector(anchor);
  if (!element) { const t = setTimeout(missing, 5000); return { update() {}, stop: () => clearTimeout(t) }; }
  const update = () => { const { x, y, width, height } = element.getBoundingClientRect(); const box = { x, y, width, height }; seen({ element, box, whole: box, layer: document.documentElement }); };
  const t = requestAnimationFrame(update);
  addEventListener('scroll', update); addEventListener('resize', update);
  return { update, stop() { cancelAnimationFrame(t); removeEventListener('scroll', update); removeEventListener('resize', update); } };
};
export const enter: Anchoring['enter'] = (host, layer) => { layer.append(host); host.popover = 'manual'; host.showPopover(); };
const opposite = { top: 'bottom', right: 'left', bottom: 'top', left: 'right' } as const;
export const point: Anchoring['point'] = (aim, view) => {
  const f = follow(aim, (sight) => {
    view.seen?.(sight);
    if (!sight) return view.conceal();
    const { width, height } = view.size();
    void computePosition(sight.element, view.element, { strategy: 'fixed', placement: (aim.placement || 'bottom') as Placement, middleware: [offset(12), flip({ padding: 8 }), shift({ padding: 8 })],
      platform: { ...platform, getOffsetParent: () => window, convertOffsetParentRelativeRectToViewportRelativeRect: ({ rect }) => rect, getElementRects: () => ({ reference: sight.box, floating: { x: 0, y: 0, width, height } }), getClippingRect: () => ({ x: 0, y: 0, ...view.viewport() }), getDimensions: () => ({ width, height }) } }).then((place) => {
        const side = place.placement.split('-')[0] as keyof typeof opposite;
        const across = side === 'top' || side === 'bottom';
        view.place(place.x, place.y, opposite[side], across ? sight.box.x + sight.box.width / 2 - place.x : sight.box.y + sight.box.height / 2 - place.y);
      });
  });
  return { resized: f.update, stop: f.stop };
};
