// Drives interaction patterns (patterns.mjs) in a real browser with every signal configured: each tells exactly the
// signals that it should, which are mostly none.
//
//   testPatterns('firefox');
//
// The environment variable CANVASS_PATTERN names the only ones to drive, by a part of their name.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';

import { config, nps, tip } from './config.mjs';
import { lanes, launch } from './driver.mjs';
import { missing } from './paths.mjs';
import { controls, overlays, pageOf, patterns, text } from './patterns.mjs';
import { page as plain, startSite, tag } from './site.mjs';
import { eventually } from './wait.mjs';

const only = process.env.CANVASS_PATTERN;
const driven = patterns.filter(({ name }) => !only || name.includes(only));

const inPlace = [...controls, ...text, ...overlays];

const everySignal = {
  rage: true,
  dead: true,
  error: true,
  quickBack: true,
  thrash: true,
  formStruggle: true,
  refreshBurst: true,
  abandonedForm: true,
  ignore: ['.ignored-game'],
};

// What the page and the widget tell each other, kept for a look at it.
const listening = `<script>
  window.canvass = function () { (window.canvass.q ??= []).push(arguments); };
  window[Symbol.for('canvass.heard')] = [];
  addEventListener('pageshow', (event) => (window[Symbol.for('canvass.restored')] = event.persisted));
  canvass('on', 'input', (event) => window[Symbol.for('canvass.heard')].push(event));
</script>`;

// --- the site ------------------------------------------------------------------------------------------------------

const after_ = (ms, answer) => setTimeout(answer, ms).unref();

async function siteOf(t, some, signals) {
  const site = await startSite(t);
  const script = listening + tag;
  site.put('/canvass.json', config({ surveys: [nps()], guides: [tip()], signals }));
  const { head, body } = pageOf(some);
  site.put('/', plain({ head, body, script, instrumented: true }));
  const filler = '<h1>Another page</h1><p>Words</p><div style="height: 3000px"></div>';
  site.put('/watched', plain({ body: filler, script, instrumented: true }));
  for (const path of ['/other', '/inside', '/left']) site.put(path, plain({ body: filler, script: '' }));

  const answer = (status, type, text, headers) => (_, response) => response.writeHead(status, { 'content-type': type, ...headers }).end(text);
  const json = answer(200, 'application/json', '{}');
  const later = (ms, then) => (request, response) => after_(ms, () => then(request, response));
  site.answer('/data', json);
  site.answer('/slow', later(4000, json));
  site.answer('/slow-page', later(3200, answer(200, 'text/html', '<!doctype html><title>Slow</title>Slow')));
  site.answer('/fails', answer(500, 'application/json', '{}'));
  site.answer('/fails-late', later(400, answer(500, 'application/json', '{}')));
  site.answer('/cut', (request) => request.socket.destroy());
  site.answer('/file.csv', answer(200, 'text/csv', 'a,b', { 'content-disposition': 'attachment' }));
  site.answer('/chunk.js', later(900, answer(200, 'text/javascript', 'export const words = "An editor";')));
  site.server.on('upgrade', ({ headers }, socket) => {
    const key = createHash('sha1').update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`);
    socket.on('error', () => undefined);
  });
  return site;
}

// --- a visit -------------------------------------------------------------------------------------------------------

// The widget runs on this page and listens.
async function started(user, path) {
  await user.until(`the widget listening on ${path ?? 'this page'}`, (where) => {
    const heard = window[Symbol.for('canvass.heard')] ?? [];
    return (!where || location.pathname === where) && heard.some(({ ev, what }) => ev === 'interact' && what === 'load');
  }, path);
}

// It has said all that it will say of what was done: nothing waits to be told, and no timer of its own runs.
async function decided(user) {
  await user.evaluate(() => new Promise((done) => (window.requestIdleCallback ?? setTimeout)(() => done(), { timeout: 500 })));
  await user.until('the verdicts', () => {
    const { pending } = window[Symbol.for('canvass.test')];
    const ours = Array.from(pending.values()).filter(({ stack, delay }) => delay < 60_000 && stack.includes('/canvass.'));
    return ours.length === 0 && !Object.keys(localStorage).some((key) => key.startsWith('canvass:q:'));
  });
}

// What the endpoint hears of the visit once its page was left.
async function leave(user, site, begun) {
  const gone = await user.evaluate(() => window.canvass === undefined);
  // A page that came back as it was is the same view of it, and was told when it was left first.
  const restored = !gone && (await user.evaluate(() => window[Symbol.for('canvass.restored')]));
  const since = gone || restored ? begun : Date.now();
  if (!gone) {
    await decided(user);
    // As a link does it.
    await user.evaluate((url) => void setTimeout(() => location.assign(url)), `${site.origin}/left`);
    await user.until('the page that is left for', () => location.pathname === '/left');
  }
  await eventually('"Page Watched" of the page that was left', () =>
    site.endpoint.events().some(({ event, timestamp }) => event === 'Page Watched' && Date.parse(timestamp) >= since),
  );
  const events = [...new Map(site.endpoint.events().map((event) => [event.messageId, event])).values()];
  return {
    restored,
    signals: events.filter(({ event }) => event === 'Signal Noticed').map(({ properties }) => properties),
    watched: events.filter(({ event }) => event === 'Page Watched').map(({ properties }) => properties),
    text: JSON.stringify(events),
  };
}

async function visit(t, browser, some, signals = everySignal) {
  const site = await siteOf(t, some, signals);
  const user = await browser.visit(site.origin, { width: 1100 });
  t.after(() => user.close());
  user.started = (path) => started(user, path);
  user.card = async (selector) => {
    const inside = `canvass-surface >>> ${selector}`;
    // And where it stays.
    await user.until('our card', (wanted) => {
      const card = document.querySelector('canvass-surface')?.shadowRoot?.querySelector(wanted);
      const { left, top, width, height } = card?.getBoundingClientRect() ?? { width: 0 };
      return width > 0 && document.elementFromPoint(left + width / 2, top + height / 2)?.localName === 'canvass-surface';
    }, selector);
    return inside;
  };
  await user.started();
  return { site, user };
}

// --- what is compared ----------------------------------------------------------------------------------------------

const order = (a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

// Of each signal what the pattern names of it. A signal that it does not name is shown whole.
function reduced(signals, expected) {
  const left = [...expected];
  return signals.map((signal) => {
    const at = left.findIndex((one) => one.signal === signal.signal);
    if (at < 0) return signal;
    const [one] = left.splice(at, 1);
    return Object.fromEntries(Object.keys(one).map((key) => [key, signal[key]]));
  });
}

function tally(signals) {
  const counts = {};
  for (const { signal } of signals) counts[signal] = (counts[signal] ?? 0) + 1;
  return counts;
}

function assertSignals({ restored, signals, watched }, expected, clicks) {
  assert.deepEqual(reduced(signals, expected).sort(order), [...expected].sort(order));
  if (restored) return;
  const counted = {};
  for (const view of watched) for (const [name, count] of Object.entries(view.signals)) counted[name] = (counted[name] ?? 0) + count;
  assert.deepEqual(counted, tally(signals), 'expected "Page Watched" to count what was told');
  if (clicks === undefined) return;
  assert.equal(watched.reduce((sum, view) => sum + view.clicks, 0), clicks, 'expected so many clicks to have been seen');
}

// --- the tests -----------------------------------------------------------------------------------------------------

const nameOf = (expected) => expected.map(({ signal }) => signal).join(' and ') || 'nothing';

export function testPatterns(engine) {
  describe(`interaction patterns in ${engine}`, { concurrency: lanes, skip: missing(engine) }, () => {
    let browser;
    before(async () => {
      browser = await launch(engine);
    });
    after(() => browser?.close());

    for (const pattern of driven) {
      const { name, drive, expect = [], clicks } = { ...pattern, ...pattern[engine] };
      test(`${name}: ${nameOf(expect)}`, async (t) => {
        const { site, user } = await visit(t, browser, [pattern]);
        const begun = Date.now();
        await drive(user);
        const told = await leave(user, site, begun);
        assertSignals(told, expect, clicks);
        assert.doesNotMatch(told.text, /aru@|gaiwan|123456/, 'expected nothing of what was typed');
      });
    }

    test('one visitor who does all of what changes a page in place, one after another: nothing', { skip: only !== undefined }, async (t) => {
      // Between them the mouse is where it has to be next at once, which no visitor's is.
      const { site, user } = await visit(t, browser, inPlace, { ...everySignal, thrash: false });
      for (const pattern of inPlace) {
        user.within = `#pattern-${patterns.indexOf(pattern)}`;
        await pattern.drive(user);
      }
      assertSignals(await leave(user, site), [], undefined);
    });
  });
}
