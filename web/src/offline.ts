// canvass.offline.js: everything in one file, the module inside, for pages opened from a disk (file://).

import wasm from 'canvass:wasm';
import { follow } from './anchor.ts';
import { start } from './host.ts';
import { install } from './install.ts';
import { fromBytes } from './wasm.ts';

install((settings, queue) =>
  start(settings, queue, {
    module: (imports) => fromBytes(wasm, imports),
    anchor: () => Promise.resolve({ follow }),
  }),
);
