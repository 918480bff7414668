// How guides stand over the page and what their native elements do, over trees written by hand.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { devices, focused, inPage, useBrowser } from './support/browser.mjs';
import { actions, dialogOf, launcher, openGuides, panel, primary, rich, step, text, tip, title } from './support/guides.mjs';
import { eventually } from './support/wait.mjs';

const browser = useBrowser(before, after);

const body = '<button id="anchor">Cart</button><input id="own" aria-label="Own"><p id="below">Below</p>';
const css = '<style>#anchor { position: absolute; left: 500px; top: 320px; width: 120px; height: 40px }</style>';
const phone = { ...devices.phone, viewport: { width: 390, height: 780 } };
const open = (t, options = {}) => openGuides(t, browser, { body, head: css, ...options });

const anchored = { kind: 'tip', id: 'tip', display: 'anchored', anchor: '#anchor', placement: 'bottom' };
const modal = { kind: 'announcement', id: 'news', display: 'modal' };
const help = { kind: 'help', id: 'help', display: 'panel' };
const beacon = { kind: 'hotspot', id: 'spot', display: 'beacon', anchor: '#anchor', label: 'New: gift wrap' };
const corner = { kind: 'launcher', id: 'launcher', display: 'launcher' };
const news = () => dialogOf('note', title('The winter catalogue'), text('Forty new pieces.'), actions(primary()));

const boxOf = (page, selector) =>
  page.evaluate((wanted) => {
    for (const host of document.querySelectorAll('canvass-surface')) {
      const found = host.shadowRoot.querySelector(wanted);
      if (found) return found.getBoundingClientRect().toJSON();
    }
    return null;
  }, selector);
const activeIn = (page) => focused(page);

// --- where they stand ------------------------------------------------------------------------------------------------

test('a tip stands beside its anchor and is said to be there once', async (t) => {
  const guides = await open(t);
  await guides.show(anchored, tip());
  await guides.dialog.waitFor();
  const box = await guides.dialog.boundingBox();
  assert.ok(box.y >= 360 && box.y < 390, `expected the tip below its anchor, is at ${JSON.stringify(box)}`);
  assert.deepEqual(await eventually('it is shown', async () => (await guides.shown())[0]), 'tip');
});

test('the next step goes to its own anchor, and the button keeps the focus', async (t) => {
  const guides = await open(t);
  const tour = { kind: 'tour', id: 'tour', display: 'anchored', anchor: '#anchor', spotlight: true };
  await guides.show(tour, step(1, 3));
  await guides.dialog.waitFor();
  await guides.dialog.getByRole('button', { name: 'Next' }).focus();
  await guides.show({ ...tour, anchor: '#below' }, step(2, 3));
  await guides.page.waitForFunction(() => {
    const { shadowRoot } = document.querySelector('canvass-surface');
    const below = document.querySelector('#below').getBoundingClientRect();
    return Math.abs(shadowRoot.querySelector('.hole').getBoundingClientRect().y + 6 - below.y) < 1;
  });
  assert.match(await activeIn(guides.page), /^button.*Next/);
  assert.equal(await guides.page.locator('canvass-surface').count(), 1);
});

test('every step is shown and said once', async (t) => {
  const guides = await open(t);
  const tour = { kind: 'tour', id: 'tour', display: 'anchored', anchor: '#anchor' };
  const said = () => guides.page.evaluate(() => document.querySelector('canvass-surface').shadowRoot.querySelector('[role=status].sr').textContent);
  for (const [at, anchor] of [[1, '#anchor'], [2, '#below']]) {
    await guides.show({ ...tour, anchor }, step(at, 2));
    await guides.say(`Step ${at}`);
    await eventually('it is said', async () => (await said()) === `Step ${at}`);
    await eventually('it is shown', async () => (await guides.shown()).join() === 'tour');
  }
});

test('the light on the target leaves the page usable', async (t) => {
  const guides = await open(t);
  await guides.show({ kind: 'tour', id: 'tour', display: 'anchored', anchor: '#anchor', spotlight: true }, step(1, 2));
  await guides.dialog.waitFor();
  const hole = await boxOf(guides.page, '.hole');
  assert.deepEqual([hole.x, hole.y, hole.width, hole.height], [494, 314, 132, 52]);
  await guides.page.evaluate(() => document.addEventListener('click', ({ target }) => (window.clicked = target.id)));
  await guides.page.mouse.click(560, 340);
  assert.equal(await guides.page.evaluate(() => window.clicked), 'anchor');
  await guides.page.mouse.click(30, 30);
  assert.deepEqual(await guides.acts(), [], 'expected a click on the page to be the page\'s');
});

test('the light goes with its step', async (t) => {
  const guides = await open(t);
  const tour = { kind: 'tour', id: 'tour', display: 'anchored', anchor: '#anchor', spotlight: true };
  await guides.show(tour, step(1, 2));
  await guides.dialog.waitFor();
  await guides.show({ ...tour, display: 'corner', anchor: '', spotlight: false }, step(2, 2));
  await guides.dialog.waitFor();
  assert.equal(await boxOf(guides.page, '.hole'), null);
});

test('a modal stands in the middle over a dimmed page; a click beside it dismisses', async (t) => {
  const guides = await open(t);
  await guides.show(modal, news());
  await guides.dialog.waitFor();
  const box = await guides.dialog.boundingBox();
  assert.ok(Math.abs(box.x + box.width / 2 - 640) < 1 && Math.abs(box.y + box.height / 2 - 400) < 1, JSON.stringify(box));
  assert.equal(await guides.dialog.getAttribute('aria-modal'), 'true');
  await guides.page.mouse.click(640, box.y + 6);
  assert.deepEqual(await guides.acts(), []);
  await guides.page.mouse.click(20, 20);
  assert.deepEqual(await guides.acts(), ['dismiss card=']);
});

for (const edge of ['top', 'bottom']) {
  test(`a banner is as wide as the page, at its ${edge}, and moves nothing`, async (t) => {
    const guides = await open(t);
    await guides.show({ kind: 'announcement', id: 'news', display: `banner-${edge}` }, news());
    await guides.dialog.waitFor();
    const classes = await guides.dialog.getAttribute('class');
    assert.match(classes, new RegExp(`banner-${edge}`));
    const box = await guides.dialog.boundingBox();
    assert.equal(edge === 'top' ? box.y : box.y + box.height, edge === 'top' ? 0 : 800);
    assert.deepEqual(await inPage(guides.page, (test) => test.shifts), []);
  });
}

test('what is hidden leaves nothing on the page', async (t) => {
  const guides = await open(t);
  await guides.show(modal, news());
  await guides.show(beacon);
  await guides.page.getByRole('button', { name: 'New: gift wrap' }).waitFor();
  await guides.hide(modal);
  await guides.hide(beacon);
  await guides.page.waitForFunction(() => document.querySelectorAll('canvass-surface').length === 0);
});

// --- beacons and launchers -------------------------------------------------------------------------------------------

test('a beacon stands at the corner of its anchor, has a name, and opens its tip', async (t) => {
  const guides = await open(t);
  await guides.show(beacon);
  const button = guides.page.getByRole('button', { name: 'New: gift wrap' });
  await button.waitFor();
  const box = await button.boundingBox();
  assert.deepEqual([box.x + box.width / 2, box.y + box.height / 2], [620, 320]);
  assert.ok(box.width >= 24 && box.height >= 24, 'expected room for a finger');
  await guides.page.mouse.click(620, 320);
  assert.deepEqual(await guides.sent(), [{ ev: 'show', id: 'spot' }]);
});

test('a beacon pulses where motion is welcome, and is still where it is not', async (t) => {
  for (const [reducedMotion, count] of [['reduce', 0], ['no-preference', 1]]) {
    const guides = await open(t, { reducedMotion });
    await guides.show(beacon);
    await guides.page.getByRole('button', { name: 'New: gift wrap' }).waitFor();
    assert.equal(await guides.page.evaluate(() => document.getAnimations().length || document.querySelector('canvass-surface').shadowRoot.getAnimations().length), count);
  }
});

test('the tip that a beacon opens takes the focus, and the beacon gets it back', async (t) => {
  const guides = await open(t);
  await guides.show(beacon);
  await guides.page.getByRole('button', { name: 'New: gift wrap' }).click();
  await guides.show({ ...anchored, kind: 'hotspot', id: 'spot' }, tip('Gift wrap'), { ev: 'show', id: 'spot' });
  await guides.dialog.waitFor();
  await guides.page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('role') === 'dialog');
  assert.equal(await guides.page.getByRole('button', { name: 'New: gift wrap' }).count(), 0);
  await guides.hide({ kind: 'hotspot', id: 'spot' }, { ev: 'dismiss' });
  await guides.show(beacon);
  await guides.page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('aria-label') === 'New: gift wrap');
});

test('what shows by itself does not take the focus', async (t) => {
  const guides = await open(t);
  await guides.page.locator('#own').focus();
  await guides.show(anchored, tip(), { ev: 'tick' });
  await guides.dialog.waitFor();
  assert.equal(await guides.page.evaluate(() => document.activeElement.id), 'own');
  await guides.hide(anchored);
  await guides.show(modal, news(), { ev: 'page' });
  await guides.dialog.waitFor();
  assert.equal(await guides.page.evaluate(() => document.activeElement.id), 'own');
});

test('the panel opened from the launcher has the focus in its search; closed, the launcher gets it back', async (t) => {
  const guides = await open(t);
  await guides.show(corner, launcher);
  await guides.page.getByRole('button', { name: 'Help', exact: true }).click();
  assert.deepEqual(await guides.acts(), ['activate help=']);
  await guides.hide(corner, { ev: 'show', id: 'help' });
  await guides.show(help, panel('', [['note', 'Nothing yet']]));
  await guides.page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.matches('input'));
  await guides.keyboard.press('Escape');
  assert.deepEqual(await guides.acts(), ['dismiss card=']);
  await guides.hide(help, { ev: 'dismiss' });
  await guides.show(corner, launcher);
  await guides.page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.textContent === 'Help');
});

test('a visitor who went on is not called back', async (t) => {
  const guides = await open(t);
  await guides.show(corner, launcher);
  await guides.page.getByRole('button', { name: 'Help', exact: true }).click();
  await guides.hide(corner, { ev: 'show', id: 'help' });
  await guides.show(help, panel('', []));
  await guides.page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.matches('input'));
  await guides.page.locator('#own').focus();
  await guides.hide(help, { ev: 'dismiss' });
  await guides.show(corner, launcher);
  assert.equal(await guides.page.evaluate(() => document.activeElement.id), 'own');
});

test('focus goes back to what of the page had it', async (t) => {
  const guides = await open(t);
  await guides.page.evaluate(() => {
    document.querySelector('#anchor').addEventListener('click', () => window.asked());
  });
  await guides.page.exposeFunction('asked', () => guides.show(help, panel('', []), { ev: 'show', id: 'help' }));
  await guides.page.locator('#anchor').click();
  await guides.page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.matches('input'));
  await guides.hide(help, { ev: 'dismiss' });
  await guides.page.waitForFunction(() => document.activeElement?.id === 'anchor');
});

test('on a phone the launcher stands above the feedback tab', async (t) => {
  const guides = await open(t, { device: phone, head: '' });
  await guides.page.evaluate(() => {
    const host = document.documentElement.appendChild(document.createElement('canvass-surface'));
    host.attachShadow({ mode: 'open' }).innerHTML = '<div class="card tab"></div>';
  });
  await guides.show(corner, launcher);
  const box = await guides.page.getByRole('region', { name: 'Help' }).boundingBox();
  assert.ok(box.y + box.height <= 780 - 60, `expected room for the tab below, is at ${JSON.stringify(box)}`);
});

// --- keys ------------------------------------------------------------------------------------------------------------

test('the arrow keys go through a tour, and its last step waits for its button', async (t) => {
  const guides = await open(t);
  const tour = { kind: 'tour', id: 'tour', display: 'corner' };
  await guides.show(tour, step(2, 3));
  await guides.dialog.focus();
  await guides.keyboard.press('ArrowRight');
  await guides.keyboard.press('ArrowLeft');
  assert.deepEqual(await guides.acts(), ['activate next 2=', 'activate back 2=']);
  await guides.show(tour, step(3, 3));
  await guides.keyboard.press('ArrowRight');
  assert.deepEqual(await guides.acts(), []);
});

test('from right to left the arrow keys are mirrored', async (t) => {
  const guides = await open(t);
  await guides.show({ kind: 'tour', id: 'tour', display: 'corner' }, { ...step(2, 3), flags: 8 });
  await guides.dialog.focus();
  await guides.keyboard.press('ArrowRight');
  assert.deepEqual(await guides.acts(), ['activate back 2=']);
});

test('while nothing of the page has the focus, its arrow keys and Esc are the tour\'s', async (t) => {
  const guides = await open(t);
  await guides.show({ kind: 'tour', id: 'tour', display: 'corner' }, step(1, 3));
  await guides.keyboard.press('ArrowRight');
  await guides.page.locator('#own').focus();
  await guides.keyboard.press('ArrowRight');
  await guides.keyboard.press('Escape');
  await guides.page.evaluate(() => document.activeElement.blur());
  await guides.keyboard.press('Escape');
  assert.deepEqual(await guides.acts(), ['activate next 1=', 'dismiss card=']);
});

test('Tab stays inside a modal, and goes into it first', async (t) => {
  const guides = await open(t);
  await guides.page.locator('#own').focus();
  await guides.show(modal, news());
  await guides.dialog.waitFor();
  const names = [];
  for (const key of ['Tab', 'Tab', 'Tab', 'Shift+Tab']) {
    await guides.keyboard.press(key);
    names.push(await guides.page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.textContent ?? document.activeElement.id));
  }
  assert.deepEqual(names, ['Close', 'Got it', 'Close', 'Got it']);
});

// --- rich text, search, media ----------------------------------------------------------------------------------------

const blocks = [
  ['h', 2, 'Returns'],
  ['p', ['Send it ', ['b', 'back'], ' within ', ['i', '30'], ' days. ', ['a', '/returns', 'How'], ' or ', ['a', '#article:refunds', 'refunds'], '. ', ['code', 'x < 1']]],
  ['ul', [[['p', 'One']], [['p', 'Two']]]],
  ['ol', [[['p', 'First']]]],
  ['pre', '<b>not bold</b>'],
  ['quote', [['p', 'Said']]],
  ['hr'],
  ['img', '/pot.svg', 'A pot'],
  ['video', '/clip.webm', '/pot.svg', '/clip.vtt', 'How to wrap'],
  ['label', 'Related'],
  ['item', 'article:refunds', ['When will I get my ', ['m', 'refund'], '?'], 'Within three days.'],
  ['item', 'category:orders', 'Orders', ''],
  ['note', 'That is all.'],
];

test('an article is made of the browser\'s own elements', async (t) => {
  const guides = await open(t, { files: { '/pot.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="90"/>' } });
  await guides.show(help, panel('', blocks));
  const article = guides.dialog.getByRole('document');
  assert.equal(await article.getByRole('heading', { name: 'Returns', level: 3 }).count(), 1);
  assert.equal(await article.locator('b, script').count(), 0);
  assert.equal(await article.locator('pre').textContent(), '<b>not bold</b>');
  assert.deepEqual(await article.locator('strong, em, code, mark').allTextContents(), ['back', '30', 'x < 1', 'refund']);
  assert.equal(await article.getByRole('list').count(), 3);
  const image = article.getByRole('img', { name: 'A pot' });
  assert.deepEqual([await image.getAttribute('loading'), await image.evaluate((element) => element.referrerPolicy)], ['lazy', 'no-referrer']);
  const video = await article.locator('video').evaluate(({ controls, preload, autoplay, poster, textTracks, playsInline }) => ({ controls, preload, autoplay, poster, tracks: textTracks.length, playsInline }));
  assert.deepEqual(video, { controls: true, preload: 'none', autoplay: false, poster: `${guides.site.origin}/pot.svg`, tracks: 1, playsInline: true });
  const color = await article.evaluate((element) => getComputedStyle(element).color);
  assert.equal(color, 'rgb(23, 26, 38)', 'expected words that can be seen');

  await article.getByRole('link', { name: 'refunds' }).click();
  await article.getByRole('button', { name: /When will I get/ }).click();
  await article.getByRole('button', { name: 'Orders' }).click();
  assert.deepEqual(await guides.acts(), ['activate document=article:refunds', 'activate document=article:refunds', 'activate document=category:orders']);
  assert.equal(new URL(guides.page.url()).hash, '');
});

test('hostile text stays text, and no address runs anything', async (t) => {
  const guides = await open(t);
  const bad = ['javascript:window.harm=1', ' JaVaScRiPt:window.harm=1', 'data:text/html,<script>window.harm=1</script>', 'vbscript:x', 'http://['];
  const hostile = '<img src=x onerror="window.harm=1">';
  await guides.show(help, panel('', [
    ...bad.map((href) => ['p', [['a', href, hostile]]]),
    ...bad.map((src) => ['img', src, hostile]),
    ...bad.map((src) => ['video', src, src, src, hostile]),
    ['h', 99, hostile],
    ['item', hostile, hostile, hostile],
    ['unknown', hostile],
    ['p', hostile],
  ]));
  const article = guides.dialog.getByRole('document');
  await article.waitFor();
  assert.equal(await article.locator('a').count(), 0);
  assert.equal(await article.locator('[onerror]').count(), 0);
  const addresses = await article.evaluate((element) => Array.from(element.querySelectorAll('[src], [href], [poster]'), (one) => one.src || one.href));
  assert.deepEqual(addresses.filter((address) => /script|data/i.test(address)), []);
  assert.equal(await guides.page.evaluate(() => window.harm), undefined);
});

test('what is typed into the search goes to the engine at once; arrow down leads into the results', async (t) => {
  const guides = await open(t);
  const results = [['item', 'article:a', 'Apples', ''], ['item', 'article:b', 'Pears', '']];
  await guides.show(help, panel('', []), { ev: 'show', id: 'help' });
  const box = guides.page.getByRole('searchbox', { name: 'Search' });
  await box.focus();
  await guides.keyboard.type('pe');
  assert.deepEqual(await guides.acts(), ['input search=p', 'input search=pe']);
  await guides.change('panel', panel('pe', results));
  assert.equal(await box.inputValue(), 'pe');
  for (const [key, name] of [['ArrowDown', 'Apples'], ['ArrowDown', 'Pears'], ['ArrowDown', 'Pears'], ['ArrowUp', 'Apples'], ['ArrowUp', 'pe']]) {
    await guides.keyboard.press(key);
    assert.match(await activeIn(guides.page), new RegExp(`${name}$`), key);
  }
  await guides.keyboard.press('Escape');
  assert.equal(await box.inputValue(), '');
  assert.deepEqual(await guides.acts(), ['input search=']);
  await guides.keyboard.press('Escape');
  assert.deepEqual(await guides.acts(), ['dismiss card=']);
});

test('an article that replaces the list of results keeps the focus', async (t) => {
  const guides = await open(t);
  await guides.show(help, panel('', [['item', 'article:a', 'Apples', '']]));
  await guides.dialog.getByRole('button', { name: 'Apples' }).focus();
  await guides.keyboard.press('Enter');
  await guides.change('panel', dialogOf('panel', title('Apples'), rich([['h', 2, 'Apples'], ['p', 'Round.']], 'article')));
  assert.equal(await guides.page.evaluate(() => document.activeElement.shadowRoot.activeElement.getAttribute('role')), 'document');
  assert.equal(await guides.dialog.getByRole('document').evaluate((element) => element.tabIndex), 0, 'expected a text without buttons to be scrolled by keys');
});

const media = (role, hint, value, words) => dialogOf('tip', { role, look: 'media', path: 'media', hint, value: JSON.stringify(value), text: words, height: 162 }, title('Gift wrap'), actions(primary()));
const pot = { '/pot.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="90"/>' };

test('a picture in a tip has its alternative and lies over its place', async (t) => {
  const guides = await open(t, { files: pot });
  await guides.show(anchored, media('image', '/pot.svg', { ratio: 1.78 }, 'A pot'));
  const image = guides.dialog.getByRole('img', { name: 'A pot' });
  await image.waitFor();
  const [box, card] = [await image.boundingBox(), await guides.dialog.boundingBox()];
  assert.deepEqual([box.x - card.x, box.width, box.height], [16, 288, 162]);
});

test('a picture that does not load leaves its place quiet', async (t) => {
  const guides = await open(t);
  await guides.show(anchored, media('image', '/none.svg', {}, 'A pot'));
  await guides.dialog.waitFor();
  await guides.page.waitForFunction(() => document.querySelector('canvass-surface').shadowRoot.querySelector('.media').childElementCount === 0);
  assert.equal(await guides.page.evaluate(() => document.querySelector('canvass-surface').shadowRoot.querySelector('.media').textContent), '');
});

test('a recording plays by itself only where motion is welcome, and always without sound', async (t) => {
  for (const [reducedMotion, autoplay] of [['no-preference', true], ['reduce', false]]) {
    const guides = await open(t, { files: pot, reducedMotion });
    await guides.page.evaluate(() => (HTMLMediaElement.prototype.play = async function () { window.played = true; }));
    await guides.page.route('**/clip.webm', () => undefined); // for as long as the test takes
    await guides.show(anchored, media('video', '/clip.webm', { poster: '/pot.svg', captions: '/clip.vtt' }, 'How to wrap'));
    await guides.dialog.waitFor();
    const video = await guides.dialog.locator('video').evaluate(({ autoplay, muted, defaultMuted, loop, textTracks, playsInline }) => ({ autoplay, muted, defaultMuted, loop, tracks: textTracks.length, playsInline }));
    assert.deepEqual(video, { autoplay, muted: true, defaultMuted: true, loop: true, tracks: 1, playsInline: true });
    const play = guides.dialog.getByRole('button', { name: 'How to wrap' });
    assert.equal(await play.count(), autoplay ? 0 : 1);
    if (autoplay) continue;
    await play.click();
    assert.equal(await guides.page.evaluate(() => window.played), true);
    assert.equal(await play.count(), 0);
    assert.equal(await guides.dialog.locator('video').evaluate(({ controls }) => controls), true);
  }
});

// --- files and pages -------------------------------------------------------------------------------------------------

test('a file comes back as text; what fails or is too large as nothing', async (t) => {
  const guides = await open(t, { files: { '/articles.json': '{"articles":[]}', '/large.json': 'x'.repeat(8 * 1024 * 1024 + 1) } });
  for (const [url, status, body] of [['/articles.json', 200, '{"articles":[]}'], ['/none.json', 404, 'not found'], ['/large.json', 0, ''], ['http://127.0.0.1:1/', 0, '']]) {
    await guides.load({ fx: 'fetch', id: 'help', url });
    const [event] = await eventually(`an answer for ${url}`, async () => {
      const sent = await guides.sent();
      return sent.length > 0 && sent;
    });
    assert.deepEqual(event, { ev: 'fetched', id: 'help', status, body });
  }
});

test('the visitor is led to addresses only, not into scripts', async (t) => {
  const guides = await open(t);
  await guides.load({ fx: 'go', id: 'tour', url: 'javascript:window.harm=1' });
  assert.equal(await guides.page.evaluate(() => window.harm), undefined);
  await guides.load({ fx: 'go', id: 'tour', url: '/elsewhere' });
  await guides.page.waitForURL('**/elsewhere');
});

// --- forced colours --------------------------------------------------------------------------------------------------

test('with forced colours everything can be read and used', async (t) => {
  const guides = await open(t, { forcedColors: 'active', files: pot });
  await guides.show(help, panel('', blocks));
  await guides.dialog.getByRole('document').waitFor();
  const box = await guides.dialog.getByRole('document').boundingBox();
  const card = await guides.dialog.boundingBox();
  assert.ok(box.x >= card.x && box.width <= card.width && box.height > 60, JSON.stringify({ box, card }));
  await guides.dialog.getByRole('button', { name: 'Orders' }).click();
  assert.deepEqual(await guides.acts(), ['activate document=category:orders']);
});

test('rich text alone is enough for a panel', async (t) => {
  const guides = await open(t);
  await guides.show(help, dialogOf('panel', title('Help'), rich([['p', 'Only this']])), { ev: 'show', id: 'help' });
  await guides.dialog.getByText('Only this').waitFor();
});

test('Enter on something in an article does that, not what the primary button does', async (t) => {
  const guides = await open(t);
  await guides.show(help, dialogOf('panel', title('Help'), rich([['item', 'article:a', 'Apples', '']]), actions(primary('Send'))));
  await guides.dialog.getByRole('button', { name: 'Apples' }).focus();
  await guides.keyboard.press('Enter');
  assert.deepEqual(await guides.acts(), ['activate document=article:a']);
});

test('the close button on a picture can be seen and clicked', async (t) => {
  const guides = await open(t, { files: pot });
  const over = { ...media('image', '/pot.svg', {}, 'A pot') };
  over.children[1].above = 40;
  await guides.show(modal, over);
  await guides.dialog.waitFor();
  assert.match(await guides.page.evaluate(() => getComputedStyle(document.querySelector('canvass-surface').shadowRoot.querySelector('.media')).webkitMaskImage), /^radial/);
  await guides.page.mouse.click(...Object.values(await guides.dialog.getByRole('button', { name: 'Close' }).boundingBox()).slice(0, 2).map((at) => at + 8));
  assert.deepEqual(await guides.acts(), ['activate close=']);
});
