// What a press is on, for signals of struggle: a description that holds from one visit to the next, and what matters
// about it. Never what was typed, nor a field's value.

export interface Target {
  readonly id?: string;
  readonly canvass?: string; // data-canvass
  readonly role: string;
  readonly name?: string;
  readonly path: string;
  readonly href?: string; // of a link: the path of where it leads
}

export interface Seen {
  readonly element: Element; // what acts, or else what is there
  readonly target: Target;
  readonly traits: readonly string[];
  readonly on: readonly string[];
}

// --- what it is --------------------------------------------------------------------------------------------------

const attribute = (element: Element, name: string): string => element.getAttribute(name) ?? '';

const typeOf = (element: Element): string => (element.localName === 'input' ? (element as HTMLInputElement).type : element.localName);

const isEditable = (element: Element): boolean => (element as HTMLElement).isContentEditable;

const typed = /^(text.*|email|tel|url|password|date.*|time|month|week)$/;

export function roleOf(element: Element): string {
  const type = typeOf(element);
  return (
    attribute(element, 'role') ||
    (typed.test(type) || isEditable(element) ? 'textbox' : /^(a|area)$/.test(type) ? 'link' : /^(submit|reset|image|summary)$/.test(type) ? 'button' : type)
  );
}

const most = 60; // letters of a name
const fields = 'input,select,textarea,[contenteditable]';

// What is written in it, but not in fields.
const words = (element: Element): string =>
  element.matches(fields)
    ? ''
    : Array.from(element.childNodes, (node) =>
        node instanceof Element ? words(node) : node.nodeType === Node.TEXT_NODE ? node.nodeValue : '',
      ).join(' ');

// Whether it is no more than a button or a line would hold.
const small = (element: Element): boolean => element.childElementCount < 5 && element.textContent!.length < 2 * most;

function nameOf(element: Element, role: string): string {
  if (isEditable(element)) return '';
  const [label] = (element as HTMLInputElement).labels ?? [];
  const named = /button|link|tab|option|menuitem|switch|treeitem/.test(role) || (role !== 'form' && small(element));
  const text =
    attribute(element, 'aria-label') ||
    (label && words(label)) ||
    (role === 'button' && attribute(element, 'value')) ||
    (named && words((element.querySelector('slot') && (element.getRootNode() as ShadowRoot).host) || element).trim()) ||
    attribute(element, 'alt') ||
    attribute(element, 'title') ||
    attribute(element, 'placeholder');
  return text.replace(/\s+/g, ' ').trim().slice(0, most);
}

const parentOf = (element: Element): Element | null => element.parentElement ?? (element.getRootNode() as ShadowRoot).host ?? null;

// From the nearest that has an id that looks written by hand, four steps at most.
function pathTo(element: Element): string {
  const steps: string[] = [];
  for (let at: Element | null = element; at && steps.length < 4 && (at === element || !isPage(at)); at = parentOf(at)) {
    const id = attribute(at, 'id');
    if (id && at !== element && !/\d/.test(id)) return [`#${id}`, ...steps].join(' > ');
    const { localName } = at;
    let place = 1;
    let far = 99; // no more are looked at, however long a list is
    for (let other = at.previousElementSibling; other && far--; other = other.previousElementSibling) {
      if (other.localName === localName) place++;
    }
    steps.unshift(place > 1 ? `${localName}:nth-of-type(${place})` : localName);
  }
  return steps.join(' > ');
}

export function describe(element: Element): Target {
  const role = roleOf(element);
  const { protocol, pathname } = element as HTMLAnchorElement;
  return {
    id: attribute(element, 'id') || undefined,
    canvass: attribute(element, 'data-canvass') || undefined,
    role,
    name: nameOf(element, role) || undefined,
    path: pathTo(element),
    href: /^http/.test(protocol) ? pathname : undefined,
  };
}

// --- what matters about it ---------------------------------------------------------------------------------------

// These act by themselves.
const native = 'a[href]:not([href^=javascript i]),area,input:not([type=button]),select,textarea,option,video,audio,canvas,summary,iframe';
// There is nothing for a press on it to do.
const chosen = '[aria-selected=true],[role=radio][aria-checked=true],[aria-current]:not([aria-current=false])';
const acting = `a[href],button,input,label,${native}`;
const actingRole = /button|link|checkbox|radio$|switch|tab$|option|menuitem|slider|scrollbar|combobox|textbox|searchbox|treeitem/;

// In classes and ids, and as what a button is called. One letter is a key, of a calculator say.
const stepping =
  /\b(next|prev(ious)?|plus|minus|more|less|(in|de)cre(ment|ase)|undo|redo|erase|backspace|stepper|zoom|(arrow|chevron|caret|vote|volume|count|qty|quantity)-?(up|down))\b|(^| )(up|down)( |$)/;
const steppingName = /^(((load|show|see|view) )?more|less|next|prev(ious)?|plus|minus|up|down|(in|de)crease|undo|redo|zoom (in|out)|.?[-+−–‹›<>«»←→↑↓▲▼◀▶])( |$)|^[\w.,=×÷]$/i;
const playing = /\b(player|plyr|vjs|video|audio)\b/;
const drawing = /\b(map|leaflet|(mapbox|maplibre)gl|gm-style|whiteboard|game)\b/;

const classes = (element: Element): string =>
  `${attribute(element, 'class')} ${attribute(element, 'id')}`.replace(/([a-z])([A-Z])|_/g, '$1-$2').toLowerCase();

const isPage = (element: Element): boolean => /^(body|html)$/.test(element.localName);

// A hand over it says that something is to be pressed; over all of the page it says nothing.
function pointed(from: Element): Element | undefined {
  let at: Element | undefined;
  for (let up: Element | null = from; up && getComputedStyle(up).cursor === 'pointer'; up = parentOf(up)) {
    if (isPage(up)) return undefined;
    at = up;
  }
  return at;
}

const clickable = (element: Element): boolean =>
  small(element) && (!!(element as HTMLElement).onclick || (element.hasAttribute('tabindex') && (element as HTMLElement).tabIndex >= 0));

const holdsMedia = ({ children }: Element): boolean =>
  [].slice.call(children, 0, 9).some((child: Element) => /^(video|audio)$/.test(child.localName));

// The names of those that hold.
export const holding = (traits: object): string[] => Object.entries(traits).flatMap(([trait, holds]) => (holds ? [trait] : []));

const acts = (element: Element): boolean =>
  // A label without a control is text.
  (element.matches(acting) && (element as HTMLLabelElement).control !== null) ||
  actingRole.test(attribute(element, 'role')) ||
  (isEditable(element) && !isEditable(element.parentElement ?? document.body));

// At a glance: whether the browser itself does nothing about a press on `path`.
const byItself = `${native},[contenteditable]`;
export const mayBeIdle = ([inner]: readonly EventTarget[]): boolean => inner instanceof Element && !inner.closest(byItself);

// What a press on `path`, from the innermost outwards, is on.
export function see(path: readonly EventTarget[], on: readonly string[], ignore: string): Seen | undefined {
  const all = path.filter((node): node is Element => node instanceof Element);
  const [inner] = all;
  if (!inner) return undefined;
  const inside = all.filter((element) => !isPage(element));
  const found =
    inside.find(acts) ??
    pointed(inner) ??
    inside.slice(0, 3).find(clickable);
  const label = (found as HTMLLabelElement | undefined)?.control;
  const element = label ?? found ?? inside.find((one) => one.hasAttribute('data-canvass')) ?? inner;
  const target = describe(element);
  const called = inside.slice(0, 6).map(classes);
  const editable = isEditable(inner);
  const traits = {
    interactive: found,
    native: label || element.matches(`${native},${chosen}`) || editable,
    text: !found && inner.firstChild?.nodeType === Node.TEXT_NODE,
    editable: editable || /textbox|search|number/.test(target.role),
    stepper:
      /number|range|spinbutton|slider|scrollbar/.test(target.role) ||
      steppingName.test(target.name ?? '') ||
      steppingName.test(attribute(element, 'title')) ||
      called.slice(0, inside.indexOf(found ?? inner) + 1).some((name) => stepping.test(name)),
    player: called.some((name) => playing.test(name)) || inside.slice(0, 4).some(holdsMedia),
    surface:
      getComputedStyle(inner).touchAction === 'none' ||
      (!found && inner.closest('svg')) ||
      inside.some((one) => one.matches('canvas,[role=application],[draggable=true]')) ||
      called.some((name) => drawing.test(name)),
    disabled: element.matches(':disabled,[aria-disabled=true]'),
    ignored: all.some((one) => one.matches(ignore)),
  };
  return {
    element,
    target: found ? target : { ...target, name: undefined },
    traits: holding(traits),
    on: on.filter((selector) => all.some((one) => one.matches(selector))),
  };
}
