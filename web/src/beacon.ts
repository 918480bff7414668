// A hotspot's beacon: a button of the browser's own at a corner of the element that it is about.

import { beaconStyles } from './beacon_styles.ts';
import type { Show } from './guides.ts';
import { adopt, attribute, createHost } from './shared.ts';
import type { Anchoring } from './tip.ts';

interface Options {
  readonly signal: AbortSignal; // aborted: it goes
  made(button: HTMLElement): void;
  open(): void;
  missing(): void; // there is nothing to stand at
  arrived(): void; // it can be seen, and have the focus
}

export function createBeacon(effect: Show, { follow, enter, within }: Anchoring, options: Options): void {
  const { id, label, colors, anchor = '', anchorText: text } = effect;
  const size = matchMedia('(pointer: coarse)').matches ? 44 : 32; // CSS px (beacon_styles.ts)
  const root = createHost();
  const host = root.host as HTMLElement;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'beacon';
  button.hidden = true;
  attribute(button, 'aria-label', label || id);
  attribute(button, 'aria-haspopup', 'dialog');
  colors?.forEach((color, index) => button.style.setProperty(`--c${index}`, color));
  button.addEventListener('click', options.open);
  root.append(button);
  options.made(button);

  let layer: Element | undefined;
  const { stop } = follow({ anchor, text, missing: options.missing }, (sight) => {
    const came = button.hidden && sight !== undefined;
    button.hidden = !sight;
    if (!sight) return;
    if (sight.layer !== layer) {
      enter(host, (layer = sight.layer));
      adopt(root);
      adopt(root, beaconStyles);
    }
    // Around the corner where a line of text ends.
    const { x, y, width } = within(host, sight.box);
    const end = getComputedStyle(sight.element).direction === 'rtl' ? x : x + width;
    const inside = (place: number, room: number): number => Math.max(0, Math.min(place - size / 2, room - size));
    button.style.transform = `translate(${inside(end, innerWidth)}px,${inside(y, innerHeight)}px)`;
    if (came) options.arrived();
  });
  options.signal.addEventListener('abort', () => {
    stop();
    host.remove();
  });
}
