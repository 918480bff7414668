// Every kind of guide, from the configuration to the page: what a visitor finds, and what arrives at the endpoint.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { nps } from '../support/config.mjs';
import { assertUnharmed, useEngine } from '../support/driver.mjs';
import { arrived, arrives, button, call, card, cell, heading, link, names, press, says, serve, settled, started, tabTo } from '../support/suite.mjs';

const engine = useEngine(before, after);

const sheet = '<link rel="stylesheet" href="/own.css">';
const shop = `<h1>A shop</h1><button id="anchor">Bookmark</button><button id="add">Add to cart</button><input id="own" aria-label="Own">`;
const pot = '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180"><rect width="320" height="180" fill="#b98d5b"/></svg>';
const now = { triggers: [{ page: '/', delay: '0s' }] };
const aside = { triggers: [{ event: 'never' }] };

async function visit(t, guides, { options, path = '', body = shop, ...more } = {}) {
  const site = await serve(t, { guides: [guides].flat(), ...more }, { '/': { body, head: sheet }, '/cart': { body: '<h1>Your cart</h1><button id="pay">Pay</button>', head: sheet } });
  site.put('/own.css', 'body { margin: 0 } #anchor { position: absolute; left: 500px; top: 320px; width: 120px; height: 40px }');
  site.put('/pot.svg', pot);
  const user = await engine.visit(t, site.origin + path, options);
  return { site, user };
}

const focusOn = (user, name) =>
  user.until(`the focus on ${name}`, (wanted) => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return (element?.getAttribute('aria-label') || element?.textContent || '').includes(wanted);
  }, name);

// --- tips and hotspots -----------------------------------------------------------------------------------------------

const wrap = {
  id: 'wrap',
  type: 'tip',
  anchor: '#anchor',
  placement: 'bottom',
  title: 'Gift wrap',
  text: 'We wrap it in paper from the kiln.',
  image: { src: '/pot.svg', alt: 'A wrapped pot', ratio: '16:9' },
  buttons: [{ text: 'Lovely', track: 'wrapped' }, { text: 'Not now', dismiss: true }],
};

for (const side of ['top', 'right', 'bottom', 'left']) {
  test(`a tip stands at the ${side} of its anchor`, async (t) => {
    const { user } = await visit(t, { ...wrap, image: undefined, placement: side, ...now });
    await user.see(heading('Gift wrap'));
    const [tip, anchor] = [await user.rect(card), await user.rect('#anchor')];
    const gaps = {
      top: anchor.y - (tip.y + tip.height),
      bottom: tip.y - (anchor.y + anchor.height),
      left: anchor.x - (tip.x + tip.width),
      right: tip.x - (anchor.x + anchor.width),
    };
    assert.ok(gaps[side] >= 0 && gaps[side] <= 24, `expected it beside its anchor: ${JSON.stringify(gaps)}`);
    await assertUnharmed(user);
  });
}

test('a tip with a picture is completed with its button, which tracks', async (t) => {
  const { site, user } = await visit(t, { ...wrap, ...now }, { surveys: [nps({ triggers: [{ event: 'wrapped' }] })] });
  await user.see(heading('Gift wrap'));
  const picture = await user.rect({ role: 'img', name: 'A wrapped pot' });
  assert.ok(Math.abs(picture.width / picture.height - 16 / 9) < 0.05, JSON.stringify(picture));
  await user.until('the picture', () => document.querySelector('canvass-surface').shadowRoot.querySelector('img').naturalWidth > 0);
  await user.click(button('Lovely'));
  await user.see(heading(/recommend us/));
  const { guide, kind } = await arrives(site, 'Guide Completed');
  assert.deepEqual([guide, kind], ['wrap', 'tip']);
  await assertUnharmed(user);
});

test('a tip that shall never show again does not', async (t) => {
  const { site, user } = await visit(t, { ...wrap, never: true, frequency: 'always', ...now });
  await user.see(heading('Gift wrap'));
  await user.click(button("Don't show again"));
  await user.gone(card);
  await arrives(site, 'Guide Dismissed');
  await user.reload();
  await settled(user);
  assert.ok(await user.none(card));
  await assertUnharmed(user);
});

test('a tip follows its anchor, hides with it and comes back', async (t) => {
  const { user } = await visit(t, { ...wrap, image: undefined, ...now }, { body: `${shop}<div style="height: 3000px"></div>` });
  await user.see(heading('Gift wrap'));
  const { y } = await user.rect(card);
  await user.evaluate(() => window.scrollTo(0, 100));
  await user.until('it to follow', (wanted) => {
    const box = document.querySelector('canvass-surface').shadowRoot.querySelector('[role=dialog]').getBoundingClientRect();
    return Math.abs(box.y - wanted) < 1.5;
  }, y - 100);
  await user.evaluate(() => (document.querySelector('#anchor').style.display = 'none'));
  await user.gone(card);
  await user.evaluate(() => (document.querySelector('#anchor').style.display = ''));
  await user.see(card);
  await assertUnharmed(user);
});

test('a tip without its anchor is told once, and shows on the page that has it', async (t) => {
  const { site, user } = await visit(t, { ...wrap, triggers: [{ delay: '0s' }] }, { path: '/cart' });
  assert.equal((await arrives(site, 'Guide Anchor Missing')).guide, 'wrap');
  assert.ok(await user.none(card));
  const { console } = await user.seen();
  assert.match(console.join(), /^Canvass: .*#anchor/);
  await user.goto(site.origin);
  await user.see(heading('Gift wrap'));
});

test('a hotspot opens from its beacon with the focus, and the beacon gets it back', async (t) => {
  const { site, user } = await visit(t, { ...wrap, id: 'spot', type: 'hotspot', ...now });
  const beacon = button('Gift wrap');
  await user.see(beacon);
  assert.ok(await user.none(card));
  const [spot, anchor] = [await user.rect(beacon), await user.rect('#anchor')];
  assert.ok(spot.width >= 24 && spot.height >= 24 && Math.abs(spot.x + spot.width / 2 - anchor.x - anchor.width) < 12, JSON.stringify({ spot, anchor }));
  await user.click(beacon);
  await user.see(heading('Gift wrap'));
  assert.ok(await user.none(beacon));
  await focusOn(user, 'Gift wrap');
  await user.press('Escape');
  await user.gone(card);
  await user.see(beacon);
  await focusOn(user, 'Gift wrap');
  await user.press('Enter');
  await user.click(button('Lovely'));
  await user.gone(beacon);
  assert.equal((await arrives(site, 'Guide Completed')).guide, 'spot');
  await assertUnharmed(user);
});

// --- tours -----------------------------------------------------------------------------------------------------------

const tour = {
  id: 'tour',
  type: 'tour',
  ...now,
  steps: [
    { id: 'hello', title: 'Welcome', text: 'Three steps.' },
    { id: 'add', title: 'Put it into the cart', anchor: '#add', waitFor: { click: '#add' } },
    { id: 'pay', title: 'Pay here', anchor: '#pay', page: '/cart', url: '/cart', waitFor: { event: 'paid' } },
    { id: 'end', title: 'That is all', page: '/cart' },
  ],
};

test('a tour goes over two pages, waits for a click and an event, and goes on after a reload', async (t) => {
  const { site, user } = await visit(t, tour);
  await user.see(heading('Welcome'));
  await user.click(button('Next'));
  await user.see(heading('Put it into the cart'));
  await user.reload();
  await user.see(heading('Put it into the cart'));
  assert.ok(await user.none(button('Next')), 'expected no way on but the click that it waits for');
  await user.click('#add');
  await user.until('the cart', () => location.pathname === '/cart');
  await user.see(heading('Pay here'));
  await arrives(site, 'Guide Step', 3); // once it is painted
  await call(user, 'track', 'paid');
  await user.see(heading('That is all'));
  await user.click(button('Got it'));
  await user.gone(card);
  await arrives(site, 'Guide Completed');
  assert.deepEqual(arrived(site, 'Guide Step').map(({ properties }) => properties.step), ['hello', 'add', 'pay', 'end']);
  await assertUnharmed(user);
});

test('the light of a tour is on its target, which can be used', async (t) => {
  const { user } = await visit(t, { ...tour, steps: [tour.steps[1], { title: 'The end' }] });
  await user.see(heading('Put it into the cart'));
  const [hole, target] = [await user.rect('canvass-surface >>> .hole'), await user.rect('#add')];
  assert.ok(hole.x < target.x && hole.x + hole.width > target.x + target.width && hole.y < target.y && hole.y + hole.height > target.y + target.height, JSON.stringify({ hole, target }));
  await user.click('#add');
  await user.see(heading('The end'));
  await assertUnharmed(user);
});

test('arrow keys lead through a tour and back, Esc ends it', async (t) => {
  const steps = ['One', 'Two', 'Three'].map((title) => ({ title, text: `${title} of three.` }));
  const { site, user } = await visit(t, { ...tour, steps });
  for (const [count, title] of ['One', 'Two', 'Three'].entries()) {
    if (count > 0) await user.press('ArrowRight');
    await user.see(heading(title));
    await arrives(site, 'Guide Step', count + 1); // once it is painted
  }
  await user.press('ArrowRight'); // the last step waits for its button
  assert.ok(await user.is(heading('Three')));
  await user.press('ArrowLeft');
  await user.see(heading('Two'));
  await user.press('Escape');
  await user.gone(card);
  assert.equal((await arrives(site, 'Guide Dismissed')).index, 2);
  assert.deepEqual(arrived(site, 'Guide Step').map(({ properties }) => properties.index), [1, 2, 3]);
  await assertUnharmed(user);
});

// --- checklists ------------------------------------------------------------------------------------------------------

const list = {
  id: 'start',
  type: 'checklist',
  title: 'First steps',
  launcher: 'First steps',
  ...now,
  tasks: [
    { id: 'look', title: 'Look at a pot', show: 'wrap', button: 'Show me' },
    { id: 'buy', title: 'Place an order', complete: { event: 'ordered' }, done: 'Your first order is on its way.' },
  ],
  allDone: 'You know your way around.',
};

test('a checklist folds into its launcher, starts a guide, confirms what is done, and ends', async (t) => {
  const { site, user } = await visit(t, [list, { ...wrap, ...aside }]);
  const launcher = button(/First steps/);
  await user.see(heading('First steps'));
  await user.click(button('Minimise'));
  await user.gone(card);
  await user.click(launcher);
  await user.see(heading('First steps'));
  await call(user, 'track', 'ordered');
  await says(user, 'Your first order is on its way.');
  await user.click(button(/Show me/));
  await user.see(heading('Gift wrap'));
  await user.click(button('Lovely'));
  await user.see(heading('All done'));
  await says(user, 'You know your way around.');
  await user.click(button('Got it'));
  await user.gone(card);
  await arrives(site, 'Guide Completed', 2);
  assert.deepEqual(arrived(site, 'Guide Task Completed').map(({ properties }) => properties.task), ['buy', 'look']);
  assert.ok(await user.none(launcher));
  await assertUnharmed(user);
});

test('a checklist stays as it was left on the next page, and says how much is done', async (t) => {
  const { site, user } = await visit(t, [list, { ...wrap, ...aside }]);
  await user.see(heading('First steps'));
  await call(user, 'track', 'ordered');
  await says(user, 'Your first order is on its way.');
  await user.click(button('Minimise'));
  await user.gone(card);
  await user.goto(`${site.origin}/cart`);
  await user.see(button(/First steps/));
  assert.match(await user.text(button(/First steps/)), /1.*2/);
  assert.ok(await user.none(card));
  await tabTo(user, /^button.*First steps/);
  await user.press('Enter');
  await user.see(heading('First steps'));
  await user.press('Escape');
  await user.gone(card);
  await focusOn(user, 'First steps');
  await assertUnharmed(user);
});

// --- announcements ---------------------------------------------------------------------------------------------------

const news = { id: 'news', type: 'announcement', title: 'The winter catalogue', text: 'Forty new pieces.', ...now };

test('an announcement in the corner leads where its button leads, in another tab', async (t) => {
  const { site, user } = await visit(t, { ...news, link: { text: 'How they were made', url: '/kiln' }, buttons: [{ text: 'Have a look', link: '/cart' }] });
  await user.see(heading('The winter catalogue'));
  assert.ok(await user.is(link('How they were made')));
  const asked = new Promise((there) => site.answer('/cart', (_, response) => there(response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Cart</title>'))));
  await user.click(link('Have a look'));
  await asked;
  await arrives(site, 'Guide Completed');
  assert.equal((await arrives(site, 'Guide Clicked')).button, 0);
  assert.equal(await user.evaluate(() => location.pathname), '/');
});

test('a modal dims the page, takes no focus, keeps Tab inside, and goes by a click beside it', async (t) => {
  const { site, user } = await visit(t, { ...news, display: 'modal', triggers: [{ event: 'ask' }] });
  await started(user);
  await user.click('#own');
  await call(user, 'track', 'ask');
  await user.see(heading('The winter catalogue'));
  assert.equal(await user.evaluate(() => document.activeElement.id), 'own');
  const at = [];
  for (const key of ['Tab', 'Tab', 'Tab', 'Shift+Tab']) {
    await user.press(key);
    at.push((await user.focused()).replace(/^button (button )?/, ''));
  }
  assert.deepEqual(at, ['Close', 'Got it', 'Close', 'Got it']);
  await user.click([10, 10]);
  await user.gone(card);
  assert.equal((await arrives(site, 'Guide Dismissed')).guide, 'news');
  await assertUnharmed(user);
});

for (const position of ['top', 'bottom']) {
  test(`a banner at the ${position} is as wide as the page and moves nothing of it`, async (t) => {
    const { site, user } = await visit(t, { ...news, display: 'banner', position });
    const before_ = await user.rect('#anchor');
    await user.see(heading('The winter catalogue'));
    const [box, { width, height }] = [await user.rect(card), await user.evaluate(() => ({ width: innerWidth, height: innerHeight }))];
    assert.deepEqual([box.x, box.width, position === 'top' ? box.y : box.y + box.height], [0, width, position === 'top' ? 0 : height]);
    assert.deepEqual(await user.rect('#anchor'), before_);
    await user.click(button('Close'));
    await user.gone(card);
    await arrives(site, 'Guide Dismissed');
    await assertUnharmed(user);
  });
}

test('who gave feedback sees what became of it, by the stage that a feed says', async (t) => {
  const thread = { surveys: ['nps'], feed: '/feed?{visitor}', texts: { priorities: 'It is the next thing we do.' } };
  const guide = { ...news, title: 'Your idea', text: undefined, thread, triggers: [{ page: '/cart', delay: '0s' }] };
  const { site, user } = await visit(t, guide, { surveys: [nps({ triggers: [{ page: '/', delay: '0s' }] })] });
  site.put('/feed', { stage: 'priorities' });
  await user.click(cell(9));
  await user.see(heading(/main reason/));
  await user.click(button('Send'));
  await arrives(site, 'Survey Completed');
  await user.goto(`${site.origin}/cart`);
  await says(user, 'It is the next thing we do.');
  assert.equal((await arrives(site, 'Guide Stage Shown')).stage, 'priorities');
  await assertUnharmed(user);
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
};
const launcher = button('How can we help?');
const search = { role: 'searchbox' };

test('help is searched as one types, and its articles lead to one another and back', async (t) => {
  const { site, user } = await visit(t, help);
  await user.click(launcher);
  await user.see(search);
  await focusOn(user, 'Search');
  await user.type('retrun order');
  await user.see(button(/How to return an order/));
  await user.press('ArrowDown');
  assert.match(await user.focused(), /return/i);
  await user.press('Enter');
  await user.see(heading('How to return an order'));
  assert.equal(await user.evaluate(() => document.querySelector('canvass-surface').shadowRoot.querySelector('strong').textContent), 'Return');
  await user.click(link('refunds'));
  await user.see(heading('When will I get my refund'));
  await user.click(button('Yes'));
  const { article, helpful } = await arrives(site, 'Guide Rated');
  assert.deepEqual([article, helpful], ['refunds', true]);
  await user.click(button('Back'));
  await user.see(heading('How to return an order'));
  await user.press('Escape');
  await user.gone(card);
  await user.see(launcher);
  await focusOn(user, 'How can we help?');
  await arrives(site, 'Guide Searched');
  assert.deepEqual(arrived(site, 'Guide Article Viewed').map(({ properties }) => properties.article).slice(0, 2), ['returns', 'refunds']);
  await assertUnharmed(user);
});

test('articles may come from a file, which is fetched when the panel opens', async (t) => {
  const { site, user } = await visit(t, { ...help, articles: '/articles.json', categories: undefined });
  site.put('/articles.json', { articles: [{ id: 'far', title: 'From afar', text: 'It came.' }] });
  await user.see(launcher);
  const fetched = () => user.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/articles.json')).length);
  assert.equal(await fetched(), 0);
  await user.click(launcher);
  await user.click(button(/From afar/));
  await says(user, 'It came.');
  assert.equal(await fetched(), 1);
  await assertUnharmed(user);
});

test('an article that is hostile stays text', async (t) => {
  const text = '<img src=x onerror="window.harm=1"> [a](javascript:window.harm=1) <script>window.harm=1</script>';
  const { user } = await visit(t, { ...help, articles: [{ id: 'bad', title: '<b>Bad</b>', text }] });
  await user.click(launcher);
  await user.click(button(/Bad/));
  await user.see(heading('<b>Bad</b>'));
  await says(user, 'onerror');
  assert.equal(await user.evaluate(() => document.querySelector('canvass-surface').shadowRoot.querySelectorAll('script, [onerror], b, a[href^=javascript]').length), 0);
  assert.equal(await user.evaluate(() => window.harm), undefined);
  await assertUnharmed(user);
});

// --- with one another --------------------------------------------------------------------------------------------------

test('a tip makes room for a survey and comes back after it', async (t) => {
  const { site, user } = await visit(t, { ...wrap, ...now }, { surveys: [nps({ thanks: undefined })] });
  await user.see(heading('Gift wrap'));
  await call(user, 'track', 'ask_nps');
  await user.see(heading(/recommend us/));
  assert.ok(await user.none({ ...card, nth: 1 }), 'expected one thing at a time');
  await user.click(cell(9));
  await user.see(heading(/main reason/));
  await user.click(button('Send'));
  await user.see(heading('Gift wrap'));
  await arrives(site, 'Survey Completed');
  assert.equal(arrived(site, 'Guide Dismissed').length, 0, 'expected giving way not to count as dismissed');
  await assertUnharmed(user);
});

test('show opens a guide whatever its triggers say, and gives it the focus after a click', async (t) => {
  const { site, user } = await visit(t, [{ ...wrap, ...aside }, { ...tour, ...aside, steps: [{ title: 'One' }, { title: 'Two' }] }]);
  await started(user);
  await user.evaluate(() => document.querySelector('#own').insertAdjacentHTML('afterend', '<button id="open">Open</button>'));
  await user.evaluate(() => document.querySelector('#open').addEventListener('click', () => window.canvass('show', 'tour')));
  await user.click('#open');
  await user.see(heading('One'));
  await user.until('the focus in it', () => document.activeElement?.localName === 'canvass-surface');
  await press(user, 'ArrowRight');
  await user.see(heading('Two'));
  await user.press('Escape');
  await user.gone(card);
  await user.until('the focus back', () => document.activeElement?.id === 'open');
  await arrives(site, 'Guide Dismissed');
  assert.deepEqual(names(site).filter((name) => name === 'Guide Shown').length, 1);
  await assertUnharmed(user);
});
