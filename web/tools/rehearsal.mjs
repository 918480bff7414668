// What the module's parts are made from: visits in which everything happens that is ordinary for surveys, and besides
// everything that is for guides, for signals, for journeys, or for all of them together. What a visit runs through belongs
// to the part that its kind of page loads (web/tools/split.mjs).
//
//   for (const [locale, profile] of await rehearse(instrumented, 'guides')) …

import { transformSync } from 'esbuild';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { instantiate } from './module.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const locales = ['en', 'ru'];
const generated = readFileSync(join(root, 'web/src/generated/abi.ts'), 'utf8');
const { Action, Env, Header, Look, NodeWord, Role, Slot } = await import(
  `data:text/javascript,${encodeURIComponent(transformSync(generated, { loader: 'ts' }).code)}`
);

const basics = {
  canvass: 1,
  endpoint: '/v1/batch',
  writeKey: 'rehearsal',
  defaultLocale: 'en',
  cooldown: '1d',
  ttl: '10m',
  theme: { mode: 'auto', accent: '#4f46e5', radius: 16, position: 'bottom-left' },
};

const surveys = [
  {
    id: 'nps',
    triggers: [{ event: 'order', page: '/thanks*', delay: '3s' }],
    frequency: { every: '90d' },
    questions: [
      { id: 'score', type: 'nps', text: { en: 'How likely are you to recommend us?', ru: 'Насколько вероятно?', ja: 'おすすめ' }, low: 'No', high: 'Yes' },
      { id: 'why', type: 'text', text: '"Why?"\nSay it \ud83d\ude00', hint: { en: 'A word is enough' }, required: false },
    ],
    thanks: { title: { en: 'Thank you' }, text: 'We read every answer.' },
  },
  {
    id: 'ces',
    triggers: [{ page: '/support' }],
    frequency: 'always',
    questions: [
      { id: 'ease', type: 'ces', text: 'The company made it easy for me to place my order today.' },
    ],
  },
  {
    id: 'csat',
    triggers: [{ firstVisit: true, delay: '0s' }],
    frequency: 'once',
    questions: [{ id: 'satisfaction', type: 'csat', text: 'How satisfied are you with everything that you have ordered, tried, kept and perhaps sent back to us this year?' }],
  },
];

const image = { src: '/a.png', alt: { en: 'A shelf', ru: 'Полка' } };
const two = { en: 'Two', ru: 'Две' };
const guides = [
  {
    id: 'tip', type: 'tip', anchor: '#a', placement: 'right', title: { en: 'Title', ru: 'Заголовок' }, text: 'Text', image, never: true,
    buttons: [{ text: 'Try it', track: 'tried' }, { text: 'Later', dismiss: true }],
    link: { text: 'All about it', url: '/more' },
    triggers: [{ page: '/cart*', delay: '1s' }], frequency: { every: '1d', max: 3 },
  },
  { id: 'film', type: 'tip', anchor: { id: 'b' }, text: 'Text', button: 'Good', triggers: [{ event: 'tried' }],
    video: { src: '/a.mp4', alt: 'A film', poster: '/a.png', captions: '/a.vtt', ratio: '4:3' } },
  { id: 'spot', type: 'hotspot', anchor: { selector: 'button', text: { en: 'Save', ru: 'Сохранить' } }, title: 'New', text: 'Text', triggers: [{ page: '/*' }] },
  {
    id: 'tour', type: 'tour', triggers: [{ page: '/', firstVisit: true }], resume: '2h',
    steps: [
      { id: 'welcome', title: 'Welcome', text: 'Three steps.', button: 'Show me' },
      { id: 'add', anchor: '#add', text: 'Now click this.', placement: 'right', waitFor: { event: 'added' }, image },
      { id: 'look', anchor: '#look', text: 'Look.' },
      { id: 'click', anchor: '#click', text: 'Click.', waitFor: { click: '#click' }, spotlight: false },
      { id: 'pay', page: '/cart*', url: '/cart', anchor: { id: 'pay' }, title: 'Pay here', text: 'No account.' },
    ],
  },
  {
    id: 'list', type: 'checklist', title: 'Quick wins', text: 'A minute each.', launcher: 'Start', allDone: 'All done!', never: true,
    triggers: [{ page: '/', firstVisit: true }],
    tasks: [
      { id: 'look', title: 'Look around', show: 'tour', done: 'Seen.' },
      { id: 'size', title: 'Your size', text: 'We show what fits.', url: '/account#size', complete: { event: 'sized' } },
      { id: 'like', title: 'Like one', button: 'How?', show: 'film', complete: { click: '.heart' } },
    ],
  },
  { id: 'news', type: 'announcement', display: 'modal', title: 'News', text: 'Text', image, button: 'Fine', triggers: [{ event: 'never' }] },
  { id: 'banner', type: 'announcement', display: 'banner', title: 'News', text: 'Text', buttons: [{ text: 'More', link: '/news' }], triggers: [] },
  { id: 'corner', type: 'announcement', title: 'News', text: 'Text', triggers: [{ page: '/news', delay: '1s' }] },
  {
    id: 'help', type: 'help', title: 'Help', launcher: 'Help', triggers: [],
    categories: [{ id: 'orders', text: 'Orders' }, { id: 'shoes', text: { en: 'Shoes', ru: 'Обувь' } }],
    articles: [
      {
        id: 'returns', category: 'orders', title: { en: 'Sending something back', ru: 'Как вернуть покупку' }, keywords: 'return refund',
        text: 'You have **30 days**, *really*.\n\n## How\n\n1. Open [your orders](/orders).\n2. Choose `Send back`.\n   - Print it.\n\n' +
          '- One\n- Two [sizes](#article:sizes)\n\n![A label](/label.png)\n\n> Keep it.\n\nThat is all.',
        pages: ['/orders*'],
      },
      {
        id: 'sizes', category: 'shoes', title: { en: 'Which size fits?', ru: 'Какой размер выбрать?' },
        text: { en: 'Measure your foot in the evening. Then buy shoes that fit, and return those that do not.', ru: 'Измеряйте стопу вечером. Потом выбирайте размеры и возвращайте лишнее.' },
      },
    ],
    source: '/articles.json',
    suggestions: [{ triggers: [{ page: '/cart*', idle: '30s' }], articles: ['sizes', 'returns'], text: 'Not sure?' }],
    contact: { text: 'Write to us', event: 'help_wanted' },
  },
];
const fetched = JSON.stringify({ articles: [{ id: 'more', title: 'Paying by card', text: 'Any card will do.' }], categories: [{ id: 'paying', text: 'Paying' }] });

const signals = {
  signals: {
    rage: { clicks: 3, within: '1s', radius: 30 },
    dead: { within: '2500ms' },
    error: true,
    formStruggle: { invalid: 2, retyped: 2 },
    refreshBurst: { loads: 2 },
    abandonedForm: true,
    perPage: 50,
  },
};
const journeys = {
  journeys: [
    {
      id: 'buy', kind: 'routine', start: { page: '/pieces/*' }, limit: '1h',
      steps: [
        { id: 'cart', page: '/basket*' },
        { id: 'size', event: 'sized_up', optional: true },
        { id: 'pay', any: [{ page: '/pay*' }, { event: 'paid_by_wallet' }] },
      ],
      finish: { event: 'order_completed' },
      detours: [{ id: 'faq', page: '/faq*' }],
    },
    { id: 'learn', kind: 'odyssey', start: { event: 'curious' }, finish: { page: '/learnt' } },
  ],
};
const asked = {
  id: 'stuck',
  triggers: [{ signal: 'rage', on: '#pay', delay: '1s' }, { signal: 'dead' }],
  questions: [{ id: 'ease', type: 'ces', text: 'The shop made it easy for me to pay.' }],
};
const hint = { id: 'hint', type: 'tip', anchor: '#pay', text: 'Text', triggers: [{ signal: 'formStruggle', on: '#mail' }] };

// A module with that configuration, and what a host and a visitor do with it. `stored` is what earlier visits have left.
async function open(bytes, config, locale, begin, stored, slots) {
  const module = await instantiate(bytes);
  const visit = {
    locale,
    now: begin,
    failing: false, // the network, and storage
    handle: (event) => carryOut(module.handle(event, visit.now)),
    act: (node, action, value = '') => carryOut(module.act(node, action, value, visit.now)),
    wait(milliseconds) {
      visit.now += milliseconds;
      visit.handle({ ev: 'tick' });
    },
    touch() {
      for (const { id } of nodes()) {
        module.exports.canvass_interact(0, id, 0, 0);
        module.frame();
        module.exports.canvass_interact(0, id, id, id);
        module.frame();
      }
    },
    press(wanted, { slot, part = 0, value } = {}) {
      const found = nodes(slot).filter(({ look: at }) => at === wanted)[part];
      if (found) visit.act(found.id, Action.activate, value);
      paint();
      return found;
    },
    type(text) {
      const box = nodes().find(({ role }) => role === Role.textbox);
      if (box) visit.act(box.id, Action.input, text);
      paint();
    },
    answer(byKeyboard) {
      const radios = nodes().filter(({ role }) => role === Role.radio);
      const [box] = nodes().filter(({ role }) => role === Role.textbox);
      if (radios.length) {
        visit.act(radios[2].id, Action.choose);
        visit.touch();
        if (byKeyboard) visit.press(Look.primary);
        else visit.act(radios[3].id, Action.activate);
      }
      if (box) {
        visit.act(box.id, Action.input, 'Quick and friendly, “быстро” \u{1f600}\n');
        visit.touch();
        visit.press(Look.primary);
      }
      module.frame();
    },
    // Which functions ran.
    profile() {
      const size = module.exports.__write_profile(0, 0);
      const at = module.exports.canvass_input(size);
      return new Uint8Array(module.exports.memory.buffer, at, module.exports.__write_profile(at, size)).slice();
    },
    exports: module.exports,
  };

  // What a host does about the effects.
  function carryOut({ effects }) {
    visit.now += 100;
    for (const { fx, id, request, key, value, kind } of effects) {
      if (fx === 'store' && value !== null) stored[key] = value;
      if (fx === 'store' && value === null) delete stored[key];
      if (fx === 'store' && key.startsWith('q:') && visit.failing) visit.handle({ ev: 'storageFailed', key });
      if (fx === 'send') visit.handle({ ev: 'response', request, status: visit.failing ? 0 : 200, retryAfter: '', date: '' });
      if (fx === 'show') look(kind === 'launcher' ? '' : id);
      if (fx === 'fetch') visit.handle({ ev: 'fetched', id, status: 200, body: fetched });
    }
  }
  // The nodes that show: id, role and look of each.
  function nodes(slot = Slot.card) {
    const frame = module.frame(slot);
    if (!frame) return [];
    const head = (word) => frame.getUint32(word * 4, true);
    return Array.from({ length: head(Header.nodeCount) }, (_, i) => {
      const word = (index) => frame.getUint32(head(Header.nodes) + (i * NodeWord.words + index) * 4, true);
      return { id: word(NodeWord.id), role: word(NodeWord.role) & 255, look: (word(NodeWord.role) >> 8) & 255 };
    });
  }
  function paint() {
    for (const slot of slots) module.frame(slot);
  }
  function look(id) {
    for (const width of [390, 1280]) {
      for (const [dpr, flags] of [[1, 0], [2, Env.darkScheme], [2, Env.coarsePointer]]) {
        for (const slot of slots) module.exports.canvass_environment(slot, width, 800, dpr, flags);
        paint();
      }
    }
    visit.handle({ ev: 'shown', id });
  }

  const { needs, errors, warnings } = module.configure(config, locale);
  if (errors.length || warnings.length) throw new Error(`what is rehearsed must be fine: ${JSON.stringify([...errors, ...warnings])}`);
  for (const name of needs) {
    module.provide(JSON.parse(readFileSync(join(root, `core/config/packs/${name}.json`), 'utf8')));
    module.configure(config, locale);
  }
  visit.handle({ ev: 'init', visitor: '', seed: '5eed', locale, device: 'desktop', stored: { ...stored }, leading: false, privacySignal: false });
  visit.handle({ ev: 'lead', leading: true, stored: { ...stored } });
  return visit;
}

function ofSurveys(visit, stored) {
  const { handle } = visit;
  handle({ ev: 'page', url: 'https://shop.example/cart', referrer: 'https://search.example/' });
  visit.exports.canvass_arrow(1, 30);
  for (let round = 0; round < 4; round++) {
    visit.failing = round === 1;
    handle({ ev: 'track', name: 'order', props: { total: 42 } });
    for (const { id } of surveys) {
      handle({ ev: 'show', id });
      visit.touch();
      for (let step = 0; step < 3; step++) visit.answer(round % 2 === 1);
      if (round === 2) handle({ ev: 'dismiss' });
      visit.press(Look.primary);
      visit.press(Look.close);
    }
    handle({ ev: 'page', url: 'https://shop.example/support', referrer: '' });
    handle({ ev: 'identify', id: 'u1', traits: { plan: 'pro' } });
    for (const ev of ['hidden', 'visible']) handle({ ev });
    handle({ ev: 'page', url: 'https://shop.example/thanks', referrer: '' });
    visit.wait(20_000);
  }
  // Another tab, whose events are sent here, and then the other way round.
  const other = { type: 'track', messageId: '01890000-0000-7000-8000-000000000000', event: 'Survey Shown', timestamp: new Date(visit.now).toISOString() };
  handle({ ev: 'stored', key: `q:${other.messageId}`, value: JSON.stringify(other) });
  visit.wait(20_000);
  handle({ ev: 'lead', leading: false });
  handle({ ev: 'identify', id: 'u1', traits: { plan: visit.locale } });
  const [own] = Object.keys(stored).filter((key) => key.startsWith('q:'));
  if (own) handle({ ev: 'stored', key: own, value: null });
  handle({ ev: 'identify', id: 'u1', traits: { plan: 'free' } });
  visit.wait(600_000);
  handle({ ev: 'lead', leading: true, stored: { ...stored } });
  handle({ ev: 'hidden' });
  handle({ ev: 'offline' }); // now nothing more could be loaded
  visit.exports.canvass_fonts_changed();
}

function ofGuides(visit, stored) {
  const { handle, press } = visit;
  const show = (id) => {
    handle({ ev: 'show', id });
    visit.touch();
  };
  const page = (path) => {
    handle({ ev: 'page', url: `https://shop.example${path}`, referrer: '' });
    visit.wait(2000);
  };
  page('/');
  visit.exports.canvass_arrow(1, 30);

  // A tour, forward and back, on to another page and there after a reload.
  show('tour');
  press(Look.primary);
  press(Look.quiet);
  press(Look.primary);
  handle({ ev: 'track', name: 'added', props: {} });
  visit.wait(1000);
  press(Look.primary);
  handle({ ev: 'click', selector: '#click' });
  visit.wait(1000);
  page('/cart');
  visit.touch();
  press(Look.primary);
  show('tour');
  press(Look.primary);
  handle({ ev: 'missing', id: 'tour' });
  press(Look.close);

  for (const id of ['tip', 'film', 'spot', 'news', 'banner', 'corner']) {
    show(id);
    press(Look.primary);
    show(id);
    press(Look.primaryLink);
    press(Look.quiet);
    show(id);
    press(Look.close);
  }
  show('tip');
  press(Look.never);
  handle({ ev: 'missing', id: 'film' });

  // The launcher, a checklist until it is done, help until it is found.
  page('/');
  press(Look.tasksButton, { slot: Slot.launcher });
  visit.touch();
  press(Look.close);
  show('list');
  press(Look.taskAction, { part: 0 });
  press(Look.close);
  show('list');
  press(Look.taskAction, { part: 1 });
  handle({ ev: 'track', name: 'sized', props: {} });
  handle({ ev: 'click', selector: '.heart' });
  visit.touch();
  visit.wait(5000);
  show('tour');
  for (let step = 0; step < 5; step++) press(Look.primary);
  show('list');
  visit.touch();
  press(Look.primary);

  press(Look.helpButton, { slot: Slot.launcher });
  show('help');
  for (const query of visit.locale === 'ru' ? ['в', 'возвр', 'возвращать', 'размре', 'ничего'] : ['r', 'retur', 'returning', 'retrun', 'nothing']) {
    visit.type(query);
    visit.wait(2000);
  }
  visit.type(visit.locale === 'ru' ? 'размеры' : 'return');
  for (const value of ['article:returns', 'article:sizes', 'category:orders']) {
    press(Look.document, { value });
    visit.touch();
    press(Look.quiet);
    press(Look.previous);
  }
  press(Look.close);
  for (const ev of ['hidden', 'visible']) handle({ ev });
  handle({ ev: 'identify', id: 'u1', traits: { plan: 'pro' } });
  visit.wait(100_000);
  ofSurveys(visit, stored);
}

// What is noticed: everything but what has to be asked for, and what looks like it and is not.
function observe(visit) {
  const { handle } = visit;
  const interact = (what, details = {}, wait = 0) => {
    visit.now += wait;
    handle({ ev: 'interact', what, details });
  };
  const pay = { target: { id: 'pay', role: 'button', name: 'Pay now', path: 'form > button' }, on: ['#pay'] };
  const plain = { target: { canvass: 'coupon', role: 'button', name: visit.locale === 'ru' ? 'Купон' : 'Coupon', path: 'div > button' } };
  const press = (details, more = {}) =>
    interact('press', { x: 100, y: 200, count: 1, pointer: 'mouse', traits: ['interactive'], on: [], ...details, ...more });
  const effect = (kind) => interact('effect', { kind }, 50);
  const page = (path) => handle({ ev: 'page', url: `https://shop.example${path}`, referrer: '' });
  const leave = () => {
    interact('leave');
    for (const ev of ['hidden', 'visible']) handle({ ev });
  };
  page('/');
  interact('load', { type: 'navigate' });
  interact('active');
  for (const one of [pay, plain]) {
    for (let i = 0; i < 5; i++) press(one, { x: 100 + 3 * i, count: i + 1 });
    visit.wait(2000);
    press(one, { traits: ['text', 'selected'], count: 2 });
    press(one, { traits: ['interactive', 'stepper', 'native'] });
    press(one);
    effect('mutation');
    press(one);
    effect('scroll');
    press(one, { x: 900 });
    interact('fault', { kind: 'request', status: 500 }, 100);
    press(one, { y: 900 });
    interact('fault', { kind: 'exception', name: 'TypeError' }, 100);
    visit.wait(4000);
    press(one, { traits: ['interactive'] });
    press(one, { traits: ['interactive'] });
    visit.wait(4000);
  }
  press({ target: { path: 'main > div:nth-of-type(2)' }, traits: [] });
  press({ target: { role: 'link', name: 'More', href: '/more', path: 'p > a' }, traits: ['interactive', 'native'] });

  const field = { target: { id: 'mail', role: 'textbox', path: 'form > input' }, form: { id: 'order', path: 'form' }, on: ['#mail'] };
  interact('form', { target: field.form, state: 'begun' });
  for (const state of ['edited', 'cleared', 'retyped', 'cleared', 'retyped', 'invalid', 'invalid', 'invalid']) interact('field', { ...field, state });
  interact('form', { target: field.form, state: 'submitted' });
  interact('form', { target: field.form, state: 'begun' });
  visit.wait(2000);

  // There and back at once; away with a form that was begun; one page again and again.
  press({ target: { role: 'link', name: 'More', href: '/more', path: 'p > a' }, traits: ['interactive', 'native'] });
  leave();
  page('/more');
  interact('load', { type: 'navigate' });
  leave();
  page('/');
  interact('load', { type: 'back_forward' });
  for (let i = 0; i < 3; i++) {
    leave();
    interact('load', { type: 'reload' });
  }
  page('/single');
  page('/');
}

// Ways to a goal: the best one, one with detours, and one that ends nowhere.
function travel(visit) {
  const { handle } = visit;
  const page = (path) => handle({ ev: 'page', url: `https://shop.example${path}`, referrer: '' });
  const track = (name) => handle({ ev: 'track', name, props: {} });
  for (const way of [['/pieces/1', '/basket', '/pay'], ['/pieces/1', '/faq', '/elsewhere', '/basket', '/faq', '/pieces/2'], ['/pieces/2', '/faq']]) {
    for (const path of way) {
      page(path);
      visit.wait(2000);
    }
    track('sized_up');
    track('paid_by_wallet');
    if (way.length > 2) track('order_completed');
  }
  track('curious');
  page('/learnt');
  visit.wait(7_200_000);
  page('/');
}

const then = (...ways) => (visit, stored) => ways.forEach((way) => way(visit, stored));
const all = { ...basics, ...signals, ...journeys, surveys: [...surveys, asked], guides: [...guides, hint] };
const visits = {
  surveys: { config: { ...basics, surveys }, happen: ofSurveys, slots: [Slot.card] },
  guides: { config: { ...basics, surveys, guides }, happen: ofGuides, slots: [Slot.card, Slot.launcher] },
  signals: { config: { ...basics, ...signals, surveys: [...surveys, asked] }, happen: then(observe, ofSurveys), slots: [Slot.card] },
  journeys: { config: { ...basics, ...journeys, surveys }, happen: then(travel, ofSurveys), slots: [Slot.card] },
  all: { config: all, happen: then(observe, travel, ofGuides), slots: [Slot.card, Slot.launcher] },
};
export const kinds = Object.keys(visits);

// Gives the profile of each language's visit of that kind, by `bytes` that wasm-split has instrumented.
export async function rehearse(bytes, kind) {
  const { config, happen, slots } = visits[kind];
  const stored = {};
  const profiles = new Map();
  for (const [day, locale] of locales.entries()) {
    const visit = await open(bytes, config, locale, Date.UTC(2026, 0, 1 + day), stored, slots);
    happen(visit, stored);
    profiles.set(locale, visit.profile());
  }
  return profiles;
}
