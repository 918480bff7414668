// What the module's parts are made from: visits in which everything happens that is ordinary for surveys, and everything
// that is ordinary for guides besides. What a visit runs through belongs to the part that its kind of page loads
// (web/tools/split.mjs).
//
//   for (const [locale, profile] of await rehearse(instrumented, 'guides')) …

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { instantiate } from './module.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const locales = ['en', 'ru'];

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

const guides = [{ id: 'tip', type: 'tip', anchor: '#a', title: 'Title', text: 'Text', triggers: [{ page: '/cart*' }] }];

const actions = { activate: 0, choose: 1, input: 2, dismiss: 3 };
const roles = { radio: 4, button: 6, textbox: 8 };
const looks = { primary: 14, close: 16 };

// A module with that configuration, and what a host and a visitor do with it. `stored` is what earlier visits have left.
async function open(bytes, config, locale, begin, stored) {
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
    press(wanted) {
      const found = nodes().find(({ role, look: at }) => role === roles.button && at === wanted);
      if (found) visit.act(found.id, actions.activate);
      module.frame();
    },
    answer(byKeyboard) {
      const radios = nodes().filter(({ role }) => role === roles.radio);
      const [box] = nodes().filter(({ role }) => role === roles.textbox);
      if (radios.length) {
        visit.act(radios[2].id, actions.choose);
        visit.touch();
        if (byKeyboard) visit.press(looks.primary);
        else visit.act(radios[3].id, actions.activate);
      }
      if (box) {
        visit.act(box.id, actions.input, 'Quick and friendly, “быстро” \u{1f600}\n');
        visit.touch();
        visit.press(looks.primary);
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
    for (const { fx, id, request, key, value } of effects) {
      if (fx === 'store' && value !== null) stored[key] = value;
      if (fx === 'store' && value === null) delete stored[key];
      if (fx === 'store' && key.startsWith('q:') && visit.failing) visit.handle({ ev: 'storageFailed', key });
      if (fx === 'send') visit.handle({ ev: 'response', request, status: visit.failing ? 0 : 200, retryAfter: '', date: '' });
      if (fx === 'show') look(id);
    }
  }
  // The nodes that show: id, role and look of each.
  function nodes() {
    const frame = module.frame();
    if (!frame) return [];
    const [count, at, words] = [frame.getUint32(11 * 4, true), frame.getUint32(12 * 4, true), 17];
    return Array.from({ length: count }, (_, i) => {
      const word = (index) => frame.getUint32(at + (i * words + index) * 4, true);
      return { id: word(0), role: word(2) & 255, look: (word(2) >> 8) & 255 };
    });
  }
  function look(id) {
    for (const width of [390, 1280]) {
      for (const [dpr, flags] of [[1, 0], [2, 1], [2, 2]]) {
        module.exports.canvass_environment(0, width, 800, dpr, flags);
        module.frame();
      }
    }
    visit.handle({ ev: 'shown', id });
  }

  for (const name of module.configure(config, locale).needs) {
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
      visit.press(looks.primary);
      visit.press(looks.close);
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

function ofGuides(visit) {
  const { handle } = visit;
  handle({ ev: 'page', url: 'https://shop.example/cart', referrer: 'https://search.example/' });
  for (const { id } of guides) {
    handle({ ev: 'show', id });
    visit.touch();
    visit.press(looks.primary);
    handle({ ev: 'show', id });
    visit.press(looks.close);
  }
}

const visits = { surveys: [{ ...basics, surveys }, ofSurveys], guides: [{ ...basics, surveys, guides }, ofGuides] };

// Gives the profile of each language's visit of that kind, by `bytes` that wasm-split has instrumented.
export async function rehearse(bytes, kind) {
  const [config, happen] = visits[kind];
  const stored = {};
  const profiles = new Map();
  for (const [day, locale] of locales.entries()) {
    const visit = await open(bytes, config, locale, Date.UTC(2026, 0, 1 + day), stored);
    happen(visit, stored);
    profiles.set(locale, visit.profile());
  }
  return profiles;
}
