// Twenty weeks of a tea shop, the same each time: about 2,000 responses to seven surveys by people of several plans and
// languages. In week 13 a new carrier makes deliveries faster, which the NPS feels and the free plan less so.
//
//   const { events, ndjson, config, tickets } = reportData();

import { generator } from '../../random.mjs';

const start = Date.UTC(2026, 0, 5); // a Monday
const day = 86_400_000;
export const weeks = 20;
const changed = 12; // weeks before the new carrier

const plans = ['free', 'free', 'free', 'basic', 'basic', 'pro'];
const locales = ['en', 'en', 'en', 'ru', 'ru', 'kk'];

const complaints = {
  en: [
    'Delivery was slow, it took two weeks.',
    'Slow delivery again. Nobody told me why.',
    'The delivery is slow and tracking does not work.',
    'Checkout asked for my address three times.',
    'The checkout is confusing on a phone.',
    'Prices went up again.',
    'Too expensive for what it is.',
    'Search never finds what I look for.',
  ],
  ru: ['Медленная доставка, ждал две недели.', 'Доставка медленная, а поддержка молчит.', 'Дорого, цены снова выросли.', 'Неудобная оплата на телефоне.'],
  kk: ['Жеткізу өте баяу.', 'Баға қымбат.'],
};
const praises = {
  en: [
    'Friendly support, they answered within minutes.',
    'Great tea and lovely packaging.',
    'Lovely packaging, a joy to open 🎁',
    'The support is friendly and quick.',
    'Fast delivery since spring!',
    'Fresh tea, great choice.',
  ],
  ru: ['Отличный чай и приятная поддержка.', 'Быстрая доставка, спасибо!', 'Вежливая поддержка, быстро помогли.'],
  kk: ['Шай керемет, рақмет!', 'Жақсы қызмет.'],
};

export const hostileText = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> \u202Eevil "quotes" & =1+1';
export const arabicText = 'الخدمة ممتازة والتوصيل سريع';

export function reportData({ seed = 7 } = {}) {
  const random = generator(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const within = (low, high, value) => Math.min(high, Math.max(low, Math.round(value)));
  const events = [];
  let messages = 0;

  const people = Array.from({ length: 900 }, (_, index) => ({
    userId: `u${index}`,
    plan: pick(plans),
    locale: pick(locales),
    device: random() < 0.55 ? 'phone' : 'desktop',
    mood: normal(),
  }));
  const add = (person, time, event, properties) => {
    events.push({
      type: 'track',
      messageId: `m${++messages}`,
      event,
      userId: person.userId,
      timestamp: new Date(time).toISOString(),
      context: { locale: person.locale, page: { path: person.device === 'phone' ? '/order' : '/order/thanks' } },
      properties,
    });
  };
  for (const person of people) {
    events.push({ type: 'identify', messageId: `m${++messages}`, userId: person.userId, timestamp: new Date(start).toISOString(), traits: { plan: person.plan, device: person.device } });
  }

  // Shows a survey to somebody who may answer its questions: [question, kind, value, more], null for one that was skipped.
  let responses = 0;
  function respond(survey, week, rate, questions, scores) {
    const person = pick(people);
    const response = `${survey}-${++responses}`;
    let time = start + (week * 7 + random() * 7) * day;
    const shown = time;
    add(person, time, 'Survey Shown', { survey, response });
    const own = { survey, response };
    if (random() > rate) {
      if (random() < 0.4) add(person, time + 3_000, 'Survey Dismissed', { ...own, question: questions(person)[0][0], answered: 0, duration: 3_000 });
      return;
    }
    time += 2_000 + random() ** 2 * 20_000;
    const asked = questions(person);
    let answered = 0;
    for (const [index, given] of asked.entries()) {
      const [question, kind, value, more] = given;
      if (index > 0 && random() < 0.04) {
        const event = random() < 0.7 ? 'Survey Dismissed' : 'Survey Abandoned';
        add(person, time, event, { ...own, question, answered, duration: Math.round(time - shown) });
        return;
      }
      if (value !== null) {
        add(person, time, 'Survey Answered', { ...own, question, kind, value, ...more });
        ++answered;
      }
      time += 2_000 + random() * 9_000;
    }
    add(person, time, 'Survey Completed', { ...own, answered, duration: Math.round(time - shown), ...(scores && { scores: scores(asked) }) });
  }

  const npsOf = (person, week) => within(0, 10, 8 + person.mood * 1.9 + normal() * 1.2 + (week >= changed ? 1.5 : 0) - (person.plan === 'free' ? 1.2 : 0) + (person.plan === 'pro' ? 0.6 : 0));
  const npsCategory = (value) => (value >= 9 ? 'promoter' : value >= 7 ? 'passive' : 'detractor');
  let texts = 0;
  function wordsFor(person, value) {
    if (random() < 0.35) return null;
    ++texts;
    if (texts === 40) return hostileText;
    if (texts === 80) return arabicText;
    const happy = value >= 9 || (value >= 7 && random() < 0.5);
    return pick((happy ? praises : complaints)[person.locale]);
  }
  const rows = (names, value) => Object.fromEntries(names.map((name) => [name, value(name)]));

  for (let week = 0; week < weeks; ++week) {
    for (let index = 0; index < 88; ++index) {
      respond('nps', week, 0.62, (person) => {
        const value = npsOf(person, week);
        const features = ['delivery', 'price', 'choice', 'support'].filter((_, place) => random() < 0.6 - place * 0.12);
        return [
          ['score', 'nps', value, { category: npsCategory(value) }],
          ['aspects', 'matrix', rows(['delivery', 'support', 'price', 'choice'], (row) => within(1, 5, 3.4 + (value - 7) * { delivery: 0.4, support: 0.25, price: 0.12, choice: 0.02 }[row] + normal() * 0.8)), { points: 5 }],
          ['features', 'choice', features.length > 0 ? features : ['none']],
          ['why', 'text', wordsFor(person, value)],
        ];
      });
    }
    for (let index = 0; index < 34; ++index) {
      respond('ces', week, 0.6, (person) => {
        const value = within(1, 7, 5.4 + person.mood * 0.7 + normal() * 1.1);
        return [['ease', 'ces', value, { variant: 'agree7', direction: 'higher_is_easier', points: 7 }]];
      });
    }
    for (let index = 0; index < 34; ++index) {
      respond('csat', week, 0.6, (person) => {
        const value = within(1, 5, 4.1 + person.mood * 0.5 + normal() * 0.7 - (week >= 16 ? 0.9 : 0));
        return [
          ['satisfaction', 'csat', value, { points: 5, top2: value >= 4 }],
          ['again', 'yesno', random() < 0.75, {}],
          ['orders', 'number', within(0, 40, 3 + random() * 9)],
        ];
      });
    }
    for (let index = 0; index < 10; ++index) {
      const items = (from, to) => Array.from({ length: to - from + 1 }, (_, place) => `sus${from + place}`);
      const agree = (name) => within(1, 5, (Number(name.slice(3)) % 2 === 1 ? 4.1 : 1.9) + normal() * 0.7);
      respond('sus', week, 0.7, () => [
        ['susA', 'matrix', rows(items(1, 5), agree), { points: 5 }],
        ['susB', 'matrix', rows(items(6, 10), agree), { points: 5 }],
      ]);
      respond('csi', week, 0.7, (person) => [
        ['satisfaction', 'matrix', rows(['delivery', 'support', 'price'], (row) => within(1, 10, { delivery: 6.4, support: 8.1, price: 7 }[row] + person.mood + normal())), { points: 10 }],
        ['importance', 'matrix', rows(['delivery', 'support', 'price'], (row) => within(1, 10, { delivery: 9, support: 7.4, price: 8 }[row] + normal())), { points: 10 }],
      ]);
    }
  }
  // Too few to say anything, and one that nobody has answered.
  for (let index = 0; index < 4; ++index) {
    respond('pmf', 18, 1, () => {
      const value = pick(['very', 'somewhat', 'not']);
      return [['disappointed', 'choice', value, {}]];
    });
  }
  respond('fresh', 19, 0, () => [['score', 'nps', 9, {}]]);

  for (let index = 0; index < 60; ++index) {
    const time = start + random() * weeks * 7 * day;
    add(pick(people), time, 'Guide Shown', { guide: 'save-basket' });
    if (random() < 0.6) add(pick(people), time + 5_000, random() < 0.7 ? 'Guide Completed' : 'Guide Dismissed', { guide: 'save-basket' });
  }

  const topics = ['Late delivery', 'Late delivery', 'Late delivery', 'Refund', 'Refund', 'Invoice', 'Account'];
  const gloomy = [...people].sort((a, b) => a.mood - b.mood);
  const lines = ['date,topic,user'];
  for (let index = 0; index < 220; ++index) {
    const topic = pick(topics);
    const person = topic === 'Late delivery' ? gloomy[Math.floor(random() ** 2 * 500)] : pick(people);
    lines.push(`${new Date(start + random() * weeks * 7 * day).toISOString().slice(0, 10)},${topic},${person.userId}`);
  }
  return {
    events,
    ndjson: events.map((event) => `${JSON.stringify(event)}\n`).join(''),
    tickets: `${lines.join('\n')}\n`,
    config: {
      canvass: 1,
      surveys: [
        {
          id: 'nps',
          triggers: [],
          questions: [
            { id: 'score', type: 'nps', text: 'How likely are you to recommend Teahouse to a friend?' },
            { id: 'why', type: 'text', text: 'What is the main reason for your score?' },
          ],
        },
      ],
    },
  };
}
