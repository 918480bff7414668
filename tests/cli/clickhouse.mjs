// Starts a real ClickHouse server of its own: CLICKHOUSE names the program; else the one on the path is used.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

function found(name) {
  try {
    return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } }).trim();
  } catch {
    return undefined;
  }
}

// The program and what comes before its options: newer packages have one program for all.
const command = process.env.CLICKHOUSE ? [process.env.CLICKHOUSE] : found('clickhouse-server') ? [found('clickhouse-server')] : found('clickhouse') ? [found('clickhouse'), 'server'] : undefined;

// For a test's options: false where there is a server, else the reason why there is none.
export const skip = command ? false : 'no ClickHouse here: install clickhouse-server, or name its program in CLICKHOUSE';

async function freePorts(count) {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

// Until `ready` says so. It is asked again and again: nothing else tells that a server listens.
export async function until(ready, what, seconds = 60) {
  for (const end = Date.now() + seconds * 1000; ; ) {
    const answer = await ready();
    if (answer) return answer;
    assert.ok(Date.now() < end, `after ${seconds} s still not: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

export async function clickhouse(t) {
  const folder = mkdtempSync(join(tmpdir(), 'canvass-clickhouse-'));
  const [http, tcp, interserver] = await freePorts(3);
  mkdirSync(join(folder, 'data'));
  const users = `
    <profiles><default></default></profiles>
    <users>
      <default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default>
      <canvass><password>p@ss%word</password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></canvass>
    </users>
    <quotas><default></default></quotas>`;
  const config = `
    <logger><level>error</level><console>1</console></logger>
    <listen_host>127.0.0.1</listen_host>
    <http_port>${http}</http_port><tcp_port>${tcp}</tcp_port><interserver_http_port>${interserver}</interserver_http_port>
    <path>${folder}/data/</path><tmp_path>${folder}/data/tmp/</tmp_path><user_files_path>${folder}/data/files/</user_files_path>
    <format_schema_path>${folder}/data/schemas/</format_schema_path>
    <users_config>${folder}/users.xml</users_config>
    <default_profile>default</default_profile><default_database>default</default_database>
    <mark_cache_size>10000000</mark_cache_size><timezone>UTC</timezone>`;
  // The root element has had two names; servers before and after the change take the older one.
  writeFileSync(join(folder, 'users.xml'), `<yandex>${users}</yandex>`);
  writeFileSync(join(folder, 'config.xml'), `<yandex>${config}</yandex>`);

  const origin = `http://127.0.0.1:${http}`;
  let child, exited, output;
  const server = {
    port: http,
    tcp,
    url: (path = 'default') => `clickhouse://127.0.0.1:${http}/${path}`,
    async start() {
      child = spawn(command[0], [...command.slice(1), `--config-file=${join(folder, 'config.xml')}`], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      exited = once(child, 'exit');
      output = Promise.all([text(child.stdout), text(child.stderr)]);
      await until(async () => {
        assert.equal(child.exitCode, null, `ClickHouse ended: ${child.exitCode !== null ? (await output).join('') : ''}`);
        return fetch(`${origin}/ping`).then((response) => response.ok, () => false);
      }, 'ClickHouse answers');
    },
    async kill(signal = 'SIGKILL') {
      child.kill(signal);
      await exited;
    },
    // The rows of a query, or nothing for a statement that gives none.
    async query(sql, { body = '', ...settings } = {}) {
      const url = new URL(origin);
      for (const [name, value] of Object.entries({ ...settings, query: sql })) url.searchParams.set(name, value);
      const response = await fetch(url, { method: 'POST', body });
      const answer = await response.text();
      assert.equal(response.status, 200, answer);
      return /FORMAT JSONEachRow$/.test(sql) && !/^INSERT/.test(sql) ? answer.split('\n').filter(Boolean).map((line) => JSON.parse(line)) : answer;
    },
  };
  t.after(async () => {
    await server.kill();
    rmSync(folder, { recursive: true });
  });
  await server.start();
  return server;
}
