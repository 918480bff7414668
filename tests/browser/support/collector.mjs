// The real collector on a free port, with a database of its own and, by default, the demo shop as its site.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { collectorProgram, dist, shop } from './paths.mjs';
import { eventually } from './wait.mjs';

export const token = 'browser-tests';

async function run(port, db, site, more) {
  const child = spawn(
    collectorProgram,
    ['--port', String(port), '--db', db, '--site', site, '--dist', dist, '--token', token, '--log', `${db}.log`, ...more],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  for await (const line of createInterface(child.stdout)) {
    const address = /^Report\s+(http:\/\/[^/]+)/.exec(line);
    if (address) return { child, origin: address[1] };
  }
  throw new Error('expected the collector to print its addresses; it ended instead');
}

// `t` is a test or anything else with after(). `files` are written beside the database and given as options:
// { config: '{…}' } as --config FILE.
export async function startCollector(t, { site = shop, files = {} } = {}) {
  assert.ok(existsSync(collectorProgram), `${collectorProgram} is not there: run ./dev build first`);
  const folder = mkdtempSync(join(tmpdir(), 'canvass-browser-'));
  const db = join(folder, 'answers.sqlite');
  const more = Object.entries(files).flatMap(([option, text]) => {
    writeFileSync(join(folder, option), text);
    return [`--${option}`, join(folder, option)];
  });
  let { child, origin } = await run(0, db, site, more);

  async function stop() {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
  t.after(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });

  async function get(path) {
    const response = await fetch(origin + path, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(response.status, 200, `GET ${path}`);
    return response;
  }
  async function events() {
    const lines = (await (await get('/v1/export.ndjson')).text()).split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line));
  }

  return {
    origin,
    stop,
    // On the same port, with the same database.
    async start() {
      ({ child, origin } = await run(new URL(origin).port, db, site, more));
    },
    events,
    // Waits for an event of this name and with these properties.
    event(name, properties = {}) {
      const fits = (event) =>
        event.event === name && Object.entries(properties).every(([key, value]) => event.properties[key] === value);
      return eventually(`"${name}" ${JSON.stringify(properties)} in the collector's export`, async () =>
        (await events()).find(fits),
      );
    },
    // As a widget sends them, as many at a time as the collector takes.
    async post(events) {
      for (let from = 0; from < events.length; from += 400) {
        const body = JSON.stringify({ batch: events.slice(from, from + 400) });
        const response = await fetch(`${origin}/v1/batch`, { method: 'POST', body });
        assert.equal(response.status, 200, await response.text());
      }
    },
    exported: async () => (await get('/v1/export.ndjson')).text(),
    async tags() {
      return (await get('/v1/tags.json')).json();
    },
    async report() {
      return (await get('/v1/report.json')).json();
    },
  };
}
