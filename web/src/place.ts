// One place of the page where something is shown: over the page, in a container of it, or at its edge. One element of
// ours, with everything in its shadow root, for as long as the thing shows; a frame is put on screen only when the
// module made a new one.

import { Env, Frame as Flag, Slot } from './generated/abi.ts';
import { createControls, type Actions, type Controls } from './controls.ts';
import { createPainter } from './canvas.ts';
import { attribute, make } from './control.ts';
import type { Core } from './core.ts';
import type { Frame } from './frame.ts';
import type { Load } from './host.ts';
import { guarded, listen } from './listen.ts';
import type { Measurer } from './measure.ts';
import { reason, report } from './report.ts';
import { styles } from './styles.ts';
import { words } from './words.ts';

export interface Showing {
  readonly kind: string; // "survey", "tab", or what guides.ts shows
  readonly id: string;
  readonly display?: string | undefined; // of a survey: "popover", "inline" or "tab"
  readonly slot?: Slot; // of a guide
  readonly manner?: (parts: Parts) => Manner;
}

// What a guide needs of the place it is shown in …
export interface Parts {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  readonly card: HTMLElement;
  readonly make: typeof make;
  frame(): Frame | undefined;
  position(): void; // again, as `manner` now wants it
  arrived(): void; // it can be seen
  renew(): void; // it is to arrive again
  paint(): void;
}

// … and does there in a way of its own (guides.ts).
export interface Manner {
  readonly make: typeof make;
  readonly free: boolean; // stands where `transform` says, and arrives when it says so
  readonly transform: string | undefined;
  stand(corner: string): string; // the card's classes; `corner`: where the theme has it
  painted(frame: Frame): void;
  close(): void;
}

export interface PlaceOptions {
  readonly core: Core;
  readonly measurer: Measurer;
  readonly act: Actions['act'];
  readonly shown: (id: string) => void;
  readonly fault: (error: unknown) => void;
  readonly chunk: Load;
}

export interface Place {
  readonly showing: Showing;
  readonly host: HTMLElement;
  open(): void; // once it can be closed again, should that fail
  paint(): void;
  announce(text: string): void;
  close(): void;
}

const media = (query: string): boolean => matchMedia(query).matches;

const pageFont = (): string => (document.body && getComputedStyle(document.body).fontFamily) || 'sans-serif';

// What the page has put there for a survey to stand in.
export const containers = new Map<string, Element>(); // by survey, as watch.ts has found them, also in shadow roots
const containerFor = (id: string): Element | null | undefined =>
  document.querySelector(`[data-canvass-inline="${CSS.escape(id)}"]`) ?? containers.get(id);

const forcedColors = '(forced-colors: active)';
const moreContrast = '(prefers-contrast: more)';

// Of what CSS says is 16 px.
const enlarged = (element: HTMLElement): number => parseFloat(getComputedStyle(element).fontSize) / 16 || 1;

// One sheet for all that adopt these rules, once they are on the page: WebKit forgets what was adopted elsewhere when it
// works out any style before that.
const sheets = new Map<string, CSSStyleSheet>();
export function adopt(root: ShadowRoot, rules = styles): void {
  const sheet = sheets.get(rules) ?? new CSSStyleSheet();
  if (!sheets.has(rules)) sheet.replaceSync(rules);
  sheets.set(rules, sheet);
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

// An element of ours, with everything in a shadow root that the page's styles do not reach.
export function createHost(): ShadowRoot {
  const host = document.createElement('canvass-surface');
  // What happens in here is nothing that others should take for a struggle with the page (docs/embedding.md).
  host.className = 'ph-no-deadclick ph-no-rageclick mp-no-track pendo-ignore ym-disable-clickmap';
  for (const name of ['data-dd-excluded-activity-mutations', 'heap-ignore']) host.setAttribute(name, '');
  host.setAttribute('data-recording-ignore', 'events');
  return host.attachShadow({ mode: 'open' });
}

export function createPlace(slot: number, showing: Showing, options: PlaceOptions): Place {
  const { core, measurer } = options;
  const inline = slot === Slot.inline;
  const life = new AbortController();
  const { signal } = life;
  const root = createHost();
  const host = root.host as HTMLElement;
  if (inline) host.classList.add('inline');
  const card = document.createElement('div');
  const live = document.createElement('div');
  live.className = 'sr';
  live.setAttribute('role', 'status');
  live.setAttribute('aria-live', 'polite');
  const painter = createPainter();
  card.append(painter.element);
  root.append(card, live);

  let revision = -1;
  let painting = false;
  let again = false;
  let dpr = 1;
  let lift = 0; // over the virtual keyboard, and how much of the page that leaves
  let seen = Infinity;
  const said: string[] = [];
  let returns = 9; // to a page that takes it away
  let onScreen = false;
  let manner: Manner | undefined;
  let classes = '';
  let returnTo: HTMLElement | null = null;
  let frame: Frame | undefined;
  let plainRules: Promise<void> | undefined; // asked for
  let plainReady: boolean | undefined; // they are there; false: they cannot be

  const interact: Actions['interact'] = (...ids) => {
    if (signal.aborted) return;
    core.interact(slot, ...ids);
    paint();
  };
  const controls: Controls = createControls(
    card,
    root,
    slot ? 'region' : 'dialog', // one that stands in the page, or beside it, interrupts nothing
    { act: options.act, interact, announce, make: (...those) => (manner ?? parts).make(...those) },
    signal,
  );

  // --- where it is ---

  // Whether there is anywhere to be seen. A container may come and go with the page's own scripts.
  function attach(): boolean {
    if (!host.isConnected) {
      const parent = inline ? containerFor(showing.id) : document.documentElement;
      if (!parent || (!inline && returns-- < 1)) return false;
      parent.append(host);
      adopt(root);
      // In the top layer nothing of the page can cover or transform it.
      if (!inline && 'popover' in host) {
        host.popover = 'manual';
        host.showPopover();
      }
    }
    return host.clientWidth > 0 && innerHeight > 0;
  }

  function environment(): void {
    if (signal.aborted || !attach()) return;
    // What is 16 px to the widget is the text size that the visitor has chosen. Firefox, told to enlarge nothing but text,
    // does that to what is text here already.
    const scale = enlarged(host);
    host.style.setProperty('--zoom', `${scale}`);
    host.style.setProperty('--text', `${enlarged(live)}`);
    dpr = (devicePixelRatio || 1) * scale;
    const flags =
      (media('(prefers-color-scheme: dark)') ? Env.darkScheme : 0) |
      (media('(pointer: coarse)') ? Env.coarsePointer : 0) |
      (media(moreContrast) ? Env.moreContrast : 0) |
      (inline ? Env.inlineSlot : 0);
    core.environment(slot, host.clientWidth, inline ? innerHeight : host.clientHeight, dpr, flags);
    paint();
  }

  function watchResolution(): void {
    listen(
      matchMedia(`(resolution: ${devicePixelRatio}dppx)`),
      'change',
      () => {
        watchResolution();
        environment();
      },
      signal,
      { once: true },
    );
  }

  function keyboard(): void {
    const view = window.visualViewport;
    if (!view) return;
    // Who has zoomed in goes about by hand: then it is only out of the keyboard's way.
    const zoomed = view.scale > 1.01;
    const zoom = enlarged(host);
    seen = (view.height * view.scale) / zoom;
    lift = Math.max(0, Math.round(host.clientHeight - seen - (zoomed ? 0 : view.offsetTop / zoom)));
    if (zoomed && lift < 100) lift = 0; // that is no keyboard
    position();
  }

  function set(name: string, value: string): void {
    if (card.style.getPropertyValue(name) !== value) card.style.setProperty(name, value);
  }

  function position(): void {
    if (!frame) return;
    const { flags, card: { width, height } } = frame;
    const sheet = (flags & Flag.sheet) !== 0;
    const corner = sheet ? 'sheet' : `p${frame.position}`;
    const where = inline ? 'inline' : slot === Slot.tab ? 'tab' : manner ? manner.stand(corner) : corner;
    const over = /^(sheet|p[0125]$)|bottom/.test(where) ? lift : 0;
    const room = Math.min(host.clientHeight - over, seen) - (sheet || over || manner?.free ? 16 : 48);
    const tall = height > room && !inline;
    const wanted = ['card', where];
    if (flags & Flag.dark) wanted.push('dark');
    if (tall) wanted.push('tall');
    if (plainReady && isPlain()) wanted.push('plain');
    const next = wanted.join(' ');
    if (next !== classes) card.className = classes = next;
    set('width', `${width}px`);
    set('height', `${tall ? room : height}px`);
    set('transform', manner?.transform ?? (over ? `translateY(${where === 'p5' ? -over / 2 : -over}px)` : 'none'));
  }

  function dress({ flags, colors, radius }: Frame): void {
    set('color-scheme', flags & Flag.dark ? 'dark' : 'light');
    attribute(card, 'dir', flags & Flag.rightToLeft ? 'rtl' : 'ltr');
    set('--font', measurer.family);
    set('--radius', `${radius}px`);
    set('--card', colors.card);
    set('--ink', colors.ink);
    set('--muted', colors.secondaryInk);
    set('--accent', colors.accent);
  }

  // Whether there is no picture to be seen.
  const isPlain = (): boolean => !painter.works || media(forcedColors);

  // Nothing shows before the rules that it needs are there.
  function dressed(): boolean {
    if (plainReady !== undefined || !isPlain()) return true;
    const settle = (there: boolean): void => {
      plainReady = there;
      paint();
      position();
    };
    plainRules ??= options.chunk('plain').then(
      ({ plainStyles }) => {
        adopt(root, plainStyles);
        settle(true);
      },
      (error: unknown) => {
        report(`canvass.plain.js could not be loaded (${reason(error)}).`);
        settle(false);
      },
    );
    return false;
  }

  // --- painting ---

  // The module learns of the theme's font and of the language with the first frame; until then the page's own are measured.
  function fonts(next: Frame): boolean {
    const own = next.family && CSS.supports('font-family', next.family);
    const wanted = own ? `${next.family}, sans-serif` : pageFont();
    const language = words.language(next.locale);
    if (wanted === measurer.family && language === measurer.language) return false;
    measurer.family = wanted;
    measurer.language = language;
    core.fontsChanged();
    return true;
  }

  function draw(): void {
    frame = core.frame(slot);
    if (frame && frame.revision !== revision && fonts(frame)) frame = core.frame(slot);
    if (!frame || frame.revision === revision) return;
    revision = frame.revision;
    attribute(card, 'lang', measurer.language || undefined); // before its fonts are looked for
    painter.draw(frame, dpr, measurer.family);
    dress(frame);
    position();
    controls.update(frame);
    manner?.painted(frame);
    const { lang, className } = document.documentElement;
    foreign.takeRecords(); // those were ours
    if ((lang && lang.slice(0, 2) !== frame.locale.slice(0, 2)) || /translated-/.test(className)) translate();
    if (!manner?.free) arrived();
  }

  function paint(): void {
    again = true;
    if (painting || signal.aborted) return;
    painting = true;
    try {
      while (again) {
        again = false;
        if (attach() && dressed()) draw();
      }
    } catch (error) {
      options.fault(error);
    } finally {
      painting = false;
    }
  }

  // The page is in another language than its words, or somebody has been at those.
  let translated = false;
  function translate(): void {
    if (translated) return;
    translated = true;
    const repaint = (): void => {
      core.fontsChanged();
      paint();
    };
    options.chunk('translate').then(
      ({ join }) => signal.aborted || join({ host, card, controls: controls.all, signal, ask: () => core.frame(slot), repaint }),
      (error: unknown) => report(`canvass.translate.js could not be loaded (${reason(error)}).`),
    );
  }
  const foreign = new MutationObserver((changes) => {
    if (changes.some(({ type, addedNodes: [added] }) => type !== 'childList' || added?.textContent)) translate();
  });

  // When the browser tells of it, it is really there.
  function arrived(): void {
    if (onScreen) return;
    onScreen = true;
    const painted = guarded((_: unknown, observer: IntersectionObserver) => {
      observer.disconnect();
      if (signal.aborted) return;
      if (slot < Slot.tab) options.shown(showing.id); // its survey is not
      speak();
    });
    new IntersectionObserver(painted).observe(card);
  }

  // A new element is spoken even when it says the same again; a region is only heard once it has been there a while.
  function speak(): void {
    const lines = said.splice(0).map((text) => {
      const line = document.createElement('p');
      line.textContent = words.said(text);
      return line;
    });
    if (lines.length) live.replaceChildren(...lines);
  }

  // --- life ---

  function announce(text: string): void {
    said.push(text);
    if (onScreen && revision >= 0) speak();
  }

  const renew = (): void => void (onScreen = false);
  const parts: Parts = { host, root, card, make, frame: () => frame, position, arrived, renew, paint };

  function open(): void {
    attach();
    manner = showing.manner?.(parts);

    listen(
      card,
      'focusin',
      ({ relatedTarget: from }: FocusEvent) => {
        if (from instanceof HTMLElement && from !== host && !root.contains(from)) returnTo = from;
      },
      signal,
    );
    listen(window, 'resize', environment, signal);
    if (inline) {
      // A moment later: the card's own height is a size of it too, and changing that at once is an error on the page.
      const watcher = new ResizeObserver(() => setTimeout(guarded(environment)));
      watcher.observe(host);
      signal.addEventListener('abort', () => watcher.disconnect());
    }
    listen(window.visualViewport, 'resize scroll', keyboard, signal);
    for (const query of ['(prefers-color-scheme: dark)', '(pointer: coarse)', forcedColors, moreContrast]) {
      listen(
        matchMedia(query),
        'change',
        () => {
          environment();
          position();
        },
        signal,
      );
    }
    listen(
      document.fonts,
      'loadingdone',
      () => {
        core.fontsChanged();
        paint();
      },
      signal,
    );
    watchResolution();
    foreign.observe(card, { childList: true, characterData: true, subtree: true });
    foreign.observe(document.documentElement, { attributeFilter: ['lang'] });
    signal.addEventListener('abort', () => foreign.disconnect());

    measurer.family = pageFont();
    measurer.language ||= document.documentElement.lang;
    core.fontsChanged();
    core.interact(slot, 0, 0, 0);
    environment();
    keyboard();
  }

  return {
    showing,
    host,
    open,
    paint,
    announce,
    close() {
      manner?.close();
      // Of our own elements it is what is in them that had it.
      const back = returnTo?.shadowRoot?.querySelector<HTMLElement>('.tab button') ?? returnTo;
      // That of the tab goes to its survey (surface.ts).
      if (slot !== Slot.tab && controls.focused() && back?.isConnected) back.focus({ preventScroll: true });
      life.abort();
      card.inert = true;
      card.classList.add('leaving');
      const remove = (): void => host.remove();
      for (const motion of card.getAnimations?.() ?? []) {
        if (motion.playState === 'running' && !document.hidden) return void motion.finished.then(remove, remove);
      }
      remove();
    },
  };
}
