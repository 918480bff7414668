// Chromium, Firefox and WebKit behind one small interface: a hand on the mouse and the keyboard and an eye on the page, as
// a visitor has them.
//
//   const engine = useEngine(before, after);              // that which CANVASS_ENGINE names: chromium, firefox or webkit
//   const user = await engine.visit(t, url);              // somebody who was never here before; t ends it
//   await user.click('#buy', { times: 5 });               // hammers it: one click after the other, in one place
//   await user.click({ role: 'button', name: 'Send' });   // what is of Canvass, as assistive technology finds it
//   await user.see({ role: 'heading', name: /Thank/ });
//   await user.drag('#card', '#bin');
//   await user.evaluate(() => document.title);
//   await assertUnharmed(user);                           // of a page({ instrumented: true }) of site.mjs
//
// A target is a selector, looked for within user.within, which may go into open shadow roots: 'my-card >>> button'; or
// {role, name, nth}, name a string that is all of it or a pattern; or [x, y] in CSS pixels of the window. What it finds is
// scrolled into view first. hand.mjs has everything that a user can do.

import assert from 'node:assert/strict';

import { hand } from './hand.mjs';
import { missing } from './paths.mjs';

export const lanes = 8; // visits at a time

const name = engineName();
const { can } = await import(`./engine_${name}.mjs`);

const ordinary = { width: 1280, height: 800, scheme: 'light', motion: 'reduce', scale: 1, touch: false, forcedColors: false, locale: 'en-GB', fontSize: 16 };

// {version(), close(), visit(url, options)}
export async function launch(engine) {
  const { start } = await import(`./engine_${engine}.mjs`);
  const browser = await start();
  return {
    version: browser.version,
    close: browser.close,
    async visit(url, options = {}) {
      const user = hand(await browser.visit({ ...ordinary, ...options }, url));
      if (url) await user.goto(url);
      return user;
    },
  };
}

// That which the environment variable CANVASS_ENGINE names.
export function engineName() {
  const named = process.env.CANVASS_ENGINE || 'chromium';
  if (['chromium', 'firefox', 'webkit'].includes(named)) return named;
  throw new Error(`CANVASS_ENGINE is "${named}"; expected chromium, firefox or webkit.`);
}

// The engine for the tests of a file. visit(t, url, {width, height, scheme: 'light' | 'dark', motion: 'reduce' |
// 'no-preference', scale, touch, forcedColors, contrast: 'more', locale, fontSize}): what an engine cannot be told,
// engine.can says.
export function useEngine(before, after) {
  let browser;
  before(async () => {
    if (missing(name)) throw new Error(missing(name));
    browser = await launch(name);
  });
  after(() => browser?.close());
  return {
    name,
    can,
    version: () => browser.version(),
    async visit(t, url, options = {}) {
      for (const option of ['touch', 'forcedColors', 'contrast', 'fontSize']) {
        if (options[option] && !can[option]) throw new Error(`${name} cannot be told ${option}: ask engine.can.${option} first`);
      }
      const user = await browser.visit(url, options);
      t.after(() => user.close());
      return user;
    },
  };
}

// The page is as well as without us.
export async function assertUnharmed(user, { console = [], violations = [] } = {}) {
  const seen = await user.seen();
  assert.ok(seen, 'expected a page that is instrumented');
  assert.deepEqual(seen.errors, [], 'expected no uncaught exception and no unhandled rejection');
  assert.deepEqual(seen.violations, violations, 'expected no violation of the security policy');
  assert.deepEqual(seen.console, console, 'expected no more on the console');
}
