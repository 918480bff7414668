// What a press brings about. Looked for from when a pointer goes down until the first effect, or until it is too late
// for one, and only then: one observer of the page's tree, and, as nothing tells of a request that begins, transparent
// proxies in place of the functions that begin one. Both go with the first effect.

import { type Hear, isOurs, safely } from './hear.ts';

export interface Effects {
  hear(hear: Hear): void;
  // A press on `path` may come.
  begin(path: readonly EventTarget[]): void;
  // Before that: the last one may have changed what no event tells of.
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

// Puts a proxy there; what puts back what was there is added to `undo`.
function watchCall(owner: Holder, name: string, found: () => void, undo: (() => void)[]): void {
  const { value: original, writable } = Object.getOwnPropertyDescriptor(owner, name) as TypedPropertyDescriptor<Callable>;
  if (!writable) return;
  const notice = safely(([self, rest]: [unknown, unknown[]]) => unseen(name, self as never, ...(rest as object[])) || found());
  const proxy = new Proxy(original!, {
    apply(target, self, rest) {
      notice([self, rest]);
      return apply(target, self, rest);
    },
    get: (target, key: never) => (key === 'toString' ? () => `${target}` : target[key]),
  });
  owner[name] = proxy as never;
  undo.push(() => {
    if (owner[name] === proxy) owner[name] = original as never;
  });
}
const { apply } = Reflect;

function watchCalls(found: (kind: string) => void, undo: (() => void)[]): void {
  for (const [kind, list] of Object.entries(calls)) {
    for (const call of list.split(' ')) {
      const [first, ...methods] = call.split('.') as [string, ...string[]];
      for (const name of methods.length ? methods : [first]) {
        // This browser may have none, and the page may keep it as it is.
        safely(() => {
          const holder = (methods.length ? window[first as keyof Window] : window) as Holder;
          watchCall(name in holder ? holder : holder.prototype, name, () => found(kind), undo);
        })(0);
      }
    }
  }
}

const outside = ({ type, target, addedNodes, removedNodes }: MutationRecord): boolean =>
  !isOurs(target) && (type !== 'childList' || [...addedNodes, ...removedNodes].some((node) => !isOurs(node)));

// What the page may change without a word: the address, what fields hold, and by rules for what has the focus, what there
// is to be seen beside it. Compared, and forgotten.
function readAround(inner: Element): () => string {
  let scope = inner;
  for (let i = 0; i < 4; i++) scope = scope.parentElement ?? scope;
  // Live lists, so that no more of the page is walked through than is read.
  const first = (root: Element, name: string): HTMLInputElement[] => {
    const list = root.getElementsByTagName(name);
    const some = [];
    for (let i = 0; i < 50 && list[i]; i++) some.push(list[i] as HTMLInputElement);
    return some;
  };
  const form = inner.closest('form') ?? scope;
  const fields = ['input', 'select', 'textarea'].flatMap((name) => first(form, name));
  const boxes = first(inner.parentElement?.parentElement ?? inner, '*');
  return () => [location.href, ...fields.map(({ value, checked }) => `${checked}${value}`), ...boxes.map(({ offsetHeight }) => offsetHeight)].join();
}

// `verdict`: that was the last moment.
export function createEffects(found: (kind: string, verdict: boolean) => void): Effects {
  let undo: (() => void)[] = []; // something as long as effects are looked for
  let path: readonly EventTarget[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let read: () => string;
  let before: string;

  const end = (): void => {
    clearTimeout(timer);
    undo.forEach(safely((one) => one()));
    undo = [];
  };
  const tell = (kind: string, verdict = false): void => {
    if (!undo.length) return;
    end();
    found(kind, verdict);
  };
  const leaving = (): void => tell('navigation');
  const late = safely(() => {
    if (read() !== before) tell('value', true);
    end();
  });
  const wait = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(late, ms, 0);
  };
  const observer = new MutationObserver(safely((records) => records.some(outside) && tell('mutation')));

  return {
    hear(hear) {
      for (const [kind, names] of Object.entries(events)) hear(names, () => tell(kind));
      hear('blur', ({ target }) => target === window && tell('window'));
      hear('focusin', ({ target }) => path.includes(target!) || tell('focus'));
      hear('selectionchange', () => getSelection()!.isCollapsed || tell('selection'));
    },
    begin(those) {
      path = those;
      if (undo.length) return;
      undo.push(() => {
        observer.disconnect();
        removeEventListener('beforeunload', leaving);
      });
      for (const root of [document, ...path.filter((node) => node instanceof ShadowRoot)]) {
        observer.observe(root as Node, { subtree: true, childList: true, attributes: true, characterData: true });
      }
      addEventListener('beforeunload', leaving); // kept, it would keep pages from being kept
      watchCalls(tell, undo);
      read = readAround(path[0] as Element);
      before = read();
      wait(1000);
    },
    look: () => void (undo.length && read() !== before && tell('value')),
    pressed: (within) => undo.length && wait(within - 2),
    end,
  };
}
