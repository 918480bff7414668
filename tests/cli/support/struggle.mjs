// Made-up visitors of a shop who struggle, as wire events, with a ledger of what was in each page view; and what
// `canvass report --json` must say of it, calculated from the ledger by statistics.mjs.
//
//   const { events, views, answers } = visitors({ seed: 4, size: 200 });
//   expected({ views, answers }).elements                // [{ signal, page, element, views, with, … }]

import { generator } from '../../random.mjs';
import { difference, score, share } from './expected.mjs';
import * as statistics from './statistics.mjs';

const day = 86_400_000;
export const begin = Date.UTC(2026, 9, 5); // a Monday
export const weeks = 4;

// What may go wrong on each page: the signal, the element, and how often.
const pages = {
  '/cart': [
    { signal: 'rage', element: '[data-canvass="coupon"]', role: 'button', name: 'Apply coupon', rate: 0.16 },
    { signal: 'dead', element: '[data-canvass="coupon"]', role: 'button', name: 'Apply coupon', rate: 0.2 },
    { signal: 'error', element: '#pay', role: 'button', name: 'Pay', rate: 0.03 },
  ],
  '/sizes': [
    { signal: 'quickBack', rate: 0.12 },
    { signal: 'dead', element: 'img "Size chart"', role: 'img', name: 'Size chart', rate: 0.1 },
  ],
  '/pieces/*': [{ signal: 'dead', element: 'div > img:nth-of-type(2)', role: 'img', path: 'div > img:nth-of-type(2)', rate: 0.02 }],
  '/account': [{ signal: 'formStruggle', element: '#postcode', role: 'textbox', name: 'Postcode', rate: 0.25 }],
  '/': [],
};

// Everybody is seen without a name first; one in three says who they are later on.
export function visitors({ seed = 4, size = 200 } = {}) {
  const random = generator(seed);
  const within = (low, high) => low + Math.floor(random() * (high - low + 1));
  const events = [];
  const views = []; // { person, page, time, hits: [{ signal, element, … }] }
  const answers = []; // { person, time, value }
  for (let person = 0; person < size; person += 1) {
    const named = person % 3 === 0;
    let time = begin + within(0, weeks * 7 - 3) * day + within(0, day - 1);
    let known = false;
    const add = (event, properties, path) =>
      events.push({
        type: 'track',
        messageId: `s${events.length}`,
        event,
        anonymousId: `visitor-${person}`,
        ...(known && { userId: `user-${person}` }),
        timestamp: new Date(time).toISOString(),
        properties,
        context: { page: { path }, locale: 'en' },
      });
    let upset = 0;
    const answer = () => {
      const value = Math.max(0, Math.min(10, within(6, 10) - 3 * Math.min(upset, 2)));
      answers.push({ person, time, value });
      add('Survey Answered', { survey: 'nps', response: `r${answers.length}`, question: 'score', kind: 'nps', value }, '/thanks');
    };
    // Some have answered before they met anything.
    if (person % 5 === 0) answer();
    const visits = within(2, 9);
    for (let visit = 0; visit < visits; visit += 1) {
      time += within(20_000, 4_000_000);
      if (named && visit === 1) known = true;
      const page = Object.keys(pages)[within(0, 4)];
      const path = page.replace('*', String(within(1, 900)));
      const view = { person, page, time, hits: [] };
      for (const { rate, ...what } of pages[page]) {
        if (random() >= rate) continue;
        const { signal, element, role, name, path: place } = what;
        const hit = { ...what, person, first: 0, times: within(1, 3) };
        for (let i = 0; i < hit.times; i += 1) {
          time += within(1000, 9000);
          if (i === 0) hit.first = time;
          add('Signal Noticed', { signal, element, role, name, path: place, ...(signal === 'rage' && { count: 4 }) }, path);
        }
        view.hits.push(hit);
      }
      upset += view.hits.length > 0 ? 1 : 0;
      time += within(0, 60_000);
      view.time = time;
      views.push(view);
      add('Page Watched', { clicks: within(0, 12), signals: Object.fromEntries(view.hits.map(({ signal }) => [signal, 1])) }, path);
    }
    time += 60_000;
    if (person % 7 !== 0) answer();
  }
  return { events, views, answers };
}

// --- what the report must say ------------------------------------------------------------------------------------

const shareOf = (withOne, all) => {
  const found = share(withOne, all);
  return { views: all, with: withOne, share: found?.value ?? null, interval: found?.interval ?? null };
};

const keyOf = ({ signal, element }) => `${signal} ${element}`;

// Of those who hit it and answered afterwards, against those who never did.
function satisfaction(hits, latest) {
  const first = new Map();
  for (const { person, first: time } of hits) first.set(person, Math.min(time, first.get(person) ?? Infinity));
  const after = [];
  const others = [];
  for (const [person, { time, value }] of latest) {
    if (!first.has(person)) others.push(value);
    else if (time >= first.get(person)) after.push(value);
  }
  return { satisfaction: score('nps', after), difference: difference('nps', others, after) };
}

function adjusted(rows) {
  const some = rows.filter((row) => row.difference);
  const ps = statistics.holm(some.map((row) => row.difference.p));
  some.forEach((row, i) => Object.assign(row.difference, { pAdjusted: ps[i], verdict: statistics.verdict(row.difference.delta, ps[i]) }));
  return rows.sort((a, b) => (b.interval?.low ?? -1) - (a.interval?.low ?? -1) || b.visitors - a.visitors || b.count - a.count);
}

export function expected({ views, answers }) {
  const latest = new Map();
  for (const answer of answers) if (!(latest.get(answer.person)?.time > answer.time)) latest.set(answer.person, answer);
  const group = (name, all, wanted) => {
    const hit = all.map((view) => view.hits.filter((one) => wanted(one))).filter((hits) => hits.length > 0);
    const hits = hit.flat();
    return {
      ...name,
      ...shareOf(hit.length, all.length),
      count: statistics.sum(hits.map(({ times }) => times)),
      visitors: new Set(hits.map(({ person }) => person)).size,
      ...satisfaction(hits, latest),
    };
  };
  const on = (page) => views.filter((view) => view.page === page);
  const elements = Object.entries(pages).flatMap(([page, list]) =>
    list.map(({ signal, element }) => group({ signal, page, element: element ?? null }, on(page), (hit) => keyOf(hit) === keyOf({ signal, element }))),
  );
  const kinds = [...new Set(elements.map(({ signal }) => signal))].map((signal) => group({ signal }, views, (hit) => hit.signal === signal));
  const byPage = Object.keys(pages).map((page) => group({ page }, on(page), () => true));
  const trend = Array.from({ length: weeks }, (_, week) => {
    const all = views.filter(({ time }) => Math.floor((time - begin) / (7 * day)) === week);
    return shareOf(all.filter(({ hits }) => hits.length > 0).length, all.length);
  });
  return {
    ...shareOf(views.filter(({ hits }) => hits.length > 0).length, views.length),
    signals: statistics.sum(kinds.map(({ count }) => count)),
    visitors: new Set(views.map(({ person }) => person)).size,
    elements: adjusted(elements.filter(({ count }) => count > 0)),
    kinds: adjusted(kinds.filter(({ count }) => count > 0)),
    pages: adjusted(byPage.filter(({ count }) => count > 0)),
    trend,
  };
}
