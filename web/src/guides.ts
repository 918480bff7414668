// canvass.guides.js: loaded before the first guide shows. Puts it where it belongs (stand.ts), keeps beacons on the
// page (beacon.ts), fetches what the configuration names, and sees to it that the focus moves only when the visitor
// opened something, and goes back to where that was.

import { createBeacon } from './beacon.ts';
import type { Actions } from './controls.ts';
import type { Core, Effect, EngineEvent } from './core.ts';
import { Slot } from './generated/abi.ts';
import type { Load } from './host.ts';
import type { Listeners } from './listeners.ts';
import { safe } from './shared.ts';
import { createStand, type Stand } from './stand.ts';
import type { Surface } from './surface.ts';

export type Show = Extract<Effect, { fx: 'show' }>;

export interface Tools {
  readonly core: Core;
  readonly surface: Surface;
  readonly listeners: Listeners;
  readonly signal: AbortSignal;
  readonly send: (event: EngineEvent) => void;
  readonly act: Actions['act'];
  readonly chunk: Load;
}

export interface Guides {
  show(effect: Show): void;
  hide(effect: { readonly kind: string; readonly id: string }): void;
  load(effect: Effect): void;
}

const patience = 10_000; // ms for a file to arrive
const most = 8 * 1024 * 1024; // letters of it

// A launcher's button or a beacon; none while it is not on the page.
type Opener = () => HTMLElement | undefined;

interface Beacon {
  readonly life: AbortController;
  button?: HTMLElement; // as soon as it is made
}

interface Shown {
  readonly stand: Stand;
  readonly id: string;
  readonly kind: string;
  readonly opener: Opener | undefined; // what it, or what it came after, was opened by
}

export function createGuides(tools: Tools): Guides {
  const { surface, listeners, send, chunk } = tools;
  const stands = new Map<Slot, Shown>();
  const beacons = new Map<string, Beacon>();
  let asked = false; // by the visitor, or by the page in their name
  let opener: Opener | undefined; // of what is to show next
  let back: Opener | undefined; // gets the focus as soon as it is there again
  let chain = false; // what had the focus goes: it passes to what shows with the same event

  // Not if the visitor has moved on.
  function giveBack(): void {
    if (document.activeElement !== document.body) return;
    back?.()?.focus({ preventScroll: true });
    if (document.activeElement !== document.body) back = undefined;
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
    const { id, kind } = effect;
    stopBeacon(id);
    surface.hide({ kind, id }); // what it opened
    const beacon: Beacon = { life: new AbortController() };
    beacons.set(id, beacon);
    const { signal } = beacon.life;
    const missing = (): void => send({ ev: 'missing', id });
    const open = (): void => {
      opener = () => beacons.get(id)?.button;
      send({ ev: 'show', id });
    };
    const made = (button: HTMLElement): void => void (beacon.button = button);
    chunk('anchor').then((anchoring) => {
      if (!signal.aborted) createBeacon(effect, anchoring, { signal, made, open, missing, arrived: giveBack });
    }, missing);
  }

  function stopBeacon(id: string): void {
    beacons.get(id)?.life.abort();
    beacons.delete(id);
  }
  tools.signal.addEventListener('abort', () => beacons.forEach(({ life }) => life.abort()));

  return {
    show(effect) {
      const { kind, id, display } = effect;
      if (display === 'beacon') return showBeacon(effect);
      stopBeacon(id);
      const launcher = display === 'launcher';
      const slot = launcher ? Slot.launcher : Slot.card;
      const there = stands.get(slot);
      if (there?.id === id && there.kind === kind) return there.stand.show(effect);

      // What the visitor opened takes the focus, and so does what follows that which had it.
      const active = navigator.userActivation?.isActive ?? true;
      const opened = asked && active;
      const follows = chain || there?.stand.focused() === true;
      const wished = !launcher && (opened || follows);
      const by = (opened && opener) || (follows ? (there?.opener ?? back) : undefined);
      if (!launcher) opener = back = undefined;
      surface.show({
        kind,
        id,
        slot,
        manner(parts) {
          const stand = createStand(effect, parts, tools, wished, (held) => {
            if (stands.get(slot)?.stand === stand) stands.delete(slot);
            if (!launcher) back = held ? by : undefined;
            chain = held;
            queueMicrotask(() => {
              chain = false;
              giveBack();
            });
          });
          stands.set(slot, { stand, id, kind, opener: by });
          return stand;
        },
      });
      const { card } = stands.get(slot)!.stand;
      if (!launcher) return;
      card.addEventListener(
        'click',
        ({ target }) => {
          const index = [...card.querySelectorAll('button')].indexOf(target as HTMLButtonElement);
          opener = () => stands.get(Slot.launcher)?.stand.card.querySelectorAll('button')[index];
        },
        { capture: true },
      );
      giveBack();
    },
    hide: ({ id }) => stopBeacon(id),
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
