// The report page: asks the collector once a second and shows what it says.

import icon from './icon.svg';
import { guidesCard, surveyCard } from './cards.ts';
import type { Card } from './cards.ts';
import { h, setAttribute, setText } from './dom.ts';
import { follow } from './feed.ts';
import type { Entry, Guide, Report } from './feed.ts';
import { plural } from './format.ts';
import { forgetToken, takeToken } from './token.ts';

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`report.html has no #${id}`);
  return element;
}

const main = byId('report');
const live = byId('live');
const foot = byId('foot');

type State = 'live' | 'away' | 'locked';
const words: Record<State, string> = { live: 'Live', away: 'Reconnecting…', locked: 'Locked' };

function showState(state: State): void {
  setAttribute(live, 'data-state', state);
  setText(live, words[state]);
}

// --- messages in the place of cards ------------------------------------------------------------------------------

function message(title: string, ...content: Node[]): HTMLElement {
  const picture = h('img', { class: 'message-mark', src: icon, alt: '', width: '48', height: '48' });
  return h('section', { class: 'card message' }, picture, h('h2', {}, title), ...content);
}

const empty = message(
  'No answers yet',
  h('p', {}, 'Open the shop and place an order. A question comes up, and its answer is here a second later.'),
  h('a', { class: 'primary', href: '/', target: '_blank', rel: 'noopener' }, 'Open the shop'),
);

const locked = message(
  'This report is locked',
  h('p', {}, 'Open the address that the collector printed when it started. It ends with the token that unlocks the report:'),
  h('p', {}, h('code', {}, `${location.origin}/report#token=…`)),
  h('p', { class: 'quiet' }, 'After a restart the collector prints a new one, unless it was given a token.'),
);

const away = message(
  'The collector does not answer',
  h('p', {}, 'It may not be running. This page goes on by itself as soon as it is back.'),
);

// --- cards -------------------------------------------------------------------------------------------------------

const cards = new Map<string, Card<Entry[]>>();
let guides: Card<Guide[]> | null = null;
let latest: Report | null = null;

function bySurvey(entries: Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.survey);
    if (group) group.push(entry);
    else groups.set(entry.survey, [entry]);
  }
  return groups;
}

// Scored surveys first, the most answered of them at the top; but whoever reads is not to lose the place, so cards
// that are there stay where they are.
function weight([first]: Entry[]): number {
  return first ? (first.metric ? 1e12 : 0) + first.started : 0;
}

function place(wanted: HTMLElement[]): void {
  for (const child of [...main.children]) if (!wanted.includes(child as HTMLElement)) child.remove();
  wanted.forEach((element, index) => {
    if (main.children[index] !== element) main.insertBefore(element, main.children[index] ?? null);
  });
}

function show(report: Report): void {
  const now = new Date();
  const groups = bySurvey(report.surveys);
  const fresh = [...groups].filter(([survey]) => !cards.has(survey)).sort((a, b) => weight(b[1]) - weight(a[1]));
  for (const [survey] of fresh) cards.set(survey, surveyCard());
  for (const [survey, card] of cards) {
    const entries = groups.get(survey);
    if (entries) card.update(entries, now);
    else cards.delete(survey);
  }
  const elements = [...cards.values()].map(({ element }) => element);
  if (elements.length === 0) elements.push(empty);
  if (report.guides.length > 0) {
    guides ??= guidesCard();
    guides.update(report.guides, now);
    elements.push(guides.element);
  }
  place(elements);
  setText(foot, report.events > 0 ? plural(report.events, 'event received', 'events received') : '');
}

// --- life --------------------------------------------------------------------------------------------------------

let stop = () => {};

function lock(): void {
  forgetToken();
  showState('locked');
  cards.clear();
  guides = null;
  latest = null;
  setText(foot, '');
  place([locked]);
}

function begin(): void {
  stop();
  const token = takeToken();
  if (!token) return lock();
  stop = follow(token, {
    report(report) {
      latest = report;
    },
    alive() {
      showState('live');
      if (latest) show(latest); // also when nothing is new: "2 min ago" moves on
    },
    away() {
      showState('away');
      if (!latest) place([away]);
    },
    locked: lock,
  });
}

// Opening the printed address where the report is open already changes the fragment and loads nothing.
window.addEventListener('hashchange', () => location.hash && begin());
begin();
