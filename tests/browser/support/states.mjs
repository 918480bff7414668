// Every state of every survey and guide, in any engine (driver.mjs): those of gallery.mjs, and what it has no picture of.
//
//   const site = await startStates(t, { head: '<script src="/axe.js"></script>' });
//   const user = await engine.visit(t, site.origin);
//   for (const state of states) await reach(user, site, state, 'ar');
//
// A state is reached on a page that may have shown another before.

import { config } from './config.mjs';
import { guides, languages, placed, plays, surveys } from './gallery.mjs';
import { page, startSite } from './site.mjs';

// --- what the gallery has not --------------------------------------------------------------------------------------

const aside = { frequency: 'always', triggers: [{ event: 'never' }] };
const end = { id: 'end', type: 'message', text: 'That is all' };
const words = { title: 'Save your basket', text: 'It waits for you on every device.' };
const options = ['Tea', 'Cake', 'Bread'].map((text) => ({ id: text.toLowerCase(), text }));
const help = guides.find(({ type }) => type === 'help');
const added = {
  surveys: [
    { id: 'phone', ...aside, questions: [{ id: 'it', type: 'phone', text: 'Which number may we call?' }, end] },
    { id: 'least', ...aside, questions: [{ id: 'it', type: 'choice', required: true, text: 'Which two?', multiple: true, minChoices: 2, options }, end] },
    { id: 'must', ...aside, questions: [{ id: 'it', type: 'choice', required: true, text: 'Which one?', options }, end] },
  ],
  guides: [
    { id: 'spot', type: 'hotspot', anchor: '#anchor', frequency: 'always', triggers: [{ event: 'spot' }], ...words },
    { id: 'seek', type: 'tour', ...aside, steps: [{ id: 'gone', anchor: '#nowhere', missing: 'ask', wait: '0s', ...words }, { id: 'end', ...words }] },
  ],
};
const told = ['spot', 'lost']; // what shows by itself, as the page tells of it
const withOffer = { ...help, suggestions: [{ triggers: [{ event: 'lost' }], articles: ['returns', 'arrive'], text: 'Can we help?' }] };

const nothing = async () => undefined;
const first = async ({ card }) => card.locator('.item').first().click();
const last = async ({ card }) => card.getByRole('button').last().click();
const go = async ({ card, keyboard }) => (await card.getByRole('button').last().focus(), keyboard.press('Enter'));
const others = {
  phone: ['phone', nothing],
  'several-wrong': ['least', go],
  'choice-wrong': ['must', go],
  hotspot: ['spot', nothing],
  'hotspot-open': ['spot', async ({ surface }) => surface.locator('.beacon').click()],
  'tour-seeks': ['seek', async ({ card }) => card.locator('button.l15').waitFor()],
  'help-category': ['help', async ({ card }) => card.locator('.item').last().click()],
  'help-yes': ['help', async (hand) => (await first(hand), await hand.card.getByRole('button').nth(-2).click())],
  'help-sent': ['help', async (hand) => (await first(hand), await last(hand), await last(hand))],
  'help-offer': ['lost', nothing],
};

// --- where they are shown ------------------------------------------------------------------------------------------

const path = (name, language) => `/${name}/${language}`;
const shown = Object.fromEntries(Object.entries({ ...plays, ...others }).map(([state, [id, play]]) => [state, { at: 'shown', id, play }]));
const elsewhere = {
  tab: { at: 'placed', play: nothing },
  'tab-open': { at: 'placed', play: async ({ surface }) => surface.getByRole('button').last().click() },
  preview: { at: 'preview', id: 'nps', play: nothing },
  'preview-tip': { at: 'preview', id: 'tip', play: nothing },
};
const all = { ...shown, ...elsewhere };
export const states = Object.keys(all);
// Those with controls of their own, not the same with the focus or an answer in them.
export const plain = states.filter((state) => !/-(focus|hover|chosen|typed|given|part|wrong|second)$/.test(state));

// `head` goes into the pages, `theme` into the configurations.
export async function startStates(t, { head = '', theme = {} } = {}) {
  const site = await startSite(t);
  site.put('/shown.json', config({ surveys: [...surveys, ...added.surveys], guides: [...guides.map((one) => (one === help ? withOffer : one)), ...added.guides], quiet: '0s', theme }));
  site.put('/placed.json', config({ surveys: placed, guides: [], theme }));
  const script = (name) => `<script async src="/canvass.js" data-config="/${name}.json"></script>`;
  for (const lang of languages) {
    const around = (inside) => `<h1>Ember &amp; Clay</h1><p><a id="before" href="#anchor">Before</a></p>${inside}<p><a id="after" href="#anchor">After</a></p>`;
    const body = around('<p id="anchor">FIRSTFIRE</p>');
    site.put(path('shown', lang), page({ lang, head, body, script: script('shown') }));
    site.put(path('preview', lang), page({ lang, head, body, script: script('shown') }));
    site.put(path('placed', lang), page({ lang, head, body: around('<div data-canvass-inline="inline"></div>'), script: script('placed') }));
  }
  return site;
}

// --- getting there -------------------------------------------------------------------------------------------------

const roles = {
  button: 'button',
  checkbox: 'input[type=checkbox]',
  combobox: 'select',
  link: 'a[href]',
  listitem: 'li',
  radio: 'input[type=radio]',
  radiogroup: '[role=radiogroup]',
  searchbox: 'input[type=search]',
  textbox: 'textarea, input:is([type=text], [type=email], [type=tel])',
};

// Runs in the page: does something with what is found by the way to it, selectors and places among what they find.
// Undefined: it is not there.
function actOn([way, what, value]) {
  const inside = (root, selector) => Array.from(root.querySelectorAll(selector)).filter((one) => one.getClientRects().length > 0);
  let found = Array.from(document.querySelectorAll('canvass-surface'), (host) => host.shadowRoot);
  for (const step of way) found = typeof step === 'number' ? found.slice(step, step + 1 || undefined) : found.flatMap((root) => inside(root, step));
  const [element] = found;
  if (!element) return undefined;
  if (what === 'focus') element.focus();
  if (what === 'fill') {
    element.focus();
    element.value = value;
    element.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    element.dispatchEvent(new Event('change', { bubbles: true }));
  }
  if (what !== 'point') return true;
  element.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  const { x, y, width, height } = element.getBoundingClientRect();
  return [Math.round(x + width / 2), Math.round(y + height / 2)];
}

// Two clicks in one place at once are a double click, of which the second half does not count. Above or below, not beside:
// a scroll bar may lie over the edge of what is at the right.
const clicks = new WeakMap(); // user → how many so far
const apart = (user, [x, y]) => {
  clicks.set(user, 1 + (clicks.get(user) ?? 0));
  return [x, y + (clicks.get(user) % 2 ? 7 : -7)];
};

// As much of a locator of gallery.mjs as its plays use.
function locate(user, way) {
  const act = async (what, value) => {
    await user.until(`${way.join(' ')} on the page`, actOn, [way]);
    return user.evaluate(actOn, [way, what, value]);
  };
  return {
    getByRole: (role) => locate(user, [...way, roles[role]]),
    locator: (selector) => locate(user, [...way, selector]),
    nth: (index) => locate(user, [...way, index]),
    first: () => locate(user, [...way, 0]),
    last: () => locate(user, [...way, -1]),
    waitFor: () => act('find'),
    focus: () => act('focus'),
    fill: (value) => act('fill', value),
    selectOption: (value) => act('fill', value),
    click: async () => user.click(apart(user, await act('point'))),
    hover: async () => user.move(await act('point')),
  };
}

// Runs in the page: whether such a thing of ours shows, and has been announced if it is a dialog. `false`: that none does.
function shows(selector) {
  const roots = Array.from(document.querySelectorAll('canvass-surface'), (host) => host.shadowRoot);
  const seen = ({ firstElementChild: card }) => card.getClientRects().length > 0 && card.nextElementSibling?.textContent !== '';
  if (!selector) return !roots.some((root) => root.querySelector('[role=dialog], .beacon'));
  return roots.some((root) => root.querySelector(selector) && (selector !== '[role=dialog]' || seen(root)));
}

const pictured = () => !Array.from(document.querySelectorAll('canvass-surface')).some(({ shadowRoot }) => shadowRoot.querySelector('.media:empty'));
// Frames may be long in coming to a window that another covers.
export const twoFrames = () =>
  new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => done(true)));
    setTimeout(() => done(true), 1000);
  });

export async function reach(user, site, state, language = 'en') {
  const { at, id, play } = all[state];
  const address = `${site.origin}${path(at, language)}${at === 'preview' ? `?canvass-preview=${id}` : ''}`;
  const here = await user.evaluate(() => location.href.replace(/#.*/, ''));
  const fresh = here !== address;
  if (fresh) await user.goto(address);
  else await user.evaluate(() => void document.activeElement?.blur());
  if (at === 'shown') {
    // Somebody new, and nothing of what was there before.
    if (!fresh) {
      await user.evaluate(() => new Promise((done) => ['dismiss', 'forget'].forEach((name) => window.canvass(name)) ?? window.canvass('export', () => done(true))));
      await user.until('nothing to be closed', shows, false);
    }
    await user.evaluate((those) => window.canvass(...those), [told.includes(id) ? 'track' : 'show', id]);
  }
  const hand = {
    card: locate(user, ['[role=dialog]']),
    surface: locate(user, []),
    keyboard: { press: (key) => user.press(key === 'Space' ? ' ' : key) },
    page: { evaluate: (...those) => user.evaluate(...those), locator: () => undefined },
  };
  if (at === 'placed') await user.until('the survey in the page', shows, '.inline h2');
  await user.until(`${state} to show`, shows, at === 'placed' ? '.tab button' : id === 'spot' ? '.beacon:not([hidden])' : '[role=dialog]');
  await play(hand);
  await user.until('pictures and recordings', pictured);
  if (state === 'launcher') await user.until('the card to be folded', shows, '.launcher');
  if (state.endsWith('-open')) await user.until(`${state} to show`, shows, '[role=dialog]');
  await user.evaluate(twoFrames);
}
