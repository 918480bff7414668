// Nothing that the collector has acknowledged is lost.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';

import { batch, event, folder, ids, program, start } from './collector.mjs';

// Posts from many connections at once until the collector goes away; gives the ids it acknowledged. `ready` is
// called when that many batches have been.
async function load(collector, batches, ready) {
  const acknowledged = [];
  let count = 0;
  await Promise.all(
    Array.from({ length: 24 }, async () => {
      for (;;) {
        const body = batch(...Array.from({ length: 5 }, () => event()));
        try {
          const response = await collector.post(body);
          if (response.status !== 200) return;
          await response.arrayBuffer();
        } catch {
          return;
        }
        acknowledged.push(...ids(body.batch));
        if (++count === batches) ready();
      }
    }),
  );
  return acknowledged;
}

async function assertAllStored(t, db, acknowledged) {
  const stored = ids(await (await start(t, { db })).stored());
  const known = new Set(stored);
  assert.equal(known.size, stored.length, 'no event is stored twice');
  assert.deepEqual(acknowledged.filter((id) => !known.has(id)), [], 'every acknowledged event is stored');
}

test('SIGTERM under load loses nothing acknowledged and ends well', async (t) => {
  const db = join(folder(t), 'c.sqlite');
  const collector = await start(t, { db });
  let ended;
  const acknowledged = await load(collector, 200, () => (ended = collector.stop('SIGTERM')));
  assert.deepEqual(await ended, { code: 0, killedBy: null });
  assert.ok(acknowledged.length >= 1000);
  await assertAllStored(t, db, acknowledged);
});

async function refusesConnections(port) {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      socket.destroy();
    } catch (error) {
      if (error.code === 'ECONNRESET') continue; // it came in while the door was being closed
      assert.equal(error.code, 'ECONNREFUSED');
      return;
    }
  }
}

test('a request that has begun when SIGTERM comes is finished', async (t) => {
  const db = join(folder(t), 'c.sqlite');
  const collector = await start(t, { db });
  const sent = event();
  const body = JSON.stringify(batch(sent));
  const socket = connect(Number(collector.port), '127.0.0.1');
  t.after(() => socket.destroy());
  socket.write(`POST /v1/batch HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`);
  assert.match(String((await once(socket, 'data'))[0]), /^HTTP\/1\.1 100 /);

  const ended = collector.stop('SIGTERM');
  await refusesConnections(Number(collector.port));
  socket.write(body);
  assert.match(String((await once(socket, 'data'))[0]), /^HTTP\/1\.1 200 /);
  assert.deepEqual(await ended, { code: 0, killedBy: null });
  await assertAllStored(t, db, [sent.messageId]);
});

// Five databases side by side, ten kills each, after anything from the first batch on.
test('kill -9 under load loses nothing acknowledged, fifty times', async (t) => {
  const base = folder(t);
  let kills = 0;
  const chain = async (number) => {
    const db = join(base, `${number}.sqlite`);
    const acknowledged = [];
    for (let round = 0; round < 10; ++round) {
      const collector = await start(t, { db });
      let ended;
      const batches = 1 + ((number * 10 + round) * 7) % 40;
      acknowledged.push(...(await load(collector, batches, () => (ended = collector.stop('SIGKILL')))));
      assert.deepEqual(await ended, { code: null, killedBy: 'SIGKILL' });
      assert.ok(acknowledged.length >= 5 * batches);
      ++kills;
    }
    await assertAllStored(t, db, acknowledged);
  };
  await Promise.all([0, 1, 2, 3, 4].map(chain));
  assert.equal(kills, 50);
});

test('a full disk is told, not hidden; it goes on when there is room again', { skip: process.platform !== 'linux' && 'needs prlimit' }, async (t) => {
  const db = join(folder(t), 'c.sqlite');
  const limited = ['/bin/sh', '-c', 'ulimit -S -f 512; exec "$0" "$@"', program];  // files of 256 KB at most
  const collector = await start(t, { db, command: limited });
  const acknowledged = [];
  let body;
  let refused;
  while (!refused) {
    body = batch(...Array.from({ length: 10 }, () => event({ note: 'x'.repeat(2000) })));
    const response = await collector.post(body);
    if (response.status === 200) acknowledged.push(...ids(body.batch));
    else refused = response;
    assert.ok(acknowledged.length < 1000, 'the limit on file sizes has no effect');
  }
  assert.equal(refused.status, 503);
  assert.match(refused.headers.get('retry-after'), /^\d+$/);
  assert.equal((await refused.json()).errors.length, 1);
  assert.ok(acknowledged.length > 0);
  assert.deepEqual(ids(await collector.stored()), acknowledged, 'what was acknowledged can be read');

  execFileSync('prlimit', ['--pid', String(collector.pid), '--fsize=unlimited:']);
  const again = await collector.post(body);
  assert.deepEqual(await again.json(), { accepted: 10, duplicates: 0 });
  await collector.stop();
  await assertAllStored(t, db, [...acknowledged, ...ids(body.batch)]);
});
