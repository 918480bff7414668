// The moments that a survey can wait for, each brought about as a visitor would; and the places where one can stand.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { nps } from '../support/config.mjs';
import { assertUnharmed, useEngine } from '../support/driver.mjs';
import { answers, arrived, arrives, button, call, card, cell, heading, radio, serve, settled, tabTo } from '../support/suite.mjs';
import { eventually } from '../support/wait.mjs';

const engine = useEngine(before, after);

const asked = heading(/recommend us/);
const tall = '<div style="height: 3000px"></div>';

async function visit(t, triggers, { body, options, pages, path = '', ...more } = {}) {
  const site = await serve(t, { surveys: [nps({ triggers: [triggers].flat(), ...more })] }, { '/': { body }, '/second': { body }, ...pages });
  const user = await engine.visit(t, site.origin + path, options);
  return { site, user };
}

// The same, once the widget waits for that moment.
async function waiting(...rest) {
  const { site, user } = await visit(...rest);
  await nothing(user, 'before the moment has come');
  return { site, user };
}

async function nothing(user, when) {
  await settled(user);
  assert.ok(await user.none(card), `expected nothing ${when}`);
}

const comes = async (site, user) => {
  await user.see(asked);
  await arrives(site, 'Survey Shown');
  await assertUnharmed(user);
};

// --- moments -----------------------------------------------------------------------------------------------------------

test('a click on an element, or anything in it', async (t) => {
  const { site, user } = await waiting(t, { click: '#pay' }, { body: '<button id="pay"><b>Pay</b> now</button><button id="other">Other</button>' });
  await user.click('#other');
  await nothing(user, 'after a click elsewhere');
  await user.click('#pay b');
  await comes(site, user);
});

test('an element that comes into sight', async (t) => {
  const { site, user } = await waiting(t, { seen: '#reviews' }, { body: `${tall}<h2 id="reviews">Reviews</h2>` });
  await user.evaluate(() => window.scrollTo(0, 500));
  await nothing(user, 'while it is still below the fold');
  await user.evaluate(() => document.querySelector('#reviews').scrollIntoView());
  await comes(site, user);
});

test('a part of the page that is scrolled over, with the wheel', async (t) => {
  const { site, user } = await waiting(t, { scroll: 75 }, { body: tall });
  await user.wheel([400, 400], 600);
  await user.until('the page to scroll', () => window.scrollY > 300);
  await nothing(user, 'at a half');
  await user.wheel([400, 400], 3000);
  await comes(site, user);
});

test('the mouse that leaves by the top', async (t) => {
  const { site, user } = await waiting(t, { exit: true }, { body: tall });
  const leave = (x, y) =>
    user.evaluate(([clientX, clientY]) => void document.documentElement.dispatchEvent(new MouseEvent('mouseleave', { clientX, clientY })), [x, y]);
  await user.move([400, 300]);
  await leave(-1, 300);
  await nothing(user, 'when it leaves by the side');
  await leave(400, -1);
  await comes(site, user);
});

test('nothing done for a while', async (t) => {
  const { site, user } = await visit(t, { idle: '1s' });
  await comes(site, user);
  assert.ok((await user.evaluate(() => performance.now())) >= 1000);
});

test('the page in sight for a while', async (t) => {
  const { site, user } = await visit(t, { timeOnPage: '1s' });
  await comes(site, user);
  assert.ok((await user.evaluate(() => performance.now())) >= 1000);
});

test('an event, after a delay that another event ends', async (t) => {
  const { site, user } = await waiting(t, { event: 'failed', delay: '300ms', cancelOn: ['found'] });
  await call(user, 'track', 'failed');
  await call(user, 'track', 'found');
  await nothing(user, 'after it was called off');
  await call(user, 'track', 'failed');
  await comes(site, user);
});

test('a page of a pattern, also one that an application opens', async (t) => {
  const { site, user } = await waiting(t, { page: '/product/*', delay: '0s' });
  await user.evaluate(() => history.pushState({}, '', '/product/7'));
  await comes(site, user);
});

test('the first visit, and no later one', async (t) => {
  const { site, user } = await visit(t, { visits: 2, delay: '0s' });
  await nothing(user, 'on the first visit');
  const next = await user.newTab(`${site.origin}/second`);
  await comes(site, next);
});

test('a signal of struggle', async (t) => {
  const { site, user } = await waiting(t, { signal: 'rage', on: '#dead' }, { body: '<button id="dead">Coupon</button>' });
  await user.click('#dead', { times: 5 });
  await comes(site, user);
});

test('whom it is not for is not asked, and who becomes one of them is', async (t) => {
  const { site, user } = await visit(t, { delay: '0s' }, { audience: { trait: 'plan', is: 'gold' } });
  await nothing(user, 'to somebody without a plan');
  await call(user, 'identify', 'user-7', { plan: 'gold' });
  await comes(site, user);
});

test('once is once, also after a reload', async (t) => {
  const { site, user } = await visit(t, { delay: '0s' }, { frequency: 'once' });
  await user.see(asked);
  await arrives(site, 'Survey Shown');
  await user.click(button('Close'));
  await arrives(site, 'Survey Dismissed');
  await user.reload();
  await nothing(user, 'the second time');
  assert.equal(arrived(site, 'Survey Shown').length, 1);
});

// --- places ------------------------------------------------------------------------------------------------------------

async function answer(site, user) {
  await user.click(cell(9));
  await user.see(heading(/main reason/));
  await user.click(button('Send'));
  await arrives(site, 'Survey Completed');
  assert.deepEqual(answers(site), { score: 9 });
}

for (const [lang, dir] of [['en', 'ltr'], ['ar', 'rtl']]) {
  test(`the feedback tab stands at the edge and opens its survey (${dir})`, async (t) => {
    const text = { en: 'Would you recommend us?', ar: 'هل توصي بنا؟' };
    const label = { en: 'Tell us', ar: 'أخبرنا' };
    const questions = [{ id: 'score', type: 'nps', text }, { id: 'why', type: 'text', text }];
    const { site, user } = await visit(t, [], { display: 'tab', tab: label, questions, pages: { '/': { lang } } });
    const tab = button(label[lang]);
    await user.see(tab);
    const [{ x, width }, wide] = [await user.rect(tab), await user.evaluate(() => innerWidth)];
    assert.ok(dir === 'rtl' ? x < 24 : x + width > wide - 24, `expected it at the edge, is at ${x} of ${wide}`);
    assert.ok(await user.none(card));
    await user.click(tab);
    await user.see(heading(text[lang]));
    await user.click({ role: 'radio', nth: 9 });
    await user.see({ role: 'textbox' });
    await arrives(site, 'Survey Answered');
    assert.deepEqual(answers(site), { score: 9 });
    await assertUnharmed(user);
  });
}

test('the feedback tab opens with the keyboard, and has the focus again when its survey is closed', async (t) => {
  const { user } = await visit(t, [], { display: 'tab', tab: 'Tell us' });
  await user.see(button('Tell us'));
  await tabTo(user, /^button.*Tell us/);
  await user.press('Enter');
  await user.see(asked);
  await tabTo(user, /^input radio/);
  await user.press('Escape');
  await user.gone(card);
  await eventually('the focus back', async () => /Tell us/.test(await user.focused()));
  await assertUnharmed(user);
});

test('inline a survey stands in its container, is as wide as that, and is answered there', async (t) => {
  const body = '<h1>A page</h1><div data-canvass-inline="nps" style="width: 500px"></div><p id="below">Below</p>';
  const { site, user } = await visit(t, [], { display: 'inline', body });
  const region = { role: 'region', name: /recommend us/ };
  await user.see(region);
  const [box, below] = [await user.rect(region), await user.rect('#below')];
  assert.equal(box.width, 500);
  assert.ok(below.y >= box.y + box.height, 'expected the page to go on below it');
  assert.ok(await user.none(card));
  await answer(site, user);
  await assertUnharmed(user);
});

test('a container that a page of an application has is found when that opens', async (t) => {
  const { user } = await visit(t, { page: '/second' }, { display: 'inline', body: '<div data-canvass-inline="nps"></div>' });
  await nothing(user, 'on this page');
  await user.evaluate(() => history.pushState({}, '', '/second'));
  await user.see({ role: 'region', name: /recommend us/ });
  await assertUnharmed(user);
});

test('on a narrow window a survey is a sheet at the bottom, and is answered', async (t) => {
  const { site, user } = await visit(t, { delay: '0s' }, { options: { width: 390, height: 780, touch: engine.can.touch } });
  await user.see(asked);
  const box = await user.rect(card);
  const { width, height } = await user.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  assert.deepEqual([Math.round(box.x), Math.round(box.width), Math.round(box.y + box.height)], [0, width, height]);
  if (engine.can.touch) await user.tap(cell(9));
  else await user.click(cell(9));
  await user.see(heading(/main reason/));
  await arrives(site, 'Survey Answered');
  await assertUnharmed(user);
});

for (const position of ['bottom-left', 'top-right', 'center']) {
  test(`a card stands at the ${position} when the theme says so`, async (t) => {
    const site = await serve(t, { surveys: [nps({ triggers: [{ delay: '0s' }] })], theme: { position } });
    const user = await engine.visit(t, site.origin);
    await user.see(asked);
    const box = await user.rect(card);
    const { width, height } = await user.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    const middle = [box.x + box.width / 2, box.y + box.height / 2];
    if (position === 'center') {
      assert.ok(Math.abs(middle[0] - width / 2) < 2 && Math.abs(middle[1] - height / 2) < 2, JSON.stringify(box));
    } else {
      assert.equal(middle[0] < width / 2, position.endsWith('left'));
      assert.equal(middle[1] < height / 2, position.startsWith('top'));
    }
    await assertUnharmed(user);
  });
}

test('a survey that is open stays within a window that changes its size', async (t) => {
  const { user } = await visit(t, { delay: '0s' });
  await user.see(asked);
  for (const [width, height] of [[700, 500], [380, 600], [1100, 760]]) {
    await user.resize(width, height);
    await eventually('the card within the window', async () => {
      const box = await user.rect(card);
      return box.x >= 0 && box.y >= 0 && box.x + box.width <= width + 0.5 && box.y + box.height <= height + 0.5;
    });
  }
  await assertUnharmed(user);
});

test('a dark page has a dark card, and other words the same controls', async (t) => {
  const { user } = await visit(t, { delay: '0s' }, { options: { scheme: 'dark' }, questions: [{ id: 'found', type: 'yesno', text: 'Did you find it?' }] });
  await user.see(heading('Did you find it?'));
  assert.ok(await user.is(radio('Yes')));
  const dark = await user.evaluate(() => document.querySelector('canvass-surface').shadowRoot.querySelector('.card').classList.contains('dark'));
  assert.ok(dark);
});

test('the scheme changes while the card shows', { skip: engine.can.liveScheme ? false : `${engine.name} cannot be told another scheme while it runs` }, async (t) => {
  const { user } = await visit(t, { delay: '0s' });
  await user.see(asked);
  for (const scheme of ['dark', 'light']) {
    await user.scheme(scheme);
    await user.until(`a ${scheme} card`, (wanted) =>
      document.querySelector('canvass-surface').shadowRoot.querySelector('.card').classList.contains('dark') === (wanted === 'dark'), scheme);
  }
  await assertUnharmed(user);
});
