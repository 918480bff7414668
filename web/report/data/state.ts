// What listeners of a source are told.

import type { State } from './source.ts';

export interface Told {
  state(listener: (state: State, progress?: number) => void): void;
  changed(listener: () => void): void;
  tell(state: State, progress?: number): void;
  tellChanged(): void;
  silence(): void;
}

export function listeners(): Told {
  const ofState = new Set<(state: State, progress?: number) => void>();
  const ofChange = new Set<() => void>();
  let last: [State, number?] | null = null;
  return {
    state(listener) {
      ofState.add(listener);
      if (last) listener(...last);
    },
    changed: (listener) => void ofChange.add(listener),
    tell(state, progress) {
      if (last && last[0] === state && last[1] === progress) return;
      last = [state, progress];
      for (const listener of ofState) listener(state, progress);
    },
    tellChanged() {
      for (const listener of ofChange) listener();
    },
    silence() {
      ofState.clear();
      ofChange.clear();
    },
  };
}
