// One native control per node of the frame, exactly over its picture and transparent: the only input side, and all
// that assistive technology needs. Nodes are found again by id, and a control that has the focus is never made anew
// nor moved in the document.

import { type Control, attribute, has, idOf, isChoice, isMove, isTextbox, type make, nameOf, place, write } from './control.ts';
import { Action, Look, Role, State } from './generated/abi.ts';
import type { Frame, FrameNode, Rect } from './frame.ts';
import { listen } from './listen.ts';

export interface Actions {
  act(node: number, action: Action, value: string): void;
  interact(hovered: number, focused: number, pressed: number): void;
  // To those who cannot see it.
  announce(text: string): void;
  readonly make: typeof make;
}

export interface Controls {
  readonly all: ReadonlyMap<number, Control>; // by the node's id
  update(frame: Frame): void;
  focused(): boolean;
}

const none: Rect = { x: 0, y: 0, width: 0, height: 0 };

const isRadio = ({ role }: FrameNode): boolean => role === Role.radio;
const isSelect = ({ role }: FrameNode): boolean => role === Role.select;
const isLink = ({ role }: FrameNode): boolean => role === Role.link;
const isInteractive = (node: FrameNode): boolean =>
  isChoice(node) || isTextbox(node) || isSelect(node) || isLink(node) || node.role === Role.button;
// What a question is answered with.
const answers = (node: FrameNode): boolean => isChoice(node) || isTextbox(node) || isSelect(node) || isMove(node);

// `role` is what the card itself is.
export function createControls(card: HTMLElement, root: ShadowRoot, role: string, actions: Actions, signal: AbortSignal): Controls {
  const controls = new Map<number, Control>();
  const owners = new WeakMap<Element, Control>();
  let dialog = 0;
  let question = 0; // the heading's id: a new one is a new question
  let hovered = 0;
  let pressed = 0;
  let touched = false; // the last pointer was a finger: do not bring up the keyboard unasked
  let arrow = false; // an arrow key is down: it moves the choice, which is not yet an answer
  let digit = { key: '', at: -Infinity };

  const all = (test: (node: FrameNode) => boolean): Control[] => [...controls.values()].filter(({ node }) => test(node));
  const find = (test: (node: FrameNode) => boolean): Control | undefined => all(test)[0];
  const ownerOf = (target: EventTarget | null): Control | undefined => {
    for (let at = target as Element | null; at && at !== card; at = at.parentElement) {
      const control = owners.get(at);
      if (control) return control;
    }
    return undefined;
  };

  // --- following the frame -----------------------------------------------------------------------------------

  function made(node: FrameNode): Control {
    const control = actions.make(node, signal);
    owners.set(control.element, control);
    owners.set(control.input, control);
    controls.set(node.id, control);
    return control;
  }

  function update(frame: Frame): void {
    const [top, ...rest] = frame.nodes;
    if (!top) return;
    dialog = top.id;
    const before = root.activeElement;
    const inside = before !== null && card.contains(before);
    const heading = rest.find(({ role }) => role === Role.heading);
    const [title, error] = [heading, rest.find(({ look }) => look === Look.error)].map(idOf);
    attribute(card, 'role', role);
    attribute(card, 'tabindex', '-1');
    attribute(card, 'aria-labelledby', title);
    attribute(card, 'aria-label', heading ? undefined : nameOf(top) || nameOf(rest[0]!));

    const wanted = new Set(rest.map((node) => node.id));
    const gone = new Set<Element>();
    for (const [id, { element }] of controls) {
      if (wanted.has(id)) continue;
      gone.add(element);
      controls.delete(id);
    }
    const last = new Map<Element, Element>(); // the control placed last in each parent
    const canvas = card.querySelector('canvas');
    for (const node of rest) {
      const old = controls.get(node.id);
      const control = old ?? made(node);
      const { element } = control;
      const holds = before !== null && element.contains(before);
      const was = control.node.value;
      (control.write ?? write)(control, node, !old, before === control.input, title, error);
      if (holds && node.look === Look.rankItem && was !== node.value) actions.announce(nameOf(node));
      const parent = controls.get(node.parent);
      const into = parent?.element ?? card;
      place(control, node.rect, parent?.node.rect ?? none);
      // A statement takes what its scale leaves of the row, or stands over it.
      if (parent?.words && parent.node.look === Look.matrixRow && !last.has(into)) {
        const { x, width } = parent.node.rect;
        const beside = (card.dir === 'rtl' ? x + width - node.rect.x - node.rect.width : node.rect.x - x) - 12;
        parent.words.style.width = `${beside > 60 ? beside : width}px`;
      }
      const after = last.get(into) ?? (parent ? (parent.words ?? null) : canvas);
      const next = (): Element | null => {
        let here = after ? after.nextElementSibling : into.firstElementChild;
        while (here && gone.has(here)) here = here.nextElementSibling;
        return here;
      };
      // What holds the focus would lose it on its way: the others move out of its.
      if (holds && element.parentElement === into) {
        for (let here = next(); here && here !== element; here = next()) into.append(here);
      }
      const here = next();
      if (here !== element) into.insertBefore(element, here);
      last.set(into, element);
    }

    const turned = top.look === Look.card && heading !== undefined && question !== 0 && heading.id !== question;
    question = heading?.id ?? 0;
    if (turned) card.scrollTop = 0;
    const lost = before !== null && [...gone].some((element) => element.contains(before));
    if (inside && (turned || lost)) enter();
    for (const element of gone) element.remove();
    if (!controls.has(hovered)) hovered = 0;
    if (!controls.has(pressed)) pressed = 0;
  }

  // Into the question now showing: where it is answered, or what was answered before.
  function enter(): void {
    const first = find((node) => answers(node) && !has(node, State.disabled) && !(touched && isTextbox(node)));
    const target = first && (find((node) => isRadio(first.node) && isRadio(node) && has(node, State.checked)) ?? first);
    (target?.input ?? card).focus({ preventScroll: true });
  }

  // --- what the visitor does ---------------------------------------------------------------------------------

  const tell = (): void => {
    const at = root.activeElement;
    // The parts of a date have the focus, not the field: Safari does not call that visible.
    const focused = at?.matches(':focus-visible,[type=date]') ? (ownerOf(at)?.node.id ?? 0) : 0;
    actions.interact(hovered, focused, pressed);
  };
  const activate = ({ node }: Control): void => actions.act(node.id, Action.activate, node.value);
  const choose = ({ node }: Control): void => actions.act(node.id, Action.choose, node.value);
  const press = (): boolean => {
    // Beside a link to open, what goes on is quiet: the last of such buttons, after "Back".
    const control =
      find(({ look }) => look === Look.primary) ??
      (find(({ look }) => look === Look.primaryLink) && all(({ look }) => look === Look.quiet).pop());
    if (control) activate(control);
    return control !== undefined;
  };

  function onClick(event: MouseEvent): void {
    const control = ownerOf(event.target);
    // A label passes its click on to its input, which is the one that counts.
    if (!control || !isInteractive(control.node) || !control.input.contains(event.target as Node)) return;
    const { node, input } = control;
    if (isTextbox(node) || isSelect(node) || arrow || has(node, State.disabled)) return;
    // The second half of a double click was meant for what stood there before.
    if (event.detail > 1 && event.timeStamp - control.since < 500) {
      event.preventDefault();
      return;
    }
    if (isLink(node)) {
      if (node.look !== Look.link) activate(control);
      return;
    }
    const wrote = find(isTextbox);
    activate(control);
    if (controls.get(node.id) !== control || !isChoice(node)) return;
    (input as HTMLInputElement).checked = has(control.node, State.checked); // should the engine not agree
    // "Other" was pointed at: what it is can be said at once.
    if (!wrote && event.detail > 0) find(isTextbox)?.input.focus({ preventScroll: true });
  }

  function onChange(event: Event): void {
    const control = ownerOf(event.target);
    if (control && arrow && isRadio(control.node)) choose(control);
  }

  function onInput(event: Event): void {
    const control = ownerOf(event.target);
    if (!control || !(isTextbox(control.node) || isSelect(control.node))) return;
    const input = control.input as HTMLInputElement | HTMLSelectElement;
    actions.act(control.node.id, Action.input, input.value);
    if (isSelect(control.node) && input.value !== control.node.value) input.value = control.node.value;
  }

  function moveTo(control: Control): void {
    control.input.focus({ preventScroll: true, focusVisible: true } as FocusOptions);
    (control.input as HTMLInputElement).checked = true;
    choose(control);
  }

  // Digits stand for themselves on a scale, and for places in a list of words.
  function onDigit(event: KeyboardEvent, control: Control | undefined): boolean {
    const group = (control && isRadio(control.node) ? control : find(isRadio))?.node.parent;
    const among = all((node) => isRadio(node) && node.parent === group);
    const byDigits = (digits: string): Control | undefined =>
      among.find(({ node: { look, value } }, index) =>
        look === Look.option || look === Look.picture ? digits === `${index + 1}` : digits === value,
      );
    const chosen = (event.timeStamp - digit.at < 800 ? byDigits(digit.key + event.key) : undefined) ?? byDigits(event.key);
    if (!chosen || has(chosen.node, State.disabled)) return false;
    digit = { key: event.key, at: event.timeStamp };
    moveTo(chosen);
    return true;
  }

  // From right to left, the next is at the left: Safari goes to the one before.
  function onSideways(event: KeyboardEvent, { node: { id, parent } }: Control): boolean {
    const among = all((node) => isRadio(node) && node.parent === parent && !has(node, State.disabled));
    const at = among.findIndex(({ node }) => node.id === id);
    if (at < 0) return false;
    const step = (event.key === 'ArrowRight') === (card.dir === 'rtl') ? -1 : 1;
    moveTo(among[(at + step + among.length) % among.length]!);
    return true;
  }

  function onEnter(event: KeyboardEvent, control: Control | undefined): boolean {
    const node = control?.node;
    if (node?.look === Look.field) return (event.ctrlKey || event.metaKey) && press();
    if (node && isRadio(node)) {
      if (!has(node, State.checked) || !press()) activate(control as Control);
      return true;
    }
    // The browser clicks buttons and links, and opens lists.
    if (node && isInteractive(node) && !isTextbox(node) && !isChoice(node)) return false;
    return press();
  }

  function onKey(event: KeyboardEvent): void {
    event.stopPropagation(); // a page's single-key shortcuts are not meant for what is typed here
    if (event.isComposing || event.keyCode === 229) return; // the key is the input method's; Safari says so by the code only
    const control = ownerOf(event.target);
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    arrow = event.key.startsWith('Arrow');
    let done = false;
    if (event.key === 'Escape') {
      actions.act(dialog, Action.dismiss, '');
      done = true;
    } else if (event.key === 'Enter') {
      done = onEnter(event, control);
    } else if (plain && /^Arrow[LR]/.test(event.key) && control && isRadio(control.node)) {
      done = onSideways(event, control);
    } else if (plain && /^\d$/.test(event.key) && !(control && (isTextbox(control.node) || isSelect(control.node)))) {
      done = onDigit(event, control);
    }
    if (done) event.preventDefault();
  }

  function onKeyUp(event: KeyboardEvent): void {
    event.stopPropagation();
    arrow = false;
    tell(); // after a click, the focus is to be seen from the first key on
  }

  function onPointer(event: PointerEvent): void {
    const control = ownerOf(event.target);
    const id = control && isInteractive(control.node) && !has(control.node, State.disabled) ? control.node.id : 0;
    touched = event.pointerType !== 'mouse';
    if (event.type === 'pointerover') hovered = touched ? 0 : id;
    else if (event.type === 'pointerdown') pressed = id;
    else pressed = 0;
    if (event.type === 'pointerout') hovered = 0;
    arrow = false;
    tell();
  }

  listen(card, 'click', onClick, signal);
  listen(card, 'change', onChange, signal);
  listen(card, 'input', onInput, signal);
  listen(card, 'keydown', onKey, signal);
  listen(card, 'keypress', (event: Event) => event.stopPropagation(), signal);
  listen(card, 'keyup', onKeyUp, signal);
  listen(card, 'focusin', tell, signal);
  listen(card, 'focusout', () => queueMicrotask(tell), signal);
  listen(card, 'pointerover pointerout pointerdown pointerup pointercancel', onPointer, signal);

  return { all: controls, update, focused: () => root.activeElement !== null && card.contains(root.activeElement) };
}
