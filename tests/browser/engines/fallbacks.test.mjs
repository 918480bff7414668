// What browsers of the floor or their surroundings may lack: Web Locks, requests that outlive their page, compiling while
// loading. Everything works without, and no answer is lost or counted twice.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { config, nps } from '../support/config.mjs';
import { assertUnharmed, useEngine } from '../support/driver.mjs';
import { dist } from '../support/paths.mjs';
import { page, startSite } from '../support/site.mjs';

const engine = useEngine(before, after);

// A site whose pages run this before anything else of theirs.
async function siteWithout(t, without) {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys: [nps()] }));
  site.put('/without.js', `(${without})();`);
  site.put('/', page({ instrumented: true, head: '<script src="/without.js"></script>' }));
  site.put('/next', page({ instrumented: true, head: '<script src="/without.js"></script>' }));
  site.put('/left', page({ script: '', body: '<h1>Elsewhere</h1>' }));
  return site;
}

const ask = async (user) => {
  await user.evaluate(() => window.canvass('show', 'nps'));
  await user.see({ role: 'dialog', name: /How likely/ });
};
const score = (user, value) => user.click({ role: 'radio', name: new RegExp(`^${value}(\\D|$)`) });

async function answer(user) {
  await ask(user);
  await score(user, 9);
  await user.see({ role: 'heading', name: /main reason/ });
  await user.fill({ role: 'textbox' }, 'Tea');
  await user.click({ role: 'button', name: 'Send' });
  await user.see({ role: 'heading', name: 'Thank you!' });
}

// What was answered. An event that was under way when its page went may come again, under the same id (docs/delivery.md).
const arrived = (site) => [...new Map(site.endpoint.events().map((event) => [event.messageId, event])).values()];
const answers = (site) =>
  arrived(site).filter(({ event }) => event === 'Survey Answered').map(({ properties }) => properties.value);

const nothingLeft = (user) =>
  user.until('everything to have been delivered', () => !Object.keys(localStorage).some((key) => key.startsWith('canvass:q:')));

function locksAway() {
  delete Navigator.prototype.locks;
}

test('without Web Locks answers arrive, each for one, of two tabs and after a reload', async (t) => {
  const site = await siteWithout(t, locksAway);
  const user = await engine.visit(t, site.origin);
  assert.equal(await user.evaluate(() => navigator.locks), undefined);
  await answer(user);
  await site.endpoint.event('Survey Completed');
  const other = await user.newTab(`${site.origin}/next`);
  await answer(other);
  await nothingLeft(other);
  await other.close();
  await user.reload();
  await answer(user);
  await nothingLeft(user);
  assert.deepEqual(answers(site), [9, 'Tea', 9, 'Tea', 9, 'Tea']);
  await assertUnharmed(user);
});

test('without Web Locks what was not delivered waits for the next page', async (t) => {
  const site = await siteWithout(t, locksAway);
  const user = await engine.visit(t, site.origin);
  site.endpoint.answer = 503;
  await answer(user);
  await site.endpoint.request(1);
  await user.goto(`${site.origin}/left`);
  assert.deepEqual(answers(site), []);
  site.endpoint.answer = 200;
  await user.goto(`${site.origin}/next`);
  await user.evaluate(() => window.canvass('export', () => undefined));
  await site.endpoint.event('Survey Completed');
  await nothingLeft(user);
  assert.deepEqual(answers(site), [9, 'Tea']);
  await assertUnharmed(user);
});

// As browsers without it: the option is not known, and a request ends with its page. The stricter case is a browser that
// refuses what is to outlive the page.
const keepaliveAway = {
  'ends requests with their page': () => {
    const { fetch } = window;
    const running = new Set();
    delete Request.prototype.keepalive;
    window.fetch = (url, { keepalive, ...options } = {}) => {
      window.outliving = (window.outliving ?? 0) + (keepalive ? 1 : 0);
      const control = new AbortController();
      running.add(control);
      return fetch(url, { ...options, signal: control.signal });
    };
    addEventListener('pagehide', () => {
      for (const control of running) control.abort();
    });
  },
  'refuses requests that are to outlive their page': () => {
    const { fetch } = window;
    window.fetch = (url, options) => {
      if (!options?.keepalive) return fetch(url, options);
      window.outliving = (window.outliving ?? 0) + 1;
      return Promise.reject(new TypeError('not for a page that goes'));
    };
  },
};

for (const [what, without] of Object.entries(keepaliveAway)) {
  test(`where the browser ${what}, an answer given before leaving arrives from the next page`, async (t) => {
    const site = await siteWithout(t, without);
    const user = await engine.visit(t, site.origin);
    await ask(user);
    site.endpoint.answer = 'hang';
    await score(user, 3);
    await user.see({ role: 'heading', name: /main reason/ });
    await user.goto(`${site.origin}/left`);
    await user.until('the answer to be kept', () => Object.keys(localStorage).some((key) => key.startsWith('canvass:q:')));
    site.endpoint.answer = 200;
    await user.goto(`${site.origin}/next`);
    await user.evaluate(() => window.canvass('export', () => undefined));
    await site.endpoint.event('Survey Answered');
    await nothingLeft(user);
    assert.deepEqual(answers(site), [3]);
      await assertUnharmed(user);
  });
}

const notStreaming = {
  'cannot compile while it loads': {
    without: () => {
      delete WebAssembly.compileStreaming;
      delete WebAssembly.instantiateStreaming;
    },
  },
  'is told another type of the module': { type: 'application/octet-stream' },
  'is told no type of the module': { type: '' },
};

for (const [what, { without = () => undefined, type }] of Object.entries(notStreaming)) {
  test(`where the browser ${what}, it is WebAssembly all the same`, async (t) => {
    const site = await siteWithout(t, without);
    const loaded = [];
    for (const name of ['canvass.wasm', 'canvass.nowasm.js']) {
      site.answer(`/${name}`, (_, response) => {
        loaded.push(name);
        const kind = name.endsWith('.js') ? 'text/javascript' : (type ?? 'application/wasm');
        response.writeHead(200, kind ? { 'content-type': kind } : {});
        response.end(readFileSync(join(dist, name)));
      });
    }
    const user = await engine.visit(t, site.origin);
    await answer(user);
    await site.endpoint.event('Survey Completed');
    assert.deepEqual(answers(site), [9, 'Tea']);
    assert.deepEqual([...new Set(loaded)], ['canvass.wasm'], 'expected the module, and nothing in its place');
    await assertUnharmed(user);
  });
}
