// One native control per node of the frame, exactly over its picture and transparent: the only input side, and all
// that assistive technology needs. Nodes are found again by id; nothing that is right already is written again, and
// a control that has the focus is never made anew.

import { Action, Look, Role, State } from './generated/abi.ts';
import type { Frame, FrameNode, Rect } from './frame.ts';

export interface Actions {
  act(node: number, action: (typeof Action)[keyof typeof Action], value: string): void;
  interact(hovered: number, focused: number, pressed: number): void;
}

export interface Controls {
  update(frame: Frame): void;
  focused(): boolean;
}

interface Control {
  node: FrameNode;
  readonly element: HTMLElement;
  readonly input: HTMLElement; // what takes the focus; often the element itself
  readonly words: HTMLElement | undefined; // where the text goes
  readonly since: number;
}

const isScale = ({ role }: FrameNode): boolean => role === Role.radio;

// What a control is called: the painted words always come first, so that it can be called by them aloud.
export function nameOf({ text, label }: FrameNode): string {
  if (!label || !text || label.includes(text)) return label || text;
  return `${text}, ${label}`;
}

export function createControls(card: HTMLElement, root: ShadowRoot, actions: Actions, signal: AbortSignal): Controls {
  const controls = new Map<number, Control>();
  const owners = new WeakMap<Element, Control>();
  let dialog = 0;
  let question = 0; // the heading's id: a new one is a new question
  let hovered = 0;
  let pressed = 0;
  let touched = false; // the last pointer was a finger: do not bring up the keyboard unasked
  let arrow = false; // an arrow key is down: it moves the choice, which is not yet an answer
  let digit = { key: '', at: -Infinity };

  const find = (test: (node: FrameNode) => boolean): Control | undefined => {
    for (const control of controls.values()) if (test(control.node)) return control;
    return undefined;
  };
  const ownerOf = (target: EventTarget | null): Control | undefined => {
    for (let at = target as Element | null; at && at !== card; at = at.parentElement) {
      const control = owners.get(at);
      if (control) return control;
    }
    return undefined;
  };
  const interactive = ({ role }: FrameNode): boolean =>
    role === Role.radio || role === Role.checkbox || role === Role.button || role === Role.link || role === Role.textbox;

  // --- making and changing -----------------------------------------------------------------------------------

  function make(node: FrameNode): Control {
    let element: HTMLElement;
    let input: HTMLElement | undefined;
    let words: HTMLElement | undefined;
    if (node.role === Role.heading) {
      element = words = document.createElement('h2');
    } else if (node.role === Role.radiogroup) {
      element = document.createElement('fieldset');
      words = element.appendChild(document.createElement('legend'));
      words.className = 'sr';
    } else if (node.role === Role.radio || node.role === Role.checkbox) {
      element = document.createElement('label');
      const box = document.createElement('input');
      box.type = node.role === Role.radio ? 'radio' : 'checkbox';
      box.name = `group${node.parent}`;
      box.value = node.value;
      input = element.appendChild(box);
      words = element.appendChild(document.createElement('span'));
    } else if (node.role === Role.button || node.role === Role.link) {
      const button = document.createElement('button');
      button.type = 'button';
      element = words = button;
    } else if (node.role === Role.textbox) {
      const box = document.createElement('textarea');
      box.maxLength = 5000;
      element = box;
    } else if (node.role === Role.progress) {
      element = document.createElement('progress');
    } else if (node.role === Role.group || node.role === Role.list) {
      element = document.createElement('div');
    } else {
      element = words = document.createElement('p');
    }
    const control = { node, element, input: input ?? element, words, since: performance.now() };
    owners.set(element, control);
    owners.set(control.input, control);
    controls.set(node.id, control);
    return control;
  }

  function place({ element }: Control, rect: Rect, origin: Rect): void {
    const { style } = element;
    const put = (name: 'left' | 'top' | 'width' | 'height', length: number): void => {
      const value = `${length}px`;
      if (style[name] !== value) style[name] = value;
    };
    put('left', rect.x - origin.x);
    put('top', rect.y - origin.y);
    put('width', rect.width);
    put('height', rect.height);
  }

  const attribute = (element: Element, name: string, value: string | undefined): void => {
    if (value === undefined) element.removeAttribute(name);
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };

  function write(control: Control, node: FrameNode, fresh: boolean): void {
    const { element, input, words, node: before } = control;
    control.node = node;
    const state = (bit: number): boolean => (node.state & bit) !== 0;
    const kind = Role[node.role] ?? 'text';
    const selectable = node.role === Role.heading || node.role === Role.text || node.role === Role.status;
    const classes = `node ${kind} l${node.look}${selectable ? ' text' : ''}${state(State.disabled) ? ' off' : ''}`;
    if (element.className !== classes) element.className = classes;
    element.hidden = node.rect.width === 0 && node.role !== Role.group;

    const name = nameOf(node);
    const said = selectable ? node.text : name;
    if (words && words.textContent !== said) words.textContent = said;
    if (node.role === Role.heading) attribute(element, 'id', 'title');
    if (input instanceof HTMLInputElement) {
      if (input.checked !== state(State.checked)) input.checked = state(State.checked);
      input.disabled = state(State.disabled);
      // The end labels say what the numbers mean; for those between, a hint does.
      attribute(element, 'title', node.label && !node.label.includes(node.text) ? node.label : undefined);
    } else if (input instanceof HTMLButtonElement) {
      input.disabled = state(State.disabled);
    } else if (input instanceof HTMLTextAreaElement) {
      attribute(input, 'aria-label', node.label || undefined);
      if (!node.label) attribute(input, 'aria-labelledby', 'title');
      attribute(input, 'placeholder', node.hint || undefined);
      attribute(input, 'aria-required', state(State.required) ? 'true' : undefined);
      attribute(input, 'aria-invalid', state(State.invalid) ? 'true' : undefined);
      // While somebody types, what they see is the truth and the engine follows it.
      const theirs = root.activeElement === input && !fresh;
      if ((fresh || before.value !== node.value) && !theirs && input.value !== node.value) input.value = node.value;
    } else if (element instanceof HTMLProgressElement) {
      const value = Number(node.value);
      if (element.value !== value) element.value = value;
      attribute(element, 'aria-label', name || `${Math.round(value * 100)} %`);
    }
  }

  function update(frame: Frame): void {
    const [top, ...rest] = frame.nodes;
    if (!top) return;
    const before = root.activeElement;
    const inside = before !== null && card.contains(before);
    dialog = top.id;
    const heading = rest.find((node) => node.role === Role.heading);
    attribute(card, 'role', 'dialog');
    attribute(card, 'tabindex', '-1');
    attribute(card, 'lang', frame.locale || undefined);
    attribute(card, 'aria-labelledby', heading ? 'title' : undefined);
    attribute(card, 'aria-label', heading ? undefined : nameOf(top));

    const wanted = new Set(rest.map((node) => node.id));
    const gone = new Set<Element>();
    for (const [id, { element }] of controls) {
      if (wanted.has(id)) continue;
      gone.add(element);
      controls.delete(id);
    }
    const last = new Map<Element, Element>(); // the control placed last in each parent
    const canvas = card.querySelector('canvas');
    const none: Rect = { x: 0, y: 0, width: 0, height: 0 };
    for (const node of rest) {
      const old = controls.get(node.id);
      const control = old ?? make(node);
      write(control, node, !old);
      const parent = controls.get(node.parent);
      const into = parent?.element ?? card;
      place(control, node.rect, parent?.node.rect ?? none);
      const after = last.get(into) ?? (parent ? (parent.words ?? null) : canvas);
      let here = after ? after.nextElementSibling : into.firstElementChild;
      while (here && gone.has(here)) here = here.nextElementSibling;
      if (here !== control.element) into.insertBefore(control.element, here);
      last.set(into, control.element);
    }

    const turned = heading !== undefined && question !== 0 && heading.id !== question;
    question = heading?.id ?? 0;
    if (turned) card.scrollTop = 0;
    const lost = before !== null && Array.from(gone).some((element) => element.contains(before));
    if (inside && (turned || lost)) enter();
    for (const element of gone) element.remove();
    if (!controls.has(hovered)) hovered = 0;
    if (!controls.has(pressed)) pressed = 0;
  }

  // Into the question now showing.
  function enter(): void {
    const target =
      (touched ? undefined : find(({ role }) => role === Role.textbox)) ??
      find((node) => isScale(node) && (node.state & State.checked) !== 0) ??
      find(isScale);
    (target?.input ?? card).focus({ preventScroll: true });
  }

  // --- what the visitor does ---------------------------------------------------------------------------------

  const tell = (): void => {
    const at = root.activeElement;
    const focused = at?.matches(':focus-visible') ? (ownerOf(at)?.node.id ?? 0) : 0;
    actions.interact(hovered, focused, pressed);
  };
  const activate = ({ node }: Control): void => actions.act(node.id, Action.activate, node.value);
  const choose = ({ node }: Control): void => actions.act(node.id, Action.choose, node.value);
  const press = (look: number): boolean => {
    const control = find((node) => node.look === look);
    if (control) activate(control);
    return control !== undefined;
  };

  function onClick(event: MouseEvent): void {
    const control = ownerOf(event.target);
    // A label passes its click on to its input, which is the one that counts.
    if (!control || !interactive(control.node) || !control.input.contains(event.target as Node)) return;
    if (control.node.role === Role.textbox || arrow) return;
    // The second half of a double click was meant for what stood there before.
    if (event.detail > 1 && event.timeStamp - control.since < 500) return;
    activate(control);
  }

  function onChange(event: Event): void {
    const control = ownerOf(event.target);
    if (control && arrow && isScale(control.node)) choose(control);
  }

  function onInput(event: Event): void {
    const control = ownerOf(event.target);
    if (control?.input instanceof HTMLTextAreaElement) {
      actions.act(control.node.id, Action.input, control.input.value);
    }
  }

  function onDigit(event: KeyboardEvent): boolean {
    const pair = digit.key + event.key;
    const byValue = (value: string) => (node: FrameNode): boolean => isScale(node) && node.value === value;
    const control =
      (event.timeStamp - digit.at < 800 ? find(byValue(pair)) : undefined) ?? find(byValue(event.key));
    if (!control) return false;
    digit = { key: event.key, at: event.timeStamp };
    control.input.focus({ preventScroll: true });
    if (control.input instanceof HTMLInputElement) control.input.checked = true;
    choose(control);
    return true;
  }

  function onEnter(event: KeyboardEvent, control: Control | undefined): boolean {
    if (control?.node.role === Role.textbox) return (event.ctrlKey || event.metaKey) && press(Look.primary);
    if (control && isScale(control.node)) {
      activate(control);
      return true;
    }
    if (control && interactive(control.node)) return false; // the browser clicks it
    return find(isScale) !== undefined && press(Look.primary);
  }

  function onKey(event: KeyboardEvent): void {
    event.stopPropagation(); // a page's single-key shortcuts are not meant for what is typed here
    if (event.isComposing) return;
    const control = ownerOf(event.target);
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    arrow = event.key.startsWith('Arrow');
    let done = false;
    if (event.key === 'Escape') {
      actions.act(dialog, Action.dismiss, '');
      done = true;
    } else if (event.key === 'Enter') {
      done = onEnter(event, control);
    } else if (plain && /^\d$/.test(event.key) && control?.node.role !== Role.textbox) {
      done = onDigit(event);
    }
    if (done) event.preventDefault();
  }

  function onKeyUp(event: KeyboardEvent): void {
    event.stopPropagation();
    arrow = false;
  }

  function onPointer(event: PointerEvent): void {
    const control = ownerOf(event.target);
    const id = control && interactive(control.node) && !(control.node.state & State.disabled) ? control.node.id : 0;
    touched = event.pointerType !== 'mouse';
    if (event.type === 'pointerover') hovered = touched ? 0 : id;
    else if (event.type === 'pointerdown') pressed = id;
    else pressed = 0;
    if (event.type === 'pointerout') hovered = 0;
    arrow = false;
    tell();
  }

  card.addEventListener('click', onClick, { signal });
  card.addEventListener('change', onChange, { signal });
  card.addEventListener('input', onInput, { signal });
  card.addEventListener('keydown', onKey, { signal });
  card.addEventListener('keypress', (event) => event.stopPropagation(), { signal });
  card.addEventListener('keyup', onKeyUp, { signal });
  card.addEventListener('focusin', tell, { signal });
  card.addEventListener('focusout', () => queueMicrotask(tell), { signal });
  for (const type of ['pointerover', 'pointerout', 'pointerdown', 'pointerup', 'pointercancel'] as const) {
    card.addEventListener(type, onPointer, { signal });
  }

  return { update, focused: () => root.activeElement !== null && card.contains(root.activeElement) };
}
