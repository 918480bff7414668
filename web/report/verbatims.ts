// What respondents wrote, newest first.

import { h, setText } from './dom.ts';
import type { Verbatim } from './feed.ts';
import { ago, exactTime, plural } from './format.ts';

const atFirst = 5; // listed before somebody asks for more
const longText = 280; // characters; more are folded away

const tones: Record<string, string> = {
  promoter: 'good',
  passive: 'warn',
  detractor: 'bad',
  easy: 'good',
  neutral: 'warn',
  difficult: 'bad',
};

interface Item {
  element: HTMLElement;
  refresh(now: Date): void;
}

// Cut between words, and never within an emoji.
function beginning(text: string): string {
  const cut = text.slice(0, longText).replace(/[\uD800-\uDBFF]$/, '');
  return `${cut.replace(/\s+\S{0,30}$/, '')}…`;
}

function item(verbatim: Verbatim): Item {
  const { text, score, category } = verbatim;
  const chip = h('span', { class: 'chip', 'data-tone': tones[category ?? ''] ?? 'none' }, score === null ? '–' : String(score));
  chip.setAttribute('aria-label', score === null ? 'Without a score' : `Score ${score}, ${category}`);
  chip.setAttribute('role', 'img');
  const words = h('p', { class: 'words', dir: 'auto' }, text);
  const said = h('div', { class: 'said' }, words);
  if (text.length > longText * 1.25) {
    setText(words, beginning(text));
    const more = h('button', { type: 'button', class: 'link' }, 'Read all');
    more.addEventListener('click', () => {
      setText(words, text);
      words.tabIndex = -1;
      words.focus();
      more.remove();
    });
    said.append(more);
  }
  const given = verbatim.timestamp ? new Date(verbatim.timestamp) : null;
  const time = h('time', { class: 'quiet' });
  if (given) {
    time.dateTime = given.toISOString();
    time.title = exactTime(given);
    said.append(time);
  }
  return {
    element: h('li', { class: 'verbatim' }, chip, said),
    refresh: (now) => given && setText(time, ago(given, now)),
  };
}

export interface VerbatimsView {
  element: HTMLElement;
  update(verbatims: Verbatim[], total: number, now: Date): void;
}

export function verbatimsView(): VerbatimsView {
  const list = h('ol', { class: 'verbatims' });
  const nothing = h('p', { class: 'nothing quiet' }, 'Nobody has written anything yet.');
  const more = h('button', { type: 'button', class: 'button' });
  const element = h('div', {}, list, nothing, more);
  const items = new Map<string, Item>();
  let known: Verbatim[] = [];
  let total = 0;
  let limit = atFirst;

  const render = (now: Date) => {
    const listed = known.slice(0, limit);
    const wanted = new Map<string, Item>();
    const repeats = new Map<string, number>();
    for (const verbatim of listed) {
      const same = JSON.stringify(verbatim);
      const repeat = repeats.get(same) ?? 0;
      repeats.set(same, repeat + 1);
      const key = `${repeat} ${same}`;
      wanted.set(key, items.get(key) ?? item(verbatim));
    }
    for (const [key, { element: old }] of items) {
      if (!wanted.has(key)) {
        old.remove();
        items.delete(key);
      }
    }
    let before: Element | null = list.firstElementChild;
    for (const [key, entry] of wanted) {
      items.set(key, entry);
      entry.refresh(now);
      if (entry.element === before) before = before.nextElementSibling;
      else list.insertBefore(entry.element, before);
    }
    const left = known.length - listed.length;
    nothing.hidden = known.length > 0;
    list.hidden = known.length === 0;
    more.hidden = left === 0;
    setText(more, total > known.length ? `Show the newest ${known.length}` : `Show ${plural(left, 'more', 'more')}`);
  };

  more.addEventListener('click', () => {
    const firstNew = limit;
    limit = Infinity;
    render(new Date());
    const target = list.children[firstNew];
    if (target instanceof HTMLElement) {
      target.tabIndex = -1;
      target.focus();
    }
  });

  return {
    element,
    update(verbatims, all, now) {
      known = verbatims;
      total = all;
      render(now);
    },
  };
}
