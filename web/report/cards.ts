// One card for each survey, and one for all tips. A card is made once and then brought up to date in place.

import { distributionView, funnelView, partsView, scaleView } from './charts.ts';
import type { Column, Part } from './charts.ts';
import { countTo, h, setText } from './dom.ts';
import type { CesEntry, Entry, Guide, NpsEntry } from './feed.ts';
import { count, mean, percent, plural, score } from './format.ts';
import { verbatimsView } from './verbatims.ts';

let lastId = 0;

function panel(title: string, ...content: Node[]): HTMLElement {
  return h('section', { class: 'panel' }, h('h3', {}, title), ...content);
}

// --- scores ----------------------------------------------------------------------------------------------------

interface ScoreView<T> {
  elements: HTMLElement[];
  update(entry: T): void;
}

const npsTone = (value: number): Part['tone'] => (value >= 9 ? 'good' : value >= 7 ? 'warn' : 'bad');

function npsView(): ScoreView<NpsEntry> {
  const number = h('p', { class: 'big' });
  const caption = h('p', { class: 'caption quiet' });
  const scale = scaleView('−100', '0', '+100');
  const parts = partsView(3);
  const answers = distributionView();
  return {
    elements: [panel('Score', number, caption, scale.element, parts.element), panel('Answers', answers.element)],
    update(entry) {
      const { value, intervals, counts } = entry;
      if (value === null || intervals === null) {
        setText(number, '–');
        setText(caption, 'No answers yet');
        scale.element.hidden = true;
      } else {
        const [from, to] = intervals.score;
        const along = (of: number) => (of + 100) / 200;
        const band = `95 % interval ${score(from)} to ${score(to)}`;
        countTo(number, value, score);
        setText(caption, band);
        scale.element.hidden = false;
        scale.update({
          value: along(value),
          band: [along(from), along(to)],
          label: `Net Promoter Score ${score(value)} on a scale from −100 to +100. ${band}.`,
        });
      }
      parts.update([
        { tone: 'good', name: 'Promoters', range: '9–10', count: counts.promoters },
        { tone: 'warn', name: 'Passives', range: '7–8', count: counts.passives },
        { tone: 'bad', name: 'Detractors', range: '0–6', count: counts.detractors },
      ]);
      const columns: Column[] = entry.distribution.map((of) => ({ ...of, tone: npsTone(of.value) }));
      answers.update({ columns, low: 'Not likely', high: 'Very likely' });
    },
  };
}

function cesView(points: number, higherIsEasier: boolean): ScoreView<CesEntry> {
  const number = h('span');
  const caption = h('p', { class: 'caption quiet' });
  const middle = String((points + 1) / 2);
  const scale = scaleView('1', middle, String(points));
  const parts = partsView(3);
  const answers = distributionView();
  const wording = higherIsEasier ? `“It was easy”, 1–${points}` : `“How much effort?”, 1–${points}`;
  const direction = higherIsEasier ? 'higher is easier' : 'lower is easier';
  const neutral = (points + 1) / 2;
  const tone = (value: number): Part['tone'] => (value === neutral ? 'warn' : value > neutral === higherIsEasier ? 'good' : 'bad');
  const upper = `${neutral + 1}–${points}`;
  const lower = `1–${neutral - 1}`;
  return {
    elements: [
      panel(
        'Mean',
        h('p', { class: 'big' }, number, h('span', { class: 'of' }, ` of ${points}`)),
        caption,
        scale.element,
        parts.element,
      ),
      panel('Answers', answers.element),
    ],
    update(entry) {
      const { value, counts } = entry;
      setText(caption, `${wording}: ${direction}`);
      scale.element.hidden = value === null;
      if (value === null) {
        setText(number, '–');
      } else {
        countTo(number, value, mean);
        const label = `Mean ${mean(value)} on a scale from 1 to ${points}, ${direction}.`;
        scale.update({ value: (value - 1) / (points - 1), label });
      }
      parts.update([
        { tone: 'good', name: 'Easy', range: higherIsEasier ? upper : lower, count: counts.easy },
        { tone: 'warn', name: 'Neutral', range: String(neutral), count: counts.neutral },
        { tone: 'bad', name: 'Difficult', range: higherIsEasier ? lower : upper, count: counts.difficult },
      ]);
      const columns: Column[] = entry.distribution.map((of) => ({ ...of, tone: tone(of.value) }));
      const [low, high] = higherIsEasier ? ['Harder', 'Easier'] : ['Easier', 'Harder'];
      answers.update({ columns, low: low ?? '', high: high ?? '' });
    },
  };
}

// --- surveys ---------------------------------------------------------------------------------------------------

const titles = { nps: 'Net Promoter Score', ces: 'Customer Effort Score' };
const title = ({ metric }: Entry): string => (metric ? titles[metric] : 'Survey');

// A question whose kind or scale has changed is drawn anew.
const kindOf = (entry: Entry): string => `${entry.id} ${entry.metric === 'ces' ? entry.variant : entry.metric}`;

function scoreView(entry: Entry): { elements: HTMLElement[]; update(entry: Entry): void } {
  if (entry.metric === 'nps') {
    const view = npsView();
    return { elements: view.elements, update: (next) => next.metric === 'nps' && view.update(next) };
  }
  if (entry.metric === 'ces') {
    const view = cesView(entry.variant === 'agree7' ? 7 : 5, entry.direction === 'higher_is_easier');
    return { elements: view.elements, update: (next) => next.metric === 'ces' && view.update(next) };
  }
  return { elements: [], update: () => undefined };
}

export interface Card<T> {
  element: HTMLElement;
  update(data: T, now: Date): void;
}

// `entries` are those of one survey, its main question first. Funnel and verbatims are the survey's.
export function surveyCard(): Card<Entry[]> {
  const id = `survey-${++lastId}`;
  const name = h('span');
  const survey = h('span', { class: 'id' });
  const answered = h('p', { class: 'n quiet' });
  const scores = h('div', { class: 'scores' });
  const funnel = funnelView(3);
  const note = h('p', { class: 'note quiet' });
  const words = verbatimsView();
  const wordsPanel = panel('In their words', words.element);
  const element = h(
    'section',
    { class: 'card', 'aria-labelledby': id },
    h('header', { class: 'card-head' }, h('h2', { id }, name, ' ', survey), answered),
    scores,
    h('div', { class: 'pair' }, panel('From shown to completed', funnel.element, note), wordsPanel),
  );
  let kinds = '';
  let views: { update(entry: Entry): void }[] = [];

  return {
    element,
    update(entries, now) {
      const [first] = entries;
      if (!first) return;
      setText(name, title(first));
      setText(survey, first.survey);
      setText(answered, plural(first.metric ? first.n : first.started, 'answer', 'answers'));

      const wanted = entries.map(kindOf).join('\n');
      if (wanted !== kinds) {
        kinds = wanted;
        const made = entries.map(scoreView);
        scores.replaceChildren(
          ...made.flatMap(({ elements }, index) => {
            const entry = entries[index];
            if (!entry || elements.length === 0) return [];
            const pair = h('div', { class: 'pair' }, ...elements);
            return index === 0 ? [pair] : [h('h3', { class: 'further' }, `${title(entry)}: ${entry.question}`), pair];
          }),
        );
        views = made;
      }
      views.forEach((view, index) => {
        const entry = entries[index];
        if (entry) view.update(entry);
      });

      funnel.update([
        { name: 'Shown', count: first.shown },
        { name: 'Started', count: first.started },
        { name: 'Completed', count: first.completed },
      ]);
      const rejected = entries.reduce((sum, entry) => sum + entry.rejected, 0);
      const left = [
        first.dismissed > 0 ? `Closed without finishing: ${count(first.dismissed)}.` : '',
        rejected > 0 ? `Left out because not on the scale: ${count(rejected)}.` : '',
      ];
      setText(note, left.filter((text) => text).join(' '));
      words.update(first.verbatims, first.verbatimCount, now);
    },
  };
}

// --- tips ------------------------------------------------------------------------------------------------------

export function guidesCard(): Card<Guide[]> {
  const columns = ['Shown', 'Completed', 'Dismissed', 'Place not found'];
  const body = h('tbody');
  const head = h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Tip'), ...columns.map((text) => h('th', { scope: 'col', class: 'number' }, text))));
  const element = h(
    'section',
    { class: 'card', 'aria-labelledby': 'tips' },
    h('header', { class: 'card-head' }, h('h2', { id: 'tips' }, 'Tips')),
    h('table', { class: 'tips' }, head, body),
  );
  const rows = new Map<string, { row: HTMLElement; cells: { number: HTMLElement; share: HTMLElement }[] }>();
  return {
    element,
    update(guides) {
      for (const guide of guides) {
        let entry = rows.get(guide.id);
        if (!entry) {
          const cells = columns.map(() => ({ number: h('span', { class: 'strong' }), share: h('span', { class: 'quiet' }) }));
          const tds = cells.map((cell, index) => h('td', { class: 'number', 'data-label': columns[index] ?? '' }, cell.number, ' ', cell.share));
          const row = h('tr', {}, h('th', { scope: 'row' }, guide.id), ...tds);
          entry = { row, cells };
          rows.set(guide.id, entry);
          body.append(row);
        }
        const { shown, completed, dismissed, missing } = guide;
        [shown, completed, dismissed, missing].forEach((value, index) => {
          const cell = entry?.cells[index];
          if (!cell) return;
          setText(cell.number, count(value));
          const ofShown = (index === 1 || index === 2) && value > 0 && value <= shown;
          setText(cell.share, ofShown ? percent(value, shown) : '');
        });
      }
    },
  };
}
