import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { canvass, root } from './canvass.mjs';

test('the version is that of the package', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  assert.deepEqual(canvass(['--version']), { code: 0, out: `canvass ${version}\n`, err: '' });
});

test('help names every command, and one command on request', () => {
  const all = canvass(['help']);
  assert.equal(all.code, 0);
  for (const command of ['validate', 'replay', 'report']) {
    assert.match(all.out, new RegExp(`canvass ${command} `));
    const one = canvass([command, '--help']);
    assert.equal(one.code, 0);
    assert.ok(one.out.startsWith(`canvass ${command} `));
    assert.equal(canvass(['help', command]).out, one.out);
  }
});

test('without a command the help goes to the standard error', () => {
  const run = canvass([]);
  assert.equal(run.code, 2);
  assert.equal(run.out, '');
  assert.match(run.err, /canvass validate FILE/);
});

for (const [args, sentence] of [
  [['validte'], 'canvass: unknown command "validte", did you mean "validate"?\n'],
  [['fly'], 'canvass: unknown command "fly"; `canvass help` lists them all\n'],
  [['help', 'reprot'], 'canvass: unknown command "reprot", did you mean "report"?\n'],
  [['--versoin'], 'canvass: unknown option "--versoin", did you mean "--version"?\n'],
  [['validate', '--jsn', 'x'], 'canvass: unknown option "--jsn", did you mean "--json"?\n'],
  [['report', '-x'], 'canvass: unknown option "-x"; `canvass help` lists them all\n'],
  [['report', '-', '--json=yes'], 'canvass: --json takes no value\n'],
  [['report', '-', '--survey'], 'canvass: --survey needs a value\n'],
  [['validate'], 'canvass: validate needs one configuration file, or - for the standard input\n'],
  [['validate', 'a', 'b'], 'canvass: validate needs one configuration file, or - for the standard input\n'],
  [['report'], 'canvass: report needs a file of events, or - for the standard input\n'],
  [['replay'], 'canvass: replay needs a configuration and at most one file of events\n'],
  [['replay', 'a', 'b', 'c'], 'canvass: replay needs a configuration and at most one file of events\n'],
  [['replay', '-'], 'canvass: the configuration and the events cannot both come from the standard input\n'],
  [['validate', '/no/such/file'], 'canvass: cannot read /no/such/file: No such file or directory\n'],
  [['validate', root], `canvass: cannot read ${root}: Is a directory\n`],
  [['report', '/no/such/file'], 'canvass: cannot read /no/such/file: No such file or directory\n'],
  [['report', root], `canvass: cannot read ${root}: Is a directory\n`],
  [['replay', '/no/such/file'], 'canvass: cannot read /no/such/file: No such file or directory\n'],
]) {
  test(`one sentence and exit code 2: canvass ${args.join(' ').replace(root, 'FOLDER')}`, () => {
    assert.deepEqual(canvass(args), { code: 2, out: '', err: sentence });
  });
}
