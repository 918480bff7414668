// canvass.signals.js on a page without the engine: what it tells is kept, for tests to read.

import { page as plain, startSite } from './site.mjs';

export const everything = { press: true, effects: 2500, faults: 1000, forms: true, pages: true };

// A page with `body` on which `wanted` is told of.
export async function listen(t, browser, body, { wanted = everything, head = '', init, paths = {}, device } = {}) {
  const site = await startSite(t);
  site.put('/', plain({ head, body, script: '' }));
  site.put('/api', '{}');
  for (const [path, answer] of Object.entries(paths)) site.put(path, ...[answer].flat());
  const page = await browser.visit(t, site.origin, { init, device });
  page.site = site;
  await page.evaluate(async (interest) => {
    const { createSignals } = await import('/canvass.signals.js');
    const life = new AbortController();
    const told = [];
    const hooks = {};
    const signals = createSignals((event) => told.push(event), life.signal, { add: (name, listener) => (hooks[name] = listener) });
    window[Symbol.for('canvass.told')] = { told, signals, life, hooks };
    signals.watch(interest);
  }, wanted);
  return page;
}

// What was told so far of that: [details, …]. Without `what` everything: [[what, details], …].
export async function told(page, what) {
  // Observers and the tasks that an event has set off come first.
  await page.evaluate(() => new Promise((done) => setTimeout(done)));
  // How long ago is what a busy machine makes of it.
  const all = JSON.parse(await page.evaluate(() => JSON.stringify(window[Symbol.for('canvass.told')].told, (name, value) => (name === 'ago' ? undefined : value))));
  return what === undefined ? all.map((one) => [one.what, one.details ?? null]) : all.filter((one) => one.what === what).map((one) => one.details);
}

// The first that is told of that.
export async function tells(page, what) {
  await page.waitForFunction((name) => window[Symbol.for('canvass.told')].told.some((one) => one.what === name), what);
  return (await told(page, what))[0];
}
