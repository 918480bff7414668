// What a press brings about. Looked for from when a pointer goes down until the first effect, or until it is too late
// for one, and only then: one observer of the page's tree, passive listeners, and, as nothing tells of a request that
// begins, transparent proxies in place of the functions that begin one. They are taken off again with the rest.

import { hear, isOurs, safely } from './hear.ts';

export interface Effects {
  // A press on `path` may come.
  begin(path: readonly EventTarget[]): void;
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
  value: 'Clipboard.write Clipboard.writeText',
  media: 'HTMLMediaElement.play HTMLMediaElement.pause AudioScheduledSourceNode.start SpeechSynthesis.speak',
  mutation:
    'Element.animate CanvasRenderingContext2D.fill CanvasRenderingContext2D.stroke CanvasRenderingContext2D.fillRect CanvasRenderingContext2D.clearRect ' +
    'CanvasRenderingContext2D.drawImage CanvasRenderingContext2D.putImageData ' +
    'WebGLRenderingContext.drawArrays WebGLRenderingContext.drawElements WebGL2RenderingContext.drawArrays WebGL2RenderingContext.drawElements',
};

// Events that are effects in themselves.
const events = {
  navigation: 'hashchange popstate beforeunload',
  visibility: 'visibilitychange fullscreenchange',
  dialog: 'beforetoggle toggle invalid',
  value: 'input change copy cut paste',
  media: 'play pause seeking volumechange',
};

type Callable = (...rest: unknown[]) => unknown;
type Holder = Record<string, Callable>;

const { apply } = Reflect;

// Whether it is us who call, or what the page merely reports to somebody, which the visitor sees nothing of.
function unseen(name: string, self: Element & CanvasRenderingContext2D, input: Partial<Request> = {}, init: RequestInit = {}): boolean {
  if (name === 'fetch') return input.keepalive || init.keepalive || init.integrity !== undefined || init.redirect === 'error';
  if (name === 'click') return !self.matches('a[href],input[type=file],input[type=color]');
  return isOurs((self?.canvas?.getRootNode() as ShadowRoot | undefined)?.host);
}

function watchCalls(found: (kind: string) => void, signal: AbortSignal): void {
  for (const [kind, list] of Object.entries(calls)) {
    for (const call of list.split(' ')) {
      // This browser may have none, and the page may keep it as it is.
      safely(() => {
        const [name, type] = call.split('.').reverse() as [string, string?];
        const holder = (type ? window[type as keyof Window] : window) as Holder & { prototype: Holder };
        const owner = name in holder ? holder : holder.prototype;
        const { value: original, writable } = Object.getOwnPropertyDescriptor(owner, name) as TypedPropertyDescriptor<Callable>;
        if (!writable) return;
        const noticed = safely(([self, rest]: [unknown, unknown[]]) => unseen(name, self as never, ...(rest as object[])) || found(kind));
        const proxy = new Proxy(original!, {
          apply(target, self, rest) {
            noticed([self, rest]);
            return apply(target, self, rest);
          },
          get: (target, key: never) => (key === 'toString' ? () => String(target) : target[key]),
        });
        owner[name] = proxy;
        const restore = safely(() => {
          if (owner[name] === proxy) owner[name] = original!;
        });
        signal.addEventListener('abort', restore);
      })(0);
    }
  }
}

const outside = ({ type, target, addedNodes, removedNodes }: MutationRecord): boolean =>
  !isOurs(target) && (type !== 'childList' || [...addedNodes, ...removedNodes].some((node) => !isOurs(node)));

// What the page may change without a word: the address, and what fields hold. Compared, and forgotten.
function readAround(inner: Element): () => string {
  let scope = inner;
  for (let i = 0; i < 4; i++) scope = scope.parentElement ?? scope;
  const those = (inner.closest('form') ?? scope).querySelectorAll<HTMLInputElement>('input,select,textarea');
  const some = [].slice.call(those, 0, 50) as HTMLInputElement[];
  return () => location.href + some.map(({ value, checked }) => `${checked}${value}`);
}

export function createEffects(found: (kind: string) => void): Effects {
  let life: AbortController | undefined;
  let pressedAt = 0;
  let path: readonly EventTarget[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let changed = (): boolean => false;

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
  const late = safely(() => {
    if (changed()) tell('value');
    else end();
  });
  const wait = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(late, ms, 0);
  };

  return {
    begin(those) {
      path = those;
      pressedAt = performance.now();
      if (life) return;
      life = new AbortController();
      const { signal } = life;
      const inner = path[0] as Element;
      const observer = new MutationObserver(safely((records) => records.some(outside) && tell('mutation')));
      for (const root of [document, ...path.filter((node) => node instanceof ShadowRoot)]) {
        observer.observe(root as Node, { subtree: true, childList: true, attributes: true, characterData: true });
      }
      signal.addEventListener('abort', () => observer.disconnect());
      for (const [kind, names] of Object.entries(events)) hear(window, names, () => tell(kind), signal);
      hear(window, 'blur', ({ target }) => target === window && tell('window'), signal);
      hear(window, 'focusin', ({ target }) => path.includes(target!) || tell('focus'), signal);
      hear(document, 'selectionchange', () => getSelection()!.isCollapsed || tell('selection'), signal);
      // Of rules that follow the focus or a box that is ticked; not of what merely looks pressed.
      const moves = ({ target }: Event): boolean =>
        performance.now() - pressedAt < 150 && !path.includes(target!) && !(path[0] as Element).contains(target as Node);
      hear(window, 'transitionrun animationstart', (event) => moves(event) && tell('mutation'), signal);
      // Of a script: of the visitor's own clicks only what follows counts.
      hear(window, 'click', ({ isTrusted, target }) => !isTrusted && (target as Element).closest('a[href]') && tell('navigation'), signal);
      const { navigation } = window as { navigation?: EventTarget };
      if (navigation) hear(navigation, 'navigate', () => tell('navigation'), signal);
      watchCalls(tell, signal);
      const read = readAround(inner);
      const before = read();
      changed = () => read() !== before;
      wait(1000);
    },
    pressed: (within) => life && wait(within - 2),
    end,
  };
}
