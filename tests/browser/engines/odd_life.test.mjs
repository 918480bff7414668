// What becomes of pages, after docs/embedding.md: applications in shadow roots, bodies that are swapped, documents that are
// written anew, the back button, printing, pages that nobody sees, windows without any size.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inflateSync } from 'node:zlib';

import { config, nps, now, tip } from '../support/config.mjs';
import { useEngine } from '../support/driver.mjs';
import { answer, arrived, instrumentTag, odd, score, untouched } from '../support/odd.mjs';
import { page as plain, tag } from '../support/site.mjs';
import { eventually } from '../support/wait.mjs';

const engine = useEngine(before, after);
const events = (site) => site.endpoint.events().map(({ event }) => event);

// --- applications in shadow roots ------------------------------------------------------------------------------------

// Everything of the page is in <my-app>, and in <my-part> in that, which comes a little later.
const app = (inside) => ({
  body: '<my-app></my-app>',
  head: `<script>
    customElements.define('my-app', class extends HTMLElement {
      connectedCallback() {
        this.attachShadow({ mode: 'open' }).innerHTML = '<h1>An application</h1><my-part></my-part>';
      }
    });
    addEventListener('load', () => customElements.define('my-part', class extends HTMLElement {
      connectedCallback() {
        this.attachShadow({ mode: 'open' }).innerHTML = ${JSON.stringify(inside)};
      }
    }));
  </script>`,
});

test('a survey is shown over an application in shadow roots', async (t) => {
  const page = await odd(t, engine, app('<p>A part of it</p>'));
  await answer(page.user, page.site);
  await untouched(page);
});

test('a survey stands in its container inside shadow roots', async (t) => {
  const settings = config({ surveys: [nps({ display: 'inline', ...now })], guides: [] });
  const page = await odd(t, engine, { ...app('<p>A part of it</p><div id="place" data-canvass-inline="nps"></div><p>More</p>'), settings });
  const { user, site } = page;
  await user.see(score);
  const inside = await user.evaluate(() => {
    const place = document.querySelector('my-app').shadowRoot.querySelector('my-part').shadowRoot.querySelector('#place');
    return place.firstElementChild?.localName;
  });
  assert.equal(inside, 'canvass-surface');
  await answer(user, site);
});

test('clicks on, and the sight of, what is inside shadow roots are triggers', async (t) => {
  for (const trigger of [{ click: '#buy' }, { click: 'button' }, { seen: '#buy' }]) {
    const settings = config({ surveys: [nps({ triggers: [trigger] })], guides: [] });
    const page = await odd(t, engine, { ...app('<button id="buy"><b>Buy</b></button>'), settings });
    const { user, site } = page;
    await user.until('what listens', () => performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.endsWith('watch.js') && responseEnd > 0));
    await user.evaluate(() => new Promise((done) => window.canvass('export', () => setTimeout(done))));
    if (trigger.click) await user.click('my-app >>> my-part >>> b');
    await answer(user, site);
    await untouched(page);
  }
});

test('a tip points at what is inside shadow roots', async (t) => {
  const settings = config({ surveys: [], guides: [tip({ anchor: '#buy', ...now })] });
  const { user } = await odd(t, engine, { ...app('<button id="buy">Buy</button>'), settings });
  await user.see({ role: 'button', name: 'Got it' });
  const card = await user.rect({ role: 'dialog' });
  const button = await user.rect('my-app >>> my-part >>> #buy');
  assert.ok(card.y >= button.y + button.height && card.y < button.y + button.height + 40, `expected it below the button, is ${JSON.stringify([card, button])}`);
});

// --- pages that change themselves ------------------------------------------------------------------------------------

// As Turbo does: another body in place of this one, its scripts run, and the address is another.
const visit = (body, path) => {
  const next = document.createElement('body');
  next.innerHTML = body;
  history.pushState(null, '', path);
  document.documentElement.replaceChild(next, document.body);
  for (const script of next.querySelectorAll('script')) {
    const again = document.createElement('script');
    for (const { name, value } of script.attributes) again.setAttribute(name, value);
    script.replaceWith(again);
  }
};

for (const [what, where] of [
  ['in its head', { script: tag }],
  ['in each body', { script: '', body: `<h1>A page</h1>${tag}` }],
]) {
  test(`a survey goes on while a page swaps its body, with the script ${what}`, async (t) => {
    const { user, site } = await odd(t, engine, where);
    await user.click(score);
    await user.see({ role: 'heading', name: /main reason/ });
    await user.click({ role: 'textbox' });
    await user.type('Fi');
    const body = `<h1>Another page</h1>${where.body ? tag : ''}`;
    await user.evaluate(`(${visit})(${JSON.stringify(body)}, '/another')`);
    await user.type('ne');
    await user.click({ role: 'button', name: 'Send' });
    await user.see({ role: 'heading', name: 'Thank you!' });
    await arrived(site);
    assert.deepEqual(site.endpoint.events().map(({ context }) => context.page.path), ['/', '/', '/another', '/another']);
    const seen = await user.seen();
    assert.deepEqual([seen.errors, seen.console, seen.globals], [[], [], ['canvass']]);
  });
}

test('every page of an application that swaps its body has its own surveys', async (t) => {
  const settings = config({
    surveys: [nps({ id: 'first', triggers: [{ page: '/first' }] }), nps({ id: 'second', triggers: [{ page: '/second' }], display: 'inline' })],
    guides: [],
  });
  const { user, site } = await odd(t, engine, { settings });
  const shown = (id) => eventually(`${id} shown`, () => site.endpoint.events().find(({ event, properties }) => event === 'Survey Shown' && properties.survey === id));
  await user.evaluate(`(${visit})('<h1>First</h1>', '/first')`);
  await shown('first');
  await user.click({ role: 'button', name: 'Close' });
  await user.gone({ role: 'dialog' });
  for (const times of [1, 2, 3]) {
    await user.evaluate(`(${visit})('<h1>Second</h1><div data-canvass-inline="second"></div>', '/second?${times}')`);
    await user.see(score);
    const parents = await user.evaluate(() => Array.from(document.querySelectorAll('canvass-surface'), ({ parentNode }) => parentNode.dataset.canvassInline));
    assert.deepEqual(parents, ['second']);
  }
  await shown('second');
});

test('what shows comes back to a page that empties itself, but not without end', async (t) => {
  const { user, site } = await odd(t, engine);
  await user.see(score);
  await user.evaluate(() => {
    document.documentElement.innerHTML = '<head><title>Anew</title></head><body><h1>Anew</h1></body>';
  });
  await answer(user, site);
  assert.deepEqual((await user.seen()).errors, []);
});

test('a page that takes away what shows whenever it comes is left alone', async (t) => {
  const head = `<script>
    let times = 0;
    new MutationObserver(() => {
      const host = document.querySelector('canvass-surface');
      if (host) host.remove(document.documentElement.dataset.times = ++times);
    }).observe(document.documentElement, { childList: true });
  </script>`;
  const { user } = await odd(t, engine, { head });
  await user.until('many times', () => document.documentElement.dataset.times >= 9);
  // Had it no end, nothing could be asked any more.
  assert.equal(await user.evaluate(() => new Promise((done) => setTimeout(() => done(Number(document.documentElement.dataset.times)), 50))), 9);
  assert.deepEqual((await user.seen()).errors, []);
});

const anew = (script) => {
  document.open();
  document.write(`<!doctype html><html lang="en"><head><title>Anew</title>${script}</head><body><h1>Anew</h1></body></html>`);
  document.close();
};

test('in a document that is written anew with the script, its survey begins again, and its answers count once', async (t) => {
  const { user, site } = await odd(t, engine);
  await user.see(score);
  await site.endpoint.event('Survey Shown');
  await user.evaluate(`(${anew})(${JSON.stringify(tag)})`);
  await user.until('the new document', () => document.title === 'Anew');
  await answer(user, site);
});

test('a document that is written anew without the script has nothing of Canvass', async (t) => {
  const { user, site } = await odd(t, engine);
  await user.see(score);
  await site.endpoint.event('Survey Shown');
  await user.evaluate(`(${anew})('')`);
  await user.until('the new document', () => document.title === 'Anew');
  assert.equal(await user.evaluate(() => document.querySelectorAll('canvass-surface').length), 0);
  await user.evaluate(() => {
    window.canvass('track', 'anything');
    window.canvass('show', 'nps');
    dispatchEvent(new Event('resize'));
  });
  assert.equal(await user.evaluate(() => document.querySelectorAll('canvass-surface').length), 0);
});

// --- back, away, on paper --------------------------------------------------------------------------------------------

test('a page that the back button restores has its survey as it was, and sends nothing twice', async (t) => {
  const head = "<script>addEventListener('pageshow', ({ persisted }) => (document.documentElement.lang = persisted ? 'en-restored' : 'en'))</script>";
  const serve = (site) => site.put('/two', plain({ script: '', instrumented: true }));
  const { user, site } = await odd(t, engine, { head, serve });
  await user.click(score);
  await user.see({ role: 'heading', name: /main reason/ });
  await site.endpoint.event('Survey Answered');
  await user.goto(`${site.origin}/two`);
  await user.back();
  await user.see({ role: 'heading', name: /main reason/ });
  const restored = await user.evaluate(() => document.documentElement.lang === 'en-restored');
  const why = await user.evaluate(() => JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons ?? null));
  assert.ok(restored, `expected that what shows does not keep the page from being kept; the browser's reasons: ${why}`);
  await user.click({ role: 'textbox' });
  await user.type('Fine');
  await user.click({ role: 'button', name: 'Send' });
  await user.see({ role: 'heading', name: 'Thank you!' });
  await arrived(site);
  assert.deepEqual((await user.seen()).errors, []);
});

// What such a page is told, whichever browser restores it.
test('a page that is put aside and brought back goes on', async (t) => {
  const { user, site } = await odd(t, engine);
  await user.click(score);
  await user.see({ role: 'heading', name: /main reason/ });
  for (let times = 0; times < 3; times++) {
    await user.evaluate(() => {
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      document.dispatchEvent(new Event('freeze'));
    });
    await user.evaluate(() => {
      document.dispatchEvent(new Event('resume'));
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    });
  }
  await user.click({ role: 'textbox' });
  await user.type('Fine');
  await user.click({ role: 'button', name: 'Send' });
  await user.see({ role: 'heading', name: 'Thank you!' });
  await arrived(site);
  assert.deepEqual((await user.seen()).errors, []);
});

// What is on the sheets of a PDF: its pages' streams.
function sheets(pdf) {
  const found = [];
  const bytes = Buffer.from(pdf);
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 1)) {
    const begin = at + (bytes[at + 6] === 13 ? 8 : 7);
    const end = bytes.indexOf('endstream', begin);
    if (end < 0 || bytes.subarray(at - 3, at).toString() === 'end') continue;
    try {
      found.push(inflateSync(bytes.subarray(begin, end)).toString('latin1'));
    } catch {
      found.push(bytes.subarray(begin, end).toString('latin1'));
    }
  }
  return found.filter((stream) => !/CreationDate|<\?xpacket/.test(stream));
}

const noPrinter = engine.name === 'webkit' && 'WebKitGTK prints nothing by WebDriver';
test('on paper there is the page, and nothing of Canvass', { skip: noPrinter }, async (t) => {
  const body = '<h1>A page</h1><p>Words of its own.</p><div data-canvass-inline="inline"></div><p>And more.</p><button id="anchor">A button</button>';
  const settings = config({
    surveys: [nps(now), nps({ id: 'inline', display: 'inline', ...now })],
    guides: [tip({ ...now })],
  });
  const { user, site } = await odd(t, engine, { body, settings });
  const print = async () => sheets(await user.page.pdf());
  await user.until('everything', () => document.querySelectorAll('canvass-surface').length >= 2);
  const printed = await print();
  await user.goto(`${site.origin}/without`);
  const without = await print();
  assert.ok(without.length > 0 && without.join('').length > 500, 'expected a page on paper');
  assert.deepEqual(printed.map((one) => one.length), without.map((one) => one.length));
  assert.deepEqual(printed, without);
});

// Says to the page that nobody sees it; whether the browser paints it then is the browser's.
const unseen = `<script>
  let hidden = true;
  Object.defineProperty(Document.prototype, 'hidden', { get: () => hidden });
  Object.defineProperty(Document.prototype, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') });
  window[Symbol.for('test.turn')] = (gone) => {
    hidden = gone;
    document.dispatchEvent(new Event('visibilitychange'));
  };
</script>`;
const turn = (gone) => window[Symbol.for('test.turn')](gone);

test('a page that is loaded in the background, and goes there again and again, has its survey', async (t) => {
  const { user, site } = await odd(t, engine, { head: unseen });
  await user.until('Canvass', () => 'q' in window.canvass);
  await user.evaluate(turn, false);
  await user.click(score);
  for (const gone of [true, false, true, false]) await user.evaluate(turn, gone);
  await user.click({ role: 'textbox' });
  await user.type('Fine');
  await user.evaluate(turn, true);
  await user.evaluate(turn, false);
  await user.click({ role: 'button', name: 'Send' });
  await user.see({ role: 'heading', name: 'Thank you!' });
  await arrived(site);
  assert.deepEqual((await user.seen()).errors, []);
});

for (const [what, style] of [
  ['without any size', 'width: 0; height: 0; border: 0'],
  ['without any height', 'width: 600px; height: 0; border: 0'],
  ['that is not rendered', 'display: none'],
]) {
  test(`in a frame ${what} nothing shows, or counts as shown, before it has room`, async (t) => {
    const serve = (site) => site.put('/inside', plain({ instrumented: true }));
    const html = () => `<!doctype html><title>A page</title>${instrumentTag}<h1>A page</h1><iframe id="frame" src="/inside" style="${style}"></iframe>`;
    const page = await odd(t, engine, { html, serve });
    const { user, site } = page;
    const inside = await user.frame('#frame');
    // The engine has had its say: the delay of the trigger is over, and nothing waits.
    await inside.evaluate(() => new Promise((done) => window.canvass('export', () => setTimeout(done, 300))));
    assert.deepEqual(events(site), []);
    assert.equal(await inside.evaluate(() => document.querySelector('canvass-surface')?.shadowRoot.querySelector('[role]:not(.sr)')?.role), undefined);
    await user.evaluate(() => {
      document.querySelector('#frame').style = 'width: 600px; height: 600px; display: block';
    });
    await answer(inside, site);
    assert.deepEqual((await inside.seen()).errors, []);
  });
}
