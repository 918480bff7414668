// Starts the real collector. CANVASS_COLLECTOR names the program; else the one in dist/bin is used.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const program = process.env.CANVASS_COLLECTOR ?? join(root, 'dist/bin/canvass-collector');

export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), 'canvass-collector-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

const tokens = new Map(); // of databases: a token is printed once

// A collector that has printed its addresses. Ends with the test at the latest.
// `deaf`: nobody reads its standard error.
export async function start(t, { db, args = [], command = [program], deaf = false }) {
  const [file, ...before] = command;
  const child = spawn(file, [...before, '--port', '0', '--db', db, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  t.after(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  let errors = '';
  if (!deaf) child.stderr.setEncoding('utf8').on('data', (part) => (errors += part));
  const printed = {};
  for await (const line of createInterface(child.stdout)) {
    const [, name, value] = /^(\w+)\s+(.+)$/.exec(line);
    printed[name] = value;
    if (name === 'Data') break;
  }
  if (!printed.Report) await exited;
  assert.ok(printed.Report, `the collector did not start: ${errors}`);
  const { origin, hash, port } = new URL(printed.Report);
  if (hash !== '') tokens.set(db, hash.replace('#token=', ''));
  const token = tokens.get(db);
  return {
    origin,
    port,
    printed,
    token,
    pid: child.pid,
    post: (body, headers = {}) =>
      fetch(`${origin}/v1/batch`, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) }),
    put: (path, body, headers = {}) =>
      fetch(`${origin}${path}`, { method: 'PUT', headers: { authorization: `Bearer ${token}`, ...headers }, body }),
    get: (path, headers = {}) => fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } }),
    async stored() {
      const response = await this.get('/v1/export.ndjson');
      assert.equal(response.status, 200);
      const lines = (await response.text()).split('\n');
      assert.equal(lines.pop(), '', 'the last line is ended');
      return lines.map((line) => JSON.parse(line));
    },
    // The lines of the log so far; with a condition, once one of them fulfils it.
    async logged(fits) {
      for (;;) {
        const lines = errors.split('\n').slice(0, -1).map((line) => JSON.parse(line));
        if (!fits || lines.some(fits)) return lines;
        await once(child.stderr, 'data');
      }
    },
    async metrics(headers = {}) {
      const response = await this.get('/metrics', headers);
      assert.equal(response.status, 200);
      const samples = [...(await response.text()).matchAll(/^([^#\s].*) (\S+)$/gm)];
      return Object.fromEntries(samples.map(([, series, value]) => [series, Number(value)]));
    },
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const [code, killedBy] = await exited;
      return { code, killedBy };
    },
  };
}

export async function run(args) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000 });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { out, err, code };
}

export function event(properties = {}, more = {}) {
  return {
    type: 'track',
    messageId: randomUUID(),
    event: 'Survey Answered',
    anonymousId: 'visitor-1',
    timestamp: '2026-01-01T00:00:00.000Z',
    properties: { survey: 'nps', response: randomUUID(), question: 'score', kind: 'nps', value: 9, category: 'promoter', ...properties },
    context: { page: { path: '/thanks' }, locale: 'ru', library: { name: 'canvass', version: '0.1.0' } },
    ...more,
  };
}

export const batch = (...events) => ({ writeKey: 'demo', batch: events, retryCount: 0 });
export const ids = (events) => events.map(({ messageId }) => messageId);

// A connection on which every byte is ours. `answer()` waits for as much as `enough` says of what has come since.
export async function wire(t, collector) {
  const socket = connect(Number(collector.port), '127.0.0.1');
  t.after(() => socket.destroy());
  let came = '';
  let open = true;
  socket.setEncoding('latin1').on('data', (part) => (came += part));
  socket.on('close', () => (open = false)).on('error', () => {});
  await once(socket, 'connect');
  return {
    socket,
    open: () => open,
    send: (text) => socket.write(text, 'latin1'),
    async answer(enough = (text) => text.includes('\r\n\r\n')) {
      while (!enough(came)) {
        assert.ok(open, `the connection was closed after ${JSON.stringify(came)}`);
        await Promise.race([once(socket, 'data'), once(socket, 'close')]);
      }
      const taken = came;
      came = '';
      return taken;
    },
    async closed() {
      if (open) await once(socket, 'close');
      return came;
    },
  };
}

export function rawBatch(body, more = '') {
  const text = JSON.stringify(body);
  return `POST /v1/batch HTTP/1.1\r\nHost: x\r\n${more}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}
