// Guides from the configuration to the page, on devices of every kind and with files that are missing. What visitors do with
// them, and what arrives of it: engines/guides.test.mjs.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { assertUnharmed, button, clickOn, devices, dialog, question, settled, useBrowser } from './support/browser.mjs';
import { config, now, nps, tip } from './support/config.mjs';
import { dist } from './support/paths.mjs';
import { page as plain, startSite } from './support/site.mjs';
import { eventually } from './support/wait.mjs';

const browser = useBrowser(before, after);

const body = '<h1>A shop</h1><button id="anchor">Bookmark</button>';
const style = '<link rel="stylesheet" href="/own.css">';

async function siteWith(t, guides, more = {}) {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys: [], guides, quiet: '0s', ...more }));
  site.put('/', plain({ body, head: style }));
  site.put('/own.css', '#anchor { position: absolute; left: 500px; top: 320px; width: 120px; height: 40px }');
  return site;
}
const show = (page, id) => page.evaluate((wanted) => window.canvass('show', wanted), id);

// --- what is said ----------------------------------------------------------------------------------------------------

test('the arrow keys lead through a tour, and a step is said once', async (t) => {
  const steps = ['One', 'Two', 'Three'].map((title) => ({ title, text: `${title} of three.` }));
  const site = await siteWith(t, [{ id: 'tour', type: 'tour', triggers: [{ event: 'never' }], steps }]);
  const page = await browser.visit(t, site.origin);
  await settled(page);
  await page.evaluate(() => {
    window.heard = [];
    window.canvass('on', 'effect', ({ fx, text }) => fx === 'announce' && window.heard.push(text));
  });
  await show(page, 'tour');
  await question(page, 'One').waitFor();
  await page.keyboard.press('ArrowRight');
  await question(page, 'Two').waitFor();
  await page.keyboard.press('ArrowRight');
  await question(page, 'Three').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await question(page, 'Two').waitFor();
  await page.waitForFunction(() => document.querySelector('canvass-surface').shadowRoot.querySelector('[role=status].sr').textContent.startsWith('Two'));
  assert.deepEqual((await page.evaluate(() => window.heard)).map((said) => said.split('\n')[0]), ['One', 'Two', 'Three', 'Two']);
});

// --- help ------------------------------------------------------------------------------------------------------------

const help = {
  id: 'help',
  type: 'help',
  title: 'How can we help?',
  articles: [
    { id: 'returns', title: 'How to return an order', text: 'Open the order, choose **Return**.\n\n- Print the label\n- Bring it to the post\n\nSee [refunds](#article:refunds).', category: 'orders' },
    { id: 'refunds', title: 'When will I get my refund', text: 'Within three days.', category: 'orders' },
    { id: 'care', title: 'Caring for clay', text: 'By hand, with warm water.', pages: ['/'] },
  ],
  categories: [{ id: 'orders', text: 'Orders' }],
  contact: { text: 'Write to us', url: 'mailto:help@shop.example' },
};

for (const [name, options] of Object.entries({ phone: { device: devices.phone }, 'forced colours': { forcedColors: 'active' }, dark: { colorScheme: 'dark' } })) {
  test(`the help panel can be used (${name})`, async (t) => {
    const site = await siteWith(t, [help]);
    site.put('/own.css', '');
    const page = await browser.visit(t, site.origin, options);
    await clickOn(page, page.getByRole('button', { name: 'How can we help?' }));
    await page.getByRole('searchbox').fill('clay');
    await clickOn(page, dialog(page).getByRole('button', { name: /Caring for clay/ }));
    await dialog(page).getByText('By hand, with warm water.').waitFor();
    const { width, height } = page.viewportSize();
    const [card, article] = [await dialog(page).boundingBox(), await dialog(page).getByRole('document').boundingBox()];
    assert.ok(card.x >= 0 && card.x + card.width <= width && card.y >= 0 && card.y + card.height <= height + 1, JSON.stringify(card));
    assert.ok(article.x >= card.x && article.x + article.width <= card.x + card.width + 1, JSON.stringify({ card, article }));
    await clickOn(page, button(page, 'Close'));
    await dialog(page).waitFor({ state: 'detached' });
    await assertUnharmed(page);
  });
}

test('on a phone the launcher and the feedback tab stand clear of each other', async (t) => {
  const site = await siteWith(t, [help], { surveys: [nps({ display: 'tab', tab: 'Tell us', triggers: [] })] });
  site.put('/own.css', '');
  const page = await browser.visit(t, site.origin, { device: devices.phone });
  const [launcher, tab] = [page.getByRole('button', { name: 'How can we help?' }), page.getByRole('button', { name: 'Tell us' })];
  await launcher.waitFor();
  await tab.waitFor();
  const [a, b] = [await launcher.boundingBox(), await tab.boundingBox()];
  assert.ok(a.y + a.height <= b.y || b.y + b.height <= a.y || a.x + a.width <= b.x || b.x + b.width <= a.x, JSON.stringify({ a, b }));
  await clickOn(page, launcher);
  await page.getByRole('searchbox').waitFor();
});

// --- what is loaded --------------------------------------------------------------------------------------------------

test('a page without guides loads nothing of them', async (t) => {
  const site = await siteWith(t, undefined, { surveys: [nps(now)], quiet: undefined });
  const page = await browser.visit(t, site.origin);
  await question(page, /recommend us/).waitFor();
  await settled(page);
  assert.deepEqual(page.seen.requests.filter((url) => /guides|anchor/.test(url)), []);
});

test('where the code of guides cannot be loaded the page notices no more than a sentence on the console', async (t) => {
  const site = await siteWith(t, [{ id: 'news', type: 'announcement', title: 'The winter catalogue', ...now }]);
  site.lose('/canvass.guides.js');
  const page = await browser.visit(t, site.origin);
  await eventually('a sentence on the console', () => page.seen.console.some((line) => /Canvass: .*canvass\.guides\.js/.test(line)));
  assert.deepEqual(page.seen.errors, []);
});

test('from a file:// page guides work as well', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'canvass-guides-'));
  t.after(() => rmSync(folder, { recursive: true }));
  symlinkSync(dist, join(folder, 'dist'));
  const own = config({ endpoint: undefined, writeKey: undefined, delivery: undefined, surveys: [], guides: [tip({ ...now, button: 'Lovely', title: 'Gift wrap' }), help] });
  const script = `<script type="application/json" id="config">${JSON.stringify(own)}</script><script src="dist/canvass.offline.js" data-config="#config"></script>`;
  writeFileSync(join(folder, 'index.html'), plain({ body, script: '' }).replace('</body>', `${script}</body>`));
  const page = await browser.visit(t, pathToFileURL(join(folder, 'index.html')).href);
  await question(page, 'Gift wrap').waitFor();
  await clickOn(page, button(page, 'Lovely'));
  await clickOn(page, page.getByRole('button', { name: 'How can we help?' }));
  await page.getByRole('searchbox').fill('refund');
  await dialog(page).getByRole('button', { name: /refund/ }).first().click();
  await dialog(page).getByText('Within three days.').waitFor();
  assert.ok(page.seen.requests.every((url) => /^(file|blob|data):/.test(url)), page.seen.requests.join(' '));
  await assertUnharmed(page);
});
