// node tests/browser/screenshots.mjs FOLDER [PATTERN]: every state, so that people look. Not a test.
//
// FOLDER/nps-1280-light-en@1x.png, …; an index.html shows them side by side. PATTERN, a regular expression, chooses some
// of the names.

import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { dialog } from './support/browser.mjs';
import { config } from './support/config.mjs';
import { guides, languages, placed, plays, surveys } from './support/gallery.mjs';
import { chromiumProgram } from './support/paths.mjs';
import { page as plain, startSite } from './support/site.mjs';

const [, , folder, pattern = ''] = process.argv;
if (!folder) {
  console.error('usage: node tests/browser/screenshots.mjs FOLDER [PATTERN]');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const wanted = new RegExp(pattern);

const endings = [];
const site = await startSite({ after: (end) => endings.push(end) });
site.put('/shown.json', config({ surveys, guides }));
site.put('/placed.json', config({ surveys: placed, guides: [] }));
site.put(
  '/page.css',
  'html { color-scheme: light dark; background: light-dark(#f7f8fb, #111319); font: 15px/22px "Noto Sans", sans-serif; color: light-dark(#171a26, #eef0f6) } body { margin: 24px } #anchor { display: inline-block; margin: 16px 0; padding: 9px 16px; border: 1px solid gray; border-radius: 10px } [data-canvass-inline] { margin-bottom: 24px }',
);
const sheet = '<link rel="stylesheet" href="/page.css">';
for (const lang of languages) {
  const script = (name) => `<script async src="/canvass.js" data-config="/${name}.json"></script>`;
  site.put(`/${lang}`, plain({ lang, head: sheet, script: script('shown'), body: '<h1>Ember &amp; Clay</h1><p id="anchor">FIRSTFIRE</p>' }));
  for (const width of [280, 620]) {
    const body = `<h1>Ember &amp; Clay</h1><div data-canvass-inline="inline" style="width: ${width}px"></div><p>The page goes on.</p>`;
    site.put(`/${lang}/${width}`, plain({ lang, head: sheet, script: script('placed'), body }));
  }
}

const { chromium } = createRequire(import.meta.url)('playwright-core');
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: chromiumProgram(), args });
const files = [];

// The card with what is around it.
async function picture(page, name, box) {
  const { width, height } = page.viewportSize();
  const x = Math.max(0, box.x - 16);
  const y = Math.max(0, box.y - 16);
  const clip = { x, y, width: Math.min(width, box.x + box.width + 16) - x, height: Math.min(height, box.y + box.height + 16) - y };
  await page.screenshot({ path: join(folder, name), clip });
  files.push({ name, width: clip.width });
}

async function shoot(context, language, ending) {
  const show = async (state, [id, reach]) => {
    const name = `${state}-${ending}`;
    if (!wanted.test(name)) return;
    const page = await context.newPage();
    try {
      await page.goto(`${site.origin}/${language}`);
      await page.evaluate((wish) => window.canvass('show', wish), id);
      const card = dialog(page);
      await card.waitFor();
      const reached = await reach({ card, page, keyboard: page.keyboard });
      const shown = reached?.boundingBox ? reached : card;
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await picture(page, name, await shown.boundingBox());
    } catch (error) {
      console.error(`${name}: ${error.message}`);
    }
    await page.evaluate(() => localStorage.clear());
    await page.close();
  };
  for (const [state, play] of Object.entries(plays)) await show(state, play);
  for (const width of [280, 620]) {
    const name = `inline${width}-${ending}`;
    if (!wanted.test(name) || width + 48 > context.width) continue;
    const page = await context.newPage();
    await page.goto(`${site.origin}/${language}/${width}`);
    await page.getByRole('region').nth(1).waitFor();
    await page.screenshot({ path: join(folder, name), fullPage: true });
    files.push({ name, width: context.width });
    await page.close();
  }
}

for (const width of [390, 1280]) {
  for (const [scheme, ratio] of [['light', 1], ['light', 2], ['dark', 1]]) {
    for (const language of languages) {
      const ending = `${width}-${scheme}-${language}@${ratio}x.png`;
      const narrow = width < 480;
      const context = await browser.newContext({
        viewport: { width, height: 800 },
        deviceScaleFactor: ratio,
        colorScheme: scheme,
        hasTouch: narrow,
        isMobile: narrow,
        reducedMotion: 'reduce',
        locale: language,
      });
      context.setDefaultTimeout(8000);
      context.width = width;
      await shoot(context, language, ending);
      await context.close();
    }
  }
}
await browser.close();
for (const end of endings) end();

const pictures = files.map(({ name, width }) => `<figure><img src="${name}" width="${width}"><figcaption>${name}</figcaption></figure>`);
writeFileSync(
  join(folder, 'index.html'),
  `<!doctype html><meta charset="utf-8"><style>body{display:flex;flex-wrap:wrap;gap:16px;background:#888;font:12px sans-serif}figure{margin:0}</style>${pictures.join('\n')}`,
);
console.log(`${files.length} pictures in ${folder}`);
