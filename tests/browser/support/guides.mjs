// What shows guides, over trees written by hand: how they stand, what they tell the engine, where the focus goes.
//
//   const guides = await openGuides(t, browser, { body: '<button id="cart">Cart</button>' });
//   await guides.show({ kind: 'tip', id: 'tip', display: 'anchored', anchor: '#cart' }, tip());
//   await guides.acts() → ['activate done=']       what came back of the controls: node's path = value
//   await guides.sent() → [{ev: 'show', id: 'tip'}]

import { build } from 'esbuild';
import { join } from 'node:path';

import { root } from './paths.mjs';
import { page as plain, startSite } from './site.mjs';

const bundled = await build({
  stdin: {
    resolveDir: join(root, 'web/src'),
    contents: `
      import * as abi from './generated/abi.ts';
      import * as anchor from './anchor.ts';
      import { createGuides } from './guides.ts';
      import { createListeners } from './listeners.ts';
      import * as beacon from './beacon.ts';
      import * as media from './media.ts';
      import * as plain from './plain_styles.ts';
      import { createSurface } from './surface.ts';
      const paths = new Map(), trees = new Map(), acts = [], sent = [], shown = [];
      let revision = 0;
      const bits = (names = []) => names.reduce((sum, name) => sum | abi.State[name], 0);
      const idOf = (path) => {
        let id = 2166136261;
        for (const letter of path) id = Math.imul(id ^ letter.charCodeAt(0), 16777619) >>> 0;
        paths.set(id, path);
        return id;
      };
      function flatten(node, parent, nodes, y) {
        const id = idOf(node.path);
        y -= node.above ?? 0;
        const own = { x: 16, y, width: 288, height: node.height ?? 40 };
        nodes.push({
          id, parent, role: abi.Role[node.role], look: abi.Look[node.look ?? 'plain'], state: bits(node.state), rect: own,
          text: node.text ?? '', label: node.label ?? '', value: node.value ?? '', hint: node.hint ?? '',
        });
        let at = y;
        for (const child of node.children ?? []) at = flatten(child, nodes[0].id === id ? 0 : id, nodes, at) + 4;
        if (node.children?.length) own.height = at - y;
        return Math.max(at, y + (node.height ?? 40));
      }
      const rgb = { ink: '#171a26', secondaryInk: '#5b6275', card: '#fff', hairline: '#e3e6ee', accent: '#4f46e5', onAccent: '#fff' };
      const core = {
        frame(slot) {
          const at = trees.get(slot);
          if (!at) return undefined;
          const nodes = [];
          const height = flatten(at.tree, 0, nodes, 16) + 12;
          const { flags = 0, position = 0, locale = 'en' } = at.tree;
          const card = { x: 0, y: 0, width: 320, height };
          return { revision: at.revision, flags, position, locale, card, nodes, runs: [], family: '', radius: 16, colors: rgb, pixels: new ImageData(1, 1) };
        },
        environment() {}, interact() {}, arrow() {}, fontsChanged() {},
      };
      globalThis.startGuides = () => {
        const listeners = createListeners();
        const { signal } = new AbortController();
        const act = (node, action, value) => acts.push(abi.Action[action] + ' ' + paths.get(node) + '=' + value);
        const chunk = async (name) => ({ anchor, beacon, media, plain })[name];
        const fault = (error) => { throw error; };
        const surface = createSurface({ core, measurer: { family: 'sans-serif' }, act, shown: (id) => shown.push(id), fault, chunk });
        const guides = createGuides({ core, surface, listeners, signal, send: (event) => sent.push(event), act, chunk });
        const slotOf = ({ display }) => (display === 'launcher' ? abi.Slot.launcher : abi.Slot.card);
        return {
          acts, sent, shown,
          // "event": what the engine answered with this.
          show(effect, tree, event) {
            if (event) listeners.call('input', event);
            if (tree) trees.set(slotOf(effect), { tree, revision: ++revision });
            guides.show({ fx: 'show', ...effect });
            surface.paint();
          },
          hide(effect, event) {
            if (event) listeners.call('input', event);
            guides.hide(effect);
            surface.hide(effect);
          },
          load: (effect) => guides.load(effect),
          say: (text) => surface.announce(text),
          change(display, tree) {
            trees.set(slotOf({ display }), { tree, revision: ++revision });
            surface.paint();
          },
        };
      };`,
  },
  bundle: true,
  write: false,
  format: 'iife',
  target: 'es2020',
});

// The parts that most cards have.
export const close = { role: 'button', look: 'close', path: 'close', label: 'Close' };
export const title = (text) => ({ role: 'heading', look: 'title', path: `title ${text}`, text });
export const text = (words) => ({ role: 'text', look: 'body', path: `text ${words}`, text: words });
export const actions = (...children) => ({ role: 'group', look: 'actions', path: 'actions', children });
export const primary = (words = 'Got it') => ({ role: 'button', look: 'primary', path: 'done', text: words });
export const quiet = (words = 'Back') => ({ role: 'button', look: 'quiet', path: 'back', text: words });
export const dialogOf = (look, ...children) => ({ role: 'dialog', look, path: 'card', children: [close, ...children] });

export const tip = (words = 'Save your basket') => dialogOf('tip', title(words), text('It waits for you.'), actions(primary()));
export const step = (at, of) =>
  dialogOf(
    'tip',
    title(`Step ${at}`),
    actions({ role: 'progress', look: 'dots', path: 'dots', value: `${at}/${of}`, label: `Step ${at} of ${of}` }, ...(at > 1 ? [{ ...quiet(), path: `back ${at}` }] : []), { ...primary(at < of ? 'Next' : 'Done'), path: `next ${at}` }),
  );
export const rich = (blocks, path = 'document') => ({ role: 'document', look: 'document', path, value: JSON.stringify(blocks), height: 160 });
export const panel = (query, blocks) =>
  dialogOf('panel', title('Help'), { role: 'textbox', look: 'search', path: 'search', label: 'Search', value: query }, rich(blocks));
export const launcher = {
  role: 'group',
  look: 'launcher',
  path: 'launcher',
  label: 'Help',
  children: [
    { role: 'button', look: 'tasksButton', path: 'tasks', text: 'First steps', value: '1/3' },
    { role: 'button', look: 'helpButton', path: 'help', label: 'Help' },
  ],
};

export async function openGuides(t, browser, { body, head, files = {}, ...options } = {}) {
  const site = await startSite(t);
  site.put('/', plain({ body, head, script: '<script src="/guides.js"></script>' }));
  site.put('/guides.js', bundled.outputFiles[0].text);
  for (const [path, file] of Object.entries(files)) site.put(path, file);
  const page = await browser.visit(t, site.origin, options);
  await page.evaluate(() => (window.guides = window.startGuides()));
  const call = (name, ...rest) => page.evaluate(([what, those]) => window.guides[what](...those), [name, rest]);
  return {
    site,
    page,
    keyboard: page.keyboard,
    dialog: page.getByRole('dialog'),
    show: (effect, tree, event) => call('show', effect, tree, event),
    hide: (effect, event) => call('hide', effect, event),
    load: (effect) => call('load', effect),
    say: (words) => call('say', words),
    change: (display, tree) => call('change', display, tree),
    acts: () => page.evaluate(() => window.guides.acts.splice(0)),
    sent: () => page.evaluate(() => window.guides.sent.splice(0)),
    shown: () => page.evaluate(() => window.guides.shown.splice(0)),
  };
}
