// canvass.offline.js: everything in one file, the module inside, for pages opened from a disk (file://).

import wasm from 'canvass:wasm';
import packs from 'canvass:packs';
import * as anchor from './anchor.ts';
import * as extras from './extras.ts';
import * as guides from './guides.ts';
import { type Chunks, start } from './host.ts';
import { install } from './install.ts';
import * as media from './media.ts';
import * as plain from './plain_styles.ts';
import * as signals from './signals.ts';
import * as watch from './watch.ts';
import * as translate from './translate.ts';
import { fromBytes } from './wasm.ts';

const chunks: Chunks = { guides, anchor, media, plain, signals, watch, extras, translate };

install((settings, queue) =>
  start(settings, queue, {
    module: (imports) => fromBytes(wasm, settings.base, imports),
    chunk: async (name) => chunks[name],
    pack: async (name) => JSON.stringify(packs[name]),
  }),
);
