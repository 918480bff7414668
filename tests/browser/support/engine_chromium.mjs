// Chromium, by its own protocol.

import { createRequire } from 'node:module';

import { chromiumProgram } from './paths.mjs';

export const can = { forcedColors: true, contrast: true, liveScheme: true, liveMedia: true, touch: true, fontSize: true, locale: true, layoutShifts: true, background: false };

export async function start() {
  const { chromium } = createRequire(import.meta.url)('playwright-core');
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []; // root has no sandbox to be put into
  const browser = await chromium.launch({ executablePath: chromiumProgram(), args, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  return {
    version: () => `Chromium ${browser.version()}`,
    close: () => browser.close(),
    async visit({ width, height, scheme, motion, scale, touch, forcedColors, contrast, locale, fontSize }) {
      const context = await browser.newContext({
        locale,
        viewport: { width, height },
        deviceScaleFactor: scale,
        hasTouch: touch,
        isMobile: touch,
        ...mediaOf({ scheme, motion, forcedColors, contrast }),
      });
      const page = await context.newPage();
      if (fontSize !== 16) {
        const session = await context.newCDPSession(page);
        await session.send('Page.setFontSizes', { fontSizes: { standard: fontSize, fixed: (fontSize * 13) / 16 } });
      }
      return tabOf(page, () => context.close());
    },
  };
}

function mediaOf({ scheme, motion, forcedColors, contrast }) {
  const media = {};
  if (scheme !== undefined) media.colorScheme = scheme;
  if (motion !== undefined) media.reducedMotion = motion;
  if (forcedColors !== undefined) media.forcedColors = forcedColors ? 'active' : 'none';
  if (contrast !== undefined) media.contrast = contrast;
  return media;
}

function tabOf(page, close) {
  const { mouse, keyboard } = page;
  page.on('dialog', (dialog) => dialog.accept().catch(() => undefined));
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  return {
    page,
    close,
    evaluate: (run, argument) => page.evaluate(run, argument),
    goto: (url) => page.goto(url, { waitUntil: 'load' }),
    reload: () => page.reload({ waitUntil: 'load' }),
    front: () => page.bringToFront(),
    resize: (width, height) => page.setViewportSize({ width, height }),
    screenshot: (clip) => page.screenshot({ clip }),
    media: (changes) => page.emulateMedia(mediaOf(changes)),
    mouse: {
      move: (x, y, steps) => mouse.move(x, y, { steps }),
      down: () => mouse.down(),
      up: () => mouse.up(),
      wheel: (x, y, by) => mouse.wheel(0, by),
    },
    keyboard: { down: (key) => keyboard.down(key), up: (key) => keyboard.up(key), type: (text) => keyboard.type(text, { delay: 10 }) },
    // How often a button is said to have been pressed in a row (UIEvent.detail), the driver has to say.
    // Nothing waits for the browser meanwhile: a hand in a hurry does not, either.
    async hammer(x, y, { times, apart, button }) {
      await mouse.move(x, y);
      const done = [];
      for (let count = 1; count <= times; count++) {
        if (count > 1) await wait(apart);
        const clickCount = apart < 500 ? count : 1;
        done.push(mouse.down({ button, clickCount }), mouse.up({ button, clickCount }));
      }
      await Promise.all(done);
    },
    tap: (x, y) => page.touchscreen.tap(x, y),
    async frame(selector) {
      return frameOf(await page.waitForSelector(selector, { state: 'attached' }));
    },
    async newTab() {
      const other = await page.context().newPage();
      return tabOf(other, () => other.close());
    },
  };
}

async function frameOf(element) {
  const frame = await element.contentFrame();
  return {
    evaluate: (run, argument) => frame.evaluate(run, argument),
    frame: async (selector) => frameOf(await frame.waitForSelector(selector, { state: 'attached' })),
  };
}
