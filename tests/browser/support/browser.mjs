// A Chromium, and pages in it that notice everything a widget must not do to them.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

import { instrument } from './instrument.mjs';
import { chromiumProgram } from './paths.mjs';

const { chromium } = createRequire(import.meta.url)('playwright-core');

const phone = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
export const devices = { desktop: { viewport: { width: 1280, height: 800 } }, phone };

// Root has no sandbox to be put into.
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

// One browser for the tests of a file: const browser = useBrowser(before, after);
export function useBrowser(before, after, options = {}) {
  let browser;
  before(async () => {
    browser = await chromium.launch({ executablePath: chromiumProgram(), args, ...options });
  });
  after(() => browser?.close());

  // A visitor who was never here before. `t` ends the visit.
  async function visitor(t, { device = devices.desktop, init, ...options } = {}) {
    const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...device, ...options });
    context.setDefaultTimeout(10_000);
    await context.addInitScript(instrument);
    if (init) await context.addInitScript(init);
    t.after(() => context.close());
    return context;
  }

  async function open(context, url) {
    const page = await context.newPage();
    const seen = { errors: [], console: [], requests: [] };
    page.on('pageerror', (error) => seen.errors.push(error.stack ?? String(error)));
    page.on('console', (message) => {
      // What a script of the page says has arguments; the browser's own notes, on failed requests say, have none.
      if (message.args().length > 0) seen.console.push(message.text());
    });
    page.on('request', (request) => seen.requests.push(request.url()));
    page.seen = seen;
    if (url) await page.goto(url);
    return page;
  }

  return {
    visitor,
    open,
    // A page of a new visitor.
    visit: async (t, url, options) => open(await visitor(t, options), url),
    version: () => browser.version(),
  };
}

// --- reading a page ------------------------------------------------------------------------------------------

// Reads what instrument() has gathered: inPage(page, (test) => test.counts)
export function inPage(page, read) {
  return page.evaluate(`(${read})(window[Symbol.for('canvass.test')])`);
}

// The page is as well as without us.
export async function assertUnharmed(page, { console = [] } = {}) {
  assert.deepEqual(page.seen.errors, [], 'expected no uncaught exception and no unhandled rejection');
  assert.deepEqual(await inPage(page, (test) => test.violations), [], 'expected no violation of the security policy');
  assert.deepEqual(page.seen.console, console, 'expected no more on the console');
}

// All keys that the widget has stored.
export function stored(page) {
  return page.evaluate(() =>
    [localStorage, sessionStorage].flatMap((storage) => Object.keys(storage).filter((key) => key.startsWith('canvass:'))),
  );
}

// Waits until the widget runs on this page and has carried out every command so far. Wakes one that sleeps.
export function started(page) {
  return page.evaluate(() => new Promise((done) => window.canvass('export', () => done())));
}

// Waits until the widget has decided: it runs, everything was delivered, no timer waits but those that are far off, as
// that after which a survey left alone counts as abandoned.
export async function settled(page) {
  await started(page);
  await drained(page);
}

// The same of a widget that may have failed to start.
export async function drained(page) {
  await page.waitForFunction(() => !Object.keys(localStorage).some((key) => key.startsWith('canvass:q:')));
  await page.waitForFunction(() =>
    Array.from(window[Symbol.for('canvass.test')].pending.values()).every(({ delay }) => delay >= 60_000),
  );
}

// The element that has the focus, through shadow roots: its tag, type and words.
export function focused(page) {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return [element?.tagName.toLowerCase(), element?.getAttribute('type'), element?.value || element?.textContent]
      .filter(Boolean)
      .join(' ')
      .trim();
  });
}

// --- the widget as a visitor finds it ------------------------------------------------------------------------

export const dialog = (page) => page.getByRole('dialog');
export const cell = (page, value) => dialog(page).getByRole('radio', { name: new RegExp(`^${value}(\\D|$)`) });
export const button = (page, name) => dialog(page).getByRole('button', { name, exact: true });
export const question = (page, text) => dialog(page).getByRole('heading', { name: text });

// Where the middle of something is on the screen. For the mouse and fingers, which know nothing of elements.
export async function middle(locator) {
  const { x, y, width, height } = await locator.boundingBox();
  return { x: x + width / 2, y: y + height / 2 };
}

export async function clickOn(page, locator) {
  await locator.waitFor();
  const { x, y } = await middle(locator);
  await page.mouse.click(x, y);
}

export async function tapOn(page, locator) {
  await locator.waitFor();
  const { x, y } = await middle(locator);
  await page.touchscreen.tap(x, y);
}

// Goes through the shop as far as the page that says thank you.
export async function placeOrder(page, origin) {
  await page.goto(`${origin}/product.html?id=gaiwan`);
  await page.click('#add');
  await page.goto(`${origin}/cart.html`);
  await page.click('#checkout');
  await page.waitForURL('**/order.html');
}
