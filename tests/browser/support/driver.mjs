// Chromium and Firefox behind one small interface: a hand on the mouse and the keyboard, as a visitor has it.
//
//   const browser = await launch('firefox');
//   const user = await browser.visit(url);           // somebody who was never here before
//   await user.click('#buy', { times: 5 });           // hammers it: one click after the other, in one place
//   await user.drag('#card', '#bin');
//   await user.evaluate(() => document.title);
//   await user.close();
//
// A selector is looked for within user.within, and may go into open shadow roots: 'my-card >>> button'. What it finds is
// scrolled into view first. Positions are CSS pixels of the window.

import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

import { instrument } from './instrument.mjs';
import { chromiumProgram } from './paths.mjs';
import { eventually } from './wait.mjs';

const require = createRequire(import.meta.url);
const viewport = { width: 1100, height: 800 };
const rhythm = 80; // ms between the clicks of somebody in a hurry
const patience = 15_000; // ms

// The program, or undefined: FIREFOX names another one than firefox-esr and firefox.
export function firefoxProgram() {
  if (process.env.FIREFOX) return process.env.FIREFOX;
  const there = (file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  const folders = (process.env.PATH ?? '').split(delimiter);
  return ['firefox-esr', 'firefox'].flatMap((name) => folders.map((folder) => join(folder, name))).find(there);
}

export async function launch(engine) {
  return engine === 'firefox' ? launchFirefox() : launchChromium();
}

// --- the two of them -----------------------------------------------------------------------------------------------

async function launchChromium() {
  const { chromium } = require('playwright-core');
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []; // root has no sandbox to be put into
  const browser = await chromium.launch({ executablePath: chromiumProgram(), args });
  return {
    version: () => `Chromium ${browser.version()}`,
    close: () => browser.close(),
    async visit(url) {
      const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', viewport });
      await context.addInitScript(instrument);
      const page = await context.newPage();
      page.on('dialog', (dialog) => dialog.accept().catch(() => undefined));
      // How often a button is said to have been pressed in a row (UIEvent.detail), the driver has to say.
      // Nothing waits for the browser meanwhile: a hand in a hurry does not, either.
      const press = async (x, y, { times, apart, button }) => {
        await page.mouse.move(x, y);
        const done = [];
        for (let count = 1; count <= times; count++) {
          if (count > 1) await user.pause(apart);
          const clickCount = apart < 500 ? count : 1;
          done.push(page.mouse.down({ button, clickCount }), page.mouse.up({ button, clickCount }));
        }
        await Promise.all(done);
      };
      const user = hand(page, press, () => context.close());
      if (url) await user.goto(url);
      return user;
    },
  };
}

async function launchFirefox() {
  const puppeteer = require('puppeteer-core');
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: firefoxProgram(),
    headless: true,
    defaultViewport: viewport,
    extraPrefsFirefox: { 'ui.prefersReducedMotion': 1 },
  });
  const version = await browser.version();
  return {
    version: () => version,
    close: () => browser.close(),
    async visit(url) {
      const context = await browser.createBrowserContext();
      // A window of its own, as a tab in the background is hidden.
      const page = await context.newPage({ type: 'window' });
      page.setDefaultTimeout(patience);
      await page.evaluateOnNewDocument(instrument);
      page.on('dialog', (dialog) => dialog.accept().catch(() => undefined));
      // The browser itself counts clicks in a row, within what is one action to it.
      const press = async (x, y, { times, apart, button }) => {
        if (apart < 500) return page.mouse.click(x, y, { count: times, delay: times > 1 ? apart : 0, button });
        for (let count = 0; count < times; count++) {
          if (count) await user.pause(apart);
          await page.mouse.click(x, y, { button });
        }
      };
      const user = hand(page, press, () => context.close());
      if (url) await user.goto(url);
      return user;
    },
  };
}

// --- what they have in common --------------------------------------------------------------------------------------

// Runs in the page: the middle of an element on the screen, once it is there. `at` moves it: shares of width and height.
function locate([selector, [x, y], within]) {
  let root = document.querySelector(within);
  let element;
  for (const part of selector.split(' >>> ')) {
    element = root?.querySelector(part);
    root = element?.shadowRoot;
  }
  if (!element) return undefined;
  let { left, top, width, height } = element.getBoundingClientRect();
  if (top < 0 || left < 0 || top + height > innerHeight || left + width > innerWidth) {
    element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    ({ left, top, width, height } = element.getBoundingClientRect());
  }
  return [Math.round(left + width * x), Math.round(top + height * y)];
}

function hand(page, pressed, close) {
  const { mouse, keyboard } = page;

  async function pointOf(target, at = [0.5, 0.5]) {
    if (Array.isArray(target)) return target;
    return eventually(`${target} on the page`, () => page.evaluate(locate, [target, at, user.within]).catch(() => undefined));
  }

  const user = {
    page,
    close,
    within: 'html',
    goto: (url) => page.goto(url, { waitUntil: 'load' }),
    reload: () => page.reload({ waitUntil: 'load' }),
    back: () => page.goBack({ waitUntil: 'load' }),
    evaluate: (run, argument) => page.evaluate(run, argument),
    // A page that goes away meanwhile says nothing.
    until: (what, holds, argument) => eventually(what, () => page.evaluate(holds, argument).catch(() => false)),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)), // a visitor's own pace

    async click(target, { times = 1, apart = rhythm, at, button = 'left', key } = {}) {
      const [x, y] = await pointOf(target, at);
      if (key) await keyboard.down(key);
      await pressed(x, y, { times, apart, button });
      if (key) await keyboard.up(key);
    },
    // One click on each, as fast as they can be made.
    async clickOver(targets) {
      const points = [];
      for (const target of targets) points.push(await pointOf(target));
      const done = points.flatMap(([x, y]) => [mouse.move(x, y), mouse.down(), mouse.up()]);
      await Promise.all(done);
    },
    doubleClick: (target, options) => user.click(target, { times: 2, apart: 60, ...options }),
    tripleClick: (target, options) => user.click(target, { times: 3, apart: 60, ...options }),

    async move(target, at) {
      const [x, y] = await pointOf(target, at);
      await mouse.move(x, y, { steps: 4 });
    },
    // From one place over others: [dx, dy] from there, or selectors.
    async drag(target, ...over) {
      const [x, y] = await pointOf(target);
      await mouse.move(x, y);
      await mouse.down();
      for (const to of over) {
        const [toX, toY] = Array.isArray(to) ? [x + to[0], y + to[1]] : await pointOf(to);
        await mouse.move(toX, toY, { steps: 6 });
      }
      await mouse.up();
    },
    async hold(target, ms) {
      const [x, y] = await pointOf(target);
      await mouse.move(x, y);
      await mouse.down();
      await user.pause(ms);
      await mouse.up();
    },
    async wheel(target, by) {
      const [x, y] = await pointOf(target);
      await mouse.move(x, y);
      if (mouse.wheel.length > 1) await mouse.wheel(0, by);
      else await mouse.wheel({ deltaY: by });
    },
    press: (key) => keyboard.press(key),
    keyDown: (key) => keyboard.down(key),
    keyUp: (key) => keyboard.up(key),
    type: (text) => keyboard.type(text, { delay: 10 }),
    // What is in a field gives way to this.
    async fill(target, text) {
      await user.click(target);
      await user.clear();
      await user.type(text);
    },
    async clear() {
      await keyboard.down('Control');
      await keyboard.press('a');
      await keyboard.up('Control');
      await keyboard.press('Backspace');
    },
  };
  return user;
}
