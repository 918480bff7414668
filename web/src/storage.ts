// What the engine wants kept: in localStorage, or for keys that begin with "tab:" in sessionStorage. Where the
// browser refuses, in memory, so that this page view still works; the engine tells the page's owner.

const prefix = 'canvass:';

// What the visitor has chosen: kept where nothing else is.
export const isChoice = (key: string): boolean => /^(consent|optOut)$/.test(key);

export interface Store {
  // Every key with its value.
  load(): Record<string, string>;
  // Keeps or, for null, removes. False when it is kept in memory only.
  save(key: string, value: string | null): boolean;
  // Removes everything, of whichever tab, but what the visitor has chosen.
  erase(): void;
}

function open(kind: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return window[kind];
  } catch {
    return undefined;
  }
}

export function openStore(): Store {
  const local = open('localStorage');
  const tab = open('sessionStorage');
  const memory = new Map<string, string>();

  const place = (key: string): Storage | undefined => (key.startsWith('tab:') ? tab : local);

  const store: Store = {
    load() {
      const found: Record<string, string> = {};
      for (const storage of [local, tab]) {
        try {
          for (let i = 0; i < (storage?.length ?? 0); i++) {
            const name = storage?.key(i);
            if (!name?.startsWith(prefix)) continue;
            const key = name.slice(prefix.length);
            if (place(key) === storage) found[key] = storage?.getItem(name) ?? '';
          }
        } catch {
          // Denied while reading: what was found so far is what there is.
        }
      }
      return Object.assign(found, Object.fromEntries(memory));
    },

    save(key, value) {
      memory.delete(key);
      try {
        const storage = place(key);
        if (value === null) storage?.removeItem(prefix + key);
        else if (storage) storage.setItem(prefix + key, value);
        else throw new Error('there is none');
        return true;
      } catch {
        if (value !== null) memory.set(key, value);
        return value === null;
      }
    },

    erase() {
      for (const key of Object.keys(store.load())) if (!isChoice(key)) store.save(key, null);
    },
  };
  return store;
}
