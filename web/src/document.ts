// Rich text (the blocks of core/guide/markdown.h) as elements of the browser's own. What is in it reaches the page as
// text and as addresses that were looked at, never as markup.

import type { Control } from './control.ts';
import type { Actions } from './controls.ts';
import type { Json } from './core.ts';
import { Action } from './generated/abi.ts';
import type { FrameNode } from './frame.ts';
import type * as Media from './media.ts';
import { attribute, safe } from './shared.ts';

type Inline = string | readonly (string | readonly Json[])[];
type Block = readonly Json[];
export type LoadMedia = () => Promise<typeof Media>; // the code for pictures and recordings

const article = /^#(article:.*)/;
let ranks: number[] = []; // of the heading before, and of those it is under

function create<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, name = '', ...inside: (Node | string)[]): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...inside);
  return element;
}

function link(href: string, inside: Node): Node {
  const address = safe(href);
  if (!address) return inside;
  const element = create('a', '', inside);
  const inner = article.exec(href)?.[1];
  element.href = address;
  if (inner) {
    element.dataset['act'] = inner;
  } else if (element.origin !== location.origin && /^http/.test(element.protocol)) {
    element.target = '_blank';
    element.rel = 'noopener noreferrer';
  }
  return element;
}

function inline(content: Inline): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const part of typeof content === 'string' ? [content] : content) {
    if (typeof part === 'string') {
      fragment.append(part);
      continue;
    }
    const [kind, first, second] = part as [string, Inline, Inline];
    if (kind === 'a') fragment.append(link(String(first), inline(second)));
    else fragment.append(create(kind === 'b' ? 'strong' : kind === 'i' ? 'em' : kind === 'm' ? 'mark' : 'code', '', inline(first)));
  }
  return fragment;
}

function item([, action, title, text]: Block): HTMLElement {
  const button = create('button', 'item', create('span', 'name', inline(title as Inline)));
  if (text) button.append(create('span', 'more', inline(text as Inline)));
  button.type = 'button';
  button.dataset['act'] = String(action);
  return create('li', '', button);
}

// The place of a picture or a recording, until the code for it is there.
function later(load: LoadMedia, alternative: string, make: (media: typeof Media) => HTMLElement): HTMLElement {
  const place = create('p');
  load().then(
    (media) => place.replaceWith(make(media)),
    () => place.append(alternative),
  );
  return place;
}

function element(block: Block, load: LoadMedia): HTMLElement | undefined {
  const [kind, first, second, third, fourth] = block;
  const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
  switch (kind) {
    case 'h': // under the title of the panel, and none left out on the way down
      ranks = [...ranks.filter((rank) => rank < Number(first)), Number(first)];
      return create(`h${ranks.length + 2}` as 'h3', '', inline(second as Inline));
    case 'p':
      return create('p', '', inline(first as Inline));
    case 'ul':
    case 'ol':
      return create(kind, '', ...(first as readonly Block[][]).map((blocks) => create('li', '', ...elements(blocks, load))));
    case 'pre':
      return create('pre', '', text(first));
    case 'quote':
      return create('blockquote', '', ...elements(first as Block[], load));
    case 'hr':
      return create('hr');
    case 'img':
      return later(load, text(second), ({ picture }) => picture(text(first), text(second)));
    case 'video':
      return later(load, text(fourth), ({ recording }) =>
        recording(text(first), { poster: text(second), captions: text(third) }, text(fourth), false),
      );
    case 'item':
      return item(block);
    case 'label':
      return create('h3', 'label', text(first));
    case 'note':
      return create('p', 'note', text(first));
  }
  return undefined;
}

// Items that follow each other are a list.
function elements(blocks: readonly Block[], load: LoadMedia): HTMLElement[] {
  const made: HTMLElement[] = [];
  let list: HTMLElement | undefined;
  for (const block of blocks) {
    const one = element(block, load);
    const isItem = block[0] === 'item';
    if (!isItem) list = undefined;
    else if (!list) {
      made.push((list = create('ul', 'items')));
      list.setAttribute('role', 'list'); // Safari takes it from lists without bullets
    }
    if (one) isItem ? list!.append(one) : made.push(one);
  }
  return made;
}

export function makeDocument(node: FrameNode, act: Actions['act'], load: LoadMedia): Control {
  const root = create('div');
  root.tabIndex = -1;
  root.setAttribute('role', 'document');
  let shown = '';
  const control: Control = { node, element: root, input: root, since: 0, write };

  function write(_: Control, next: FrameNode): void {
    control.node = next;
    root.className = `document l${next.look}`;
    attribute(root, 'aria-label', next.label || next.text || undefined);
    if (next.value === shown) return;
    shown = next.value;
    const held = root.contains((root.getRootNode() as ShadowRoot).activeElement);
    ranks = [];
    root.replaceChildren(...elements(JSON.parse(shown || '[]') as Block[], load));
    root.scrollTop = 0;
    // A text without anything to act on is scrolled with the keys all the same.
    root.tabIndex = root.querySelector('button, a, video') ? -1 : 0;
    if (held) root.focus({ preventScroll: true });
  }

  root.addEventListener('click', (event) => {
    const value = (event.target as Element).closest<HTMLElement>('[data-act]')?.dataset['act'];
    if (value === undefined) return;
    event.preventDefault();
    act(control.node.id, Action.activate, value);
  });
  return control;
}

// Over its painted place.
export function makeMedia(node: FrameNode, load: LoadMedia): Control {
  const root = create('div');
  let shown = '';
  const control: Control = { node, element: root, input: root, since: 0, write };

  function write(_: Control, next: FrameNode): void {
    control.node = next;
    root.className = `media l${next.look}`;
    const wanted = `${next.role} ${next.hint} ${next.value} ${next.text}`;
    if (wanted === shown) return;
    shown = wanted;
    load().then(
      ({ fill }) => wanted === shown && fill(root, next),
      () => root.replaceChildren(),
    );
  }
  return control;
}
