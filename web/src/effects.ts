// What a press brings about. Looked for from when a pointer goes down until the first effect, or until it is too late
// for one, and only then: one observer of the page's tree, passive listeners, and, as nothing tells of a request that
// begins, transparent proxies in place of the functions that begin one. They are taken off again with the rest.

import { isOurs } from './describe.ts';

export interface Effects {
  // A press on `path` may come.
  begin(path: readonly EventTarget[]): void;
  // It came: effects count for so many ms.
  pressed(within: number): void;
  end(): void;
}

const { apply, getOwnPropertyDescriptor } = Reflect;

// What begins something that no event tells of, by its kind: functions of the window, or methods of a class.
const calls = {
  request: 'fetch XMLHttpRequest.send WebSocket.send Worker.postMessage MessagePort.postMessage',
  window: 'open',
  dialog:
    'alert confirm prompt print showOpenFilePicker showSaveFilePicker showDirectoryPicker HTMLInputElement.showPicker ' +
    'Navigator.share Geolocation.getCurrentPosition MediaDevices.getUserMedia MediaDevices.getDisplayMedia ' +
    'CredentialsContainer.get PaymentRequest.show',
  download: 'HTMLElement.click URL.createObjectURL',
  value: 'Clipboard.write Clipboard.writeText',
  media: 'HTMLMediaElement.play HTMLMediaElement.pause AudioScheduledSourceNode.start SpeechSynthesis.speak',
  mutation:
    'Element.animate CanvasRenderingContext2D.fill CanvasRenderingContext2D.stroke CanvasRenderingContext2D.fillRect ' +
    'CanvasRenderingContext2D.clearRect CanvasRenderingContext2D.drawImage CanvasRenderingContext2D.putImageData ' +
    'WebGLRenderingContext.drawArrays WebGLRenderingContext.drawElements ' +
    'WebGL2RenderingContext.drawArrays WebGL2RenderingContext.drawElements',
};

// Events that are effects in themselves.
const events = {
  navigation: 'hashchange popstate beforeunload',
  scroll: 'scroll',
  visibility: 'visibilitychange fullscreenchange pointerlockchange',
  dialog: 'beforetoggle toggle close cancel invalid',
  value: 'input change reset copy cut paste',
  media: 'play pause seeking volumechange ratechange',
};

type Callable = (...rest: unknown[]) => unknown;
type Holder = Record<string, Callable>;

interface Proxied {
  readonly owner: Holder;
  readonly name: string;
  readonly original: Callable;
  readonly proxy: Callable;
}

// Whether it is us who call, or what the page merely reports to somebody, which the visitor sees nothing of.
function unseen(name: string, self: unknown, [input, init]: unknown[]): boolean {
  if (name === 'fetch') {
    const { keepalive, integrity, redirect } = { ...(input as Request | undefined), ...(init as RequestInit | undefined) };
    return (
      keepalive === true || (input as Request | undefined)?.keepalive === true || integrity !== undefined || redirect === 'error'
    );
  }
  if (name === 'click') return !(self as Element).matches('a[href],input[type=file],input[type=color]');
  const { canvas } = (self ?? {}) as CanvasRenderingContext2D;
  return isOurs((canvas?.getRootNode?.() as ShadowRoot | undefined)?.host);
}

function proxiesOf(found: (kind: string) => void): Proxied[] {
  const proxied: Proxied[] = [];
  for (const [kind, list] of Object.entries(calls)) {
    for (const call of list.split(' ')) {
      try {
        const [name, type] = call.split('.').reverse() as [string, string?];
        const holder = type ? (window as unknown as Record<string, Holder & { prototype: Holder }>)[type]! : (window as unknown as Holder);
        const owner = name in holder ? holder : (holder as unknown as { prototype: Holder }).prototype;
        const { value: original, writable } = getOwnPropertyDescriptor(owner, name) as TypedPropertyDescriptor<Callable>;
        if (!writable || typeof original !== 'function') continue;
        const proxy = new Proxy(original, {
          apply(target, self, rest) {
            try {
              if (!unseen(name, self, rest)) found(kind);
            } catch {
              // Whatever that was, it is the page's.
            }
            return apply(target, self, rest);
          },
          get: (target, key) => (key === 'toString' ? () => String(target) : (target as unknown as Record<PropertyKey, unknown>)[key]),
        });
        owner[name] = proxy;
        proxied.push({ owner, name, original, proxy });
      } catch {
        // This browser has none, or the page keeps it as it is.
      }
    }
  }
  return proxied;
}

const outside = ({ type, target, addedNodes, removedNodes }: MutationRecord): boolean =>
  !isOurs(target) &&
  !isOurs(target.parentElement) &&
  (type !== 'childList' || [...addedNodes, ...removedNodes].some((node) => !isOurs(node)));

// What fields hold that the page may change without a word: no event, no mutation. Compared, and forgotten.
function valuesAround(inner: Element): () => boolean {
  let scope: Element = inner;
  for (let i = 0; i < 4 && scope.parentElement; i++) scope = scope.parentElement;
  const form = inner.closest('form') ?? scope;
  const those = Array.from(form.querySelectorAll<HTMLInputElement>('input,select,textarea')).slice(0, 50);
  const read = ({ value, checked }: HTMLInputElement): string => `${checked} ${value}`;
  const before = those.map(read);
  return () => those.some((field, index) => read(field) !== before[index]);
}

export function createEffects(found: (kind: string) => void): Effects {
  let life: AbortController | undefined;
  let pressedAt = 0;
  let path: readonly EventTarget[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let changed = (): boolean => false;
  let begin: Effects['begin'];

  const end = (): void => {
    clearTimeout(timer);
    life?.abort();
    life = undefined;
  };
  const tell = (kind: string): void => {
    if (!life) return;
    end();
    found(kind);
  };
  const wait = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (changed()) tell('value');
      else end();
    }, ms);
  };

  begin = (those) => {
    path = those;
    pressedAt = performance.now();
    if (life) return;
    life = new AbortController();
    const { signal } = life;
    const hear = (target: EventTarget, names: string, listener: (event: Event) => void): void => {
      for (const name of names.split(' ')) {
        const heard = (event: Event): void => {
          try {
            if (!isOurs(event.target)) listener(event);
          } catch {
            // Whatever that was, it is the page's.
          }
        };
        target.addEventListener(name, heard, { signal, capture: true, passive: true });
      }
    };
    const observer = new MutationObserver((records) => {
      if (records.some(outside)) tell('mutation');
    });
    for (const root of [document, ...path.filter((node) => node instanceof ShadowRoot)]) {
      observer.observe(root as Node, { subtree: true, childList: true, attributes: true, characterData: true });
    }
    for (const [kind, names] of Object.entries(events)) hear(window, names, () => tell(kind));
    hear(window, 'blur', ({ target }) => target === window && tell('window'));
    hear(window, 'focusin', ({ target }) => path.includes(target!) || tell('focus'));
    hear(document, 'selectionchange', () => getSelection()?.isCollapsed === false && tell('selection'));
    // Of rules that follow the focus or a box that is ticked; not of what merely looks pressed.
    hear(window, 'transitionrun animationstart', ({ target }) => {
      const moved = performance.now() - pressedAt > 150 || path.includes(target!) || (path[0] as Element).contains(target as Node);
      if (!moved) tell('mutation');
    });
    // Of a script: of the visitor's own clicks only what follows counts.
    hear(window, 'click', ({ isTrusted, target }) => {
      const link = !isTrusted && (target as Element).closest('a[href]');
      if (link) tell(link.hasAttribute('download') ? 'download' : 'navigation');
    });
    const { navigation } = window as { navigation?: EventTarget };
    if (navigation) hear(navigation, 'navigate', () => tell('navigation'));
    const proxied = proxiesOf(tell);
    changed = valuesAround(path[0] as Element);
    signal.addEventListener('abort', () => {
      observer.disconnect();
      for (const { owner, name, original, proxy } of proxied) {
        try {
          if (owner[name] === proxy) owner[name] = original;
        } catch {
          // The page has made it its own meanwhile.
        }
      }
    });
    wait(1000);
  };

  return { begin, pressed: (within) => life && wait(within - 2), end };
}
