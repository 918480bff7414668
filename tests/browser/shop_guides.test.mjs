// The guides of the demo shop as a visitor meets them: the tour, the checklist, the hotspot, the film, the help panel,
// and word of what became of an answer.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertUnharmed, button, clickOn, dialog, placeOrder, question, settled, useBrowser } from './support/browser.mjs';
import { startCollector } from './support/collector.mjs';

const browser = useBrowser(before, after);

const launcher = (page, name) => page.getByRole('button', { name });
const gone = (page) => dialog(page).waitFor({ state: 'detached' });

async function taken(collector, name, properties, count = 1) {
  await collector.event(name, properties);
  const found = (await collector.events()).filter(
    (event) => event.event === name && Object.entries(properties).every(([key, value]) => event.properties[key] === value),
  );
  assert.equal(found.length, count, `expected ${name} ${count} times`);
  return found[0];
}

test('the first visit begins with a tour of three steps over two pages', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t, collector.origin);
  await question(page, 'Eight pieces, fired twice').waitFor();
  await clickOn(page, button(page, 'Show me'));
  await question(page, 'Each has its story').waitFor();
  await taken(collector, 'Guide Step', { guide: 'tour', step: 'piece' }); // it was painted, and counts
  await clickOn(page, button(page, 'Next'));

  await page.waitForURL('**/product.html?id=teapot');
  await question(page, 'Now put it into the cart').waitFor();
  await clickOn(page, page.locator('#add'));
  await gone(page);
  assert.equal(await page.locator('#cart-count').textContent(), '1', 'expected the spotlight to let the button be used');

  await taken(collector, 'Guide Completed', { guide: 'tour' });
  const steps = (await collector.events()).filter(({ event, properties }) => event === 'Guide Step' && properties.guide === 'tour');
  assert.deepEqual(steps.map(({ properties }) => properties.step), ['collection', 'piece', 'add']);
  await assertUnharmed(page);
});

test('a tour that was closed does not come again, and leaves the surveys alone', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t, collector.origin);
  await question(page, 'Eight pieces, fired twice').waitFor();
  await page.keyboard.press('Escape');
  await gone(page);
  const dismissed = await taken(collector, 'Guide Dismissed', { guide: 'tour' });
  assert.equal(dismissed.properties.step, 'collection');
  await page.reload();
  await settled(page);
  assert.equal(await dialog(page).count(), 0, 'expected the tour not to come again');
  await placeOrder(page, collector.origin);
  await question(page, /recommend Ember & Clay/).waitFor();
});

test('three quick wins are confirmed one by one, on the pages where they are won', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t, collector.origin);
  await clickOn(page, button(page, 'Close')); // the tour
  await gone(page);
  await clickOn(page, page.locator('#first-steps'));
  await question(page, 'Three quick wins').waitFor();
  await dialog(page).getByText(/0 of 3/).waitFor();

  // The first win is the tour, which the checklist starts.
  await clickOn(page, dialog(page).getByRole('button', { name: 'Take the tour' }));
  await question(page, 'Eight pieces, fired twice').waitFor();
  await clickOn(page, button(page, 'Show me'));
  await question(page, 'Each has its story').waitFor();
  await clickOn(page, button(page, 'Next'));
  await page.waitForURL('**/product.html?id=teapot');
  await question(page, 'Now put it into the cart').waitFor();
  await clickOn(page, page.locator('#add'));
  await taken(collector, 'Guide Task Completed', { guide: 'first-steps', task: 'look' });

  await page.goto(`${collector.origin}/cart.html`);
  await page.locator('#promo-code').fill('firstfire');
  await page.locator('#promo-code').press('Enter');
  const second = await taken(collector, 'Guide Task Completed', { guide: 'first-steps', task: 'code' });
  assert.equal(second.properties.done, 2);
  assert.equal(second.properties.of, 3);
  assert.ok(second.properties.duration > 0, 'expected the time since the checklist was first shown');

  // The card is in the way now, as it has said what there was to say.
  await clickOn(page, button(page, 'Minimise'));
  await question(page, 'Three quick wins').waitFor({ state: 'detached' }); // the tip of the first visit may follow
  await page.locator('#checkout').click();
  await page.waitForURL('**/order.html');
  await taken(collector, 'Guide Task Completed', { guide: 'first-steps', task: 'order' });
  await taken(collector, 'Guide Completed', { guide: 'first-steps' });
  await assertUnharmed(page);
});

test('a beacon beside the size of a piece opens its tip', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t, `${collector.origin}/product.html?id=mug`);
  await clickOn(page, page.getByRole('button', { name: 'No two are alike' }));
  await question(page, 'No two are alike').waitFor();
  await clickOn(page, button(page, 'Good to know'));
  await gone(page);
  await taken(collector, 'Guide Completed', { guide: 'glaze' });
  await assertUnharmed(page);
});

test('a code that is refused brings a film of how it is done', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t, `${collector.origin}/cart.html`);
  await clickOn(page, button(page, 'Got it')); // the tip of the first visit
  await gone(page);
  await page.locator('#promo-code').fill('WRONG');
  await page.locator('#promo-code').press('Enter');
  await question(page, 'How a code goes in').waitFor();
  const video = dialog(page).locator('video');
  await video.waitFor();
  assert.ok(await video.evaluate((node) => node.paused), 'expected nothing to move before the visitor plays it');
  assert.ok(await video.evaluate((node) => node.poster.endsWith('/media/code.webp')));
  await video.evaluate((node) => {
    node.muted = true;
    return node.play();
  });
  await page.waitForFunction((node) => node.currentTime > 0, await video.elementHandle());
  assert.deepEqual(
    await video.evaluate((node) => [node.videoWidth, node.videoHeight, node.textTracks.length, node.error]),
    [640, 360, 1, null],
  );
  await assertUnharmed(page);
});

for (const [language, open, query, title, other] of [
  ['en', 'Help', 'retrun', 'Returning a piece', 'Orders and delivery'],
  ['ru', 'Помощь', 'возрат', 'Как вернуть покупку', 'Заказы и доставка'],
  ['kk', 'Көмек', 'кайтаргым', 'Бұйымды қайтару', 'Тапсырыс және жеткізу'],
]) {
  test(`help in ${language} finds an article whose word is misspelt or bent`, async (t) => {
    const collector = await startCollector(t);
    const context = await browser.visitor(t, {
      init: `localStorage.setItem('ember.language', '${language}')`,
    });
    const page = await browser.open(context, `${collector.origin}/support.html`);
    await clickOn(page, launcher(page, open));
    const panel = dialog(page);
    await panel.getByText(other).first().waitFor();
    await panel.getByRole('searchbox').or(panel.getByRole('textbox')).first().fill(query);
    const found = panel.getByRole('button', { name: title });
    await found.waitFor();
    assert.equal(await panel.getByRole('button', { name: other }).count(), 0, 'expected only what was searched for');
    await found.click();
    await panel.getByRole('list').first().waitFor();
    const viewed = await taken(collector, 'Guide Article Viewed', { guide: 'answers', article: 'returns' });
    assert.equal(viewed.properties.from, 'search');
    await assertUnharmed(page);
  });
}

test('who said what is missing hears what became of it', async (t) => {
  const collector = await startCollector(t);
  const page = await browser.visit(t, `${collector.origin}/support.html?topic=care`);
  await page.getByRole('button', { name: 'Not quite' }).click();
  await question(page, /did you not find/).waitFor();
  await clickOn(page, dialog(page).getByRole('radio', { name: /My case was not there/ }));
  await question(page, 'Thank you!').waitFor();
  await clickOn(page, button(page, 'Close'));
  await gone(page);

  await page.goto(collector.origin);
  for (const title of ['Eight pieces, fired twice', 'You told us what is missing']) {
    await question(page, title).waitFor();
    if (title.startsWith('Eight')) await clickOn(page, button(page, 'Close'));
  }
  await dialog(page).getByText('Every answer is now in one place').waitFor();
  await dialog(page).getByText('Press Help in the corner').waitFor();
  await taken(collector, 'Guide Stage Shown', { guide: 'you-said', stage: 'done' });
  await assertUnharmed(page);
});
