// A visitor's hand on the mouse and the keyboard and eye on the page, the same over each engine's tab:
//
//   evaluate(run, argument) goto(url) reload() front() resize(width, height) screenshot(clip) media(changes) close()
//   mouse: move(x, y, steps) down() up() wheel(dx, dy);  hammer(x, y, {times, apart, button});  tap(x, y)
//   keyboard: down(key) up(key) type(text);  frame(selector) → evaluate of that frame;  newTab() → another tab
//
// Positions are CSS pixels of the window.

import { look } from './elements.mjs';
import { eventually } from './wait.mjs';

const rhythm = 80; // ms between the clicks of somebody in a hurry

const plainTarget = (target) =>
  target.name instanceof RegExp ? { ...target, name: { source: target.name.source, flags: target.name.flags } } : target;
const said = (target) =>
  typeof target === 'string' ? target : `${target.role} ${target.name ?? ''}${target.nth ? ` (${target.nth})` : ''}`.trim();

export function hand(tab) {
  const { mouse, keyboard, evaluate } = tab;
  const ask = (target, what, at) => evaluate(look, [plainTarget(target), what, user.within, at]);
  // A page that goes away meanwhile says nothing.
  const asked = (target, what, at) => ask(target, what, at).catch(() => undefined);

  async function found(target, what, look) {
    try {
      return await eventually(what, look);
    } catch (error) {
      if (typeof target === 'string') throw error;
      const list = await ask('html', 'list').catch((fault) => [`no page that answers: ${fault.message}`]);
      throw new Error(`${error.message}; there is ${list.slice(0, 40).join(', ') || 'nothing'}`);
    }
  }

  async function pointOf(target, at) {
    const [x, y] = Array.isArray(target) ? target : await found(target, `${said(target)} on the page`, () => asked(target, 'point', at));
    const [left, top] = tab.offset ? await tab.offset() : [0, 0];
    return [Math.round(x + left), Math.round(y + top)];
  }

  // 'Shift+Tab' is one key with another held.
  async function press(keys) {
    const parts = keys === '+' ? ['+'] : keys.split('+');
    for (const key of parts.slice(0, -1)) await keyboard.down(key);
    await keyboard.down(parts.at(-1));
    await keyboard.up(parts.at(-1));
    for (const key of parts.slice(0, -1).reverse()) await keyboard.up(key);
  }

  const user = {
    page: tab.page,
    close: tab.close,
    within: 'html',
    goto: tab.goto,
    reload: tab.reload,
    // As a link does it: drivers wait for a page to be loaded, which one that the browser has kept is not.
    async back() {
      const from = await evaluate(() => location.href);
      await evaluate(() => void setTimeout(() => history.back()));
      await user.until('the page before', (was) => location.href !== was && document.readyState === 'complete', from);
    },
    front: async () => tab.front?.(), // comes back from a tab that a link opened
    evaluate,
    until: (what, holds, argument) => eventually(what, () => evaluate(holds, argument).catch(() => false)),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)), // a visitor's own pace

    // --- looking

    is: async (target) => (await ask(target, 'there')) === true,
    none: async (target) => (await ask(target, 'there')) !== true,
    see: (target) => found(target, said(target), () => asked(target, 'there')),
    gone: (target) =>
      eventually(`no ${said(target)} any more`, async () => {
        // Of a page that is gone, too.
        const there = await ask(target, 'there').catch(() => true);
        return there !== true;
      }),
    rect: async (target) => (await user.see(target), ask(target, 'rect')),
    text: async (target) => (await user.see(target), ask(target, 'text')),
    checked: async (target) => (await user.see(target), ask(target, 'checked')),
    focused: () => ask('html', 'focus'),
    list: () => ask('html', 'list'), // everything of Canvass that assistive technology finds, as role "name"
    screenshot: ({ clip } = {}) => tab.screenshot(clip),
    // What instrument.mjs has seen on this page.
    seen: () =>
      evaluate(() => {
        const test = window[Symbol.for('canvass.test')];
        if (!test) return undefined;
        const { errors, console, violations, shifts, counts } = test;
        return { errors, console, violations, shifts, counts, globals: test.newGlobals(), pending: Array.from(test.pending.values()) };
      }),

    // --- the mouse

    async click(target, { times = 1, apart = rhythm, at, button = 'left', key } = {}) {
      const [x, y] = await pointOf(target, at);
      if (key) await keyboard.down(key);
      await tab.hammer(x, y, { times, apart, button });
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
      await mouse.move(x, y, 4);
    },
    // From one place over others: [dx, dy] from there, or selectors.
    async drag(target, ...over) {
      const [x, y] = await pointOf(target);
      await mouse.move(x, y);
      await mouse.down();
      for (const to of over) {
        const [toX, toY] = Array.isArray(to) ? [x + to[0], y + to[1]] : await pointOf(to);
        await mouse.move(toX, toY, 6);
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
      await mouse.wheel(x, y, by);
    },
    async tap(target) {
      const [x, y] = await pointOf(target);
      await tab.tap(x, y);
    },

    // --- the keyboard

    press,
    keyDown: (key) => keyboard.down(key),
    keyUp: (key) => keyboard.up(key),
    type: (text) => keyboard.type(text),
    // What is in a field gives way to this.
    async fill(target, text) {
      await user.click(target);
      await user.clear();
      await user.type(text);
    },
    async clear() {
      await press('Control+a');
      await press('Backspace');
    },

    // --- the window

    resize: tab.resize,
    scheme: (scheme) => tab.media({ scheme }),
    media: (changes) => tab.media(changes), // {scheme, motion, forcedColors, contrast}
    // Somebody within a frame, also one of another origin.
    async frame(selector) {
      const within = await tab.frame(selector);
      const frameRect = async () => {
        const rect = await evaluate((css) => {
          const element = document.querySelector(css);
          const { left, top } = element.getBoundingClientRect();
          const { paddingLeft, paddingTop } = getComputedStyle(element);
          return [left + element.clientLeft + parseFloat(paddingLeft), top + element.clientTop + parseFloat(paddingTop)];
        }, selector);
        const [left, top] = tab.offset ? await tab.offset() : [0, 0];
        return [rect[0] + left, rect[1] + top];
      };
      return hand({ ...tab, ...within, offset: frameRect });
    },
    // Another tab of the same visitor.
    async newTab(url) {
      const other = hand(await tab.newTab());
      if (url) await other.goto(url);
      return other;
    },
  };
  return user;
}
