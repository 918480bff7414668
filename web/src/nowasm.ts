// canvass.nowasm.js: the whole module as JavaScript, for pages that may not run WebAssembly.

import { instantiate } from 'canvass:translated';

import type { Module } from './core.ts';
import { isChoice, openStore } from './storage.ts';
import { inOnePiece, type Imports } from './wasm.ts';

export { instantiate };

export function moduleFrom(imports: Imports): Module {
  const tab = openStore();
  return {
    ...inOnePiece(instantiate(imports).exports),
    // Where anything of the visitor may be stored, the next page of the tab is spared another attempt, and its report.
    stored({ key, value }) {
      if (value && !isChoice(key)) tab.save('tab:nowasm', '1');
    },
  };
}
