// Made-up answers to surveys of every kind, for tests of the report. The same in every run.

import { generator } from '../../random.mjs';

const rows = (names, value) => Object.fromEntries(names.map((name) => [name, value(name)]));
const numbered = (name, from, to) => Array.from({ length: to - from + 1 }, (_, i) => `${name}${from + i}`);
const texts = [
  'Delivery was late again',
  'Late delivery, and nobody told me',
  'Fast delivery and kind people',
  'Kind people on the phone',
  'The price is too high',
  'Доставка опоздала на три дня',
  'Жеткізу өте баяу болды',
];

// Each gives the answers of one response, in order: [question, kind, value, more properties].
const surveys = {
  nps: ({ pick, number, mood }) => [
    ['score', 'nps', Math.min(10, number(4, 8) + mood)],
    ['reasons', 'choice', [...new Set([pick(['price', 'service']), pick(['service', 'other'])])]],
    ['why', 'text', pick(texts)],
    ['aspects', 'matrix', rows(['speed', 'care'], () => Math.min(5, number(1, 4) + mood)), { points: 5 }],
  ],
  ces: ({ number }) => [['ease', 'ces', number(2, 7), { variant: 'agree7', direction: 'higher_is_easier' }]],
  effort: ({ number }) => [['effort', 'ces', number(1, 5), { variant: 'effort5', direction: 'lower_is_easier' }]],
  csat: ({ number, pick }) => [
    ['happy', 'csat', number(1, 5)],
    ['stars', 'rating', number(1, 5), { points: 5 }],
    ['again', 'yesno', pick([true, false])],
    ['age', 'number', number(18, 90)],
    ['order', 'ranking', pick([['a', 'b', 'c'], ['c', 'a', 'b'], ['b', 'c', 'a']])],
    ['mail', 'email', 'someone@example.com'],
  ],
  sus: ({ number }) => [
    ['susA', 'matrix', rows(numbered('sus', 1, 5), () => number(1, 5)), { points: 5 }],
    ['susB', 'matrix', rows(numbered('sus', 6, 10), () => number(1, 5)), { points: 5 }],
  ],
  umux: ({ number }) => [['umux', 'matrix', rows(['umux1', 'umux2'], () => number(1, 7)), { points: 7 }]],
  suprq: ({ number }) => [
    ['suprq', 'matrix', rows(['usability1', 'usability2', 'trust1', 'trust2', 'loyalty2', 'appearance1', 'appearance2'], () => number(1, 5)), { points: 5 }],
    ['loyalty1', 'nps', number(0, 10)],
  ],
  csi: ({ number }) => [
    ['satisfaction', 'matrix', rows(['price', 'range', 'staff'], () => number(3, 10)), { points: 10 }],
    ['importance', 'matrix', rows(['price', 'range', 'staff'], () => number(5, 10)), { points: 10 }],
  ],
  pmf: ({ pick }) => [['disappointed', 'choice', pick(['very', 'somewhat', 'not', 'gone'])]],
};

// Events of `people` visitors over ten weeks, who answer all of these surveys.
export function answers(people = 60, seed = 3) {
  const random = generator(seed);
  const number = (low, high) => low + Math.floor(random() * (high - low + 1));
  const pick = (list) => list[number(0, list.length - 1)];
  const events = [];
  let made = 0;
  const add = (time, event, anonymousId, properties, more = {}) => {
    made += 1;
    const timestamp = new Date(time).toISOString();
    const context = { locale: properties.locale ?? 'en', page: { path: '/thanks' } };
    events.push({ type: 'track', messageId: `m${made}`, event, anonymousId, timestamp, context, properties, ...more });
  };
  for (let person = 0; person < people; person += 1) {
    const id = `a${person}`;
    const plan = pick(['free', 'pro', 'team']);
    const start = Date.UTC(2026, 0, 5) + number(0, 69) * 86_400_000 + number(0, 86_000_000);
    events.push({
      type: 'identify',
      messageId: `i${person}`,
      anonymousId: id,
      timestamp: new Date(start).toISOString(),
      traits: { plan, serial: `s${person}` },
    });
    Object.entries(surveys).forEach(([survey, ask], place) => {
      const properties = { survey, response: `${survey}-${person}`, stage: 'using' };
      const time = start + place * 60_000;
      add(time, 'Survey Shown', id, properties);
      const given = ask({ pick, number, mood: plan === 'pro' ? 3 : 0 });
      if (random() < 0.2) return add(time + 2000, 'Survey Dismissed', id, { ...properties, question: given[0][0], answered: 0 });
      given.forEach(([question, kind, value, more], i) => {
        add(time + 3000 + 2000 * i, 'Survey Answered', id, { ...properties, question, kind, value, ...more });
      });
      add(time + 30_000, 'Survey Completed', id, { ...properties, duration: 30_000, fields: { campaign: pick(['mail', 'shop']) } });
    });
  }
  add(Date.UTC(2026, 1, 1), 'Guide Shown', 'a1', { guide: 'tip' });
  return events;
}

export const config = {
  canvass: 1,
  surveys: [
    {
      id: 'nps',
      triggers: [],
      questions: [
        { id: 'score', type: 'nps', text: 'How likely are you to recommend us?' },
        { id: 'reasons', type: 'choice', multiple: true, text: 'What matters to you?', options: [{ id: 'price', text: 'The price' }, { id: 'service', text: 'The service' }] },
      ],
    },
  ],
};

export const tags = {
  canvassTags: 1,
  tags: [{ id: 'late', name: 'Late delivery' }],
  tagged: Array.from({ length: 20 }, (_, i) => ({ survey: 'nps', response: `nps-${i}`, question: 'why', tags: ['late'] })),
};

export const tickets = `date,topic,user\n${Array.from({ length: 40 }, (_, i) => `2026-0${1 + (i % 3)}-2${i % 9},${i % 4 ? 'delivery' : 'invoice'},a${i}\n`).join('')}`;
