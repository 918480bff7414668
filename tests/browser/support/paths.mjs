// Where things are. CANVASS_DIST names another dist/, CHROMIUM another browser.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const dist = process.env.CANVASS_DIST ?? join(root, 'dist');
export const shop = join(root, 'examples/shop');
export const collectorProgram = join(dist, 'bin/canvass-collector');
export const canvassProgram = join(dist, 'bin/canvass');

function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function chromiumProgram() {
  const named = process.env.CHROMIUM;
  if (named) return named;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of names) {
    for (const folder of folders) {
      if (executable(join(folder, name))) return join(folder, name);
    }
  }
  throw new Error(`No Chromium: install one of ${names.join(', ')}, or name it in the environment variable CHROMIUM.`);
}
