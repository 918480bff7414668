// canvass.host.js: between the page and the module. Feeds it what happens and carries out what it asks for, in order.

import { createClaims } from './claims.ts';
import { now } from './clock.ts';
import type { Actions } from './controls.ts';
import { createCore, stringify, type Core, type Effect, type EngineEvent, type Module, type Outcome, type Watch } from './core.ts';
import type { Command, Queue, Settings } from './install.ts';
import type * as Extras from './extras.ts';
import type * as Guiding from './guides.ts';
import { createLead, type Lead } from './lead.ts';
import { faults, guarded, listen } from './listen.ts';
import { createListeners, type Listener } from './listeners.ts';
import { createMeasurer, type Measurer } from './measure.ts';
import { watchPages } from './pages.ts';
import { containers } from './place.ts';
import { Promise } from './promise.ts';
import { Failure, reason, report } from './report.ts';
import { openStore } from './storage.ts';
import { createSurface, type Showing } from './surface.ts';
import type * as Signalling from './signals.ts';
import type * as Plain from './plain_styles.ts';
import type * as Media from './media.ts';
import type * as Translate from './translate.ts';
import type { Anchoring } from './tip.ts';
import { createTransport } from './transport.ts';
import type * as Watching from './watch.ts';
import { fromNetwork, importsFor, Missing, type Imports } from './wasm.ts';

// What other files of ours hold, loaded when it is first needed: canvass.guides.js, ….
export interface Chunks {
  readonly guides: typeof Guiding;
  readonly anchor: Anchoring;
  readonly media: typeof Media;
  readonly plain: typeof Plain;
  readonly signals: typeof Signalling;
  readonly watch: typeof Watching;
  readonly extras: typeof Extras;
  readonly translate: typeof Translate;
}
export type Load = <Name extends keyof Chunks>(name: Name) => Promise<Chunks[Name]>;

// Where the parts that are not JavaScript of this bundle come from.
export interface Sources {
  module(imports: Imports, config: Promise<string | undefined>): Promise<Module>; // of a page with more than surveys
  readonly chunk: Load;
  pack(name: string): Promise<string>; // "ru", "presets": words that not every visitor needs
}

// What other files of ours want of this one.
export * from './shared.ts';

const longest = 2 ** 31 - 1; // ms that a timer can wait
const patience = 10_000; // ms for a file to arrive

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.text();
}

function fromBase(base: string): Sources {
  return {
    module: (imports, config) => fromNetwork(base, imports, config),
    chunk: (name) => import(new URL(`canvass.${name}.js`, base).href),
    pack: (name) => fetchText(new URL(`packs/${name}.json`, base).href),
  };
}

async function readConfig({ config, endpoint }: Settings): Promise<string> {
  let text: string;
  if (config.startsWith('#')) {
    const element = document.querySelector(config);
    if (!element) throw new Failure(`data-config names ${config}, but the page has no such element.`);
    text = element.textContent ?? '';
  } else {
    try {
      text = await fetchText(config);
    } catch (error) {
      throw new Failure(`the configuration ${config} could not be loaded (${reason(error)}).`);
    }
  }
  if (endpoint === undefined) return text;
  try {
    return JSON.stringify({ ...(JSON.parse(text) as object), endpoint });
  } catch {
    return text; // the module says what is wrong with it, and where
  }
}

interface Loaded {
  readonly core: Core;
  readonly measurer: Measurer;
  readonly module: Module;
}

// The module, configured and with the words that this visitor will read.
async function load(settings: Settings, sources: Sources, locale: string): Promise<Loaded> {
  let memory = (): ArrayBuffer => new ArrayBuffer(0);
  const measurer = createMeasurer(() => memory());
  const reading = readConfig(settings);
  const more = reading.then((text) => (/"(guides":\s*\[\s*{|(signals?|journeys)":)/.test(text) ? text : undefined));
  const [config, module] = await Promise.all([reading, sources.module(importsFor(measurer.measure), more)]);
  const core = createCore(module);
  memory = core.memory;
  measurer.write = core.write;
  // What needs another part of the module is done again once that is there.
  async function attempt<T>(call: () => T): Promise<T> {
    try {
      return call();
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      await core.complete();
      return call();
    }
  }
  const configure = (): Promise<ReturnType<Core['configure']>> => attempt(() => core.configure(locale, config));
  // Presets may be in languages that need further packs.
  const asked = new Set<string>();
  let result = await configure();
  for (;;) {
    const wanted = result.needs.filter((name) => !asked.has(name));
    if (!wanted.length) break;
    await Promise.all(
      wanted.map(async (name) => {
        asked.add(name);
        const pack = await sources.pack(name).catch((error: unknown) => {
          report(`packs/${name}.json could not be loaded (${reason(error)}).`);
        });
        if (pack) await attempt(() => core.provide(pack));
      }),
    );
    result = await configure();
  }
  for (const { pointer, message } of [...result.errors, ...result.warnings]) {
    report(`${settings.config}${pointer && ` ${pointer}`}: ${message}`);
  }
  return { core, measurer, module };
}

function device(): string {
  if (!matchMedia('(pointer: coarse)').matches) return 'desktop';
  return Math.min(screen.width, screen.height) < 600 ? 'mobile' : 'tablet';
}

const seed = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

// Whether the page has put functions of its own in place of the browser's.
const replaced = (): boolean =>
  [Array.prototype, JSON].some((holder) =>
    Object.getOwnPropertyNames(holder).some((name) => !/native|^0/.test(`${holder[name as keyof typeof holder]}`)),
  );

export async function start(settings: Settings, queue: Queue, sources = fromBase(settings.base)): Promise<void> {
  if (replaced()) (await sources.chunk('extras')).checkSound();
  const locale = settings.locale ?? (document.documentElement.lang || navigator.language);
  const { core, measurer, module } = await load(settings, sources, locale);

  const life = new AbortController();
  const { signal } = life;
  const store = openStore();
  const listeners = createListeners();
  const inbox: (() => Outcome)[] = [];
  let busy = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due: number | null = null;
  let lead: Lead | undefined; // among the tabs of this visitor; none where they cannot agree, or in a preview
  let leading = false;

  function send(event: EngineEvent): void {
    const line = stringify(event); // throws here, at the caller, for what is no JSON
    dispatch(() => core.handle(line));
  }
  const transport = createTransport(send, signal);
  const act: Actions['act'] = (node, action, value) => dispatch(() => core.act(node, action, value));
  const surface = createSurface({ core, measurer, act, shown: (id) => send({ ev: 'shown', id }), fault, chunk: sources.chunk });

  // --- effects -------------------------------------------------------------------------------------------------

  function arm(): void {
    clearTimeout(timer);
    timer = undefined;
    if (due !== null) timer = setTimeout(guarded(ring), Math.min(Math.max(0, due - now()), longest));
  }

  function ring(): void {
    if (due === null || now() < due) return arm();
    due = null;
    send({ ev: 'tick' });
  }

  // Listens to what the engine waits for; the code for it is loaded when it first waits for anything.
  let watching: Promise<Watching.Watching> | undefined;
  let watched: Watch | undefined;
  function watch(wanted: Watch): void {
    watched = wanted;
    const nothing = !wanted.exit && !wanted.signals && [wanted.click, wanted.seen, wanted.inline, wanted.scroll, wanted.idle].every((list) => !list.length);
    if (nothing && !watching) return;
    watching ??= sources.chunk('watch').then(({ createWatching }) => createWatching(send, signal, sources.chunk, listeners, containers));
    watching.then(
      (ready) => ready.watch(wanted),
      (error: unknown) => report(`canvass.watch.js could not be loaded (${reason(error)}): triggers that need it will not fire.`),
    );
  }

  // A survey shows in one tab at a time: it waits here until this tab has the claim to it.
  const claims = createClaims((id) => send({ ev: 'taken', id }), signal, sources.chunk);
  const claiming = new Map<string, string[]>(); // survey → what is to be announced once it shows
  const previewing = (): boolean => location.search.includes('canvass-preview=');
  let latest = ''; // what was shown last, or is about to be
  let wished: unknown; // what the visitor or the page asked for last

  async function show(showing: Showing): Promise<void> {
    const { id, kind } = showing;
    if (kind !== 'survey' || previewing() || claims.has(id)) return surface.show(showing);
    if (claiming.has(id)) return;
    const said: string[] = [];
    claiming.set(id, said);
    const free = await claims.take(id, wished === id);
    const wanted = claiming.get(id) === said;
    if (signal.aborted || !wanted) return claims.drop(id);
    claiming.delete(id);
    if (!free) return send({ ev: 'taken', id });
    surface.show(showing);
    said.forEach(surface.announce);
    surface.paint();
  }

  function hide({ kind, id }: { kind: string; id: string }): void {
    surface.hide({ kind, id });
    if (kind !== 'survey') return;
    claiming.delete(id);
    claims.drop(id);
  }

  function carryOut(effect: Effect): void {
    switch (effect.fx) {
      case 'show':
        latest = effect.id;
        if (guided(effect)) guides!.show(effect);
        else show(effect).catch(fault);
        break;
      case 'hide':
        guides?.hide(effect);
        hide(effect);
        break;
      case 'fetch':
      case 'go':
        guides!.load(effect);
        break;
      case 'watch':
        watch(effect);
        break;
      case 'emit':
        if (effect.event.event) listeners.call(effect.event.event, effect.event);
        listeners.call('*', effect.event);
        break;
      case 'store':
        // A preview leaves nothing behind, not even what is stored before the engine knows the page.
        if (previewing()) break;
        if (effect.key === 'q:') store.erase();
        else if (!store.save(effect.key, effect.value ?? null)) send({ ev: 'storageFailed', key: effect.key });
        else module.stored?.(effect);
        break;
      case 'send':
        transport.send(effect);
        break;
      case 'abort':
        transport.abort(effect.request);
        break;
      case 'lead':
        lead?.take();
        break;
      case 'wake':
        due = effect.at ?? null;
        arm();
        break;
      case 'announce':
        if (!claiming.get(latest)?.push(effect.text)) surface.announce(effect.text);
        break;
      case 'warn':
        report(effect.text);
        break;
    }
  }

  // What is carried out by code that is loaded with the first of its kind; until it is there, everything waits.
  let guides: Guiding.Guides | undefined;
  const guided = (effect: Effect): boolean =>
    effect.fx === 'show' ? !/^(survey|tab)$/.test(effect.kind) : effect.fx === 'fetch' || effect.fx === 'go';
  const loadGuides = async (): Promise<void> => {
    const { createGuides } = await sources.chunk('guides');
    guides = createGuides({ core, surface, listeners, signal, send, act, chunk: sources.chunk });
  };

  // One event at a time: what the effects of one bring about waits until all of them are carried out.
  function dispatch(call: () => Outcome): void {
    inbox.push(call);
    work();
  }

  function work(): void {
    if (busy || signal.aborted) return;
    busy = true;
    try {
      for (let next = inbox[0]; next && !signal.aborted; next = inbox[0]) {
        const outcome = next();
        const { events, effects } = outcome;
        if (!guides && effects.some(guided)) {
          inbox[0] = () => outcome;
          return complete(loadGuides);
        }
        inbox.shift();
        for (const event of events) {
          if (event.ev === 'show') wished = event['id'];
          listeners.call('input', event);
        }
        for (const effect of effects) {
          carryOut(effect);
          listeners.call('effect', effect);
        }
      }
      surface.paint();
    } catch (error) {
      fault(error);
    } finally {
      busy = busy && completing;
    }
  }

  // A call needed another part of the module: everything waits for that, and the call is made again.
  let completing = false;
  function complete(load: () => Promise<void>): void {
    completing = busy = true;
    load().then(resume, (error: unknown) => {
      if (navigator.onLine) fault(error);
      else listen(window, 'online', () => complete(load), signal, { once: true });
    });
  }
  function resume(): void {
    completing = busy = false;
    work();
  }

  // Ours, not the page's: it must not notice more than that the survey is gone.
  function fault(error: unknown): void {
    if (error instanceof Missing) {
      if (!completing) complete(core.complete);
      return;
    }
    if (signal.aborted) return;
    report(`it has stopped on this page after a fault of its own: ${reason(error)}`);
    stop();
  }
  faults.tell = fault;

  function stop(): undefined {
    written.disconnect();
    life.abort();
    clearTimeout(timer);
    queue.push = () => 0;
    surface.hide();
  }

  // What shows comes back to a page that has emptied itself. One that is written anew (document.open) has none of our
  // listeners any more: another tag in it begins again.
  const written = new MutationObserver(([change]) => {
    if (change!.target === document) window.canvass!.q = stop();
    else surface.paint();
  });
  for (const node of [document, document.documentElement]) written.observe(node, { childList: true });

  // --- commands ------------------------------------------------------------------------------------------------

  const text = (value: unknown, what: string): string => {
    if (typeof value === 'string' && value) return value;
    throw new Failure(`${what} must be a text that is not empty.`);
  };
  const object = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});
  const listener = (value: unknown, what: string): Listener => {
    if (typeof value === 'function') return value as Listener;
    throw new Failure(`${what} must be a function.`);
  };
  const pages = watchPages((url) => {
    send({ ev: 'page', url, referrer: document.referrer });
    if (watched) watch(watched); // what is there counts anew on a page of its own
  }, signal);
  const commands: Record<string, (a: unknown, b: unknown) => void> = {
    identify: (id, traits = {}) => send({ ev: 'identify', id: text(id, 'the id of identify'), traits }),
    track: (name, props = {}) => send({ ev: 'track', name: text(name, 'the name of track'), props }),
    show: (id, known) => {
      wished = text(id, 'the id of show');
      send({ ...object(known), ev: 'show', id: wished });
    },
    fields: (values) => send({ ev: 'fields', values }),
    consent: (granted) => {
      if (typeof granted !== 'boolean') throw new Failure('consent is true, false, or a function that says which.');
      send({ ev: 'consent', granted });
    },
    page: (url) => pages.report(url === undefined ? undefined : text(url, 'the address of page')),
    on: (name, fn) => listeners.add(text(name, 'the event of on'), listener(fn, 'the second argument of on')),
  };
  for (const ev of ['dismiss', 'reset', 'forget', 'optOut', 'optIn']) commands[ev] = () => send({ ev });

  let extras: Promise<typeof Extras> | undefined;
  function run([name, a, b]: Command): void {
    const ignored = (error: unknown): void => report(`canvass("${String(name)}", …) was ignored: ${reason(error)}`);
    const known = Object.hasOwn(commands, String(name));
    try {
      if (known && !(name === 'consent' && typeof a === 'function')) return commands[String(name)]!(a, b);
      const tools = { core, store, dispatch, run, commands: Object.keys(commands) };
      extras ??= sources.chunk('extras'); // one promise, so that commands keep their order
      extras.then(({ run }) => run(tools, String(name), a, b)).catch(ignored);
    } catch (error) {
      ignored(error);
    }
  }

  // --- beginning -----------------------------------------------------------------------------------------------

  let { waiting } = queue;
  const runThose = (names: RegExp): void => {
    const fits = ([name]: Command): boolean => names.test(String(name));
    const those = waiting.filter(fits);
    waiting = waiting.filter((command) => !fits(command));
    those.forEach(run);
  };
  runThose(/^on$/); // so that they miss nothing

  const { locks, globalPrivacyControl, doNotTrack } = navigator as Partial<Navigator> & { globalPrivacyControl?: unknown };
  const stored = store.load();
  send({
    ev: 'init',
    visitor: stored['visitor'] ?? '',
    seed: seed(),
    locale,
    device: device(),
    stored,
    leading: !locks,
    privacySignal: globalPrivacyControl === true || doNotTrack === '1',
  });
  runThose(/^(consent|opt|forget)/); // before the page is anything's reason
  pages.report();
  runThose(/^/);
  queue.push = run;

  let hidden = false;
  const away = (gone: boolean): void => {
    if (gone !== hidden) send({ ev: gone ? 'hidden' : 'visible' });
    hidden = gone;
  };
  const early = { capture: true };
  listen(document, 'visibilitychange', () => away(document.hidden), signal, early);
  const leave = (): void => {
    listeners.call('leave', 0); // for canvass.signals.js
    away(true);
  };
  listen(window, 'pagehide', leave, signal, early);
  listen(window, 'pageshow', () => away(document.hidden), signal, early);
  // After these, so that a page that goes away sends before it gives up the lead. A preview sends nothing.
  if (locks && !previewing()) {
    const heard = (gained: boolean): void => {
      leading = gained;
      // What is stored when its turn comes, as what comes before it may yet store something.
      dispatch(() => core.handle(stringify({ ev: 'lead', leading: gained, ...(gained && { stored: store.load() }) })));
    };
    lead = createLead(locks, heard, signal);
  }
  // What another tab keeps concerns this one. Its queue concerns whoever leads.
  listen(
    window,
    'storage',
    ({ key, newValue, storageArea }: StorageEvent) => {
      if (storageArea !== localStorage || !key?.startsWith('canvass:')) return;
      if (key.startsWith('canvass:q:') && (!lead || (newValue !== null && !leading))) return;
      send({ ev: 'stored', key: key.slice('canvass:'.length), value: newValue });
    },
    signal,
  );
  // Only changes count. A machine without any network says it is offline from the start, and may yet reach an
  // endpoint of its own; where nothing can be reached, the backoff sees to it.
  listen(window, 'online offline', ({ type }: Event) => send({ ev: type }), signal);
}
