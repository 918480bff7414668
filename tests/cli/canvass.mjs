// Runs the built command-line tool: its path is in CANVASS_BIN, dist/bin/canvass without it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const binary = resolve(root, process.env.CANVASS_BIN ?? 'dist/bin/canvass');

// { code, out, err } of one run. `input` is what it reads from the standard input.
export function canvass(args, { input = '', cwd, env } = {}) {
  const run = spawnSync(binary, args, { input, cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  // A command that fails at once may leave its input unread.
  if (run.error && run.error.code !== 'EPIPE') throw run.error;
  return { code: run.status, out: run.stdout, err: run.stderr };
}

export const ndjson = (objects) => objects.map((object) => `${JSON.stringify(object)}\n`).join('');

export const parsed = (text) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

// A folder with these files, gone after the test.
export function folder(test, files) {
  const path = mkdtempSync(join(tmpdir(), 'canvass-'));
  test.after(() => rmSync(path, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(path, name), typeof text === 'string' ? text : JSON.stringify(text));
  }
  return path;
}
