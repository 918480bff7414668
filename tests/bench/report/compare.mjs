// How long `canvass report` takes over many responses, beside a DuckDB query that computes the NPS table alone.
//
//   node tests/bench/report/compare.mjs [--responses 100000] [--rounds 3] [--program build/native/canvass]
//
// Both read the same file, taking turns; the best round of each counts. DuckDB's time is that of its query, Canvass's
// that of the whole program, which makes the whole report. Fails when their tables differ.
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { write } from './generate.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const { values: options } = parseArgs({
  options: {
    responses: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    program: { type: 'string', default: 'build/native/canvass' },
  },
});
const responses = Number(options.responses);
if (!Number.isInteger(responses) || responses < 1) {
  console.error('compare: --responses takes a whole number from 1');
  process.exit(2);
}

async function generated() {
  mkdirSync(`${root}build/bench`, { recursive: true });
  const file = `${root}build/bench/report-${responses}.ndjson`;
  if (existsSync(file)) return file;
  const stream = createWriteStream(`${file}.part`);
  await write(stream, { responses });
  stream.end();
  await once(stream, 'finish');
  renameSync(`${file}.part`, file);
  return file;
}

// The most memory a process has had so far, in bytes; 0 where the system does not say.
function peak_of(pid) {
  try {
    return 1024 * Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

async function run(command, parameters) {
  const begin = performance.now();
  const child = spawn(command, parameters, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, peak_of(child.pid))), 10);
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  const [code] = await once(child, 'close');
  clearInterval(watch);
  if (code !== 0) throw new Error(`${command} ${parameters.join(' ')}: exit code ${code}`);
  return { seconds: (performance.now() - begin) / 1000, peak, json: JSON.parse(text) };
}

const table_of = (report) =>
  report.surveys
    .filter((entry) => entry.metric === 'nps')
    .map(({ survey, question, n, counts, value }) => ({ survey, question, n, ...counts, nps: value }));

// NPS to the ninth digit: the two may add up in different orders.
const comparable = (table) =>
  JSON.stringify(table.map((row) => [row.survey, row.question, row.n, row.promoters, row.passives, row.detractors, row.nps.toFixed(9)]));

const best = (rounds) => rounds.reduce((a, b) => (b.seconds < a.seconds ? b : a));
const megabytes = (bytes) => (bytes / 1e6).toFixed(0);

const file = await generated();
const size = statSync(file).size;
let duckdb = true;
try {
  await import('@duckdb/node-api');
} catch {
  duckdb = false; // not built for every platform
}

const ours = [];
const theirs = [];
for (let round = 0; round < Number(options.rounds); ++round) {
  ours.push(await run(options.program, ['report', '--json', file]));
  if (!duckdb) continue;
  const result = await run(process.execPath, ['tests/bench/report/duckdb.mjs', file]);
  theirs.push({ ...result, seconds: result.json.seconds });
}

const canvass = best(ours);
const { events, duplicates } = canvass.json;
console.log(`${responses} responses, ${events + duplicates} lines, ${megabytes(size)} MB`);
const line = (name, { seconds, peak }) =>
  `${name.padEnd(16)} ${seconds.toFixed(2).padStart(6)} s  ${(size / 1e6 / seconds).toFixed(0).padStart(5)} MB/s  ${((events + duplicates) / seconds / 1e6).toFixed(2)} million lines/s  ${peak ? `${megabytes(peak)} MB of memory` : ''}`;
console.log(line('canvass report', canvass));
if (duckdb) {
  const query = best(theirs);
  console.log(line('DuckDB query', query));
  console.log(`canvass takes ${(canvass.seconds / query.seconds).toFixed(2)} of DuckDB's time`);
  if (comparable(table_of(canvass.json)) !== comparable(query.json.table)) {
    console.error('the tables differ:', table_of(canvass.json), query.json.table);
    process.exit(1);
  }
  console.log('both have the same NPS table');
} else {
  console.log('DuckDB is not installed here, so there is nothing to compare with');
}
