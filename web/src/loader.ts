// canvass.js: the part that every page view loads.

import { install } from './install.ts';
import type * as Host from './host.ts';

install(async (settings, queue) => {
  const url = new URL('canvass.host.js', settings.base).href;
  const host = (await import(url).catch(() => {
    // A page from a disk, or in a sandbox, may import nothing.
    throw new Error(`${url} could not be loaded${origin === 'null' ? ': use canvass.offline.js here' : ''}.`);
  })) as typeof Host;
  return host.start(settings, queue);
});
