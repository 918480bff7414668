// Pages that are odd, each visited without Canvass first: whatever shows on it, it must look after as it does without.
//
//   const { user, site } = await odd(t, engine, { head: '<script>…</script>' });
//   await answer(user, site);                       // the whole survey, and what arrives of it
//   await untouched(user);                          // the page is as it was without Canvass
//
// `html` is a page of its own instead of page({head, body, script}): a function of the tag.

import assert from 'node:assert/strict';

import { config, nps, now } from './config.mjs';
import { instrumentTag, page as plain, startSite, tag } from './site.mjs';
import { eventually } from './wait.mjs';

export const score = { role: 'radio', name: /^9/ };
const words = '<h1>A page</h1><p id="words">Some words of its own.</p><button id="own">Own</button>';

// Runs in the page: everything of it that a guest could change, but for the guest.
export function portrait() {
  const all = [...document.querySelectorAll('*')].filter(({ localName }) => localName !== 'canvass-surface' && localName !== 'script');
  const styleOf = (element) => {
    const style = getComputedStyle(element);
    return ['display', 'position', 'color', 'font', 'margin', 'overflow', 'transform', 'pointerEvents'].map((name) => style[name]).join();
  };
  return {
    mode: document.compatMode,
    elements: all.map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const attributes = [...element.attributes].map(({ name, value }) => `${name}=${value}`).join(' ');
      return `${element.localName} ${attributes} ${[x, y, width, height]} ${styleOf(element)}`;
    }),
    scroll: [document.documentElement.scrollWidth, document.documentElement.scrollHeight, scrollX, scrollY],
    sheets: [document.styleSheets.length, document.adoptedStyleSheets.length],
    prototypes: [Object, Array, Function, String, Promise, JSON, Node, Element, HTMLElement, EventTarget, Document, History].map((one) =>
      Reflect.ownKeys(one?.prototype ?? one ?? {}).map(String).sort().join(),
    ),
    title: document.title,
    cookie: document.cookie,
  };
}

export async function odd(t, engine, { head = '', body = words, script = tag, html, headers = {}, settings, path = '/', serve, visit } = {}) {
  const site = await startSite(t);
  const page = html ?? ((own) => plain({ head, body, script: own, instrumented: true }));
  site.put('/canvass.json', settings ?? config({ surveys: [nps(now)], guides: [] }));
  site.put('/', page(script), { headers });
  site.put('/without', page(''), { headers });
  serve?.(site);
  const user = await engine.visit(t, undefined, visit);
  await user.goto(`${site.origin}${path === '/' ? '/without' : `${path}without`}`);
  const without = await user.evaluate(portrait).catch(() => undefined); // of a page that has nothing whole left
  await user.goto(site.origin + path);
  return { site, user, without };
}

// Answers the survey to the end, and has every event of it arrive.
export async function answer(user, site) {
  await user.click(score);
  await user.see({ role: 'heading', name: /main reason/ });
  await user.click({ role: 'textbox' });
  await user.type('Fine');
  await user.click({ role: 'button', name: 'Send' });
  await user.see({ role: 'heading', name: 'Thank you!' });
  await arrived(site);
}

export async function arrived(site) {
  await site.endpoint.event('Survey Completed');
  const events = site.endpoint.events();
  assert.deepEqual(
    events.map(({ event, properties }) => [event, properties.value]),
    [
      ['Survey Shown', undefined],
      ['Survey Answered', 9],
      ['Survey Answered', 'Fine'],
      ['Survey Completed', undefined],
    ],
  );
  assert.equal(new Set(events.map(({ messageId }) => messageId)).size, 4, 'expected no event twice');
}

// The page is as it was without Canvass, which has said no more than `lines`.
// `byHand`: what moves with an answer follows something that the browser knows a visitor has done.
export async function untouched({ user, without }, { lines = [], globals = ['canvass'], errors = [], byHand = true } = {}) {
  assert.deepEqual(await user.evaluate(portrait), without);
  const seen = await user.seen();
  assert.deepEqual(seen.errors.map((error) => error.split('\n')[0]), errors, 'expected no exception that the page has not made');
  assert.deepEqual(seen.globals, globals);
  if (byHand) assert.deepEqual(seen.shifts, []);
  assert.equal(seen.console.length, lines.length, `expected ${lines.length} sentences, got ${JSON.stringify(seen.console)}`);
  lines.forEach((line, at) => assert.match(seen.console[at], line));
}

// Until Canvass has said why it shows nothing, as all that it says.
export async function refused({ user, without }, line, more = {}) {
  await eventually('a sentence on the console', async () => (await user.seen().catch(() => undefined))?.console.length > 0);
  assert.ok(await user.none({ role: 'dialog' }), 'expected nothing to show');
  await user.evaluate(() => {
    window.canvass?.('track', 'anything');
    window.canvass?.('show', 'nps');
  });
  await untouched({ user, without }, { lines: [line], ...more });
}

export { instrumentTag };
