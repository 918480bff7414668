// node tests/browser/screenshots.mjs FOLDER: every state, so that people look. Not a test.
//
// FOLDER/nps-1280-light-en@1x.png, …; an index.html shows them side by side.

import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { button, cell, clickOn, dialog, question } from './support/browser.mjs';
import { ces, config, nps, tip } from './support/config.mjs';
import { chromiumProgram } from './support/paths.mjs';
import { page as plain, startSite } from './support/site.mjs';

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node tests/browser/screenshots.mjs FOLDER');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

const endings = [];
const site = await startSite({ after: (end) => endings.push(end) });
const effort = { ...ces('effort5'), id: 'effort' };
site.put('/canvass.json', config({ surveys: [nps(), ces(), effort] }));
site.put('/page.css', 'html { color-scheme: light dark; background: light-dark(#f7f8fb, #111319); font: 15px/22px Inter, sans-serif; color: light-dark(#171a26, #eef0f6) } body { margin: 24px } #anchor { display: inline-block; margin: 16px 0; padding: 9px 16px; border: 1px solid gray; border-radius: 10px }');

const sheet = '<link rel="stylesheet" href="/page.css">';
const show = (id) => async (page) => {
  await page.evaluate((name) => window.canvass('show', name), id);
  await dialog(page).waitFor();
};
const chain = (...steps) => async (page) => {
  for (const step of steps) await step(page);
};
const states = {
  nps: show('nps'),
  'nps-hover': chain(show('nps'), (page) => cell(page, 7).hover()),
  'nps-selected': chain(show('nps'), (page) => cell(page, 0).focus(), (page) => page.keyboard.press('9')),
  'follow-up': chain(show('nps'), (page) => clickOn(page, cell(page, 9)), (page) => dialog(page).getByRole('textbox').waitFor()),
  'follow-up-typed': chain(
    show('nps'),
    (page) => clickOn(page, cell(page, 9)),
    (page) => dialog(page).getByRole('textbox').fill('Быстрая доставка и понятная корзина'),
  ),
  thanks: chain(
    show('nps'),
    (page) => clickOn(page, cell(page, 9)),
    (page) => dialog(page).getByRole('textbox').waitFor(),
    (page) => clickOn(page, button(page, page.words.send)),
    (page) => question(page, page.words.thanks).waitFor(),
  ),
  ces: show('ces'),
  'ces-selected': chain(show('ces'), (page) => dialog(page).getByRole('radio').first().focus(), (page) => page.keyboard.press('6')),
  effort5: show('effort'),
  tip: show('tip'),
};
const words = { en: { send: 'Send', thanks: 'Thank you!' }, ru: { send: 'Отправить', thanks: 'Спасибо!' } };

const { chromium } = createRequire(import.meta.url)('playwright-core');
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: chromiumProgram(), args });
const files = [];

for (const language of ['en', 'ru']) {
  site.put(`/${language}`, plain({ lang: language, head: sheet, body: '<h1>Ember &amp; Clay</h1><p id="anchor">FIRSTFIRE</p>' }));
}
for (const width of [360, 768, 1280]) {
  for (const scheme of ['light', 'dark']) {
    for (const ratio of [1, 2]) {
      for (const language of ['en', 'ru']) {
        const narrow = width < 480;
        const context = await browser.newContext({
          viewport: { width, height: narrow ? 740 : 640 },
          deviceScaleFactor: ratio,
          colorScheme: scheme,
          hasTouch: narrow,
          isMobile: narrow,
          reducedMotion: 'reduce',
        });
        for (const [state, reach] of Object.entries(states)) {
          const page = await context.newPage();
          page.words = words[language];
          await page.goto(`${site.origin}/${language}`);
          await reach(page);
          const file = `${state}-${width}-${scheme}-${language}@${ratio}x.png`;
          await page.screenshot({ path: join(folder, file) });
          files.push({ file, width });
          await page.evaluate(() => window.canvass('reset'));
          await page.close();
        }
        await context.close();
      }
    }
  }
}
await browser.close();
for (const end of endings) end();

const pictures = files.map(({ file, width }) => `<figure><img src="${file}" width="${width}"><figcaption>${file}</figcaption></figure>`);
writeFileSync(
  join(folder, 'index.html'),
  `<!doctype html><meta charset="utf-8"><style>body{display:flex;flex-wrap:wrap;gap:16px;background:#888;font:12px sans-serif}figure{margin:0}</style>${pictures.join('\n')}`,
);
console.log(`${files.length} pictures in ${folder}`);
