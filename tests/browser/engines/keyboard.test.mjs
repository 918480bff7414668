// Everything with the keyboard alone: what the Tab key reaches in every state of every survey and guide, and in which
// order; where the focus is at every step of what a visitor does; that it comes back, and is never taken.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { tip } from '../support/config.mjs';
import { assertUnharmed, useEngine } from '../support/driver.mjs';
import { plain, reach, startStates, states } from '../support/states.mjs';
import { arrives, button, call, card, heading, press, serve, survey, tabTo } from '../support/suite.mjs';

const engine = useEngine(before, after);

// --- the Tab key in every state ------------------------------------------------------------------------------------

// Runs in the page: everything of Canvass that the Tab key should reach, in the order of the document, and which of it
// has the focus. Radio buttons of one name are one stop. `to`: the one that gets the focus.
function stops(to) {
  const seen = ':focus-visible, [type=date]'; // the parts of a date have the focus, not the field
  const can = 'a[href], button, input, select, textarea, video[controls], [tabindex]';
  const list = [];
  document.querySelectorAll('canvass-surface').forEach(({ shadowRoot }, card) => {
    const right = shadowRoot.querySelector('[dir]')?.dir === 'rtl';
    for (const element of shadowRoot.querySelectorAll(can)) {
      if (element.tabIndex < 0 || element.disabled || element.getClientRects().length === 0) continue;
      const { x, top, bottom, width } = element.getBoundingClientRect();
      // What is scrolled out of sight stands at the edge that it is beyond.
      const around = element.closest('.document')?.getBoundingClientRect() ?? { top: -Infinity, bottom: Infinity };
      const y = Math.min(Math.max(top, around.top), around.bottom - 1);
      const height = Math.max(1, Math.min(bottom, around.bottom) - y);
      const group = element.type === 'radio' ? element.name : undefined;
      const name = (element.getAttribute('aria-label') || element.labels?.[0]?.textContent || element.textContent || element.localName).trim();
      const focused = element === shadowRoot.activeElement;
      const stop = { card, name, group, x, y, width, height, right, focused, visible: focused && element.matches(seen), index: element.tabIndex };
      const known = group && list.find((one) => one.card === card && one.group === group);
      if (!known && list.length === to) element.focus();
      if (!known) list.push(stop);
      else if (focused) Object.assign(known, stop);
    }
  });
  const { activeElement } = document;
  return { list, over: activeElement === document.body || activeElement === document.documentElement || activeElement?.id === 'before' };
}

// Above, or in the same row nearer to where one begins to read.
function standsBefore(one, other) {
  if (one.y + one.height <= other.y + 4) return true;
  const overlap = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  if (overlap < Math.min(one.height, other.height) / 2) return false;
  return one.right ? one.x + 1 >= other.x + other.width : one.x + one.width <= other.x + 1;
}

// Where a key goes from where the focus is, until it has been past everything of ours.
async function walk(user, key, notice = () => undefined) {
  const way = [];
  let still = 0; // presses; a date is a field of several parts
  for (let presses = 0; presses < 60 && still < 6; presses++) {
    const { list, over } = await user.evaluate(stops);
    const at = list.findIndex(({ focused }) => focused);
    if (over && way.length > 0) break;
    still = at === way.at(-1) ? still + 1 : 0;
    if (at >= 0 && still === 0) {
      if (way.includes(at)) break; // round again, in what is modal
      way.push(at);
      notice(list[at]);
    }
    await user.press(key);
  }
  return way;
}

// Past the last of a page the browser's own bars have the focus. They give it back before a modal is there, which would
// take the keys that are meant for them.
async function backIntoPage(user) {
  for (let presses = 0; presses < 12 && !(await user.evaluate(() => document.hasFocus())); presses++) await user.press('Tab');
}

async function faultsOf(user, { width, height, back }) {
  const wrong = [];
  const { list } = await user.evaluate(stops);
  const all = list.map((_, index) => index).join();
  const names = (way) => way.map((index) => list[index]?.name).join(', ');
  list.forEach((one, i) => {
    if (one.index > 0) wrong.push(`"${one.name}" has a tabindex of ${one.index}`);
    if (i > 0 && one.card === list[i - 1].card && standsBefore(one, list[i - 1])) wrong.push(`"${one.name}" stands before "${list[i - 1].name}", and is reached after it`);
  });
  await user.evaluate(() => document.getElementById('before').focus());
  const forward = await walk(user, 'Tab', ({ name, visible, ...at }) => {
    if (!visible) wrong.push(`"${name}" does not show that it has the focus`);
    if (at.x + at.width <= 0 || at.y + at.height <= 0 || at.x >= width || at.y >= height) wrong.push(`"${name}" has the focus where nobody sees it`);
  });
  if (forward.join() !== all) wrong.push(`Tab goes to ${names(forward)}; expected ${names([...list.keys()])}`);
  if (back) {
    await user.evaluate(stops, list.length - 1);
    const backward = (await walk(user, 'Shift+Tab')).reverse();
    if (backward.join() !== all) wrong.push(`Shift and Tab come through ${names(backward)}; expected ${names([...list.keys()])}`);
  }
  return wrong;
}

const ways = {
  'from left to right': [{ width: 1280, height: 800 }, 'en', states],
  'from right to left, on a narrow page': [{ width: 390, height: 780 }, 'ar', plain],
};
const parts = 2; // at a time
describe('the Tab key reaches everything, in the order of the eye, and is kept by nothing', { concurrency: parts }, () => {
  for (const [way, [options, language, some]] of Object.entries(ways)) {
    for (let part = 0; part < parts; part++) {
      test(`${way}, ${some.length} states (${part + 1}/${parts})`, async (t) => {
        const site = await startStates(t);
        const user = await engine.visit(t, site.origin, options);
        const wrong = [];
        for (const state of some.filter((_, index) => index % parts === part)) {
          await backIntoPage(user);
          await reach(user, site, state, language);
          assert.ok(await user.evaluate(() => document.hasFocus()), `${state}: expected the page to have the focus`);
          const back = language === 'en' && !state.includes('-');
          for (const fault of await faultsOf(user, { ...options, back })) wrong.push(`${state}: ${fault}`);
        }
        assert.deepEqual(wrong, []);
      });
    }
  }
});

// --- where the focus is at every step ------------------------------------------------------------------------------

const body = `<h1>A shop</h1><p><a id="before" href="#anchor">Before</a></p><p><input id="own" aria-label="Own"></p>
  <p id="anchor">FIRSTFIRE</p><div data-canvass-inline="inline"></div><p><a id="after" href="#anchor">After</a></p>`;

async function visit(t, more) {
  const site = await serve(t, more, { '/': { body } });
  const user = await engine.visit(t, site.origin);
  return { site, user };
}
// Waits: what the visitor did may take a frame to have its effect.
const focusOn = (user, name) =>
  user.until(`the focus on ${name}`, (wanted) => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const names = [element?.id, element?.getAttribute('aria-label'), element?.labels?.[0]?.textContent, element?.textContent, element?.placeholder];
    return names.some((one) => one && (wanted.startsWith('^') ? new RegExp(wanted).test(one.trim()) : one.includes(wanted)));
  }, name);
const onPage = (user, id) => user.evaluate((wanted) => document.activeElement.id === wanted, id);
const begin = (user, id = 'before') => user.evaluate((wanted) => document.getElementById(wanted).focus(), id);
const aside = { frequency: 'always', triggers: [{ event: 'never' }] };

const options = [{ id: 'price', text: 'Price' }, { id: 'range', text: 'Range' }];
const questions = {
  score: { type: 'nps', keys: ['7', 'Enter'], first: '0, Not' },
  ease: { type: 'ces', keys: ['ArrowRight', 'Enter'], first: '1, Strongly' },
  faces: { type: 'csat', keys: ['4', 'Enter'], first: '1, Very' },
  stars: { type: 'rating', keys: ['2', 'Enter'], first: '1 star' },
  one: { type: 'choice', options, keys: ['ArrowDown', 'Enter'], first: 'Price' },
  some: { type: 'choice', options, multiple: true, keys: [' ', 'Enter'], first: 'Price' },
  yes: { type: 'yesno', keys: ['1', 'Enter'], first: 'Yes' },
  list: { type: 'dropdown', options, keys: [], first: 'list?' },
  long: { type: 'text', keys: ['a', 'Control+Enter'], first: 'long?' },
  short: { type: 'text', lines: 'one', keys: ['a', 'Enter'], first: 'short?' },
  mail: { type: 'email', keys: ['Enter'], first: 'mail?' },
  count: { type: 'number', keys: ['4', 'Enter'], first: 'count?' },
  table: { type: 'matrix', rows: [{ id: 'fast', text: 'Fast' }, { id: 'cheap', text: 'Cheap' }], keys: ['4', 'Tab', '2', 'Enter'], first: '1, Strongly' },
  order: { type: 'ranking', options, keys: ['Enter'], first: 'Move Price down' },
  may: { type: 'consent', label: 'You may', keys: [' ', 'Enter'], first: 'You may' },
};

test('a survey that shows by itself leaves the focus, is answered to its end from key to key, and gives it back', async (t) => {
  const list = Object.entries(questions).map(([id, { keys, first, ...question }]) => ({ ...question, id, text: `${id}?` }));
  const { site, user } = await visit(t, { surveys: [survey(list, { triggers: [{ event: 'ask' }], thanks: { title: 'Thank you!' } })] });
  await begin(user, 'own');
  await user.type('mine ');
  await call(user, 'track', 'ask');
  await user.see(heading('score?'));
  await user.type('still');
  assert.equal(await user.evaluate(() => document.activeElement.value), 'mine still', 'expected the page to keep the keys');
  await begin(user);
  await tabTo(user, /0, Not at all/);
  for (const [id, { keys, first }] of Object.entries(questions)) {
    await user.see(heading(`${id}?`));
    await focusOn(user, first);
    await press(user, ...keys);
    if (!['list', 'order'].includes(id)) continue;
    await tabTo(user, /^button.*Next/);
    await press(user, 'Enter');
  }
  await user.see(heading('Thank you!'));
  await focusOn(user, 'Thank you!');
  await press(user, 'Escape');
  await user.gone(card);
  assert.ok((await user.focused()).includes('After'), `expected the focus where it came from, it is on ${await user.focused()}`);
  assert.equal((await arrives(site, 'Survey Completed')).survey, 'it');
  await assertUnharmed(user);
});

test('a wrong answer keeps the focus, is described by what is wrong, and goes on once it is right', async (t) => {
  const { user } = await visit(t, { surveys: [survey([{ id: 'mail', type: 'email', required: true, text: 'Where?' }, { id: 'end', type: 'text', text: 'And?' }])] });
  await user.see(heading('Where?'));
  await begin(user);
  await tabTo(user, /^input email/);
  const described = () =>
    user.evaluate(() => {
      const { shadowRoot } = document.querySelector('canvass-surface');
      const { activeElement: field } = shadowRoot;
      const by = field.getAttribute('aria-describedby');
      return [field.getAttribute('aria-invalid'), field.getAttribute('aria-required'), by && shadowRoot.getElementById(by)?.textContent];
    });
  assert.deepEqual(await described(), [null, 'true', null]);
  await press(user, 'Enter');
  await user.until('what is wrong', () => document.querySelector('canvass-surface').shadowRoot.querySelector('[aria-invalid]') !== null);
  const [invalid, required, text] = await described();
  assert.deepEqual([invalid, required], ['true', 'true']);
  assert.match(text, /\w/);
  await user.type('a@shop.example');
  await press(user, 'Enter');
  await focusOn(user, 'And?');
  await press(user, 'Shift+Tab');
  assert.match(await user.focused(), /Close/, 'expected the way back to lead to what stands before');
});

test('the feedback tab opens with Enter and gets the focus back', async (t) => {
  const { user } = await visit(t, { surveys: [survey([{ id: 'it', type: 'nps', text: 'And?' }], { display: 'tab', triggers: undefined })] });
  await user.see(button('Feedback'));
  await begin(user, 'after');
  await tabTo(user, /Feedback/);
  await press(user, 'Enter');
  await user.see(heading('And?'));
  await tabTo(user, /0, Not at all/);
  await press(user, 'Escape');
  await user.gone(card);
  await user.see(button('Feedback'));
  await focusOn(user, 'Feedback');
});

test('a survey in the page is reached where it stands, and left again', async (t) => {
  const { user } = await visit(t, { surveys: [{ ...survey([{ id: 'it', type: 'yesno', text: 'And?' }, { id: 'end', type: 'text', text: 'Why?' }]), id: 'inline', display: 'inline', triggers: undefined }] });
  await user.see(heading('And?'));
  await begin(user, 'own');
  await press(user, 'Tab');
  assert.match(await user.focused(), /Close/);
  await press(user, 'Tab');
  await focusOn(user, 'Yes');
  await press(user, '2', 'Enter');
  await focusOn(user, 'Why?');
  await press(user, 'Tab', 'Tab', 'Tab');
  assert.ok(await onPage(user, 'after'), `expected to be past it, is on ${await user.focused()}`);
});

test('the help panel: from its button into the search, the results, an article and back', async (t) => {
  const articles = [
    { id: 'send', title: 'How to return an order', text: 'Print the label.\n\nSee [our addresses](/contact).' },
    { id: 'wash', title: 'May it be washed?', text: 'By hand.' },
  ];
  const { user } = await visit(t, { guides: [{ id: 'help', type: 'help', title: 'Help', articles }] });
  await user.see(button('Help'));
  await begin(user, 'after');
  await tabTo(user, /button Help/);
  await press(user, 'Enter');
  await focusOn(user, 'Search for help');
  await user.type('retrun');
  await user.see({ role: 'button', name: /How to return/ });
  await press(user, 'ArrowDown');
  await focusOn(user, 'How to return');
  await press(user, 'ArrowUp');
  await focusOn(user, 'Search for help');
  await press(user, 'ArrowDown', 'Enter');
  await user.see(heading('How to return an order'));
  await focusOn(user, 'Print the label');
  await press(user, 'Tab');
  await focusOn(user, 'our addresses');
  await tabTo(user, /^button.*Yes/);
  await press(user, 'Enter');
  await user.until('thanks to be said', () => Array.from(document.querySelectorAll('canvass-surface')).some(({ shadowRoot }) => /Thank you/.test(shadowRoot.querySelector('[aria-live]')?.textContent)));
  await tabTo(user, /^button.*Back/);
  await press(user, 'Enter');
  await user.see(heading('Help'));
  await focusOn(user, 'Search for help');
  await press(user, 'Escape');
  await user.until('an empty search', () => Array.from(document.querySelectorAll('canvass-surface')).some(({ shadowRoot }) => shadowRoot.querySelector('[type=search]')?.value === ''));
  await press(user, 'Escape');
  await user.gone(card);
  await focusOn(user, '^Help$');
});

test('how much a search found is said once it rests', async (t) => {
  const { user } = await visit(t, { guides: [{ id: 'help', type: 'help', title: 'Help', articles: [{ id: 'send', title: 'How to return an order', text: 'Print the label.' }] }] });
  await user.see(button('Help'));
  await user.click(button('Help'));
  await focusOn(user, 'Search for help');
  const said = (words) =>
    user.until(`"${words}" to be said`, (wanted) => Array.from(document.querySelectorAll('canvass-surface')).some(({ shadowRoot }) => shadowRoot.querySelector('[aria-live]')?.textContent.includes(wanted)), words);
  await user.type('return');
  await said('1 result');
  await press(user, 'Escape');
  await user.type('xyzzy');
  await said('No results for');
});

test('a checklist: from its button into a task\'s tour, along its steps, and back', async (t) => {
  const step = (id) => ({ id, title: `Step ${id}`, text: 'Words.' });
  const guides = [
    { id: 'tour', type: 'tour', ...aside, steps: [step('one'), step('two')] },
    { id: 'list', type: 'checklist', frequency: 'always', triggers: [{ delay: '0s' }], title: 'First steps', tasks: [{ id: 'a', title: 'See the tour', show: 'tour', complete: { event: 'never' } }] },
  ];
  const { user } = await visit(t, { guides });
  await user.click(button('Minimise'));
  await user.see(button(/First steps/));
  await begin(user, 'after');
  await tabTo(user, /button.*First steps/);
  await press(user, 'Enter');
  await focusOn(user, 'See the tour');
  await tabTo(user, /Show me/);
  await press(user, 'Enter');
  await user.see(heading('Step one'));
  await focusOn(user, 'Step one');
  await press(user, 'ArrowRight');
  await user.see(heading('Step two'));
  await focusOn(user, 'Step two');
  await tabTo(user, /^button.*Got it/);
  await press(user, 'Enter');
  await user.gone(heading('Step two'));
  await user.until('the focus not to be lost', () => document.activeElement !== document.body);
});

test('a hotspot opens with Enter, has the focus, and its beacon gets it back', async (t) => {
  const { user } = await visit(t, { guides: [{ id: 'spot', type: 'hotspot', anchor: '#anchor', frequency: 'always', triggers: [{ delay: '0s' }], title: 'Gift wrap', text: 'Lovely.' }] });
  await user.see(button('Gift wrap'));
  await begin(user, 'after');
  await tabTo(user, /button Gift wrap/);
  await press(user, 'Enter');
  await user.see(card);
  await focusOn(user, 'Lovely.');
  await tabTo(user, /Got it/);
  await press(user, 'Escape');
  await user.gone(card);
  await focusOn(user, '^Gift wrap$');
});

test('a modal announcement keeps the Tab key until it is closed', async (t) => {
  const { user } = await visit(t, { guides: [{ id: 'news', type: 'announcement', display: 'modal', frequency: 'always', triggers: [{ delay: '0s' }], title: 'News', text: 'Words.', buttons: [{ text: 'Look' }] }] });
  await begin(user);
  await user.see(heading('News'));
  assert.ok(await onPage(user, 'before'), 'expected the focus to be left alone');
  for (const name of ['Close', 'Look', 'Close']) {
    await press(user, 'Tab');
    assert.match(await user.focused(), new RegExp(name));
  }
  await press(user, 'Shift+Tab');
  assert.match(await user.focused(), /Look/);
  await press(user, 'Escape');
  await user.gone(card);
  assert.ok(await onPage(user, 'before'), `expected the focus back, it is on ${await user.focused()}`);
});

test('a tip that shows by itself takes nothing from a field that is being written in', async (t) => {
  const { user } = await visit(t, { guides: [tip()] });
  await begin(user, 'own');
  await user.type('on');
  await call(user, 'track', 'ask_tip');
  await user.see(heading(/Save your basket/));
  await press(user, 'e', ' ', 'ArrowLeft', 'ArrowRight', '1');
  assert.equal(await user.evaluate(() => document.activeElement.value), 'one 1');
  await assertUnharmed(user);
});

test('what is moved in an order keeps the focus, also at the ends', async (t) => {
  const three = [...options, { id: 'service', text: 'Service' }];
  const { user } = await visit(t, { surveys: [survey([{ id: 'it', type: 'ranking', text: 'Order?', options: three }])] });
  await user.see(heading('Order?'));
  await begin(user);
  await tabTo(user, /Move Service up/);
  await press(user, 'Enter', 'Enter', 'Enter');
  assert.match(await user.focused(), /Move Service up/);
  await user.until('its place to be said', () => /Service, place 1 of 3/.test(document.querySelector('canvass-surface').shadowRoot.querySelector('[aria-live]').textContent));
});

// --- names of one page ---------------------------------------------------------------------------------------------

test('ids are one of a kind, with several cards on the page and ids of the page\'s own', async (t) => {
  const question = { id: 'it', type: 'email', required: true, text: 'Where?' };
  const { user } = await visit(t, {
    surveys: [survey([question]), { ...survey([question]), id: 'inline', display: 'inline', triggers: undefined }],
    guides: [{ id: 'help', type: 'help', title: 'Help', articles: [{ id: 'a', title: 'A', text: 'B' }] }],
  });
  await user.see({ role: 'region', name: 'Where?' });
  await user.see({ role: 'dialog', name: 'Where?' });
  await begin(user);
  await tabTo(user, /^input email/);
  await press(user, 'Enter');
  const ids = await user.evaluate(() => {
    const all = (root) => Array.from(root.querySelectorAll('*')).flatMap((one) => [one.id, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
    return all(document).filter(Boolean);
  });
  assert.ok(ids.length >= 7, `expected the page's four and ours, there are ${ids}`);
  assert.equal(new Set(ids).size, ids.length, `expected none twice, there are ${ids}`);
});
