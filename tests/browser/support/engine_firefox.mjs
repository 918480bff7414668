// Firefox, by WebDriver BiDi. How it looks at media it has from preferences, which its own window may change at any time.

import { createRequire } from 'node:module';

import { firefoxProgram } from './paths.mjs';
import { eventually } from './wait.mjs';

export const can = { forcedColors: true, contrast: true, liveScheme: true, liveMedia: true, touch: true, fontSize: true, locale: true, layoutShifts: false, background: false };

const patience = 15_000; // ms
const writings = ['x-western', 'x-cyrillic', 'x-unicode', 'ar', 'he', 'ja', 'ko', 'zh-CN', 'th', 'el'];

// One visit at a time has the focus, so each has a Firefox of its own. They are used again.
export async function start() {
  const puppeteer = createRequire(import.meta.url)('puppeteer-core');
  const launch = async () => {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: firefoxProgram(),
      headless: true,
      args: ['--remote-allow-system-access'],
      extraPrefsFirefox: { 'dom.w3c_touch_events.enabled': 1 },
    });
    const settings = await settingsOf(browser);
    return { browser, settings };
  };
  const all = [await launch()];
  const free = [...all];
  const version = await all[0].browser.version();
  return {
    version: () => version.replace('firefox/', 'Firefox '),
    close: () => Promise.all(all.map(({ browser }) => browser.close())),
    async visit({ width, height, scheme, motion, scale, touch, forcedColors, contrast, locale, fontSize }) {
      const one = free.pop() ?? (await launch());
      if (!all.includes(one)) all.push(one);
      const { browser, settings } = one;
      await settings({ scheme, motion, forcedColors, contrast: contrast ?? 'no-preference', touch, locale, fontSize });
      const context = await browser.createBrowserContext();
      const size = { deviceScaleFactor: scale };
      const close = async () => {
        await context.close();
        free.push(one);
      };
      const tab = await tabOf(context, settings, size, close);
      await tab.resize(width, height);
      return tab;
    },
  };
}

// Sets preferences while it runs.
async function settingsOf({ connection }) {
  const { result } = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const target = { context: result.contexts[0].context };
  const current = { scheme: undefined, motion: undefined, forcedColors: false, contrast: undefined, touch: false, locale: undefined, fontSize: 16 };
  return async function settings(changes) {
    const wanted = { ...current, ...changes };
    if (JSON.stringify(wanted) === JSON.stringify(current)) return;
    const { scheme, motion, forcedColors, contrast, touch, locale, fontSize } = Object.assign(current, wanted);
    const prefs = {
      'layout.css.prefers-color-scheme.content-override': scheme === 'dark' ? 0 : 1,
      'ui.prefersReducedMotion': motion === 'reduce' ? 1 : 0,
      // Colours of the user's own, 2, are at 1 those of a theme that is made for contrast.
      'browser.display.document_color_use': forcedColors ? 2 : 1,
      'ui.useAccessibilityTheme': contrast === 'more' ? 1 : 0,
      'ui.primaryPointerCapabilities': touch ? 1 : 6,
      'ui.allPointerCapabilities': touch ? 1 : 6,
      'intl.accept_languages': locale,
      ...Object.fromEntries(writings.map((name) => [`font.size.variable.${name}`, fontSize])),
    };
    const expression = `for (const [name, value] of Object.entries(${JSON.stringify(prefs)})) {
      if (typeof value === 'number') Services.prefs.setIntPref(name, value);
      else Services.prefs.setStringPref(name, value);
    }`;
    const { result: done } = await connection.send('script.evaluate', { expression, target, awaitPromise: false });
    if (done.type !== 'success') throw new Error(`Firefox takes no preferences: ${JSON.stringify(done)}`);
  };
}

const keyOf = (key) => (key === 'Space' ? ' ' : key);

async function tabOf(context, settings, size, close) {
  const page = await context.newPage();
  const { mouse, keyboard } = page;
  page.setDefaultTimeout(patience);
  page.on('dialog', (dialog) => dialog.accept().catch(() => undefined));
  return {
    page,
    close,
    evaluate: (run, argument) => page.evaluate(run, argument),
    goto: (url) => page.goto(url, { waitUntil: 'load' }),
    reload: () => page.reload({ waitUntil: 'load' }),
    front: () => page.bringToFront(),
    resize: (width, height) => page.setViewport({ width, height, ...size }),
    screenshot: async (clip) => Buffer.from(await page.screenshot({ clip })),
    async media(changes) {
      await settings(changes);
      const queries = [];
      if (changes.scheme) queries.push(`(prefers-color-scheme: ${changes.scheme})`);
      if (changes.motion) queries.push(`(prefers-reduced-motion: ${changes.motion})`);
      if (changes.forcedColors !== undefined) queries.push(`(forced-colors: ${changes.forcedColors ? 'active' : 'none'})`);
      await eventually(`Firefox with ${queries}`, () => page.evaluate((all) => all.every((query) => matchMedia(query).matches), queries));
    },
    mouse: {
      move: (x, y, steps) => mouse.move(x, y, { steps }),
      down: () => mouse.down(),
      up: () => mouse.up(),
      wheel: (x, y, by) => mouse.wheel({ deltaY: by }),
    },
    keyboard: { down: (key) => keyboard.down(keyOf(key)), up: (key) => keyboard.up(keyOf(key)), type: (text) => keyboard.type(text, { delay: 10 }) },
    // The browser itself counts clicks in a row, within what is one action to it.
    async hammer(x, y, { times, apart, button }) {
      if (apart < 500) return page.mouse.click(x, y, { count: times, delay: times > 1 ? apart : 0, button });
      for (let count = 0; count < times; count++) {
        if (count) await new Promise((resolve) => setTimeout(resolve, apart));
        await page.mouse.click(x, y, { button });
      }
    },
    tap: (x, y) => page.touchscreen.tap(x, y),
    async frame(selector) {
      return frameOf(await page.waitForSelector(selector));
    },
    async newTab() {
      const other = await tabOf(context, settings, size, () => other.page.close());
      const { width, height } = page.viewport();
      await other.resize(width, height);
      return other;
    },
  };
}

async function frameOf(element) {
  const frame = await element.contentFrame();
  return {
    evaluate: (run, argument) => frame.evaluate(run, argument),
    frame: async (selector) => frameOf(await frame.waitForSelector(selector)),
  };
}
