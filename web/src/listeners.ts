// Functions of the page that want to hear what happens. One that throws is reported, once, and harms nobody.

import { report } from './report.ts';

export type Listener = (value: unknown) => void;

export interface Listeners {
  add(name: string, listener: Listener): void;
  call(name: string, value: unknown): void;
}

const failed = new WeakSet<Listener>();

export function callSafely(listener: Listener, value: unknown, what: string): void {
  try {
    listener(value);
  } catch (error) {
    if (!failed.has(listener)) report(`the page's own function for ${what} failed:`, error);
    failed.add(listener);
  }
}

export function createListeners(): Listeners {
  const all = new Map<string, Listener[]>();
  return {
    add(name, listener) {
      all.set(name, [...(all.get(name) ?? []), listener]);
    },
    call(name, value) {
      for (const listener of all.get(name) ?? []) callSafely(listener, value, `"${name}"`);
    },
  };
}
