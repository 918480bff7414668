// canvass.guides.js: loaded before the first guide shows. Puts it where it belongs (stand.ts), keeps beacons on the
// page (beacon.ts), fetches what the configuration names, and sees to it that the focus moves only when the visitor
// opened something, and goes back to where that was.

import { type Beacon, createBeacon } from './beacon.ts';
import { safe } from './control.ts';
import type { Actions } from './controls.ts';
import type { Core, Effect, EngineEvent } from './core.ts';
import { Slot } from './generated/abi.ts';
import type { Listeners } from './listeners.ts';
import { createStand, type Stand } from './stand.ts';
import type { Surface } from './surface.ts';
import type { Anchoring } from './tip.ts';

export type Show = Extract<Effect, { fx: 'show' }>;

export interface Tools {
  readonly core: Core;
  readonly surface: Surface;
  readonly listeners: Listeners;
  readonly signal: AbortSignal;
  readonly send: (event: EngineEvent) => void;
  readonly act: Actions['act'];
  readonly anchor: () => Promise<Anchoring>;
}

export interface Guides {
  show(effect: Show): void;
  hide(effect: { readonly kind: string; readonly id: string }): void;
  load(effect: Effect): void;
}

const patience = 10_000; // ms for a file to arrive
const most = 8 * 1024 * 1024; // letters of it

export function createGuides(tools: Tools): Guides {
  const { surface, listeners, send } = tools;
  const stands = new Map<Slot, { readonly stand: Stand; readonly id: string; readonly kind: string }>();
  const beacons = new Map<string, Beacon>();
  let asked = false; // by the visitor, or by the page in their name
  let opener: (() => HTMLElement | undefined) | undefined; // what opened that which has the focus
  let back: typeof opener; // gets the focus as soon as it is there again

  const launcherButton = (index: number): HTMLElement | undefined =>
    stands.get(Slot.launcher)?.stand.card.querySelectorAll('button')[index];

  // Only what has no focus is given it: the visitor may have moved on.
  function giveBack(): void {
    const target = back?.();
    if (!target || !document.activeElement || document.activeElement !== document.body) return;
    target.focus({ preventScroll: true });
    back = undefined;
  }

  listeners.add('input', (event) => {
    const { ev, act } = event as EngineEvent;
    asked = ev === 'show' || (ev === 'guide' && act !== 'shown');
  });
  // The feedback tab may stand where the launcher would.
  listeners.add('effect', (effect) => {
    if ((effect as { kind?: string }).kind === 'tab') stands.get(Slot.launcher)?.stand.place();
  });

  function showBeacon(effect: Show): void {
    const { id } = effect;
    beacons.get(id)?.stop();
    const open = (): void => {
      opener = () => beacons.get(id)?.button;
      send({ ev: 'show', id });
    };
    beacons.set(id, createBeacon(effect, { ...tools, open, arrived: giveBack }));
  }

  return {
    show(effect) {
      const { kind, id, display } = effect;
      if (display === 'beacon') return showBeacon(effect);
      beacons.get(id)?.stop();
      beacons.delete(id);
      const launcher = display === 'launcher';
      const slot = launcher ? Slot.launcher : Slot.card;
      const there = stands.get(slot);
      if (there?.id === id && there.kind === kind) return there.stand.show(effect);

      // What the visitor opened takes the focus, and so does what follows that which had it.
      const active = navigator.userActivation?.isActive ?? true;
      const wished = !launcher && ((asked && active) || there?.stand.focused() === true);
      surface.show({
        kind,
        id,
        slot,
        manner(parts) {
          const stand = createStand(effect, parts, tools, wished, (held) => {
            if (stands.get(slot)?.stand === stand) stands.delete(slot);
            if (held) back = opener;
          });
          stands.set(slot, { stand, id, kind });
          return stand;
        },
      });
      const { card } = stands.get(slot)!.stand;
      if (!launcher) return;
      card.addEventListener(
        'click',
        ({ target }) => {
          const index = Array.from(card.querySelectorAll('button')).indexOf(target as HTMLButtonElement);
          opener = () => launcherButton(index);
        },
        { capture: true },
      );
      giveBack();
    },
    hide({ id }) {
      beacons.get(id)?.stop();
      beacons.delete(id);
    },
    load(effect) {
      if (effect.fx === 'go') {
        const address = safe(effect.url);
        if (address) location.assign(address);
      } else if (effect.fx === 'fetch') {
        const { id, url } = effect;
        fetch(url, { signal: AbortSignal.timeout(patience) })
          .then(async (response) => {
            const body = await response.text();
            send({ ev: 'fetched', id, ...(body.length > most ? { status: 0, body: '' } : { status: response.status, body }) });
          })
          .catch(() => send({ ev: 'fetched', id, status: 0, body: '' }));
      }
    },
  };
}
