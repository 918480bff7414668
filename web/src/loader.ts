// canvass.js: the part that every page view loads.

import { install } from './install.ts';
import type * as Host from './host.ts';

install(async (settings, queue) => {
  const url = new URL('canvass.host.js', settings.base).href;
  const host = (await import(url).catch(() => {
    throw new Error(`${url} could not be loaded.`);
  })) as typeof Host;
  return host.start(settings, queue);
});
