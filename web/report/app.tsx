// The page: where the report comes from, which view of it is shown, and what stands there as long as there is none.

import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

import { useReport } from './asking.ts';
import type { Asked } from './asking.ts';
import { openCollector, openEmbedded, openFile } from './data/source.ts';
import type { Question, Source } from './data/source.ts';
import type { Report } from './data/types.ts';
import type { FileKind, Recognised } from './files.ts';
import { recognise } from './files.ts';
import { count, date, plural } from './format.ts';
import { metricName, subtitle, titleOf, variantOf } from './metrics.ts';
import { Mark, Message } from './parts/message.tsx';
import { Toolbar } from './parts/toolbar.tsx';
import type { Place, Route, Section } from './route.ts';
import { formatRoute, parseRoute, places, questionOf } from './route.ts';
import { forgetToken, takeToken } from './token.ts';
import { ExperimentsView } from './views/experiments.tsx';
import { FunnelView } from './views/funnel.tsx';
import { JourneysView } from './views/journeys.tsx';
import { Overview } from './views/overview.tsx';
import { SegmentsView, chosenSegment } from './views/segments.tsx';
import { FileButton, Sort, Start } from './views/start.tsx';
import { StruggleView } from './views/struggle.tsx';
import { SurveyView } from './views/survey.tsx';
import { WordsView } from './views/words.tsx';

type Opened = { kind: FileKind; file: File }[];

function openFiles(files: Opened): Source {
  const extra = Object.fromEntries(files.filter(({ kind }) => kind !== 'events').map(({ kind, file }) => [kind, file]));
  return openFile(
    files.filter(({ kind }) => kind === 'events').map(({ file }) => file),
    extra,
  );
}

function firstSource(): Source | null {
  const embedded = openEmbedded();
  if (embedded) return embedded;
  const token = takeToken();
  return token ? openCollector(token) : null;
}

export function App() {
  const [source, setSource] = useState<Source | null>(firstSource);
  const [locked, setLocked] = useState(false);
  const [files, setFiles] = useState<Opened>([]);
  const [unsorted, setUnsorted] = useState<{ files: Recognised[]; problem: string } | null>(null);
  const [route, go] = useRoute(() => {
    // The printed address, opened where the page is open already.
    const token = takeToken();
    if (token) {
      setLocked(false);
      setSource(openCollector(token));
    }
  });

  const fixed = source?.kind === 'page';
  const asked = useReport(source, (last) => questionFor(route, last));
  const { report, state } = asked;

  useEffect(() => {
    if (state !== 'locked') return;
    forgetToken();
    setLocked(true);
    setSource(null);
  }, [state]);

  const open = (opened: Opened) => {
    setUnsorted(null);
    setFiles(opened);
    setLocked(false);
    setSource(openFiles(opened));
    location.hash = '#/';
  };

  const take = async (dropped: File[]) => {
    const recognised = await Promise.all(dropped.map(recognise));
    // What is beside the answers may come later.
    const known = recognised.some(({ kind }) => kind === 'events') ? [] : files.filter((one) => one.kind === 'events' || !recognised.some(({ kind }) => kind === one.kind));
    const all = [...known, ...recognised];
    const twice = (['tags', 'tickets', 'benchmarks', 'config'] as const).some((kind) => all.filter((one) => one.kind === kind).length > 1);
    const unclear = all.some(({ kind }) => kind === null);
    if (!unclear && !twice && all.some(({ kind }) => kind === 'events')) return open(all as Opened);
    const problem = twice ? 'Two of these are of the same kind; of each but answers there can be one.' : unclear ? 'Not every file says itself what it is.' : 'There are no answers among them.';
    setUnsorted({ files: all, problem });
  };

  const dropping = useDrop((dropped) => void take(dropped), fixed);
  const entries = route.survey === null ? [] : (report?.surveys.filter(({ survey }) => survey === route.survey) ?? []);
  const place = route.survey === null && route.place !== 'surveys' ? placeNames[route.place] : null;
  useTitle(route, (entries[0] ? titleOf(entries[0]) : route.survey) ?? place);

  return (
    <>
      <header class="top">
        <a class="home" href={formatRoute({ ...route, survey: null, place: 'surveys' })}>
          <Mark size={32} />
          <h1 class="brand">
            Canvass <span>Report</span>
          </h1>
        </a>
        <div class="top-tools">
          {source && <Live source={source} asked={asked} />}
          {report && (
            <button type="button" class="tool" onClick={() => window.print()}>
              Print
            </button>
          )}
          {source && !fixed && <FileButton onFiles={(chosen) => void take(chosen)}>Open files…</FileButton>}
        </div>
      </header>
      <main id="report" aria-busy={asked.busy ? true : undefined} data-dropping={dropping ? '' : undefined}>
        {unsorted ? (
          <Sort files={unsorted.files} problem={unsorted.problem} onOpen={open} onCancel={() => setUnsorted(null)} />
        ) : !source ? (
          <Start locked={locked} onFiles={(chosen) => void take(chosen)} />
        ) : !report ? (
          <Waiting source={source} asked={asked} />
        ) : (
          <Shown source={source} asked={asked} report={report} route={route} go={go} />
        )}
      </main>
      <footer class="foot">{report && <Foot report={report} source={source} />}</footer>
    </>
  );
}

// --- what is asked -------------------------------------------------------------------------------------------------

// Segments are asked for by name, and the names come with the first answer.
function questionFor(route: Route, last: Report | null): Question {
  const by = route.section === 'segments' && last ? chosenSegment(last, route) : route.by;
  return questionOf({ ...route, by });
}

function useRoute(arrived: () => void): [Route, (change: Partial<Route>) => void] {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  const handler = useRef(arrived);
  handler.current = arrived;
  useEffect(() => {
    const moved = () => {
      if (/[#&]token=/.test(location.hash)) handler.current();
      setRoute(parseRoute(location.hash));
    };
    window.addEventListener('hashchange', moved);
    return () => window.removeEventListener('hashchange', moved);
  }, []);
  const go = useCallback((change: Partial<Route>) => {
    location.hash = formatRoute({ ...parseRoute(location.hash), ...change });
  }, []);
  // Another survey begins at its top, with its name read out; another section of the same one stays where it is.
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    window.scrollTo(0, 0);
    document.querySelector<HTMLElement>('main h2')?.focus({ preventScroll: true });
  }, [route.survey, route.place]);
  return [route, go];
}

function useTitle(route: Route, name: string | null): void {
  useEffect(() => {
    document.title = name ? `${name} – Canvass report` : 'Canvass report';
  }, [route.survey, name]);
}

// Files may be dropped anywhere on the page.
function useDrop(take: (files: File[]) => void, off: boolean): boolean {
  const [over, setOver] = useState(false);
  const handler = useRef(take);
  handler.current = take;
  useEffect(() => {
    if (off) return;
    const ended = new AbortController();
    const { signal } = ended;
    const withFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    window.addEventListener('dragover', (event) => withFiles(event) && (event.preventDefault(), setOver(true)), { signal });
    window.addEventListener('dragleave', (event) => event.relatedTarget === null && setOver(false), { signal });
    window.addEventListener(
      'drop',
      (event) => {
        if (!withFiles(event)) return;
        event.preventDefault();
        setOver(false);
        handler.current([...(event.dataTransfer?.files ?? [])]);
      },
      { signal },
    );
    return () => ended.abort();
  }, [off]);
  return over;
}

// --- how it is -----------------------------------------------------------------------------------------------------

const states: Record<string, string> = { live: 'Live', away: 'Reconnecting…', locked: 'Locked', reading: 'Reading…', ready: 'On this page' };

function Live({ source, asked }: { source: Source; asked: Asked }) {
  const state = source.kind === 'collector' && asked.state === 'ready' ? null : asked.state;
  const text = source.kind === 'page' && state === 'ready' ? 'Finished report' : state ? states[state] : 'Connecting…';
  return (
    <p class="live" id="live" role="status" data-state={state ?? 'connecting'}>
      {text}
    </p>
  );
}

function Waiting({ source, asked }: { source: Source; asked: Asked }) {
  const { state, error, progress } = asked;
  if (error) {
    return (
      <Message title="There is no report" tone="bad">
        <p role="alert">{error}</p>
        <p>
          <a href="#/">Ask for everything</a>
        </p>
      </Message>
    );
  }
  if (state === 'away') {
    return (
      <Message title="The collector does not answer">
        <p>It may not be running. This page goes on by itself as soon as it is back.</p>
      </Message>
    );
  }
  if (source.kind === 'file') {
    const done = Math.round(100 * (progress ?? 0));
    return (
      <Message title="Reading the answers">
        <progress max={100} value={done} aria-label="Read">{`${done} %`}</progress>
        <p>{state === 'reading' ? `${done} %` : 'Working it out…'}</p>
        <p class="note">On this page. Nothing is uploaded.</p>
      </Message>
    );
  }
  return <Skeleton />;
}

function Skeleton() {
  return (
    <div class="cards" role="status" aria-label="Loading the report">
      {[0, 1].map((index) => (
        <div class="card skeleton" aria-hidden="true" key={index}>
          <span class="bone title" />
          <span class="bone number" />
          <span class="bone" />
          <span class="bone short" />
        </div>
      ))}
    </div>
  );
}

// --- what it shows -------------------------------------------------------------------------------------------------

const placeNames: Record<Place, string> = { surveys: 'Surveys', struggle: 'Struggle', journeys: 'Journeys', experiments: 'Experiments' };
const sectionNames: Record<Section, string> = { summary: 'Summary', segments: 'Segments', words: 'Words', funnel: 'Funnel' };

interface ShownProps {
  source: Source;
  asked: Asked;
  report: Report;
  route: Route;
  go: (change: Partial<Route>) => void;
}

function Shown({ source, asked, report, route, go }: ShownProps) {
  const fixed = source.kind === 'page';
  const toolbar = fixed ? null : <Toolbar report={report} route={route} go={go} />;
  const notes = (
    <>
      {asked.error && (
        <p class="alert" role="alert">
          {asked.error}
        </p>
      )}
      {source.problems.length > 0 && (
        <ul class="alert">
          {source.problems.map(({ file, pointer, line, message }, index) => (
            <li key={index}>
              <bdi>{file}</bdi>
              {line ? `, line ${line}` : ''}
              {pointer ? `, ${pointer}` : ''}: {message}
            </li>
          ))}
        </ul>
      )}
    </>
  );
  if (route.survey === null) {
    const empty = report.surveys.length === 0 && report.guides.length === 0;
    return (
      <>
        <div class="bar">
          <Period report={report} />
          {toolbar}
        </div>
        <nav class="tabs" aria-label="Parts of the report">
          {places.map((place) => (
            <a key={place} href={formatRoute({ ...route, place })} aria-current={route.place === place ? 'page' : undefined}>
              {placeNames[place]}
            </a>
          ))}
        </nav>
        {notes}
        {route.place === 'struggle' ? (
          <div class="view" key={route.place}>
            <StruggleView struggle={report.struggle} limited={Boolean(route.since || route.until)} />
          </div>
        ) : route.place === 'journeys' ? (
          <div class="view" key={route.place}>
            <JourneysView journeys={report.journeys} limited={Boolean(route.since || route.until)} />
          </div>
        ) : route.place === 'experiments' ? (
          <div class="view" key={route.place}>
            <ExperimentsView experiments={report.experiments} />
          </div>
        ) : empty ? (
          <Empty source={source} route={route} />
        ) : (
          <Overview report={report} route={route} />
        )}
      </>
    );
  }
  const entries = report.surveys.filter(({ survey }) => survey === route.survey);
  const [main] = entries;
  const waiting = !main && asked.busy;
  return (
    <>
      <nav class="crumbs" aria-label="Back">
        <a href={formatRoute({ ...route, survey: null, place: 'surveys' })}>All surveys</a>
      </nav>
      <div class="view-head">
        <div>
          <h2 tabIndex={-1} dir="auto">
            {main ? titleOf(main) : route.survey}
          </h2>
          <p class="quiet">{main ? subtitle(main.title && metricName(main), variantOf(main), route.survey, main.stage, main.touchpoint) : ''}</p>
        </div>
        {toolbar}
      </div>
      <nav class="tabs" aria-label="Parts of this survey">
        {(Object.keys(sectionNames) as Section[]).map((section) => (
          <a key={section} href={formatRoute({ ...route, section })} aria-current={route.section === section ? 'page' : undefined}>
            {sectionNames[section]}
          </a>
        ))}
      </nav>
      {notes}
      {waiting ? (
        <Skeleton />
      ) : !main ? (
        <Message title="No answers here">
          <p>
            Nothing is known of a survey “<bdi>{route.survey}</bdi>” in this time.
          </p>
          <a class="primary" href="#/">
            All surveys
          </a>
        </Message>
      ) : (
        <div class="view" key={`${route.survey} ${route.section}`}>
          {route.section === 'summary' && <SurveyView entries={entries} route={route} fixed={fixed} go={go} />}
          {route.section === 'segments' && <SegmentsView report={report} entries={entries} route={route} fixed={fixed} go={go} />}
          {route.section === 'words' && <WordsView source={source} entries={entries} stamp={asked.stamp} fixed={source.tags.readOnly === true} />}
          {route.section === 'funnel' && <FunnelView entries={entries} />}
        </div>
      )}
    </>
  );
}

function Period({ report }: { report: Report }): ComponentChildren {
  if (!report.period) return <p class="quiet period" />;
  const { from, to } = report.period;
  return <p class="quiet period">{date(from) === date(to) ? date(from) : `${date(from)} – ${date(to)}`}</p>;
}

function Empty({ source, route }: { source: Source; route: Route }) {
  if (route.since || route.until) {
    return (
      <Message title="No answers in this time">
        <p>Choose another period.</p>
      </Message>
    );
  }
  if (source.kind !== 'collector') {
    return (
      <Message title="No answers yet">
        <p>What was read has no events of surveys or tips in it.</p>
      </Message>
    );
  }
  return (
    <Message title="No answers yet">
      <p>Open the shop and place an order. A question comes up, and its answer is here a second later.</p>
      <a class="primary" href="/" target="_blank" rel="noopener">
        Open the shop
      </a>
    </Message>
  );
}

function Foot({ report, source }: { report: Report; source: Source | null }) {
  const parts = [
    plural(report.events, 'event', 'events'),
    report.duplicates > 0 ? `${plural(report.duplicates, 'duplicate', 'duplicates')} left out` : '',
    report.rejected > 0 ? `${plural(report.rejected, 'answer', 'answers')} left out because not on the scale` : '',
    report.malformedCount > 0 ? `${plural(report.malformedCount, 'line', 'lines')} could not be read` : '',
  ];
  return (
    <>
      <p>{`${parts.filter((part) => part).join(', ')}. Intervals are at 95 %. Times are in UTC.${source?.kind === 'file' ? ' Worked out on this page; nothing was uploaded.' : ''}`}</p>
      {report.malformed.length > 0 && (
        <ul class="malformed">
          {report.malformed.slice(0, 5).map(({ file, line, message }, index) => (
            <li key={index}>
              <bdi>{[file, line].filter((part) => part !== undefined && part !== '').join(':')}</bdi>: {message}
            </li>
          ))}
          {report.malformedCount > 5 && <li>{`and ${count(report.malformedCount - 5)} more.`}</li>}
        </ul>
      )}
    </>
  );
}
