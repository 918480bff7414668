// Where a program of Binaryen is.

import { existsSync } from 'node:fs';
import { join } from 'node:path';

// On the PATH where the distribution put them, beside emcc in the official emsdk.
export function tool(name) {
  const folders = process.env.PATH.split(':');
  const places = [...folders, ...folders.map((folder) => join(folder, '../bin'))].map((folder) => join(folder, name));
  const found = places.find((path) => existsSync(path));
  if (!found) throw new Error(`${name} (binaryen) is missing: run ./emsdk-setup.sh`);
  return found;
}
