// Made-up respondents: their events as lines of NDJSON in the wire format, and beside them the truth, kept in a ledger
// as each respondent goes along, never read back from the lines.
//
//   const { lines, truth } = responses({ seed: 1, size: 100 });
//   truth.surveys.nps[0].answers.score                    // { kind: 'nps', value: 9, time: 1767600012345 }
//
// Respondents change their minds, skip questions and leave; exports repeat events, lose their order, and hold lines that
// are no events, answers that are on no scale, events of other things, and batches.

import { csi, csiUnweighted, mean, sum, suprq, sus, umuxLite } from './statistics.mjs';
import { generator } from '../../random.mjs';

export function shuffled(list, random) {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

export const begin = Date.UTC(2025, 11, 22); // a Monday whose weeks cross the turn of the year
export const weeks = 12;

const two = (value) => Math.round(value * 100) / 100;

// --- what is asked -------------------------------------------------------------------------------------------------

// A point from 1 to `points` around where `mood` (0…1) puts it.
const point = (random, mood, points) =>
  Math.min(points, Math.max(1, Math.round(1 + (points - 1) * (mood + 0.6 * (random() - 0.5)))));

const scale = (question, kind, points, more = {}) => ({
  question,
  kind,
  value: (random, mood) => point(random, mood, points),
  bad: (random) => [0, points + 1, -3, 2.5, '4', null][Math.floor(random() * 6)],
  ...more,
});
const nps = (question) => ({
  question,
  kind: 'nps',
  value: (random, mood) => point(random, mood, 11) - 1,
  bad: (random) => [11, -1, 6.5, '9', true][Math.floor(random() * 5)],
});
const csat = (question) => scale(question, 'csat', 5, { more: (value) => ({ top2: value >= 4 }) });
const rating = (question, points) => scale(question, 'rating', points, { more: () => ({ points }) });
const ces = (question, variant) =>
  scale(question, 'ces', variant === 'agree7' ? 7 : 5, {
    more: () => ({ variant, direction: variant === 'agree7' ? 'higher_is_easier' : 'lower_is_easier' }),
  });
const matrix = (question, points, rows, some = 0) => ({
  question,
  kind: 'matrix',
  rows,
  more: () => ({ points }),
  // A few leave out a row, where that is allowed.
  value: (random, mood) =>
    Object.fromEntries(
      rows
        .map((row) => [row, point(random, mood, points)])
        .filter((_, i) => i === 0 || random() >= some),
    ),
});
const texts = [
  'Fast delivery, thank you',
  'The delivery was late and nobody told me',
  'Долго ждал доставку',
  'Жеткізу өте жылдам',
  'Prices are too high',
  'Great support team',
  'I love the app, but the search is slow',
];
const text = (question) => ({
  question,
  kind: 'text',
  optional: true,
  value: (random) => texts[Math.floor(random() * texts.length)],
});
const choice = (question, options, multiple = false) => ({
  question,
  kind: 'choice',
  optional: multiple,
  value: (random, mood) => {
    if (!multiple) return options[Math.floor(random() ** (0.7 + mood) * options.length)];
    const some = options.filter(() => random() < 0.4);
    return some.length > 0 ? some : [options[0]];
  },
  more: (value) => ([value].flat().includes('other') ? { other: 'words of their own' } : {}),
});

const scoresOf = {
  task: ({ ease }) => ({ seq: ease?.value }),
  usability: ({ susA, susB }) =>
    susA && susB && { sus: sus([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((i) => ({ ...susA.value, ...susB.value })[`sus${i}`])) },
  lite: ({ umux }) => umux && { umuxLite: umuxLite([umux.value.umux1, umux.value.umux2]) },
  site: ({ website, loyalty1, impression }) => {
    const a = website?.value;
    const b = impression?.value;
    return {
      usability: a && mean([a.usability1, a.usability2]),
      trust: a && mean([a.trust1, a.trust2]),
      loyalty: b && loyalty1 && mean([b.loyalty2, loyalty1.value / 2]),
      appearance: b && mean([b.appearance1, b.appearance2]),
      suprq: a && b && loyalty1
        ? suprq(
            [a.usability1, a.usability2, a.trust1, a.trust2, b.loyalty2, b.appearance1, b.appearance2],
            loyalty1.value,
          )
        : undefined,
      'factors.delivery': b && mean([b.fast, b.whole]),
    };
  },
  // Without importance satisfaction counts by itself.
  index: ({ satisfaction, importance }) => {
    const all = satisfaction?.value ?? {};
    const rows = Object.keys(all).filter((row) => importance?.value[row] !== undefined);
    return {
      csi: rows.length > 0 ? csi(rows.map((row) => all[row]), rows.map((row) => importance.value[row])) : undefined,
      csiUnweighted: Object.keys(all).length > 0 ? csiUnweighted(Object.values(all)) : undefined,
    };
  },
  fit: ({ disappointed }) =>
    disappointed && disappointed.value !== 'gone' && { pmf: disappointed.value === 'very' ? 100 : 0 },
  parts: ({ statements }) =>
    statements && {
      'factors.speed': mean([statements.value.fast, statements.value.prompt]),
      'factors.care': statements.value.kind,
    },
};

export const surveys = {
  nps: [
    nps('score'),
    text('why'),
    matrix('aspects', 5, ['speed', 'price', 'staff'], 0.05),
    {
      question: 'again',
      kind: 'yesno',
      optional: true,
      value: (random, mood) => random() < mood,
      more: (value) => ({ category: value ? 'yes' : 'no' }),
    },
    choice('source', ['friend', 'search', 'shop', 'other']),
    choice('wants', ['price', 'speed', 'range', 'other'], true),
    { question: 'order', kind: 'ranking', optional: true, value: (random) => shuffled(['red', 'green', 'blue'], random) },
    { question: 'age', kind: 'number', optional: true, value: (random) => Math.round(180 + 600 * random()) / 10 },
    { question: 'mail', kind: 'email', optional: true, value: () => 'someone@shop.example' },
  ],
  ces7: [ces('ease', 'agree7'), text('note')],
  ces5: [ces('effort', 'effort5')],
  csat: [csat('satisfaction'), nps('recommend')],
  stars: [rating('photos', 10), rating('looks', 3)],
  task: [rating('ease', 7)],
  usability: [
    matrix('susA', 5, ['sus1', 'sus2', 'sus3', 'sus4', 'sus5']),
    matrix('susB', 5, ['sus6', 'sus7', 'sus8', 'sus9', 'sus10']),
  ],
  lite: [matrix('umux', 7, ['umux1', 'umux2'])],
  site: [
    matrix('website', 5, ['usability1', 'usability2', 'trust1', 'trust2']),
    nps('loyalty1'),
    matrix('impression', 5, ['loyalty2', 'appearance1', 'appearance2', 'fast', 'whole']),
  ],
  index: [
    matrix('satisfaction', 10, ['quality', 'price', 'service', 'delivery'], 0.1),
    matrix('importance', 10, ['quality', 'price', 'service', 'delivery'], 0.05),
  ],
  fit: [choice('disappointed', ['very', 'somewhat', 'not', 'gone']), text('who'), text('improve')],
  parts: [csat('all'), matrix('statements', 5, ['fast', 'prompt', 'kind'])],
  own: [text('story'), choice('pick', ['a', 'b'])],
};

// --- who answers ----------------------------------------------------------------------------------------------------

function person(random, number) {
  const id = `anonymous-${number}`;
  const plan = ['free', 'free', 'pro', 'team'][Math.floor(random() * 4)];
  return {
    anonymousId: id,
    userId: random() < 0.6 ? `user-${number}` : null,
    // What traits the latest `identify` gives; null: nobody told.
    traits: null,
    plan,
    locale: ['en', 'en', 'ru', 'kk'][Math.floor(random() * 4)],
    device: random() < 0.5 ? 'mobile' : 'desktop',
    mood: Math.min(1, Math.max(0, 0.65 + (plan === 'team' ? 0.15 : 0) + 0.7 * (random() - 0.5))),
  };
}

// { lines, truth }. `size` responses of survey "nps", at most 300 of each other one; `only`: just these surveys.
// `tidy`: nothing is repeated, lost or out of order.
export function responses({ seed, size, only = Object.keys(surveys), tidy = false }) {
  const random = generator(seed);
  const chance = (p) => random() < p;
  const events = [];
  const truth = {
    surveys: {},
    rejected: {},
    guides: {},
    other: 0,
    duplicates: 0,
    malformed: 0,
    events: 0,
    people: [],
  };
  let made = 0;
  const event = (about, name, time, properties, context = {}) => {
    made += 1;
    const one = {
      type: 'track',
      messageId: `m-${seed}-${made}`,
      event: name,
      anonymousId: about.anonymousId,
      timestamp: new Date(time).toISOString(),
      properties,
      context: { locale: about.locale, device: { type: about.device }, ...context },
    };
    if (about.userId && about.known <= time) one.userId = about.userId;
    events.push(one);
    return one;
  };

  const count = Math.max(1, Math.ceil(size * 0.8));
  const people = Array.from({ length: count }, (_, i) => person(random, i));
  truth.people = people;
  for (const one of people) {
    one.known = Infinity;
    if (!one.userId) continue;
    // Identified once or twice; the later one says what is true now. Before, or after, or amid the answers.
    one.known = begin + Math.floor(random() * weeks * 7 * 86_400_000);
    const times = [one.known, ...(chance(0.3) ? [one.known + 1000 + Math.floor(random() * 1e9)] : [])];
    for (const [i, time] of times.entries()) {
      const last = i === times.length - 1;
      const traits = {
        plan: last ? one.plan : ['free', 'pro', 'team'][Math.floor(random() * 3)],
        seats: Math.floor(1 + random() * 4),
        beta: chance(0.4),
        account: `account ${one.userId}`,
        address: { city: 'Almaty' },
      };
      if (last) one.traits = traits;
      made += 1;
      events.push({
        type: 'identify',
        messageId: `m-${seed}-${made}`,
        anonymousId: one.anonymousId,
        userId: one.userId,
        timestamp: new Date(time).toISOString(),
        traits,
      });
      truth.identifies = (truth.identifies ?? 0) + 1;
    }
  }

  for (const survey of only) {
    const list = (truth.surveys[survey] = []);
    truth.rejected[survey] = {};
    const asked = surveys[survey];
    const amount = survey === 'nps' ? size : Math.min(size, 300);
    for (let number = 0; number < amount; number += 1) {
      const who = people[Math.floor(random() * people.length)];
      let now = begin + Math.floor(random() * weeks * 7 * 86_400_000);
      // Two weeks in the middle have nobody at all.
      if (Math.floor((now - begin) / (7 * 86_400_000)) === 5) now += 7 * 86_400_000;
      const response = `${survey}-${seed}-${number}`;
      const labels = {
        ...(survey === 'nps' ? { stage: 'after', touchpoint: 'delivery', wording: chance(0.5) ? 'a' : 'b' } : {}),
      };
      const page = ['/thanks', '/cart', '/account'][Math.floor(random() * 3)];
      const base = { survey, response, ...labels };
      const context = { page: { path: page } };
      const truthful = {
        id: response,
        who,
        time: now,
        shown: now,
        started: null,
        completed: null,
        dismissed: null,
        abandoned: null,
        left: null,
        answers: {},
        scores: {},
        segments: { locale: who.locale, device: who.device, page, ...labels },
      };
      list.push(truthful);
      event(who, 'Survey Shown', now, { ...base }, context);

      const fate = random();
      const leaves = fate < 0.75 ? Infinity : fate < 0.85 ? 0 : Math.floor(random() * asked.length);
      const silent = chance(0.3); // goes without a word: no event at the end
      let answered = 0;
      for (const [index, question] of asked.entries()) {
        now += 800 + Math.floor(random() ** 3 * 60_000);
        if (index === leaves) {
          if (!silent) {
            const way = chance(0.6) ? 'Dismissed' : 'Abandoned';
            truthful[way.toLowerCase()] = now;
            truthful.left = question.question;
          }
          break;
        }
        if (question.optional && chance(0.4)) continue;
        const send = (value, more = {}) => {
          const one = event(
            who,
            'Survey Answered',
            now,
            { ...base, question: question.question, kind: question.kind, value, ...(question.more?.(value) ?? {}), ...more },
            context,
          );
          return one;
        };
        const reject = () => {
          send(question.bad(random));
          truth.rejected[survey][question.question] = (truth.rejected[survey][question.question] ?? 0) + 1;
          now += 5;
        };
        if (!tidy && question.bad && chance(0.02)) reject();
        if (chance(0.1)) {
          // Changes their mind.
          send(question.value(random, who.mood));
          truthful.started ??= now;
          now += 300 + Math.floor(random() * 3000);
        }
        const value = question.value(random, who.mood);
        const one = send(value);
        answered += 1;
        let time = now;
        if (!tidy && question.kind === 'text' && chance(0.05)) {
          // An export that lost the time; only where there is no other answer that it could come before.
          const others = events.filter(
            (other) => other.properties?.response === response && other.properties.question === question.question,
          );
          if (others.length === 1) {
            delete one.timestamp;
            time = null;
          }
        }
        truthful.answers[question.question] = { kind: question.kind, value, time };
        if (time !== null) truthful.started ??= now;
        truthful.begun = true;
        if (!tidy && question.bad && chance(0.02)) {
          now += 5;
          reject();
        }
      }
      now += 500;
      const scores = Object.fromEntries(
        Object.entries(scoresOf[survey]?.(truthful.answers) || {}).filter(([, value]) => Number.isFinite(value)),
      );
      truthful.scores = scores;
      const sent = {};
      for (const [name, value] of Object.entries(scores)) {
        if (name.startsWith('factors.')) (sent.factors ??= {})[name.slice(8)] = two(value);
        else sent[name] = two(value);
      }
      const done = leaves >= asked.length;
      if (done) truthful.completed = now;
      const end = done ? 'Completed' : truthful.dismissed ? 'Dismissed' : truthful.abandoned ? 'Abandoned' : null;
      if (end) {
        const time = done ? now : (truthful.dismissed ?? truthful.abandoned);
        const campaign = ['spring', 'mail', null][Math.floor(random() * 3)];
        event(
          who,
          `Survey ${end}`,
          time,
          {
            ...base,
            answered,
            duration: time - truthful.shown,
            ...(truthful.left ? { question: truthful.left } : {}),
            ...(Object.keys(sent).length > 0 ? { scores: sent } : {}),
            ...(campaign ? { fields: { campaign } } : {}),
          },
          context,
        );
        if (campaign) truthful.segments['fields.campaign'] = campaign;
      }
      // The event of an answer is lost, but what the response scored has arrived with its end.
      if (!tidy && survey === 'usability' && done && chance(0.04)) {
        const lost = events.findIndex(
          (other) => other.properties?.response === response && other.properties.question === 'susB',
        );
        while (true) {
          const at = events.findIndex(
            (other) => other.properties?.response === response && other.properties.question === 'susB',
          );
          if (at < 0) break;
          events.splice(at, 1);
        }
        if (lost >= 0) {
          delete truthful.answers.susB;
          truthful.scores.sus = two(scores.sus);
        }
      }
      if (who.traits) Object.assign(truthful, { traits: who.traits });
    }
  }

  if (!tidy) {
    for (let i = 0; i < Math.ceil(size / 20); i += 1) {
      const who = people[i % people.length];
      event(who, 'order_completed', begin + i * 1000, { total: 42 });
      truth.other += 1;
      const guide = ['tip', 'tour'][i % 2];
      const shown = (truth.guides[guide] ??= { shown: 0, completed: 0, dismissed: 0 });
      event(who, 'Guide Shown', begin + i * 1000, { guide, kind: 'tip' });
      shown.shown += 1;
      if (chance(0.5)) {
        event(who, 'Guide Completed', begin + i * 1000 + 10, { guide, kind: 'tip' });
        shown.completed += 1;
      }
    }
  }

  truth.events = events.length;
  let copies = [...events];
  if (!tidy) {
    const again = events.filter(() => chance(0.03));
    truth.duplicates = again.length;
    copies = shuffled([...events, ...again], random);
  }
  const lines = [];
  for (let i = 0; i < copies.length; ) {
    if (!tidy && chance(0.02)) {
      const batch = copies.slice(i, i + 5);
      lines.push(JSON.stringify({ writeKey: 'demo', batch, sentAt: '2026-04-01T00:00:00.000Z' }));
      i += batch.length;
    } else {
      lines.push(JSON.stringify(copies[i]));
      i += 1;
    }
    if (!tidy && chance(0.005)) {
      lines.push(['{"type":"track"}', 'not json', '{"type":"track","event":', '42'][truth.malformed % 4]);
      truth.malformed += 1;
    }
    if (!tidy && chance(0.005)) lines.push('');
  }
  return { lines, truth };
}
