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

// An element of ours; what is in it has it as the target, where its events are heard from outside.
export const isOurs = (node: EventTarget | null | undefined): boolean => (node as Element | null | undefined)?.localName === 'canvass-surface';

// --- what it is --------------------------------------------------------------------------------------------------

const roles: Record<string, string> = {
  a: 'link',
  area: 'link',
  button: 'button',
  summary: 'button',
  select: 'combobox',
  textarea: 'textbox',
  option: 'option',
  form: 'form',
  img: 'img',
  checkbox: 'checkbox',
  radio: 'radio',
  range: 'slider',
  number: 'spinbutton',
  search: 'searchbox',
  submit: 'button',
  reset: 'button',
  image: 'button',
};

const typeOf = (element: Element): string => (element.localName === 'input' ? (element as HTMLInputElement).type : element.localName);

export const roleOf = (element: Element): string =>
  element.getAttribute('role')?.trim().split(' ')[0] ||
  roles[typeOf(element)] ||
  (element.localName === 'input' || (element as HTMLElement).isContentEditable ? 'textbox' : 'generic');

const fields = 'input,select,textarea,[contenteditable]';
const most = 60; // letters of a name

// What is written there, but in fields: no more than a name needs, however much there is.
function words(element: Element): string {
  let text = '';
  let left = 200;
  const add = (nodes: ArrayLike<Node>): void => {
    for (let i = 0; i < nodes.length && text.length < 2 * most && left-- > 0; i++) {
      const node = nodes[i]!;
      if (node.nodeType === Node.TEXT_NODE) text += node.nodeValue;
      if (!(node instanceof Element) || node.matches(`${fields},style,script,[aria-hidden=true]`)) continue;
      text += ` ${node.getAttribute('alt') ?? ''}`;
      add(node instanceof HTMLSlotElement ? node.assignedNodes() : node.childNodes);
    }
  };
  add(element.childNodes);
  return text;
}

// Whether it is no more than a button or a line would hold.
const small = (element: Element): boolean => element.childElementCount < 5 && (element.textContent ?? '').length < 2 * most;

function nameOf(element: Element, role: string, acts: boolean): string {
  if ((element as HTMLElement).isContentEditable) return '';
  const named = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
  const root = element.getRootNode() as Document;
  const type = typeOf(element);
  const attribute = (name: string): string => element.getAttribute(name) ?? '';
  const label = (element as HTMLInputElement).labels?.[0];
  const text =
    named.map((id) => root.getElementById(id)).map((other) => (other ? words(other) : '')).join(' ').trim() ||
    attribute('aria-label') ||
    (label ? words(label) : '') ||
    (/^(submit|reset|button)$/.test(type) ? attribute('value') : '') ||
    (/^(link|button|tab|option|menuitem.*|switch|checkbox|radio|treeitem)$/.test(role) || (acts && role === 'generic' && small(element))
      ? words(element)
      : '') ||
    attribute('alt') ||
    attribute('title') ||
    attribute('placeholder');
  return text.replace(/\s+/g, ' ').trim().slice(0, most);
}

const parentOf = (element: Element): Element | null => element.parentElement ?? (element.getRootNode() as ShadowRoot).host ?? null;

// From the nearest that has an id, four steps at most.
function pathTo(element: Element): string {
  const steps: string[] = [];
  for (let at: Element | null = element; at && at !== document.documentElement && steps.length < 4; at = parentOf(at)) {
    const id = at.getAttribute('id');
    if (id && at !== element && !/\d/.test(id)) {
      steps.unshift(`#${id}`);
      break;
    }
    const { localName } = at;
    let place = 1;
    let far = 100; // siblings are looked at, no more
    for (let other = at.previousElementSibling; other && far-- > 0; other = other.previousElementSibling) {
      if (other.localName === localName) place++;
    }
    steps.unshift(place > 1 ? `${localName}:nth-of-type(${place})` : localName);
  }
  return steps.join(' > ');
}

export function describe(element: Element, acts = true): Target {
  const role = roleOf(element);
  const id = element.getAttribute('id');
  const canvass = element.getAttribute('data-canvass');
  const name = nameOf(element, role, acts);
  const { protocol, pathname } = element as HTMLAnchorElement;
  return {
    ...(id && { id }),
    ...(canvass && { canvass }),
    role,
    ...(name && { name }),
    path: pathTo(element),
    ...(role === 'link' && /^https?:$/.test(protocol) && { href: pathname }),
  };
}

// --- what matters about it ---------------------------------------------------------------------------------------

const native =
  'a[href]:not([href^="javascript:" i]),area,input:not([type=button]),select,textarea,option,video,audio,canvas,summary,iframe,object,embed';
const editable = '[contenteditable]:not([contenteditable=false])';
const acting = `a[href],button,input,label,${native},${editable}`;
const actingRole = /^(button|link|checkbox|radio|switch|tab|option|menuitem.*|slider|spinbutton|scrollbar|combobox|textbox|searchbox|treeitem)$/;

const typed = 'textarea,input:not([type=button],[type=submit],[type=reset],[type=image],[type=checkbox],[type=radio],[type=range],[type=file],[type=color])';

// In classes and ids, and as what a button is called.
const stepping =
  /(^|[^a-z])(next|prev(ious)?|plus|minus|more|less|(in|de)crement|(in|de)crease|stepper|zoom|spin(ner)?|(arrow|chevron|caret|scroll|vote|volume|count|qty|quantity)[^a-z]?(up|down))([^a-z]|$)|(^| )(up|down)( |$)/;
const steppingName = /^((load|show|see|view|read)? ?more|less|next|prev(ious)?|plus|minus|up|down|zoom (in|out)|[-+−–‹›<>«»←→↑↓▲▼◀▶])( |$)/i;
const playing = /(^|[^a-z])(player|plyr|vjs|jw|video|audio|seek|scrubber)([^a-z]|$)/;
const drawing = /(^|[^a-z])(map|leaflet|mapboxgl|maplibregl|gm-style|whiteboard|game)([^a-z]|$)/;

const classesOf = (element: Element): string =>
  `${element.getAttribute('class') ?? ''} ${element.getAttribute('id') ?? ''}`.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();

const page = (element: Element): boolean => /^(body|html)$/.test(element.localName);

// A hand over it says that something is to be pressed; over all of the page it says nothing.
function pointed(from: Element): Element | undefined {
  let at = from;
  if (getComputedStyle(at).cursor !== 'pointer') return undefined;
  for (let up = parentOf(at); up && getComputedStyle(up).cursor === 'pointer'; up = parentOf(up)) {
    if (page(up)) return undefined;
    at = up;
  }
  return at;
}

const hasMedia = (element: Element): boolean => Array.from(element.children).slice(0, 12).some((child) => child.matches('video,audio'));

// What a press on `path`, from the innermost outwards, is on.
export function see(path: readonly EventTarget[], on: readonly string[], ignore: string): Seen | undefined {
  const elements = path.filter((node): node is Element => node instanceof Element);
  const inner = elements[0];
  if (!inner) return undefined;
  const inside = elements.filter((element) => !page(element));
  const clickable = (element: Element): boolean =>
    ((element as HTMLElement).onclick !== null && (element as HTMLElement).onclick !== undefined) ||
    (element.hasAttribute('tabindex') && (element as HTMLElement).tabIndex >= 0);
  const found =
    inside.find((element) => element.matches(acting) || actingRole.test(element.getAttribute('role') ?? '')) ??
    pointed(inner) ??
    inside.slice(0, 3).find((element) => clickable(element) && small(element));
  const label = found?.localName === 'label' ? (found as HTMLLabelElement).control : null;
  const element = label ?? found ?? inside.find((one) => one.hasAttribute('data-canvass')) ?? inner;
  const around = inside.slice(0, 6);
  const target = describe(element, found !== undefined);
  const style = getComputedStyle(inner);
  const near = inside.slice(0, inside.indexOf(found ?? inner) + 1);
  const traits: Record<string, boolean> = {
    interactive: found !== undefined,
    native: element.matches(native) || label !== null || inside.some((one) => one.matches(editable)),
    text:
      !found &&
      style.userSelect !== 'none' &&
      Array.from(inner.childNodes).some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue!.trim() !== ''),
    editable: element.matches(typed) || inside.some((one) => one.matches(editable)),
    stepper:
      /^(spinbutton|slider|scrollbar)$/.test(target.role) ||
      (target.name !== undefined && steppingName.test(target.name)) ||
      near.some((one) => stepping.test(classesOf(one))),
    player: around.some((one) => one.matches('video,audio') || playing.test(classesOf(one)) || hasMedia(one)),
    surface:
      (!found && inner.closest('svg') !== null) ||
      style.touchAction === 'none' ||
      inside.some((one) => one.matches('canvas,map,[role=application],[draggable=true]') || drawing.test(classesOf(one))),
    disabled: element.matches(':disabled,[aria-disabled=true],[aria-disabled=true] *'),
    ignored: elements.some((one) => one.matches(ignore)),
  };
  return {
    element,
    target,
    traits: Object.keys(traits).filter((trait) => traits[trait]),
    on: on.filter((selector) => elements.some((one) => one.matches(selector))),
  };
}
