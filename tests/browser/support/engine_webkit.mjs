// WebKitGTK's MiniBrowser, by WebDriver, on a screen that nobody sees (Xvfb).
//
// A WebKitWebDriver holds one session, and a session one visitor, so each visit has a driver and a screen of its own. They
// are used again for sites that they have not been to. How the browser looks at media is set in its surroundings, before
// it starts.

import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect as connectTo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { webkitDriver, webkitProgram } from './paths.mjs';
import { cropPng } from './png.mjs';
import { eventually } from './wait.mjs';

export const can = { forcedColors: false, contrast: false, liveScheme: false, liveMedia: false, touch: false, fontSize: false, locale: true, layoutShifts: false, background: true };

const require = createRequire(import.meta.url);
const screen = { width: 2800, height: 2000 };
const reuse = 30; // visits of a session
const patience = 15_000; // ms
const doubleClick = 600; // ms

// --- what runs beside it -----------------------------------------------------------------------------------------------

// Children end with this process, however it ends.
const children = new Set();
const folders = new Set();
function clean() {
  for (const child of children) child.kill();
  for (const folder of folders) remove(folder);
}
// What still ends may still write: then it stays in the folder for what is temporary.
function remove(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    folders.delete(folder);
  } catch (error) {
    if (error.code !== 'ENOTEMPTY') throw error;
  }
}
process.once('exit', clean);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));

function child(program, args, options) {
  const started = spawn(program, args, { stdio: 'ignore', ...options });
  children.add(started);
  started.once('exit', () => children.delete(started));
  started.once('error', () => children.delete(started));
  return started;
}

// A screen for one visitor: where no window manager is, that window has the focus which the pointer is over.
async function startScreen() {
  const xvfb = child('Xvfb', ['-displayfd', '3', '-screen', '0', `${screen.width}x${screen.height}x24`, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise((resolve, reject) => {
    xvfb.stdio[3].once('data', (data) => resolve(String(data).trim()));
    xvfb.once('error', reject);
    xvfb.once('exit', () => reject(new Error('Xvfb did not start')));
  });
  await pointAtWindows(`/tmp/.X11-unix/X${number}`);
  return { display: `:${number}`, xvfb };
}

// Puts the pointer into the corner where windows are, on the bar above their page (X11's WarpPointer).
async function pointAtWindows(path) {
  const socket = connectTo(path);
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0])); // little endian, version 11, no authorization
  let said = Buffer.alloc(0);
  const root = await new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', (data) => {
      said = Buffer.concat([said, data]);
      if (said.length < 8 || said.length < 8 + said.readUInt16LE(6) * 4) return;
      if (said[0] !== 1) reject(new Error('Xvfb lets nobody in'));
      // After the vendor's name and the formats comes the first screen, with its root window.
      resolve(said.readUInt32LE(40 + Math.ceil(said.readUInt16LE(24) / 4) * 4 + said[29] * 8));
    });
  });
  const warp = Buffer.alloc(24);
  warp[0] = 41;
  warp.writeUInt16LE(6, 2); // words
  warp.writeUInt32LE(root, 8); // to
  warp.writeInt16LE(4, 20); // x
  warp.writeInt16LE(4, 22); // y
  await new Promise((resolve) => socket.end(warp, resolve));
}

// The folder with the settings of a desktop such as this visitor's.
function desktopOf(folder, { motion }) {
  mkdirSync(join(folder, 'gtk-3.0'), { recursive: true });
  writeFileSync(join(folder, 'gtk-3.0/settings.ini'), `[Settings]\ngtk-enable-animations=${motion === 'reduce' ? 0 : 1}\n`);
  // Its bars would keep the window from being as narrow as a phone.
  writeFileSync(join(folder, 'gtk-3.0/gtk.css'), '* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px }');
}

// A locale that need not be installed: the browser reads no more of it than its name.
function localeOf(folder, locale) {
  const name = `${locale.replace('-', '_')}.UTF-8`;
  const plain = ['/usr/lib/locale/C.utf8/LC_CTYPE', '/usr/lib/locale/C.UTF-8/LC_CTYPE'].find((file) => existsSync(file));
  if (!plain) return {};
  mkdirSync(join(folder, name), { recursive: true });
  copyFileSync(plain, join(folder, name, 'LC_CTYPE'));
  return { LOCPATH: folder, LC_CTYPE: name, LC_ALL: undefined, LANG: 'C' };
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// --- sessions ----------------------------------------------------------------------------------------------------------

export async function start() {
  const folder = mkdtempSync(join(tmpdir(), 'canvass-webkit-'));
  folders.add(folder);
  const free = [];
  const all = new Set();
  let count = 0;

  async function session(surroundings) {
    const { scheme, motion, scale, locale } = surroundings;
    const home = join(folder, String(++count));
    const { display, xvfb } = await startScreen();
    desktopOf(join(home, 'config'), { motion });
    const env = {
      ...process.env,
      ...localeOf(join(home, 'locale'), locale),
      DISPLAY: display,
      WAYLAND_DISPLAY: undefined,
      GDK_BACKEND: 'x11',
      GDK_SCALE: String(scale),
      GTK_THEME: scheme === 'dark' ? 'Adwaita:dark' : 'Adwaita',
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_DATA_HOME: join(home, 'data'),
      XDG_CACHE_HOME: join(home, 'cache'),
      NO_AT_BRIDGE: '1',
    };
    const port = await freePort();
    const process_ = child(webkitDriver(), ['-p', String(port)], { env });
    const driver = await connect(port);
    const capabilities = (await driver.getSession()).getCapabilities();
    const made = {
      key: JSON.stringify(surroundings),
      driver,
      version: capabilities.get('browserVersion'),
      visits: 0,
      handle: undefined, // the window and
      frames: '', // the frame it listens to
      origins: new Set(),
      run: queue(),
      async end() {
        all.delete(made);
        await inTime(driver.quit()).catch(() => undefined);
        process_.kill();
        xvfb.kill();
      },
    };
    all.add(made);
    return made;
  }

  const first = await session(surroundingsOf({}));
  free.push(first);
  return {
    version: () => `WebKitGTK ${first.version}`,
    async close() {
      await Promise.all([...all].map((one) => one.end()));
      remove(folder);
    },
    async visit(options, url) {
      const surroundings = surroundingsOf(options);
      const key = JSON.stringify(surroundings);
      const origin = url && new URL(url).origin;
      const at = free.findIndex((one) => one.key === key && origin && origin !== 'null' && !one.origins.has(origin));
      const one = at < 0 ? await session(surroundings) : free.splice(at, 1)[0];
      one.visits++;
      const handle = await one.run(() => one.driver.getWindowHandle());
      const tab = tabOf(one, handle, async () => {
        const fit = await one.run(() => tidy(one, handle)).catch(() => false);
        if (fit && one.visits < reuse) free.push(one);
        else await one.end();
      });
      await tab.resize(options.width, options.height);
      if (one.visits === 1) await painted(tab);
      return tab;
    },
  };
}

// A browser that has just started may paint its first frame only when it is asked for a picture.
async function painted(tab) {
  const frame = () => tab.evaluate(() => new Promise((done) => [requestAnimationFrame(() => done(true)), setTimeout(() => done(false), 500)]));
  await eventually('WebKitGTK to paint', async () => (await frame()) || (await tab.screenshot(), false));
}

const surroundingsOf = ({ scheme = 'light', motion = 'reduce', scale = 1, locale = 'en-GB' }) => ({ scheme, motion, scale, locale });

async function connect(port) {
  const { Capabilities } = require('selenium-webdriver');
  const { Executor, HttpClient } = require('selenium-webdriver/http/index.js');
  const { WebDriver } = require('selenium-webdriver/lib/webdriver.js');
  const wanted = new Capabilities({
    browserName: 'MiniBrowser',
    unhandledPromptBehavior: 'accept',
    timeouts: { pageLoad: patience, script: patience },
    'webkitgtk:browserOptions': { binary: webkitProgram(), args: ['--automation'] },
  });
  const answers = () => fetch(`http://127.0.0.1:${port}/status`).then(({ ok }) => ok, () => false);
  await eventually('WebKitWebDriver', answers);
  const driver = WebDriver.createSession(new Executor(new HttpClient(`http://127.0.0.1:${port}`)), wanted);
  await driver.getSession();
  return driver;
}

// The session as if nobody had been there. What its sites keep they keep: no visitor comes to them again.
async function tidy(session, handle) {
  const { driver } = session;
  Object.assign(session, { handle, frames: '' });
  for (const other of await driver.getAllWindowHandles()) {
    if (other === handle) continue;
    await driver.switchTo().window(other);
    await driver.close();
  }
  await driver.switchTo().window(handle);
  await release(driver);
  await driver.get('about:blank');
  return true;
}

// A browser that answers no more is given up.
function inTime(answer) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(reject, 2 * patience, new Error(`WebKitGTK gave no answer within ${(2 * patience) / 1000} s`));
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

// One after the other: a session has one window and one frame that it listens to.
function queue() {
  let last = Promise.resolve();
  return (run) => {
    const next = last.then(() => inTime(run()));
    last = next.catch(() => undefined);
    return next;
  };
}

// --- a tab -------------------------------------------------------------------------------------------------------------

const buttons = { left: 0, middle: 1, right: 2 };
// https://www.w3.org/TR/webdriver2/#keyboard-actions
const keys = {
  Backspace: '\uE003', Tab: '\uE004', Enter: '\uE007', Shift: '\uE008', Control: '\uE009', Alt: '\uE00A', Escape: '\uE00C', ' ': ' ', Space: ' ',
  PageUp: '\uE00E', PageDown: '\uE00F', End: '\uE010', Home: '\uE011', ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015',
  Insert: '\uE016', Delete: '\uE017', Meta: '\uE03D', F1: '\uE031', F2: '\uE032', F3: '\uE033', F5: '\uE035', F6: '\uE036', F7: '\uE037', F10: '\uE03A',
};
const keyOf = (key) => keys[key] ?? key;

function perform(driver, ...sources) {
  const { Command, Name } = require('selenium-webdriver/lib/command.js');
  return driver.execute(new Command(Name.ACTIONS).setParameter('actions', sources));
}
const release = (driver) => {
  const { Command, Name } = require('selenium-webdriver/lib/command.js');
  return driver.execute(new Command(Name.CLEAR_ACTIONS));
};
const pointer = (type, actions) => ({ type: 'pointer', id: type, parameters: { pointerType: type }, actions });
const moveTo = (x, y) => ({ type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: 0, origin: 'viewport' });
const downAt = (button = 0) => ({ type: 'pointerDown', button });
const upAt = (button = 0) => ({ type: 'pointerUp', button });
const pauseOf = (duration) => ({ type: 'pause', duration });

// Runs in the page: what a function makes of an argument, or its error.
const running = (source) => `
  const done = arguments[arguments.length - 1];
  const fail = (error) => done({ error: String(error && error.stack ? error + '\\n' + error.stack : error) });
  try {
    const result = (${source})(arguments[0]);
    if (result && typeof result.then === 'function') result.then((value) => done({ value, none: value === undefined }), fail);
    else done({ value: result, none: result === undefined });
  } catch (error) { fail(error); }`;

// A function written as a method, as an expression.
function expression(run) {
  const source = String(run);
  if (/^(async\s+)?(function|\(|[\w$]+\s*=>)/.test(source)) return source;
  return source.replace(/^(async\s+)?/, '$1function ');
}

function tabOf(session, handle, close) {
  const { driver, run } = session;
  let at; // the mouse
  let last; // where and when it was pressed

  // Whatever it does, it does in this tab, and in the frame that the selectors lead to.
  const inTab = (then, frames = []) =>
    run(async () => {
      if (session.handle !== handle) await driver.switchTo().window(handle);
      session.handle = handle;
      if (session.frames !== '' || frames.length > 0) await driver.switchTo().defaultContent();
      session.frames = frames.join('\n');
      for (const css of frames) await driver.switchTo().frame(await driver.findElement({ css }));
      return then();
    });

  const evaluateIn = (frames) => async (what, argument) => {
    const result = await inTab(() => {
      if (typeof what === 'string') return driver.executeAsyncScript(running(`() => (${what})`));
      return driver.executeAsyncScript(running(expression(what)), argument === undefined ? null : argument);
    }, frames);
    if (result?.error !== undefined) throw new Error(result.error);
    return result?.none ? undefined : result?.value;
  };
  const evaluate = evaluateIn([]);
  const frameOf = (frames) => async (selector) => {
    const path = [...frames, selector];
    await eventually(`the frame ${selector}`, () => evaluateIn(path)(() => document.readyState === 'complete').catch(() => false));
    return { evaluate: evaluateIn(path), frame: frameOf(path) };
  };
  const visited = (url) => {
    if (!/^(about|data):/.test(url)) session.origins.add(new URL(url).origin);
  };
  const act = (...sources) => inTab(() => perform(driver, ...sources));
  const key = (actions) => act({ type: 'key', id: 'keyboard', actions });
  const keyEvent = (type, value) => ({ type, value: keyOf(value) });

  const tab = {
    page: driver,
    close,
    evaluate,
    goto: (url) => (visited(url), inTab(() => driver.get(url))),
    reload: () => inTab(() => driver.navigate().refresh()),
    media: () => Promise.reject(new Error('WebKitGTK has its media from its surroundings: say them to visit()')),
    async resize(width, height) {
      const inner = () => evaluate(() => [innerWidth, innerHeight]);
      // The window is larger than its page, by what only it knows.
      for (let tries = 0; tries < 3; tries++) {
        const [w, h] = await inner();
        if (w === width && h === height) return;
        const window = driver.manage().window();
        const rect = await inTab(() => window.getRect());
        const size = { x: 0, y: 0, width: rect.width + width - w, height: rect.height + height - h };
        await inTab(() => window.setRect(size));
        const settled = async () => {
          const [wide, high] = await inner();
          return wide === width && high === height;
        };
        const end = performance.now() + 2000;
        while (!(await settled()) && performance.now() < end);
      }
      const [w, h] = await inner();
      if (w !== width || h !== height) throw new Error(`WebKitGTK made the window ${w}×${h} instead of ${width}×${height}`);
    },
    async screenshot(clip) {
      const file = Buffer.from(await inTab(() => driver.takeScreenshot()), 'base64');
      if (!clip) return file;
      const scale = await evaluate(() => devicePixelRatio);
      return cropPng(file, { x: clip.x * scale, y: clip.y * scale, width: clip.width * scale, height: clip.height * scale });
    },
    mouse: {
      move(x, y, steps = 1) {
        const from = at ?? [x, y];
        at = [x, y];
        const moves = Array.from({ length: steps }, (_, i) => {
          const share = (i + 1) / steps;
          return moveTo(from[0] + (x - from[0]) * share, from[1] + (y - from[1]) * share);
        });
        return act(pointer('mouse', moves));
      },
      down: () => act(pointer('mouse', [downAt()])),
      up: () => act(pointer('mouse', [upAt()])),
      wheel: (x, y, by) => act({ type: 'wheel', id: 'wheel', actions: [{ type: 'scroll', x, y, deltaX: 0, deltaY: by, duration: 0, origin: 'viewport' }] }),
    },
    keyboard: {
      down: (name) => key([keyEvent('keyDown', name)]),
      up: (name) => key([keyEvent('keyUp', name)]),
      type: (text) => key([...text].flatMap((letter) => [keyEvent('keyDown', letter === '\n' ? 'Enter' : letter), keyEvent('keyUp', letter === '\n' ? 'Enter' : letter), pauseOf(10)])),
    },
    async hammer(x, y, { times, apart, button }) {
      at = [x, y];
      // What is pressed where something was just pressed is a double click, also when that was meant for something else.
      const since = last && Math.hypot(x - last.x, y - last.y) < 10 ? performance.now() - last.time : doubleClick;
      if (since < doubleClick) await new Promise((resolve) => setTimeout(resolve, doubleClick - since));
      const clicks = Array.from({ length: times }, (_, i) => [...(i ? [pauseOf(apart)] : []), downAt(buttons[button]), upAt(buttons[button])]);
      await act(pointer('mouse', [moveTo(x, y), ...clicks.flat()]));
      last = { x, y, time: performance.now() };
    },
    tap: (x, y) => act(pointer('touch', [moveTo(x, y), downAt(), upAt()])),
    frame: frameOf([]),
    async newTab() {
      const { width, height } = await evaluate(() => ({ width: innerWidth, height: innerHeight }));
      const other = await run(async () => {
        session.handle = undefined;
        session.frames = '';
        await driver.switchTo().newWindow('window');
        return driver.getWindowHandle();
      });
      const opened = tabOf(session, other, () =>
        opened.inTab(async () => {
          await driver.close();
          session.handle = undefined;
        }),
      );
      await opened.resize(width, height);
      return opened;
    },
  };
  return Object.assign(tab, { inTab });
}
