// The command line of the collector, and what its manual shows.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { folder, root, run, start } from './collector.mjs';

test('a command line that is wrong is explained and ends with 2', async () => {
  const cases = [
    [['--prot', '1'], /"--prot", did you mean "port"\?/],
    [['serve'], /Unknown option "serve"/],
    [['--port', 'x'], /--port must be a number from 0 to 65535/],
    [['--port', '70000'], /--port must be a number from 0 to 65535/],
    [['--db'], /--db needs a value/],
    [['--token', 'a b'], /--token may have/],
    [['--token', 'a', '--new-token'], /--token goes neither with --new-token nor with --token-file/],
    [['--new-token=yes'], /--new-token takes no value/],
    [['--rate-address', '-1'], /--rate-address must be a number from 0 to 1000000/],
    [['--max-connections', '0'], /--max-connections must be a number from 1/],
    [['--tokn-file', 'x'], /did you mean "token-file"\?/],
  ];
  for (const [args, sentence] of cases) {
    const { code, err, out } = await run(args);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, sentence);
    assert.equal(out, '');
  }
  const help = await run(['--help']);
  assert.equal(help.code, 0);
  assert.match(help.out, /--port/);
});

test('what keeps it from starting is said in one sentence', async (t) => {
  const base = folder(t);
  const running = await start(t, { db: join(base, 'running.sqlite') });
  writeFileSync(join(base, 'not-a-database'), 'Plain text, and enough of it to be no database whatever one does.'.repeat(40));
  const cases = [
    [['--port', running.port, '--db', join(base, 'other.sqlite')], new RegExp(`Port ${running.port} on 127\\.0\\.0\\.1 is taken`)],
    [['--port', '0', '--db', join(base, 'not-a-database')], /Cannot use the database .*not a database/],
    [['--port', '0', '--db', join(base, 'no/such/folder.sqlite')], /Cannot open the database/],
    [['--port', '0', '--db', join(base, 'c.sqlite'), '--site', join(base, 'nowhere')], /--site .*no such folder/],
    [['--port', '0', '--db', join(base, 'c.sqlite'), '--host', '203.0.113.1'], /Cannot listen on 203\.0\.113\.1:0/],
  ];
  for (const [args, sentence] of cases) {
    const { code, err } = await run(args);
    assert.equal(code, 1, err);
    assert.match(err, sentence);
    assert.equal(err.trim().split('\n').length, 1, err);
  }
  assert.match(readFileSync(join(base, 'not-a-database'), 'utf8'), /^Plain text/, 'a foreign file is left alone');
  assert.ok(existsSync(join(base, 'running.sqlite')));
});

// --- docs ------------------------------------------------------------------------------------------------------

const has = (command) => spawnSync(command, ['--version']).status === 0;

test('docs/collector.md has every option and metric there is', async (t) => {
  const docs = readFileSync(join(root, 'docs/collector.md'), 'utf8');
  const { out } = await run(['--help']);
  for (const [option] of out.matchAll(/^  --[\w-]+/gm)) {
    if (/--(help|version)$/.test(option)) continue;
    assert.match(docs, new RegExp(`^\\|.*\`${option.trim()}\``, 'm'), option);
  }
  const collector = await start(t, { db: join(folder(t), 'c.sqlite') });
  const text = await (await collector.get('/metrics')).text();
  const there = Array.from(text.matchAll(/^# TYPE (\S+)/gm), ([, name]) => name);
  const told = Array.from(docs.matchAll(/`((?:canvass|process)_\w+)/g), ([, name]) => name);
  assert.deepEqual(new Set(told), new Set(there));
});

test('what docs/collector.md shows works', { skip: !has('curl') && 'needs curl' }, async (t) => {
  const db = join(folder(t), 'c.sqlite');
  const collector = await start(t, { db });
  const docs = readFileSync(join(root, 'docs/collector.md'), 'utf8');
  const blocks = (language) => [...docs.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code);
  const shell = (code) =>
    execFileSync('sh', ['-ec', code.replaceAll('http://127.0.0.1:8787', collector.origin).replaceAll('TOKEN', collector.token)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });

  const [send, exported, report, asked, health, metrics] = blocks('sh');
  assert.equal(shell(send), blocks('json')[0]);
  assert.equal(JSON.parse(shell(exported)).messageId, '019b76da-a800-7000-8000-000000000001');
  assert.equal(JSON.parse(shell(report)).surveys[0].n, 1);
  const { query } = JSON.parse(shell(asked));
  assert.deepEqual([query.survey, query.by, query.every], ['nps', ['plan', 'locale'], 'week']);
  assert.deepEqual(JSON.parse(shell(health)), { status: 'ok' });
  assert.match(shell(metrics), /^canvass_events_accepted_total 1$/m);
  if (has('sqlite3')) {
    const rows = execFileSync('sqlite3', ['-json', db, blocks('sql')[0]], { encoding: 'utf8' });
    assert.deepEqual(JSON.parse(rows).map(({ mean, answers }) => [mean, answers]), [[9, 1]]);
  }
});
