// One native control: which element a node of the frame becomes, and how the node's words and state are written to
// it. Nothing that is right already is written again: no-op writes knock screen readers off their place.

import { Look, Role, State, pictureInset, pictureRatio } from './generated/abi.ts';
import type { FrameNode, Rect } from './frame.ts';

export interface Control {
  node: FrameNode;
  readonly element: HTMLElement;
  readonly input: HTMLElement; // what takes the focus; often the element itself
  readonly words?: HTMLElement | undefined; // where the text goes
  readonly picture?: HTMLImageElement | undefined;
  readonly since: number;
  readonly write?: typeof write; // of one that is made of more than one native control (document.ts)
}

export const has = ({ state }: FrameNode, bit: number): boolean => (state & bit) !== 0;
// What the visitor writes in, and therefore what is the truth while it has the focus.
export const isTextbox = ({ role }: FrameNode): boolean => role === Role.textbox;
export const isChoice = ({ role }: FrameNode): boolean => role === Role.radio || role === Role.checkbox;
export const isMove = ({ look }: FrameNode): boolean => look === Look.moveUp || look === Look.moveDown;

const tags: Partial<Record<number, keyof HTMLElementTagNameMap>> = {
  [Role.heading]: 'h2',
  [Role.radiogroup]: 'fieldset',
  [Role.group]: 'fieldset',
  [Role.radio]: 'label',
  [Role.checkbox]: 'label',
  [Role.button]: 'button',
  [Role.link]: 'a',
  [Role.textbox]: 'input',
  [Role.select]: 'select',
  [Role.option]: 'option',
  [Role.progress]: 'progress',
  [Role.list]: 'ol',
  [Role.listitem]: 'li',
};

// The keyboard a phone brings up, and what a browser may fill in. Numbers are plain text to it: a number field of
// its own understands other decimals than the visitor, and tells nobody what it did not understand.
const kinds: Partial<Record<number, { type: string; autocomplete?: AutoFill; mode?: string }>> = {
  [Look.inputEmail]: { type: 'email', autocomplete: 'email' },
  [Look.inputNumber]: { type: 'text', mode: 'decimal' },
  [Look.inputDate]: { type: 'date' },
  [Look.inputPhone]: { type: 'tel', autocomplete: 'tel' },
};

// What a control is called: the painted words always come first, so that it can be called by them aloud.
export function nameOf({ text, label }: FrameNode): string {
  if (!label || !text || label.includes(text)) return label || text;
  return `${text}, ${label}`;
}

export function attribute(element: Element, name: string, value: string | undefined): void {
  if (value === undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

// Where a link may lead; none for what would run as a script.
export function safe(address: string): string | undefined {
  try {
    const { protocol } = new URL(address, document.baseURI);
    return ['http:', 'https:', 'mailto:', 'tel:', location.protocol].includes(protocol) ? address : undefined;
  } catch {
    return undefined;
  }
}

export function make(node: FrameNode, signal: AbortSignal): Control {
  const { role, look } = node;
  const tag = look === Look.field ? 'textarea' : look === Look.actions ? 'div' : (tags[role] ?? 'p');
  const element = document.createElement(tag);
  const add = <Tag extends keyof HTMLElementTagNameMap>(name: Tag): HTMLElementTagNameMap[Tag] =>
    element.appendChild(document.createElement(name));
  let input: HTMLElement = element;
  let words: HTMLElement | undefined;
  let picture: HTMLImageElement | undefined;

  if (tag === 'fieldset') {
    words = add('legend');
    words.className = 'sr';
    if (role === Role.radiogroup) element.setAttribute('role', 'radiogroup');
  } else if (tag === 'label') {
    const box = add('input');
    box.type = role === Role.radio ? 'radio' : 'checkbox';
    box.name = `group${node.parent}`;
    box.value = node.value;
    input = box;
    if (look === Look.picture) {
      const image = (picture = add('img'));
      image.alt = ''; // the caption is its name
      image.decoding = 'async';
      image.referrerPolicy = 'no-referrer';
      image.addEventListener('error', () => image.remove(), { signal });
    }
    words = add('span');
  } else if (element instanceof HTMLInputElement) {
    const { type, autocomplete, mode } = kinds[look] ?? { type: 'text' };
    element.type = type;
    if (autocomplete) element.autocomplete = autocomplete;
    if (mode) element.inputMode = mode;
    element.maxLength = 5000;
  } else if (element instanceof HTMLTextAreaElement) {
    element.maxLength = 5000;
  } else if (element instanceof HTMLSelectElement) {
    words = add('option'); // nothing chosen yet
    (words as HTMLOptionElement).value = '';
  } else if (role === Role.list) {
    element.setAttribute('role', 'list'); // Safari takes it from lists without numbers
  } else if (role === Role.listitem) {
    words = add('span');
  } else if (role !== Role.progress && tag !== 'div') {
    if (element instanceof HTMLButtonElement) element.type = 'button';
    // Paragraphs of what is copied are blocks in the flow.
    words = tag === 'p' || tag === 'h2' ? add('span') : element;
  }
  return { node, element, input, words, picture, since: performance.now() };
}

export function place({ element, picture }: Control, rect: Rect, origin: Rect): void {
  const put = (style: CSSStyleDeclaration, name: 'left' | 'top' | 'width' | 'height', length: number): void => {
    const value = `${length}px`;
    if (style[name] !== value) style[name] = value;
  };
  put(element.style, 'left', rect.x - origin.x);
  put(element.style, 'top', rect.y - origin.y);
  put(element.style, 'width', rect.width);
  put(element.style, 'height', rect.height);
  if (picture) {
    const width = Math.max(rect.width - 2 * pictureInset, 0);
    put(picture.style, 'left', pictureInset);
    put(picture.style, 'top', pictureInset);
    put(picture.style, 'width', width);
    put(picture.style, 'height', width * pictureRatio);
  }
}

// Of the document's ids, unique on the page: there may be several cards, and ids of its own in the page.
export const idOf = (node: FrameNode | undefined): string | undefined => node && `canvass-${node.id}`;

// `theirs`: the visitor is writing in it. `title`, `error`: what it is called and what is wrong with the answer, by id.
export function write(control: Control, node: FrameNode, fresh: boolean, theirs: boolean, title?: string, error?: string): void {
  const { element, input, words, picture, node: before } = control;
  const { role, look, text, label, hint, value } = node;
  control.node = node;
  const off = has(node, State.disabled);
  if (element instanceof HTMLOptionElement) {
    if (element.textContent !== text) element.textContent = text;
    element.value = value;
    element.disabled = off;
    if (element.selected !== has(node, State.checked)) element.selected = has(node, State.checked);
    return;
  }

  const prose = role === Role.heading || role === Role.text || role === Role.status;
  const classes = `node l${look}${prose ? ' text' : isTextbox(node) ? ' textbox' : ''}${off ? ' off' : ''}${value ? '' : ' empty'}`;
  if (element.className !== classes) element.className = classes;
  element.hidden = node.rect.width === 0 && role !== Role.group;

  const field = isTextbox(node) || role === Role.select;
  const group = element instanceof HTMLFieldSetElement || role === Role.list;
  const name = field ? label : nameOf(node);
  const said = field ? hint || (value ? '' : text) : prose ? text : name;
  if (words && words.textContent !== said) words.textContent = said;
  if (role === Role.heading || look === Look.error) attribute(element, 'id', idOf(node));
  // The controls of the column say the same in their own names; what has no words, such as a tick, says nothing.
  if (prose) attribute(element, 'aria-hidden', look === Look.matrixHead || !text ? 'true' : undefined);
  if (field || group) {
    attribute(input, 'aria-label', name || undefined);
    attribute(input, 'aria-labelledby', name ? undefined : title);
  }
  // A group of checkboxes cannot be required or wrong as a whole: what is wrong with it is described.
  const wrong = has(node, State.invalid);
  if (role !== Role.group) {
    attribute(input, 'aria-required', has(node, State.required) ? 'true' : undefined);
    attribute(input, 'aria-invalid', wrong ? 'true' : undefined);
  }
  attribute(input, 'aria-describedby', wrong ? error : undefined);

  // At the end of the list its button is off, but keeps the focus for the way back.
  if (isMove(node)) attribute(input, 'aria-disabled', off ? 'true' : undefined);
  else if ('disabled' in input) input.disabled = off;

  if (isChoice(node)) {
    const box = input as HTMLInputElement;
    if (box.checked !== has(node, State.checked)) box.checked = has(node, State.checked);
    // The end labels say what the numbers mean; for those between, a hint does.
    attribute(element, 'title', label && !label.includes(text) ? label : undefined);
    if (picture && (fresh || before.hint !== hint)) picture.src = hint;
  } else if (isTextbox(node)) {
    const box = input as HTMLInputElement | HTMLTextAreaElement;
    attribute(box, 'placeholder', hint || undefined);
    // While somebody types, what they see is the truth and the engine follows it.
    if ((fresh || before.value !== value) && !theirs && box.value !== value) box.value = value;
  } else if (element instanceof HTMLAnchorElement) {
    const address = safe(value);
    attribute(element, 'href', address);
    attribute(element, 'rel', 'noopener noreferrer');
    attribute(element, 'target', /^(mailto|tel):/i.test(value) ? undefined : '_blank');
  } else if (element instanceof HTMLProgressElement) {
    if (element.value !== Number(value)) element.value = Number(value);
    attribute(element, 'aria-label', name || `${Math.round(Number(value) * 100)} %`);
  }
}
