// Bad input: the page is unaffected, one clear sentence is on the console, and answers are kept where there are any.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { assertUnharmed, button, cell, clickOn, dialog, drained, inPage, question, useBrowser } from './support/browser.mjs';
import { startCollector } from './support/collector.mjs';
import { ces, config, nps, now } from './support/config.mjs';
import { shop } from './support/paths.mjs';
import { page as plain, startSite } from './support/site.mjs';
import { eventually } from './support/wait.mjs';

const browser = useBrowser(before, after);

const survey = () => config({ surveys: [nps(now)], guides: [] });

async function siteWith(t, text) {
  const site = await startSite(t);
  site.put('/canvass.json', text);
  site.put('/', plain());
  return site;
}

async function oneSentence(page, pattern) {
  await eventually('a sentence on the console', () => page.seen.console.length > 0);
  await drained(page);
  assert.equal(page.seen.console.length, 1, `expected one sentence, got ${JSON.stringify(page.seen.console)}`);
  assert.match(page.seen.console[0], pattern);
  assert.deepEqual(page.seen.errors, [], 'expected no exception');
  assert.equal(await page.getByRole('heading', { name: 'A page' }).count(), 1, 'expected the page to be there');
}

for (const file of ['/canvass.wasm', '/canvass.host.js', '/canvass.json']) {
  test(`without ${file} there is one sentence and an unharmed page`, async (t) => {
    const site = await siteWith(t, survey());
    if (file === '/canvass.json') site.put(file, 'not found', { status: 404 });
    else site.lose(file);
    const page = await browser.visit(t, site.origin);
    await oneSentence(page, new RegExp(file.slice(1).replaceAll('.', '\\.')));
    await page.evaluate(() => {
      window.canvass('track', 'anything');
      window.canvass('show', 'nps');
    });
    assert.equal(await dialog(page).count(), 0);
    assert.deepEqual(page.seen.errors, [], 'expected commands to be harmless afterwards');
  });
}

test('a module that was tampered with is not run', async (t) => {
  const site = await siteWith(t, survey());
  site.put('/canvass.wasm', 'not the module that was built', { headers: { 'content-type': 'application/wasm' } });
  const page = await browser.visit(t, site.origin);
  await eventually('a sentence on the console', () => page.seen.console.some((line) => /canvass\.wasm/.test(line)));
  assert.equal(await dialog(page).count(), 0);
  assert.deepEqual(page.seen.errors, []);
});

for (const [what, text, pattern] of [
  ['that is no JSON', '{ "canvass": 1, ', /line 1/],
  ['of a newer version', config({ canvass: 2 }), /version|canvass/],
  ['that is a web page', plain(), /line 1/],
  ['that is a list', '[]', /object/],
]) {
  test(`a configuration ${what} is one sentence`, async (t) => {
    const site = await siteWith(t, text);
    await oneSentence(await browser.visit(t, site.origin), pattern);
  });
}

test('an unknown question type is named with its place, and the other surveys run', async (t) => {
  const broken = nps({ id: 'broken', questions: [{ id: 'score', type: 'npz', text: 'How likely?' }] });
  const site = await siteWith(t, config({ surveys: [broken, ces('agree7', now)], guides: [] }));
  const page = await browser.visit(t, site.origin);
  await question(page, /easy to place/).waitFor();
  assert.deepEqual(page.seen.errors, []);
  assert.equal(page.seen.console.length, 1, `expected one sentence, got ${JSON.stringify(page.seen.console)}`);
  assert.match(page.seen.console[0], /\/surveys\/0\/questions\/0\/type.*"npz".*did you mean "nps"/);
});

for (const [what, init] of [
  [
    'is denied',
    () => {
      const denied = () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      };
      for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: denied });
    },
  ],
  [
    'is full',
    () => {
      Storage.prototype.setItem = () => {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      };
    },
  ],
]) {
  test(`when storage ${what}, surveys can be answered and answers are delivered`, async (t) => {
    const site = await siteWith(t, survey());
    const page = await browser.visit(t, site.origin, { init });
    await clickOn(page, cell(page, 4));
    await question(page, /main reason/).waitFor();
    await clickOn(page, dialog(page).getByRole('textbox'));
    await page.keyboard.type('No room');
    await clickOn(page, button(page, 'Send'));
    await question(page, 'Thank you!').waitFor();
    await site.endpoint.event('Survey Completed');
    const ids = site.endpoint.events().map((event) => event.messageId);
    assert.equal(ids.length, 4, 'expected Shown, two answers and Completed');
    assert.equal(new Set(ids).size, ids.length, 'expected no messageId twice');
    assert.deepEqual(page.seen.errors, []);
    assert.equal(page.seen.console.length, 1, `expected one sentence, got ${JSON.stringify(page.seen.console)}`);
    assert.match(page.seen.console[0], /store|storage/);
  });
}

const strict = "default-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; require-trusted-types-for 'script'";

for (const [what, scripts, module] of [
  ['a strict content security policy', "'self' 'wasm-unsafe-eval'", 'canvass.wasm'],
  ['a policy that forbids WebAssembly', "'self'", 'canvass.nowasm.js'],
]) {
  test(`under ${what} a survey is shown and answered with ${module}`, async (t) => {
    const site = await siteWith(t, survey());
    site.headers['content-security-policy'] = `${strict}; script-src ${scripts}`;
    const page = await browser.visit(t, site.origin);
    await clickOn(page, cell(page, 9));
    await question(page, /main reason/).waitFor();
    await site.endpoint.event('Survey Answered');
    assert.ok(
      page.seen.requests.some((url) => url.endsWith(module)),
      `expected ${module} to be loaded, were ${page.seen.requests.join(' ')}`,
    );
    assert.deepEqual(page.seen.errors, []);
    const violations = await inPage(page, (test) => test.violations);
    if (module === 'canvass.wasm') assert.deepEqual(violations, [], 'expected no violation of the policy');
    else assert.ok(violations.length <= 1, `expected WebAssembly to be tried once, got ${violations.join('; ')}`);
  });
}

test('the demo shop works under the strict policy', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'canvass-shop-'));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(shop, folder, { recursive: true });
  const policy = `<meta http-equiv="Content-Security-Policy" content="${strict}; script-src 'self' 'wasm-unsafe-eval'" />`;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.html'))) {
    const file = join(folder, name);
    writeFileSync(file, readFileSync(file, 'utf8').replace('<head>', `<head>${policy}`));
  }

  const collector = await startCollector(t, { site: folder });
  const page = await browser.visit(t, `${collector.origin}/product.html?id=mug`);
  await page.click('#add');
  await assertUnharmed(page);
  await page.goto(`${collector.origin}/cart.html`);
  await question(page, /first pot/).waitFor();
  await assertUnharmed(page);
  await page.click('#checkout');
  await clickOn(page, cell(page, 9));
  await collector.event('Survey Answered');
  await assertUnharmed(page);
  await page.goto(`${collector.origin}/support.html`);
  await page.locator('#topic-list a').first().click();
  await page.click('#solved-yes');
  await assertUnharmed(page);
});

test('a page whose own functions for our events throw keeps its survey', async (t) => {
  const site = await siteWith(t, survey());
  const page = await browser.visit(t, site.origin, {
    init: () => {
      window.canvass = (...call) => (window.canvass.q ??= []).push(call);
      window.canvass('on', 'Survey Answered', () => {
        throw new Error('a fault of the page');
      });
    },
  });
  await clickOn(page, cell(page, 9));
  await question(page, /main reason/).waitFor();
  await site.endpoint.event('Survey Answered');
  assert.deepEqual(page.seen.errors, []);
});
