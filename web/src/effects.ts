// What a press brings about. Looked for from when a pointer goes down until the first effect, or until it is too late
// for one, and only then: one observer of the page's tree, and, as nothing tells of a request that begins, transparent
// proxies in place of the functions that begin one. Both go with the first effect.

import { type Hear, isOurs, safely } from './hear.ts';

export interface Effects {
  hear(hear: Hear): void;
  // A press on `path` may come: at once only what costs next to nothing, and the rest when there is time, at the latest
  // before the page hears of the press.
  begin(path: readonly EventTarget[]): void;
  prepare(): void;
  // None will, or none that may be dead.
  drop(): void;
  // Before that, if there was no time for it yet: the last one may have changed what no event tells of.
  look(): void;
  // It came: effects count for so many ms.
  pressed(within: number): void;
  end(): void;
}

// What begins something that no event tells of, by its kind: functions of the window, and methods of its classes.
const calls = {
  request: 'fetch XMLHttpRequest.send WebSocket.send Worker.postMessage',
  window: 'open',
  dialog: 'alert confirm prompt print HTMLInputElement.showPicker Navigator.share Geolocation.getCurrentPosition MediaDevices.getUserMedia',
  download: 'HTMLElement.click URL.createObjectURL',
  value: 'Clipboard.write.writeText',
  media: 'HTMLMediaElement.play.pause AudioScheduledSourceNode.start',
  mutation:
    'Element.animate CanvasRenderingContext2D.fill.stroke.fillRect.clearRect.drawImage.putImageData ' +
    'WebGLRenderingContext.drawArrays.drawElements WebGL2RenderingContext.drawArrays.drawElements',
};

// Events that are effects in themselves.
const events = {
  navigation: 'hashchange popstate',
  visibility: 'visibilitychange fullscreenchange',
  dialog: 'toggle invalid',
  value: 'input change copy',
  media: 'seeking volumechange',
};

type Callable = (...rest: unknown[]) => unknown;
type Holder = Record<string, Callable> & { prototype: Holder };

// Whether it is us who call, or what the page merely reports to somebody, which the visitor sees nothing of.
function unseen(name: string, self: Element & CanvasRenderingContext2D, input: Partial<Request> = {}, init: RequestInit = {}): boolean {
  if (name === 'fetch') return input.keepalive || init.keepalive || init.integrity !== undefined || init.redirect === 'error';
  if (name === 'click') return !self.matches('a[href],[type=file]');
  return isOurs((self?.canvas?.getRootNode() as ShadowRoot | undefined)?.host);
}

// A function of the page's, and what stands in for it while effects are looked for: it stays the same as long as that
// does.
interface Call {
  readonly owner: Holder;
  readonly name: string;
  readonly found: () => void;
  original: Callable;
  proxy: Callable;
}
const { apply } = Reflect;

function proxyOf(name: string, original: Callable, found: () => void): Callable {
  const notice = safely(([self, rest]: [unknown, unknown[]]) => unseen(name, self as never, ...(rest as object[])) || found());
  return new Proxy(original, {
    apply(target, self, rest) {
      notice([self, rest]);
      return apply(target, self, rest);
    },
    get: (target, key: never) => (key === 'toString' ? () => `${target}` : target[key]),
  });
}

function callsOf(tell: (kind: string) => void): Call[] {
  const all: Call[] = [];
  for (const [kind, list] of Object.entries(calls)) {
    for (const call of list.split(' ')) {
      const [first, ...methods] = call.split('.') as [string, ...string[]];
      for (const name of methods.length ? methods : [first]) {
        // This browser may have none, and the page may keep it as it is.
        safely(() => {
          const holder = (methods.length ? window[first as keyof Window] : window) as Holder;
          const owner = name in holder ? holder : holder.prototype;
          const { value: original, writable } = Object.getOwnPropertyDescriptor(owner, name) as TypedPropertyDescriptor<Callable>;
          const found = (): void => tell(kind);
          if (writable) all.push({ owner, name, found, original: original!, proxy: proxyOf(name, original!, found) });
        })(0);
      }
    }
  }
  return all;
}

const standIn = safely((call: Call) => {
  const { owner, name, found } = call;
  const now = owner[name]!;
  if (now === call.proxy) return;
  if (now !== call.original) call.proxy = proxyOf(name, (call.original = now), found);
  owner[name] = call.proxy as never;
});
const putBack = safely(({ owner, name, original, proxy }: Call) => {
  if (owner[name] === proxy) owner[name] = original as never;
});

const outside = ({ type, target, addedNodes, removedNodes }: MutationRecord): boolean =>
  !isOurs(target) && (type !== 'childList' || [...addedNodes, ...removedNodes].some((node) => !isOurs(node)));

// Whether a rule may show something because something else has the focus.
const focusing = /:focus-within|:focus(-visible)?[^,]*[ >+~]/;
const hasFocusRule = (list: CSSRuleList): boolean =>
  [...list].some((rule) => focusing.test((rule as CSSStyleRule).selectorText) || hasFocusRule((rule as CSSGroupingRule).cssRules ?? []));
function focusShows(): boolean {
  try {
    return [...document.styleSheets, ...document.adoptedStyleSheets].some(({ cssRules }) => hasFocusRule(cssRules));
  } catch {
    return true; // that of another site is not ours to read
  }
}

// What the page may change without a word: the address, what fields hold, and by rules for what has the focus, what there
// is to be seen beside it (`boxes`). Compared, and forgotten.
function readAround(inner: Element, boxes: boolean): () => string {
  let scope = inner;
  for (let i = 0; i < 4; i++) scope = scope.parentElement ?? scope;
  // Live lists, so that no more of the page is walked through than is read.
  const first = (root: Element, name: string): HTMLInputElement[] => {
    const list = root.getElementsByTagName(name);
    const some = [];
    for (let i = 0; i < 20 && list[i]; i++) some.push(list[i] as HTMLInputElement);
    return some;
  };
  const form = inner.closest('form') ?? scope;
  const fields = ['input', 'select', 'textarea'].flatMap((name) => first(form, name));
  const near = boxes ? first(inner.parentElement?.parentElement ?? inner, '*') : [];
  return () => [location.href, ...fields.map(({ value, checked }) => `${checked}${value}`), ...near.map(({ offsetHeight }) => offsetHeight)].join();
}

const everything = { subtree: true, childList: true, attributes: true, characterData: true };
const aside = 50; // ms
const soon = 100; // ms, within which a page shows what it shows at once

export function createEffects(found: (kind: string) => void): Effects {
  let undo: (() => void)[] = []; // something as long as effects are looked for
  let path: readonly EventTarget[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let read: (() => string) | undefined;
  let before: string | undefined;
  let active: Element | null;
  let sheets = -1; // style sheets, when that was looked at: …
  let shows = true; // … the focus may show something
  let watched: Call[] | undefined;
  let due: ReturnType<typeof setTimeout> | undefined; // of a look at what has changed without a word

  const end = (): void => {
    clearTimeout(timer);
    clearTimeout(due);
    due = read = undefined;
    undo.forEach(safely((one) => one()));
    undo = [];
  };
  const tell = (kind: string): void => {
    if (!undo.length) return;
    end();
    found(kind);
  };
  const leaving = (): void => tell('navigation');
  const remember = (): void => {
    read = readAround(path[0] as Element, shows);
    before = read();
    active = document.activeElement;
  };
  // Of the focus no event tells in a window that does not have it.
  const changed = (): boolean => {
    if (!read) return false;
    const { activeElement } = document;
    return read() !== before || (activeElement !== active && !path.includes(activeElement!) && !isOurs(activeElement));
  };
  const look = safely(() => {
    due = undefined;
    if (changed()) tell('value');
  });
  // A little before the engine gives its verdict.
  const late = safely(() => {
    if (changed()) tell('value');
    else timer = setTimeout(safely(end), aside, 0);
  });
  const wait = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(late, ms - aside, 0);
  };
  const observer = new MutationObserver(safely((records) => records.some(outside) && tell('mutation')));

  return {
    hear(hear) {
      for (const [kind, names] of Object.entries(events)) hear(names, () => tell(kind));
      hear('blur', ({ target }) => target === window && tell('window'));
      hear('focusin', ({ target }) => !undo.length || path.includes(target!) || tell('focus'));
      hear('selectionchange', () => !undo.length || getSelection()!.isCollapsed || tell('selection'));
    },
    begin(those) {
      path = those;
      if (undo.length) return;
      undo.push(() => observer.disconnect());
      for (const node of [document, ...path]) {
        if (node === document || node instanceof ShadowRoot) observer.observe(node as Node, everything);
      }
      // Measuring makes the browser lay out the page.
      if (shows) remember();
    },
    prepare() {
      if (undo.length !== 1) return;
      const { length } = document.styleSheets;
      if (length !== sheets) shows = focusShows();
      sheets = length;
      if (!read) remember();
      addEventListener('beforeunload', leaving); // kept, it would keep pages from being kept
      watched ??= callsOf(tell);
      watched.forEach(standIn);
      undo.push(() => {
        removeEventListener('beforeunload', leaving);
        watched!.forEach(putBack);
      });
      wait(1000);
    },
    drop() {
      if (undo.length === 1) end();
    },
    look: () => due && look(0),
    pressed(within) {
      if (!undo.length) return;
      wait(within);
      due ??= setTimeout(look, soon, 0);
    },
    end,
  };
}
