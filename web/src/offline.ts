// canvass.offline.js: everything in one file, the module inside, for pages opened from a disk (file://).

import wasm from 'canvass:wasm';
import packs from 'canvass:packs';
import * as anchor from './anchor.ts';
import * as extras from './extras.ts';
import { createGuides } from './guides.ts';
import { start } from './host.ts';
import { install } from './install.ts';
import * as plain from './plain_styles.ts';
import { createSignals } from './signals.ts';
import { fromBytes } from './wasm.ts';

install((settings, queue) =>
  start(settings, queue, {
    module: (imports) => fromBytes(wasm, imports),
    guides: () => Promise.resolve({ createGuides }),
    anchor: () => Promise.resolve(anchor),
    signals: () => Promise.resolve({ createSignals }),
    extras: () => Promise.resolve(extras),
    plain: () => Promise.resolve(plain),
    pack: (name) => Promise.resolve(JSON.stringify(packs[name])),
  }),
);
