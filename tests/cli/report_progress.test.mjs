// The bar that shows how far a long input has been read: on a terminal only.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { test } from 'node:test';

import { binary, canvass, folder, ndjson } from './canvass.mjs';

// Runs a command whose standard error is a pseudo-terminal, and copies that to its own standard output. With a third
// argument the standard input is a pipe, which is fed with that file again and again until a bar has been seen.
const terminal = `
import os, pty, select, sys
program, answers, endless = sys.argv[1], sys.argv[2], len(sys.argv) > 3
leader, follower = pty.openpty()
reading, writing = os.pipe()
child = os.fork()
if child == 0:
    os.dup2(follower, 2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(reading, 0)
    for fd in (leader, reading, writing): os.close(fd)
    os.execv(program, [program, 'report', '-' if endless else answers])
os.close(follower)
os.close(reading)
seen, text, at = b'', open(answers, 'rb').read(), 0
feeding = endless
if not feeding: os.close(writing)
while True:
    ready, room, _ = select.select([leader], [writing] if feeding else [], [])
    if ready:
        try: some = os.read(leader, 4096)
        except OSError: some = b''
        if not some: break
        seen += some
    if room:
        at += os.write(writing, text[at:at + 65536])
        if at == len(text): at = 0
    if feeding and b'reading' in seen and at == 0:
        feeding = False
        os.close(writing)
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
`;

const python = spawnSync('python3', ['-c', 'import os, pty; os.waitstatus_to_exitcode'], { encoding: 'utf8' });
const skip = python.status !== 0 && 'there is no python3 that can make a pseudo-terminal';

const answer = (i) => ({
  type: 'track',
  messageId: `m${i}`,
  event: 'Survey Answered',
  properties: { survey: 'nps', response: `r${i}`, question: 'score', kind: 'nps', value: i % 11 },
});

function run(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn('python3', ['-c', terminal, binary, ...args]);
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
    child.stderr.pipe(process.stderr);
    child.on('error', reject).on('close', (code) => resolve({ code, out }));
  });
}

test('a long input shows on a terminal how much has been read, and the line is gone at the end', { skip }, async (t) => {
  const cwd = folder(t, { 'answers.ndjson': ndjson(Array.from({ length: 20_000 }, (_, i) => answer(i))) });
  const { code, out } = await run(`${cwd}/answers.ndjson`, 'endless');
  assert.equal(code, 0);
  assert.match(out, /^\r\u001b\[Kreading: \d+ lines, \d+\.\d MB/);
  assert.ok(out.endsWith('\r\u001b[K'));
});

test('a short input shows none', { skip }, async (t) => {
  const cwd = folder(t, { 'answers.ndjson': ndjson([answer(1)]) });
  assert.deepEqual(await run(`${cwd}/answers.ndjson`), { code: 0, out: '' });
});

test('where the standard error is no terminal nothing is drawn', () => {
  const { err } = canvass(['report', '-'], { input: ndjson(Array.from({ length: 200_000 }, (_, i) => answer(i))) });
  assert.equal(err, '');
});
