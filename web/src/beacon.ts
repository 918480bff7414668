// The beacon of a hotspot: a button of the browser's own at a corner of the element that it is about.

import type { Show, Tools } from './guides.ts';
import { guideStyles } from './guide_styles.ts';
import { adopt, attribute, createHost } from './shared.ts';

export interface Beacon {
  readonly button: HTMLElement;
  stop(): void;
}

const size = 32; // CSS px, what a finger can meet

interface Options extends Tools {
  open(): void;
  arrived(): void; // it can be seen, and have the focus
}

export function createBeacon(effect: Show, options: Options): Beacon {
  const { id, label, colors } = effect;
  const root = createHost();
  const host = root.host as HTMLElement;
  adopt(root, guideStyles);
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'beacon';
  button.hidden = true;
  attribute(button, 'aria-label', label || id);
  attribute(button, 'aria-haspopup', 'dialog');
  colors?.forEach((color, index) => button.style.setProperty(`--c${index}`, color));
  button.addEventListener('click', options.open);
  root.append(button);

  let stop: (() => void) | undefined;
  let stopped = false;
  let layer: Element | undefined;
  const missing = (): void => options.send({ ev: 'missing', id });
  options.chunk('anchor').then(({ follow, enter, within }) => {
    if (stopped) return;
    const { anchor = '', anchorText: text } = effect;
    stop = follow({ anchor, text, missing }, (sight) => {
      const came = button.hidden && sight !== undefined;
      button.hidden = !sight;
      if (!sight) return;
      if (sight.layer !== layer) enter(host, (layer = sight.layer));
      // Around the corner where a line of text ends.
      const { x, y, width } = within(host, sight.box);
      const end = getComputedStyle(sight.element).direction === 'rtl' ? x : x + width;
      const inside = (place: number, room: number): number => Math.max(0, Math.min(place - size / 2, room - size));
      button.style.transform = `translate(${inside(end, innerWidth)}px,${inside(y, innerHeight)}px)`;
      if (came) options.arrived();
    }).stop;
  }, missing);
  return {
    button,
    stop() {
      stopped = true;
      stop?.();
      host.remove();
    },
  };
}
