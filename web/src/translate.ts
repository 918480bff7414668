// canvass.translate.js: loaded once the page is being translated. Keeps our words where its translator finds them, reads
// what became of them, and has everything painted and said anew with that. The engine knows nothing of it: answers stay
// what they are.
//
// Translators rewrite the text nodes below <body>, some also those in the open shadow roots there; all of them change the
// language of the page (docs/translation.md). So our words stand there a second time, unseen, while the languages differ.
// Whoever translates the text of the controls instead is listened to as well.

import type { Control } from './control.ts';
import { Role } from './generated/abi.ts';
import { nameOf, words } from './shared.ts';

export interface Translated {
  readonly host: HTMLElement;
  readonly card: HTMLElement;
  readonly controls: ReadonlyMap<number, Control>;
  readonly signal: AbortSignal;
  ask(): void; // has words.said told of all that it shows
  repaint(): void;
}

const { translations } = words;
const shown = new Set<Translated>();
const asked = new Set<string>(); // what is on screen, as we say it
const lines = new Map<string, HTMLElement>(); // … and where the page has it
const changed = new WeakSet<HTMLElement>(); // those that a translator has been at
const sources = new WeakMap<Text, string>(); // what a text of rich text was
let copy: HTMLElement | undefined;
let asking = false;
let due = false;
let locale = ''; // of our words

const letters = /\p{L}/u;
const address = /^(data|https?|mailto|tel):|^\.*\//i;

words.said = (text) => {
  if (letters.test(text) && !address.test(text)) {
    asked.add(text);
    later();
  }
  return translations.get(text) ?? text;
};
words.language = (own) => {
  locale = own;
  return (translations.size && document.documentElement.lang) || own;
};

// Whether it is news.
function learn(source: string, text: string): boolean {
  const before = translations.get(source);
  if (text === source) translations.delete(source);
  else if (text.trim()) translations.set(source, text);
  return translations.get(source) !== before;
}

function repaint(): void {
  shown.forEach((each) => each.repaint());
  later();
}

// --- where translators find it ---------------------------------------------------------------------------------------

const hidden = { position: 'fixed', inset: '0 auto auto 0', width: '100vw', opacity: '0', 'z-index': '-1', 'pointer-events': 'none' };
const small = { all: 'unset', display: 'block', font: '1px/1px sans-serif', 'white-space': 'pre-wrap' };

function create(like: Element, styles: Record<string, string>): HTMLElement {
  const element = document.createElement('div');
  for (const { name, value } of [...like.attributes]) if (/^(class|data-)/.test(name)) element.setAttribute(name, value);
  for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value, 'important');
  return element;
}

const observer = new MutationObserver(() => {
  let news = false;
  for (const [source, line] of lines) {
    const text = line.textContent;
    if (text !== source) changed.add(line);
    if (changed.has(line)) news = learn(source, text) || news;
  }
  if (news) repaint();
});

function later(): void {
  if (due || asking) return;
  due = true;
  queueMicrotask(sync);
}

function* richText(): Generator<Text> {
  for (const { card } of shown) {
    for (const root of card.querySelectorAll('.document')) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) yield walker.currentNode as Text;
    }
  }
}

// The page has the words that are on screen, and no others.
function sync(): void {
  due = false;
  asking = true;
  asked.clear();
  shown.forEach((each) => each.ask());
  for (const text of richText()) {
    const source = sources.get(text) ?? text.data.trim();
    sources.set(text, source);
    const said = text.data.replace(/\S.*\S|\S/s, () => words.said(source));
    if (text.data !== said) text.data = said;
  }
  asking = false;

  for (const [source, line] of lines) {
    if (asked.has(source)) continue;
    line.remove();
    lines.delete(source);
  }
  const [first] = shown;
  if (!first) {
    copy?.remove();
    copy = undefined;
    return;
  }
  if (!copy) {
    copy = create(first.host, hidden);
    copy.inert = true; // neither found, nor read out, nor in the way of the focus
    copy.ariaHidden = 'true';
    observer.observe(copy, { subtree: true, childList: true, characterData: true });
  }
  copy.lang = locale;
  for (const source of asked) {
    if (lines.has(source)) continue;
    const line = create(first.host, small);
    line.textContent = source;
    lines.set(source, line);
    copy.append(line);
  }
  if (!copy.isConnected) document.body?.append(copy);
}

// --- what becomes of the controls' own text --------------------------------------------------------------------------

// What the control was given to say, as control.ts has it.
function sayingOf({ node }: Control): string {
  const { role, text, hint, value } = node;
  if (role === Role.select) return hint || (value ? '' : text);
  return role === Role.heading || role === Role.text || role === Role.status ? text : nameOf(node);
}

function read({ controls }: Translated): boolean {
  let news = false;
  for (const control of controls.values()) {
    let saying = sayingOf(control);
    let text = control.words?.textContent;
    if (!text?.trim() || text === saying) continue;
    const number = `${control.node.text}, `; // before what it stands for
    if (saying === number + control.node.label && text.startsWith(number)) {
      saying = control.node.label;
      text = text.slice(number.length);
    }
    const all = [...asked].filter((source) => (translations.get(source) ?? source) === saying);
    for (const source of all.includes(text) ? [text] : all) news = learn(source, text) || news;
  }
  return news;
}

// --- life ------------------------------------------------------------------------------------------------------------

export function join(each: Translated): void {
  shown.add(each);
  sync();
  const heard = (): void => {
    if (read(each)) repaint();
    else later(); // rich text may be new
  };
  const watch = new MutationObserver(heard);
  watch.observe(each.card, { subtree: true, childList: true, characterData: true });
  each.signal.addEventListener('abort', () => {
    watch.disconnect();
    shown.delete(each);
    later();
  });
  heard();
}
