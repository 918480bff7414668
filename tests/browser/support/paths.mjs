// Where things are. CANVASS_DIST names another dist/; CHROMIUM, FIREFOX and WEBKIT other browsers.

import { accessSync, constants, readdirSync } from 'node:fs';
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

function programIn(folders, names) {
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(executable);
}
const onPath = (names) => programIn((process.env.PATH ?? '').split(delimiter), names);

export function chromiumProgram() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const found = process.env.CHROMIUM || onPath(names);
  if (!found) throw new Error(`No Chromium: install one of ${names.join(', ')}, or name it in the environment variable CHROMIUM.`);
  return found;
}

// The program, or undefined: FIREFOX names another one than firefox-esr and firefox.
export const firefoxProgram = () => process.env.FIREFOX || onPath(['firefox-esr', 'firefox']);

// The same of WebKitGTK's browser: WEBKIT names another MiniBrowser. It lies beside the library, under the machine's name.
export function webkitProgram() {
  if (process.env.WEBKIT) return process.env.WEBKIT;
  const machines = readdirSync('/usr/lib', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const folders = ['/usr/libexec', '/usr/lib', '/usr/lib64', ...machines.map(({ name }) => join('/usr/lib', name))];
  return programIn(folders, ['webkitgtk-6.0/MiniBrowser', 'webkit2gtk-4.1/MiniBrowser', 'webkit2gtk-4.0/MiniBrowser']);
}
export const webkitDriver = () => onPath(['WebKitWebDriver']);

// Why an engine cannot be started here, or false.
export function missing(engine) {
  if (engine === 'firefox' && !firefoxProgram()) return 'no firefox-esr on this machine';
  if (engine !== 'webkit') return false;
  if (process.platform !== 'linux') return 'WebKitGTK is on Linux only';
  if (!webkitDriver() || !webkitProgram()) return 'no webkit2gtk-driver on this machine';
  return onPath(['Xvfb']) ? false : 'no xvfb on this machine';
}
