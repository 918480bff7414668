// Guides from the configuration to the page: what a visitor finds, and what arrives at the endpoint.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { assertUnharmed, button, clickOn, devices, dialog, focused, question, settled, useBrowser } from './support/browser.mjs';
import { config, now, nps } from './support/config.mjs';
import { dist } from './support/paths.mjs';
import { page as plain, startSite } from './support/site.mjs';
import { eventually } from './support/wait.mjs';

const browser = useBrowser(before, after);

const body = `<h1>A shop</h1><button id="anchor">Bookmark</button><button id="add">Add to cart</button>
  <p><a id="onward" href="/cart">To the cart</a></p><input id="own" aria-label="Own">`;
const style = '<link rel="stylesheet" href="/own.css">';
const pot = '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180"><rect width="320" height="180" fill="#b98d5b"/></svg>';

async function siteWith(t, guides, more = {}) {
  const site = await startSite(t);
  site.put('/canvass.json', config({ surveys: [], guides, quiet: '0s', ...more }));
  site.put('/', plain({ body, head: style }));
  site.put('/cart', plain({ body: '<h1>Your cart</h1><button id="pay">Pay</button>', head: style }));
  site.put('/own.css', '#anchor { position: absolute; left: 500px; top: 320px; width: 120px; height: 40px }');
  site.put('/pot.svg', pot);
  return site;
}
const show = (page, id) => page.evaluate((wanted) => window.canvass('show', wanted), id);
const track = (page, name) => page.evaluate((event) => window.canvass('track', event), name);
const properties = async (site, name) => (await site.endpoint.event(name)).properties;
const inFocus = (page, name) => page.waitForFunction((wanted) => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return (element?.getAttribute('aria-label') || element?.textContent || '').includes(wanted);
}, name);

// --- tips and hotspots -----------------------------------------------------------------------------------------------

const rich = {
  id: 'wrap',
  type: 'tip',
  anchor: '#anchor',
  placement: 'bottom',
  title: 'Gift wrap',
  text: 'We wrap it in paper from the kiln.',
  image: { src: '/pot.svg', alt: 'A wrapped pot', ratio: '16:9' },
  buttons: [{ text: 'Lovely' }, { text: 'Not now', dismiss: true }],
  never: true,
};

test('a tip with a picture, two buttons and a way never to see it again', async (t) => {
  const site = await siteWith(t, [{ ...rich, ...now, frequency: 'always' }]);
  const page = await browser.visit(t, site.origin);
  await question(page, 'Gift wrap').waitFor();
  const image = dialog(page).getByRole('img', { name: 'A wrapped pot' });
  const [box, card] = [await image.boundingBox(), await dialog(page).boundingBox()];
  assert.ok(box.x > card.x && box.x + box.width < card.x + card.width && Math.abs(box.width / box.height - 16 / 9) < 0.05, JSON.stringify({ box, card }));
  await button(page, 'Not now').waitFor();
  await clickOn(page, button(page, "Don't show again"));
  await dialog(page).waitFor({ state: 'detached' });
  await site.endpoint.event('Guide Dismissed');
  await page.reload();
  await settled(page);
  assert.equal(await dialog(page).count(), 0, 'expected never to mean never');
  await assertUnharmed(page);
});

test('a hotspot opens from its beacon, which comes back with the focus when its tip is closed', async (t) => {
  const site = await siteWith(t, [{ ...rich, id: 'spot', type: 'hotspot', never: undefined, ...now, frequency: 'always' }]);
  const page = await browser.visit(t, site.origin);
  const beacon = page.getByRole('button', { name: 'Gift wrap' });
  await beacon.waitFor();
  assert.equal(await dialog(page).count(), 0);
  await clickOn(page, beacon);
  await question(page, 'Gift wrap').waitFor();
  assert.equal(await beacon.count(), 0);
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  await beacon.waitFor();
  await inFocus(page, 'Gift wrap');
  await page.keyboard.press('Enter');
  await clickOn(page, button(page, 'Lovely'));
  assert.equal((await properties(site, 'Guide Completed')).guide, 'spot');
  await assertUnharmed(page);
});

// --- tours -----------------------------------------------------------------------------------------------------------

const tour = {
  id: 'tour',
  type: 'tour',
  frequency: 'once',
  triggers: [{ page: '/', delay: '0s' }],
  steps: [
    { id: 'hello', title: 'Welcome', text: 'Three steps.' },
    { id: 'add', title: 'Put it into the cart', anchor: '#add', waitFor: { click: '#add' } },
    { id: 'pay', title: 'Pay here', anchor: '#pay', page: '/cart', url: '/cart', waitFor: { event: 'paid' } },
    { id: 'end', title: 'That is all', page: '/cart' },
  ],
};

test('a tour goes over two pages, waits for a click and an event, and goes on after a reload', async (t) => {
  const site = await siteWith(t, [tour]);
  const page = await browser.visit(t, site.origin);
  await question(page, 'Welcome').waitFor();
  await clickOn(page, button(page, 'Next'));
  await question(page, 'Put it into the cart').waitFor();
  await page.reload();
  await question(page, 'Put it into the cart').waitFor();
  assert.equal(await button(page, 'Next').count(), 0, 'expected no way on but the click that it waits for');
  await clickOn(page, page.locator('#add'));
  await page.waitForURL('**/cart');
  await question(page, 'Pay here').waitFor();
  await track(page, 'paid');
  await question(page, 'That is all').waitFor();
  await clickOn(page, button(page, 'Got it'));
  await dialog(page).waitFor({ state: 'detached' });
  assert.equal((await properties(site, 'Guide Completed')).guide, 'tour');
  // What was on its way when the page was reloaded may come twice, with the same id.
  const told = new Map(site.endpoint.events().map((event) => [event.messageId, event]));
  const steps = Array.from(told.values()).filter(({ event }) => event === 'Guide Step');
  assert.deepEqual(steps.map(({ properties: { step } }) => step), ['hello', 'add', 'pay', 'end']);
  await assertUnharmed(page);
});

test('the light of a tour is on the target, which can be used', async (t) => {
  const site = await siteWith(t, [{ ...tour, steps: [tour.steps[1], tour.steps[3]] }]);
  const page = await browser.visit(t, site.origin);
  await question(page, 'Put it into the cart').waitFor();
  const hole = await page.evaluate(() => document.querySelector('canvass-surface').shadowRoot.querySelector('.hole').getBoundingClientRect().toJSON());
  const target = await page.locator('#add').boundingBox();
  assert.ok(hole.x < target.x && hole.x + hole.width > target.x + target.width && hole.y < target.y, JSON.stringify({ hole, target }));
});

test('the arrow keys lead through a tour, and a step is said once', async (t) => {
  const steps = ['One', 'Two', 'Three'].map((title) => ({ title, text: `${title} of three.` }));
  const site = await siteWith(t, [{ ...tour, triggers: [{ event: 'never' }], steps }]);
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

// --- checklists ------------------------------------------------------------------------------------------------------

const list = {
  id: 'start',
  type: 'checklist',
  title: 'First steps',
  launcher: 'First steps',
  triggers: [{ page: '/', delay: '0s' }],
  tasks: [
    { id: 'look', title: 'Look at a pot', show: 'wrap', button: 'Show me' },
    { id: 'buy', title: 'Place an order', complete: { event: 'ordered' }, done: 'Your first order is on its way.' },
  ],
  allDone: 'You know your way around.',
};

test('a checklist opens and folds, starts a guide, confirms what is done in words, and ends', async (t) => {
  const site = await siteWith(t, [list, { ...rich, triggers: [{ event: 'never' }] }]);
  const page = await browser.visit(t, site.origin);
  await question(page, 'First steps').waitFor();
  await clickOn(page, button(page, 'Minimise'));
  await dialog(page).waitFor({ state: 'detached' });
  const launcher = page.getByRole('button', { name: /First steps/ });
  await clickOn(page, launcher);
  await question(page, 'First steps').waitFor();
  await track(page, 'ordered');
  await dialog(page).getByText('Your first order is on its way.').waitFor();
  await clickOn(page, dialog(page).getByRole('button', { name: /Show me/ }));
  await question(page, 'Gift wrap').waitFor();
  await inFocus(page, 'Gift wrap');
  await clickOn(page, button(page, 'Lovely'));
  await question(page, 'All done').waitFor();
  await dialog(page).getByText('You know your way around.').waitFor();
  await clickOn(page, button(page, 'Got it'));
  await dialog(page).waitFor({ state: 'detached' });
  await settled(page);
  const done = site.endpoint.events().filter(({ event }) => event === 'Guide Task Completed');
  assert.deepEqual(done.map((event) => event.properties.task), ['buy', 'look']);
  assert.equal(await launcher.count(), 0);
  await assertUnharmed(page);
});

// --- announcements ---------------------------------------------------------------------------------------------------

const news = { id: 'news', type: 'announcement', title: 'The winter catalogue', text: 'Forty new pieces.', ...now };

test('a modal announcement dims the page, takes no focus, and goes by a click beside it', async (t) => {
  const site = await siteWith(t, [{ ...news, display: 'modal' }]);
  const page = await browser.visit(t, site.origin);
  await page.locator('#own').focus();
  await question(page, 'The winter catalogue').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'own');
  await page.keyboard.press('Tab');
  assert.match(await focused(page), /^button/);
  await page.mouse.click(10, 10);
  await dialog(page).waitFor({ state: 'detached' });
  assert.equal((await properties(site, 'Guide Dismissed')).guide, 'news');
  await assertUnharmed(page);
});

for (const position of ['top', 'bottom']) {
  test(`a banner at the ${position} moves nothing of the page`, async (t) => {
    const site = await siteWith(t, [{ ...news, display: 'banner', position }]);
    const page = await browser.visit(t, site.origin);
    await question(page, 'The winter catalogue').waitFor();
    const box = await dialog(page).boundingBox();
    assert.deepEqual([box.x, box.width, position === 'top' ? box.y : box.y + box.height], [0, 1280, position === 'top' ? 0 : 800]);
    assert.equal((await page.locator('#anchor').boundingBox()).y, 320);
    await assertUnharmed(page);
  });
}

test('who gave feedback sees what became of it, by the stage that a feed says', async (t) => {
  const thread = { surveys: ['nps'], feed: '/feed?{visitor}', texts: { priorities: 'It is the next thing we do.' } };
  const site = await siteWith(t, [{ ...news, title: 'Your idea', text: undefined, thread, triggers: [{ page: '/cart', delay: '0s' }] }], { surveys: [nps({ triggers: [{ page: '/', delay: '0s' }] })] });
  site.put('/feed', { stage: 'priorities' });
  const page = await browser.visit(t, site.origin);
  await question(page, /recommend us/).waitFor();
  await page.keyboard.press('Tab');
  await dialog(page).getByRole('radio').nth(9).click();
  await question(page, /main reason/).waitFor();
  await button(page, 'Send').click();
  await site.endpoint.event('Survey Completed');
  await page.goto(`${site.origin}/cart`);
  await dialog(page).getByText('It is the next thing we do.').waitFor();
  assert.equal((await properties(site, 'Guide Stage Shown')).stage, 'priorities');
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

test('the help panel opens from its button, searches as one types, and leads to an article', async (t) => {
  const site = await siteWith(t, [help]);
  const page = await browser.visit(t, site.origin);
  const launcher = page.getByRole('button', { name: 'How can we help?' });
  await clickOn(page, launcher);
  const box = page.getByRole('searchbox');
  await box.waitFor();
  await inFocus(page, 'Search');
  await page.keyboard.type('retrun order');
  await dialog(page).getByRole('button', { name: /How to return an order/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  assert.match(await focused(page), /return/i);
  await page.keyboard.press('Enter');
  await question(page, 'How to return an order').waitFor();
  const article = dialog(page).getByRole('document');
  assert.equal(await article.locator('strong').textContent(), 'Return');
  assert.equal(await article.getByRole('listitem').count(), 2);
  await article.getByRole('link', { name: 'refunds' }).click();
  await question(page, 'When will I get my refund').waitFor();
  await clickOn(page, button(page, 'Yes'));
  assert.deepEqual(await properties(site, 'Guide Rated').then(({ article: id, helpful }) => [id, helpful]), ['refunds', true]);
  const link = dialog(page).getByRole('link', { name: 'Write to us' });
  if (await link.count()) assert.equal(await link.getAttribute('href'), 'mailto:help@shop.example');
  await clickOn(page, button(page, 'Back'));
  await question(page, 'How to return an order').waitFor();
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  await launcher.waitFor();
  await inFocus(page, 'How can we help?');
  await assertUnharmed(page);
});

test('articles come from a file, and are fetched only when the panel opens', async (t) => {
  const site = await siteWith(t, [{ ...help, articles: '/articles.json', categories: undefined }]);
  site.put('/articles.json', { articles: [{ id: 'far', title: 'From afar', text: 'It came.' }] });
  const page = await browser.visit(t, site.origin);
  await page.getByRole('button', { name: 'How can we help?' }).waitFor();
  assert.equal(page.seen.requests.filter((url) => url.endsWith('/articles.json')).length, 0);
  await clickOn(page, page.getByRole('button', { name: 'How can we help?' }));
  await dialog(page).getByRole('button', { name: /From afar/ }).waitFor();
  await assertUnharmed(page);
});

test('an article that is hostile stays text', async (t) => {
  const text = '<img src=x onerror="window.harm=1"> [a](javascript:window.harm=1) ![b](javascript:window.harm=1) <script>window.harm=1</script>';
  const site = await siteWith(t, [{ ...help, articles: [{ id: 'bad', title: '<b>Bad</b>', text }] }]);
  const page = await browser.visit(t, site.origin);
  await clickOn(page, page.getByRole('button', { name: 'How can we help?' }));
  await dialog(page).getByRole('button', { name: /Bad/ }).click();
  await question(page, '<b>Bad</b>').waitFor();
  assert.equal(await dialog(page).locator('script, [onerror], b, a[href^=javascript]').count(), 0);
  assert.equal(await page.evaluate(() => window.harm), undefined);
  await dialog(page).getByText('onerror').waitFor();
  assert.deepEqual(page.seen.errors, []);
});

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
  const site = await siteWith(t, [{ ...news, ...now }]);
  site.lose('/canvass.guides.js');
  const page = await browser.visit(t, site.origin);
  await eventually('a sentence on the console', () => page.seen.console.some((line) => /Canvass: .*canvass\.guides\.js/.test(line)));
  assert.deepEqual(page.seen.errors, []);
});

test('from a file:// page guides work as well', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'canvass-guides-'));
  t.after(() => rmSync(folder, { recursive: true }));
  symlinkSync(dist, join(folder, 'dist'));
  const own = config({ endpoint: undefined, writeKey: undefined, delivery: undefined, surveys: [], guides: [{ ...rich, image: undefined, ...now }, help] });
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
