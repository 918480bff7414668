// How much the collector takes: new events from many connections at once, each batch acknowledged when it is on disk.
// Needs wrk. Ends with 1 when an acknowledged event is missing, a request failed, or the memory grew.
//
//   node tests/bench/collector/load.mjs [--seconds 60] [--connections 64] [--events 5] [--program FILE]

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    connections: { type: 'string', default: '64' },
    events: { type: 'string', default: '5' },
    program: { type: 'string', default: join(here, '../../../build/native/canvass-collector') },
  },
});
if (spawnSync('wrk', ['-v']).error) {
  console.log('collector: left out, there is no wrk');
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'canvass-load-'));
const collector = spawn(
  values.program,
  ['--port', '0', '--db', join(folder, 'load.sqlite'), '--log', join(folder, 'log')],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const end = (code) => {
  collector.kill('SIGKILL');
  rmSync(folder, { recursive: true });
  process.exit(code);
};
let address;
for await (const line of createInterface(collector.stdout)) {
  if (line.startsWith('Report')) address = new URL(line.replace(/^Report\s+/, ''));
  if (line.startsWith('Data')) break;
}
if (!address) end(1);

const authorization = `Bearer ${address.hash.replace('#token=', '')}`;
async function metric(name) {
  const response = await fetch(`${address.origin}/metrics`, { headers: { authorization } });
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(await response.text())?.[1] ?? 0);
}
const memory = () => metric('process_resident_memory_bytes');

const seconds = Number(values.seconds);
const env = { ...process.env, EVENTS: values.events, RUN: `${process.pid}`, NOW: new Date().toISOString() };
const args = ['-t2', `-c${values.connections}`, `-d${seconds}s`, '-s', join(here, 'batches.lua'), address.origin];
const wrk = spawn('wrk', args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
const output = text(wrk.stdout);
const resident = [];
const sampling = setInterval(async () => resident.push(await memory()), 1000);
await once(wrk, 'exit');
clearInterval(sampling);
const result = JSON.parse(/RESULT (.*)/.exec(await output)[1]);

const stored = await metric('canvass_events_accepted_total');
const commits = await metric('canvass_commits_total');
const acknowledged = (result.requests - result.refused) * Number(values.events);
collector.kill('SIGTERM');
await once(collector, 'exit');

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const at = (part) => resident[Math.min(resident.length - 1, Math.floor(part * resident.length))];
// The first seconds fill caches: SQLite's, and a buffer for each connection and worker.
const grown = at(1) - at(0.2);
console.log(`collector: ${values.connections} connections, batches of ${values.events}, ${result.seconds.toFixed(0)} s`);
console.log(`  acknowledged and on disk   ${Math.round(acknowledged / result.seconds)} events/s in ${Math.round(result.requests / result.seconds)} requests/s, ${Math.round(commits / result.seconds)} syncs/s`);
console.log(`  latency                    p50 ${result.p50} ms, p99 ${result.p99} ms, longest ${result.max} ms`);
console.log(`  resident memory            ${['start', 'middle', 'end'].map((name, i) => `${name} ${megabytes(at([0.2, 0.5, 1][i]))}`).join(', ')}`);
console.log(`  failed                     ${result.refused} refused, ${result.errors} broken off`);
const lines = readFileSync(join(folder, 'log'), 'utf8').trimEnd().split('\n').length;
console.log(`  log                        ${lines} lines`);

const wrong = [];
// wrk stops in the middle of requests, so more may be stored than it has heard of; never less.
if (stored < acknowledged) wrong.push(`${acknowledged} events acknowledged, ${stored} stored`);
if (result.refused + result.errors > 0) wrong.push('requests failed');
if (grown > 10e6) wrong.push(`the memory grew by ${megabytes(grown)}`);
for (const sentence of wrong) console.log(`  WRONG: ${sentence}`);
end(wrong.length === 0 ? 0 : 1);
