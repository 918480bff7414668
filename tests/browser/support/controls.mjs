// The native controls alone, over trees written by hand: what they tell the engine, and what they make of its answer.
//
//   const card = await openControls(t, browser);
//   await card.show(scale({ points: 10 }));
//   await card.keyboard.press('1');
//   await card.acts() → ['choose 1=1']          node's path = value
//
// card.answers names the tree that the engine answers an action with: card.answer('activate up/b', tree).

import { build } from 'esbuild';
import { join } from 'node:path';

import { root } from './paths.mjs';
import { page as plain, startSite } from './site.mjs';

const bundled = await build({
  stdin: {
    resolveDir: join(root, 'web/src'),
    contents: `
      import * as abi from './generated/abi.ts';
      import { make } from './control.ts';
      import { createControls } from './controls.ts';
      import { styles } from './styles.ts';
      globalThis.startControls = () => {
        const host = document.body.appendChild(document.createElement('canvass-surface'));
        const root = host.attachShadow({ mode: 'open' });
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(styles);
        root.adoptedStyleSheets = [sheet];
        const card = root.appendChild(document.createElement('div'));
        card.className = 'card p5';
        card.style.cssText = 'width: 416px; --font: sans-serif; --ink: #111; --card: #fff; --muted: #555; --radius: 16px';
        card.append(document.createElement('canvas'));
        const acts = [], said = [], answers = new Map(), paths = new Map();
        const bits = (names = []) => names.reduce((sum, name) => sum | abi.State[name], 0);
        const idOf = (path) => {
          let id = 2166136261;
          for (const letter of path) id = Math.imul(id ^ letter.charCodeAt(0), 16777619) >>> 0;
          paths.set(id, path);
          return id;
        };
        function flatten(node, parent, nodes, y) {
          const id = idOf(node.path);
          const own = { x: 16, y, width: 380, height: node.height ?? 44 };
          nodes.push({
            id, parent, role: abi.Role[node.role], look: abi.Look[node.look ?? 'plain'], state: bits(node.state), rect: own,
            text: node.text ?? '', label: node.label ?? '', value: node.value ?? '', hint: node.hint ?? '',
          });
          let at = y;
          for (const child of node.children ?? []) at = flatten(child, nodes[0].id === id ? 0 : id, nodes, at) + 4;
          if (node.children?.length) own.height = at - y;
          return Math.max(at, y + (node.height ?? 44));
        }
        function show(tree) {
          const nodes = [];
          card.style.height = flatten(tree, 0, nodes, 16) + 'px';
          controls.update({ nodes, locale: 'en' });
        }
        const controls = createControls(card, root, 'dialog', {
          act(node, action, value) {
            const what = abi.Action[action] + ' ' + paths.get(node);
            acts.push(what + '=' + value);
            if (answers.has(what)) show(answers.get(what));
          },
          interact() {},
          announce: (text) => said.push(text),
          make,
        }, new AbortController().signal);
        return { show, acts, said, answer: (what, tree) => answers.set(what, tree) };
      };`,
  },
  bundle: true,
  write: false,
  format: 'iife',
  target: 'es2020',
});

// A card around what a question is answered with, its other parts as the engine has them.
export const card = (...children) => ({
  role: 'dialog',
  look: 'card',
  path: 'card',
  children: [
    { role: 'button', look: 'close', path: 'close', label: 'Close' },
    { role: 'heading', look: 'title', path: 'title', text: 'What do you think?' },
    ...children,
    { role: 'group', look: 'actions', path: 'actions', children: [{ role: 'button', look: 'primary', path: 'next', text: 'Next' }] },
  ],
});

export async function openControls(t, browser, options) {
  const site = await startSite(t);
  site.put('/', plain({ script: '<script src="/controls.js"></script>' }));
  site.put('/controls.js', bundled.outputFiles[0].text);
  const page = await browser.visit(t, site.origin, options);
  await page.evaluate(() => (window.controls = window.startControls()));
  return {
    site,
    page,
    keyboard: page.keyboard,
    dialog: page.getByRole('dialog'),
    show: (tree) => page.evaluate((nodes) => window.controls.show(nodes), tree),
    answer: (what, tree) => page.evaluate(([name, nodes]) => window.controls.answer(name, nodes), [what, tree]),
    // What the engine was told since the last time.
    acts: () => page.evaluate(() => window.controls.acts.splice(0)),
    said: () => page.evaluate(() => window.controls.said.splice(0)),
  };
}
