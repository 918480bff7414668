// What assistive technology is told in every state of every survey and guide, kept in tests/browser/golden/tree: Chromium's
// own tree, and what the other engines compute of it. ./dev test --update-goldens writes it anew; the difference is read.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { useEngine } from '../support/driver.mjs';
import { root } from '../support/paths.mjs';
import { reach, startStates, states } from '../support/states.mjs';
import { differs, treeOf } from '../support/tree.mjs';

const engine = useEngine(before, after);
const folder = join(root, 'tests/browser/golden/tree');
const fileOf = (state) => join(folder, `${state}.txt`);
const chromium = engine.name === 'chromium';
const update = chromium && Boolean(process.env.UPDATE_GOLDENS);

// Firefox is asked for each thing by its role and name, which takes its time: one state of every kind.
const some = 'nps faces stars choice several yesno pictures dropdown long email-wrong matrix-part ranking consent message thanks picture-tip tour modal banner thread checklist-some launcher help help-article hotspot-open tab'.split(' ');
const looked = engine.name === 'firefox' ? some : states;

const parts = 2; // at a time
describe('the accessibility tree is as it was', { concurrency: parts }, () => {
  for (let part = 0; part < parts; part++) {
    test(`${looked.length} states (${part + 1}/${parts})`, async (t) => {
      const site = await startStates(t);
      const user = await engine.visit(t, site.origin);
      mkdirSync(folder, { recursive: true });
      const wrong = [];
      for (const state of looked.filter((_, index) => index % parts === part)) {
        await reach(user, site, state);
        if (!chromium) {
          for (const one of await differs(engine, user, readFileSync(fileOf(state), 'utf8'))) wrong.push(`${state}: ${one}`);
          continue;
        }
        const tree = await treeOf(user);
        if (update) writeFileSync(fileOf(state), tree);
        else assert.equal(tree, existsSync(fileOf(state)) ? readFileSync(fileOf(state), 'utf8') : '', `expected the tree of ${state} to be as in ${fileOf(state)}`);
      }
      assert.deepEqual(wrong, []);
    });
  }
});

test('no tree is kept of what is not there any more', () => {
  assert.deepEqual(readdirSync(folder).sort(), states.map((state) => `${state}.txt`).sort());
});
