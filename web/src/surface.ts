// What the visitor sees. Four places, each with one thing at most: over the page (a survey, or a guide), in a container
// of the page, the feedback tab at its edge, and the buttons at its corner. None of them is on the page while it shows
// nothing.

import { Slot } from './generated/abi.ts';
import { createPlace, type Place, type PlaceOptions, type Showing } from './place.ts';

export type { Manner, Parts, Showing } from './place.ts';

export interface Surface {
  show(showing: Showing): void;
  // Does nothing when something else shows by now; without an argument everything goes.
  hide(what?: Pick<Showing, 'kind' | 'id'>): void;
  announce(text: string): void;
  // Puts on screen what changed, if anything did.
  paint(): void;
}

const slotOf = ({ kind, display, slot }: Showing): number =>
  slot ?? (kind === 'tab' ? Slot.tab : display === 'inline' ? Slot.inline : Slot.card);

const unfocused = (): boolean => !document.activeElement || document.activeElement === document.body;

export function createSurface(options: PlaceOptions): Surface {
  const places = new Map<number, Place>();
  let latest: Place | undefined; // what is announced is about it

  const shows = (place: Place, { kind, id }: Pick<Showing, 'kind' | 'id'>): boolean =>
    place.showing.kind === kind && place.showing.id === id;
  // Beside a card nothing is left of the tab, for keys neither; but while it has the focus it keeps that.
  const clear = (): unknown => places.get(Slot.tab)?.host.classList.toggle('under', places.has(Slot.card));
  // The tab goes while its survey shows, and comes back after that: the focus goes along.
  let left = ''; // what had the focus when it went, and nothing else has it since
  function close(slot: number): void {
    const place = places.get(slot);
    const had = place && (place.host.shadowRoot!.activeElement as HTMLElement | null);
    places.delete(slot);
    clear(); // the focus may go back to it
    place?.close();
    if (had && (unfocused() || document.activeElement === place.host)) {
      had.blur();
      left = place.showing.id;
    }
  }
  function follow(): void {
    const place = [...places.values()].find(({ showing }) => showing.id === left);
    if (!place) return;
    const heir = place.host.shadowRoot!.querySelector<HTMLElement>('.tab button, .card:not(.tab)');
    if (unfocused()) heir?.focus({ preventScroll: true });
    left = '';
  }

  return {
    show(showing) {
      const slot = slotOf(showing);
      const there = places.get(slot);
      if (there && !shows(there, showing)) close(slot);
      latest = places.get(slot);
      if (latest) return;
      places.set(slot, (latest = createPlace(slot, showing, options)));
      clear();
      latest.open();
    },
    hide(what) {
      for (const [slot, place] of places) if (!what || shows(place, what)) close(slot);
    },
    announce: (text) => latest?.announce(text),
    paint() {
      places.forEach((place) => place.paint());
      follow();
    },
  };
}
