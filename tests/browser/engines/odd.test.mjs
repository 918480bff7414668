// Odd pages, after docs/embedding.md: modes of documents, places of the script, what pages do to the browser's own
// functions. On each of them Canvass works, or does what is said there, and the page is as it was without it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { config, now, tip } from '../support/config.mjs';
import { useEngine } from '../support/driver.mjs';
import { answer, arrived, instrumentTag, odd, refused, score, untouched } from '../support/odd.mjs';
import { cropPng, difference, readPng } from '../support/png.mjs';
import { page as plain, tag } from '../support/site.mjs';
import { eventually } from '../support/wait.mjs';

const engine = useEngine(before, after);

// --- documents -------------------------------------------------------------------------------------------------------

const words = '<h1>A page</h1><p id="words">Some words.</p>';
const icon = '<link rel="icon" href="data:,"/>';
const xml = { 'content-type': 'application/xhtml+xml; charset=utf-8' };
const xhtml = (own) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en"><head><title>A page</title>${icon}${instrumentTag}${own.replace('async', 'async="async"')}</head>
<body>${words}</body></html>`;

for (const [what, html, headers] of [
  ['in quirks mode', (own) => `<html lang="en"><head><title>A page</title>${icon}${instrumentTag}${own}</head><body>${words}</body></html>`],
  ['of XHTML', xhtml, xml],
  [
    'of XHTML under a prefix of its own',
    (own) => xhtml(own).replace('xmlns=', 'xmlns:h=').replace(/<(\/?)(?=[a-z])/g, '<$1h:'),
    xml,
  ],
  ['without a body to speak of', (own) => `<!doctype html><title>A page</title>${icon}${instrumentTag}${own}`],
  [
    'of frames',
    (own) => `<!doctype html><html lang="en"><head><title>A page</title>${icon}${instrumentTag}${own}</head><frameset cols="50%,50%"><frame src="/canvass.json"><frame src="/canvass.json"></frameset></html>`,
  ],
]) {
  test(`a document ${what} has its survey`, async (t) => {
    const page = await odd(t, engine, { html, headers });
    await answer(page.user, page.site);
    await untouched(page, what === 'of frames' ? { globals: ['0', '1', 'canvass'] } : {});
  });
}

test('a card in quirks mode is painted as in standards mode, and as large', async (t) => {
  const { user, site } = await odd(t, engine);
  await user.see(score);
  const fair = { rect: await user.rect({ role: 'dialog' }), list: await user.list() };
  // Within its round corners, through which the page is seen.
  const { x, y, width, height } = fair.rect;
  const photograph = async () => cropPng(await user.screenshot(), { x: x + 16, y: y + 16, width: width - 32, height: height - 32 });
  await site.endpoint.event('Survey Shown'); // so it is painted
  const picture = readPng(await photograph());
  site.put('/quirks', `<html lang="en"><head>${icon}${instrumentTag}${tag}</head><body><main><h1>A page</h1></main></body></html>`);
  await user.goto(`${site.origin}/quirks`);
  await user.see(score);
  assert.deepEqual({ rect: await user.rect({ role: 'dialog' }), list: await user.list() }, fair);
  await eventually('not a pixel that differs', async () => difference(picture, readPng(await photograph())) === 0);
});

test('a drawing that is a document of its own says why it has no survey', async (t) => {
  const svg = (own) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script href="/instrument.js"/>${own && '<script href="/canvass.js" data-config="/canvass.json"/>'}<rect width="9" height="9"/></svg>`;
  const { user } = await odd(t, engine, { html: svg, headers: { 'content-type': 'image/svg+xml' } });
  await user.until('a sentence on the console', () => window[Symbol.for('canvass.test')].console.length > 0);
  const { console, errors } = await user.seen();
  assert.equal(console.length, 1);
  assert.match(console[0], /^Canvass: nothing will be shown on this page: /);
  assert.deepEqual(errors, []);
});

// --- the script ------------------------------------------------------------------------------------------------------

const attributes = 'src="/canvass.js" data-config="/canvass.json"';
const inject = (then = '') => `<script>addEventListener('load', () => {
  const script = document.createElement('script');
  script.src = '/canvass.js';
  script.dataset.config = '/canvass.json';
  document.body.append(script);
  ${then}
})</script>`;

for (const [what, script] of [
  ['blocks the page', `<script ${attributes}></script>`],
  ['is deferred', `<script defer ${attributes}></script>`],
  ['is a module', `<script type="module" ${attributes}></script>`],
  ['is imported by a module that has its attributes', '<script type="module" data-config="/canvass.json">import "/canvass.js"</script>'],
  ['is written into the page by another', '<script>document.write(\'<script src="/canvass.js" data-config="/canvass.json"><\\/script>\')</script>'],
  ['is injected late', inject()],
  ['is injected, and taken out at once', inject('script.remove();')],
  ['is moved before it runs', `${tag}<script>document.documentElement.append(document.querySelector('[data-config]'))</script>`],
  ['is moved after it has run', `${tag}<script>addEventListener('load', () => document.body.append(document.querySelector('[data-config]')))</script>`],
  ['stands after the page', `<script>addEventListener('DOMContentLoaded', () => document.documentElement.insertAdjacentHTML('beforeend', ''))</script>${tag}`],
]) {
  test(`a script that ${what} starts its survey, once`, async (t) => {
    const page = await odd(t, engine, { script });
    await answer(page.user, page.site);
    await page.user.evaluate(() => document.querySelectorAll('script').forEach((one) => one.remove()));
    await untouched(page);
  });
}

for (const [what, script] of [
  ['is imported without any attributes', '<script type="module">import "/canvass.js"</script>'],
  ['runs in a shadow root', `<script>addEventListener('load', () => {
    const script = document.createElement('script');
    script.src = '/canvass.js';
    script.dataset.config = '/canvass.json';
    const app = document.createElement('div');
    app.attachShadow({ mode: 'open' }).append(script);
    script.onload = () => app.remove();
    document.body.append(app);
  })</script>`],
]) {
  test(`a script that ${what} says what it is missing`, async (t) => {
    const page = await odd(t, engine, { script });
    await refused(page, /^Canvass: its script tag needs data-config=/);
  });
}

for (const [what, second] of [
  ['the same', () => tag],
  ['another version', () => '<script async src="/two/canvass.js" data-config="/two/canvass.json"></script>'],
]) {
  test(`of two tags, the second ${what}, one shows its survey and the other says that it is ignored`, async (t) => {
    const serve = (site) => {
      site.put('/two/canvass.json', { canvass: 2 }); // that neither version understands
      site.answer('/two/canvass.js', (request, response) => {
        // Later than the first, whatever the network does.
        site.endpoint.event('Survey Shown').then(() => {
          response.writeHead(302, { location: '/canvass.js?two' });
          response.end();
        });
      });
    };
    const page = await odd(t, engine, { script: tag + second(), serve });
    await page.user.see(score);
    await page.user.until('a sentence', () => window[Symbol.for('canvass.test')].console.length > 0);
    await answer(page.user, page.site);
    await untouched(page, { lines: [/^Canvass: this page has a second Canvass tag, which is ignored\.$/] });
  });
}

test('a base address changes nothing for addresses that begin with a slash', async (t) => {
  const page = await odd(t, engine, { head: '<base href="/deep/er/" target="_blank">' });
  await answer(page.user, page.site);
  await untouched(page);
});

test('an address without a slash is looked for where all others of the page are, at its base', async (t) => {
  const page = await odd(t, engine, {
    head: '<base href="/deep/er/">',
    script: '<script async src="../../canvass.js" data-config="canvass.json" data-endpoint="/v1/batch"></script>',
    serve: (site) => site.put('/deep/er/canvass.json', { canvass: 1, endpoint: 'nowhere', delivery: { batchDelay: '50ms' }, surveys: [{ id: 'nps', triggers: [{ delay: '0s' }], questions: [{ id: 'score', type: 'nps', text: 'Would you?' }] }] }),
  });
  await page.user.click(score);
  const answered = await page.site.endpoint.event('Survey Answered');
  assert.equal(answered.properties.value, 9);
  await untouched(page);
});

test('a page that has an element of that id, or no window.canvass to give, is not disturbed', async (t) => {
  const page = await odd(t, engine, { body: '<h1 id="canvass">A page</h1>' });
  await answer(page.user, page.site);
  await untouched(page);
  page.site.put('/', plain({ instrumented: true, head: "<script>Object.defineProperty(window, 'canvass', { value: 1 })</script>" }));
  await page.user.goto(page.site.origin);
  await page.user.until('a sentence', () => window[Symbol.for('canvass.test')].console.length > 0);
  const { console, errors } = await page.user.seen();
  assert.match(console.join('|'), /^Canvass: nothing will be shown on this page: its window\.canvass cannot be replaced\.$/);
  assert.deepEqual(errors, []);
});

// --- what pages do to the browser's own functions ------------------------------------------------------------------------

// Drivers look at a page by what they find on it, too: these are answered by themselves, and put everything back when that is
// done or Canvass says something.
const breaking = (code, answering) => `<script>{
  const kept = [];
  for (const one of [window, JSON]) kept.push([one, ['Promise', 'JSON', 'requestAnimationFrame', 'parse', 'stringify'].filter((name) => name in one).map((name) => [name, Object.getOwnPropertyDescriptor(one, name)])]);
  for (const one of [Array, Array.prototype, Object.prototype, Function.prototype, String.prototype]) kept.push([one, Reflect.ownKeys(one).map((name) => [name, Object.getOwnPropertyDescriptor(one, name)])]);
  const { defineProperty, isFrozen } = Object;
  const { ownKeys, deleteProperty } = Reflect;
  const { warn } = console;
  const own = Array.prototype[Symbol.iterator];
  let done = false;
  const restore = () => {
    if (done) return;
    done = true;
    if (Array.prototype[Symbol.iterator] !== own && !isFrozen(Array.prototype)) Array.prototype[Symbol.iterator] = own;
    for (const [one, all] of kept) {
      if (isFrozen(one)) continue;
      if (one !== window && one !== kept[1][0]) for (const name of ownKeys(one)) {
        let old = false;
        for (const [known] of all) if (known === name) old = true;
        if (!old) deleteProperty(one, name);
      }
      for (const [name, descriptor] of all) defineProperty(one, name, descriptor);
    }
    clearInterval(timer);
    fetch('/put-back');
  };
  console.warn = (line) => {
    restore();
    warn(line);
  };
  const find = (css) => {
    const surface = document.querySelector('canvass-surface');
    return surface && surface.shadowRoot.querySelector(css);
  };
  let step = 0;
  let shown = false;
  if (${answering}) window.canvass = function () { (canvass.q = canvass.q || []).push(arguments); };
  if (${answering}) canvass('on', 'Survey Shown', () => (shown = true));
  const timer = ${answering} && setInterval(() => {
    const box = find('textarea');
    if (step === 0 && shown && find('input[value="9"]')) {
      find('input[value="9"]').click();
      step = 1;
    } else if (step === 1 && box) {
      box.value = 'Fine';
      box.dispatchEvent(new Event('input', { bubbles: true }));
      const buttons = find('.card').querySelectorAll('button');
      for (let i = 0; i < buttons.length; i++) if (buttons[i].textContent === 'Send') buttons[i].click();
      step = 2;
    } else if (step === 2 && find('h2') && find('h2').textContent === 'Thank you!') {
      restore();
    }
  }, 20);
  ${code}
}</script>`;
// Until then it is not even looked at.
async function oddly(t, code, answering) {
  let back = false;
  const serve = (site) => site.answer('/put-back', (request, response) => {
    back = true;
    response.end();
  });
  const page = await odd(t, engine, { script: breaking(code, answering) + tag, serve });
  await eventually('everything put back', () => back);
  return page;
}

const wrap = `for (const name of Object.getOwnPropertyNames(Array.prototype)) {
  const own = Array.prototype[name];
  if (typeof own === 'function' && name !== 'constructor') Array.prototype[name] = function (...rest) { return own.apply(this, rest); };
}`;

for (const [what, code] of [
  ['freezes Object.prototype', 'Object.freeze(Object.prototype)'],
  [
    'freezes everything',
    `for (const one of [Object, Array, Function, String, Number, Promise, Map, Set, Error, TypeError, RegExp, Date, Node, Element, HTMLElement, EventTarget, History, JSON, Math, Reflect]) {
      if (one.prototype) Object.freeze(one.prototype);
      Object.freeze(one);
    }
    Object.freeze(history)`,
  ],
  ['adds to what all objects have', 'Object.prototype.extend = Array.prototype.each = Function.prototype.defer = String.prototype.strip = function () { return this; }'],
  ['replaces all methods of arrays with ones that do the same', wrap],
  [
    'gives arrays the toJSON of an old library, and another Array.from',
    `Array.prototype.toJSON = function () { return '[' + this.length + ' things]'; };
     Array.prototype.toArray = function () { return this.slice(0); };
     Array.from = function (list) { return !list ? [] : 'toArray' in Object(list) ? list.toArray() : list.length === undefined ? [list] : Array.prototype.slice.call(list); }`,
  ],
  ['replaces JSON with its own, that does the same', `{ const { parse, stringify } = JSON; window.JSON = { parse: (...rest) => parse(...rest), stringify: (...rest) => stringify(...rest) }; }`],
  ['has no Promise', 'window.Promise = undefined'],
  ['has a Promise that does nothing', 'window.Promise = function () { this.then = () => this; }; Promise.all = Promise.resolve = () => new Promise()'],
  [
    'has a Promise of a library',
    `{ const Own = Promise; window.Promise = function Promise(run) { const own = new Own(run); this.then = (...rest) => own.then(...rest); this.catch = (no) => own.then(undefined, no); };
      for (const name of ['all', 'race', 'resolve', 'reject']) Promise[name] = (...rest) => Own[name](...rest);
      const { then } = Own.prototype; Own.prototype.then = function (...rest) { return then.apply(this, rest); }; }`,
  ],
  ['has no requestAnimationFrame', 'window.requestAnimationFrame = undefined'],
  ['has a requestAnimationFrame that never calls', 'window.requestAnimationFrame = () => 0'],
  ['has a requestAnimationFrame that calls at once', 'window.requestAnimationFrame = (run) => (run(0), 0)'],
  ['has a requestAnimationFrame that throws', "window.requestAnimationFrame = () => { throw new Error('no frames'); }"],
  ['has locks that throw', "LockManager.prototype.request = () => { throw new Error('no locks'); }"],
]) {
  test(`a page that ${what} has its survey`, async (t) => {
    const page = await oddly(t, code, true);
    await arrived(page.site);
    await untouched(page, { byHand: false });
  });
}

for (const [what, code] of [
  ['has no requestAnimationFrame', 'window.requestAnimationFrame = undefined'],
  ['has a requestAnimationFrame that throws', "window.requestAnimationFrame = () => { throw new Error('no frames'); }"],
]) {
  test(`a page that ${what} has its guides where they point`, async (t) => {
    const settings = config({ surveys: [], guides: [tip({ anchor: '#own', ...now })] });
    const page = await odd(t, engine, { head: `<script>${code}</script>`, settings });
    const { user } = page;
    await user.see({ role: 'button', name: 'Got it' });
    const card = await user.rect({ role: 'dialog' });
    const own = await user.rect('#own');
    assert.ok(card.y >= own.y + own.height && card.y < own.y + own.height + 40, `expected it below, is ${JSON.stringify([card, own])}`);
    await user.click({ role: 'button', name: 'Got it' });
    await user.gone({ role: 'dialog' });
    await untouched(page);
  });
}

test('a survey that the page keeps from being finished is gone, with one sentence', async (t) => {
  const page = await odd(t, engine, { head: '<script>window.IntersectionObserver = undefined</script>' });
  await refused(page, /^Canvass: it has stopped on this page after a fault of its own: .*IntersectionObserver/);
  await page.user.evaluate(() => dispatchEvent(new Event('resize')));
  assert.equal(await page.user.evaluate(() => document.querySelectorAll('canvass-surface').length), 0);
});

test('a page that has listeners that throw on everything has its survey', async (t) => {
  const names = ['click', 'focusin', 'input', 'change', 'keydown', 'pointerdown', 'visibilitychange'];
  const head = `<script>for (const name of ${JSON.stringify(names)}) addEventListener(name, () => { throw new Error("the page's own"); }, true)</script>`;
  const { user, site } = await odd(t, engine, { head });
  await answer(user, site);
  const { errors, console } = await user.seen();
  assert.ok(errors.length > 0 && errors.every((error) => error.includes("the page's own")), 'expected the errors of the page alone');
  assert.deepEqual(console, []);
});

for (const [what, code, named] of [
  ['map throw', "Array.prototype.map = () => { throw new Error('the page: map'); }", /: Array\.prototype\.map\.$/],
  ['map and filter give nothing', 'Array.prototype.map = Array.prototype.filter = () => []', /: Array\.prototype\.filter, Array\.prototype\.map\.$/],
  ['includes always say yes', 'Array.prototype.includes = () => true', /: Array\.prototype\.includes\.$/],
  ['all methods of arrays throw', "for (const name of Object.getOwnPropertyNames(Array.prototype)) if (name !== 'length') Array.prototype[name] = () => { throw new Error(`the page: ${name}`); }", /the page|Array\.prototype/],
  ['iteration throw', "Array.prototype[Symbol.iterator] = () => { throw new Error('the page: iterator'); }", /iterator/],
  ['JSON.stringify give nothing', "JSON.stringify = () => '{}'", /: JSON\.stringify\.$/],
  ['JSON throw', "JSON.parse = JSON.stringify = () => { throw new Error('the page: JSON'); }", /: JSON\.parse, JSON\.stringify\.$/],
  ['JSON go', 'window.JSON = undefined', /./],
]) {
  test(`a page that makes ${what} is told so in one sentence, and shows nothing`, async (t) => {
    const page = await oddly(t, code, false);
    await refused(page, /^Canvass: nothing will be shown on this page: /);
    assert.match((await page.user.seen()).console[0], named);
    assert.deepEqual(page.site.endpoint.requests, []);
  });
}

for (const [what, code] of [
  ['methods of arrays', "for (const name of ['map', 'filter', 'find', 'some', 'forEach', 'includes', 'push']) Array.prototype[name] = () => { throw new Error(`the page: ${name}`); }"],
  ['JSON', "JSON.parse = JSON.stringify = () => { throw new Error('the page: JSON'); }"],
]) {
  test(`a page that breaks ${what} while a survey shows loses that, with one sentence, and nothing else`, async (t) => {
    let back = false;
    const serve = (site) => {
      site.answer('/put-back', (request, response) => {
        back = true;
        response.end();
      });
    };
    const script = `<script>addEventListener('pointerdown', () => ${breaking(code, false).slice(8, -9)}, { capture: true, once: true })</script>${tag}`;
    const page = await odd(t, engine, { script, serve });
    const { user, site } = page;
    await site.endpoint.event('Survey Shown');
    const { x, y, width, height } = await user.rect(score);
    await user.click([x + width / 2, y + height / 2]);
    await eventually('everything put back', () => back);
    assert.ok(await user.none({ role: 'dialog' }));
    await untouched(page, { lines: [/^Canvass: it has stopped on this page after a fault of its own: the page: /] });
    await user.click('#own');
  });
}
