// The newest report that a source has given, and how the source is.

import { useEffect, useRef, useState } from 'preact/hooks';

import type { Question, Source, State } from './data/source.ts';
import type { Report } from './data/types.ts';

export interface Asked {
  report: Report | null; // may be the answer to the question before
  answered: string; // the question it answers, as JSON
  busy: boolean; // … is not the one that was asked last
  stamp: number; // counts answers
  error: string;
  state: State;
  progress: number | null;
}

const nothing: Asked = { report: null, answered: '', busy: false, stamp: 0, error: '', state: 'ready', progress: null };
const tick = 30_000; // ms: "2 min ago" moves on

// `question` may depend on what the last answer has said.
export function useReport(source: Source | null, question: (last: Report | null) => Question): Asked {
  const [asked, setAsked] = useState<Asked>(nothing);
  const [, setTicks] = useState(0);
  const key = JSON.stringify(question(asked.report));
  const ask = useRef<() => void>(() => undefined);

  useEffect(() => {
    if (!source) return setAsked(nothing);
    setAsked(nothing);
    let gone = false;
    source.state((state, progress) => !gone && setAsked((before) => ({ ...before, state, progress: progress ?? null })));
    source.changed(() => !gone && ask.current());
    return () => {
      gone = true;
      source.close();
    };
  }, [source]);

  useEffect(() => {
    if (!source) return;
    let gone = false;
    ask.current = () => {
      void source.ask(JSON.parse(key) as Question).then(
        (report) => !gone && setAsked((before) => ({ ...before, report, answered: key, stamp: before.stamp + 1, error: '' })),
        (reason: unknown) => {
          if (gone || (reason instanceof Error && reason.name === 'AbortError')) return;
          setAsked((before) => ({ ...before, error: reason instanceof Error ? reason.message : String(reason) }));
        },
      );
    };
    ask.current();
    return () => {
      gone = true;
    };
  }, [source, key]);

  useEffect(() => {
    const timer = setInterval(() => setTicks((ticks) => ticks + 1), tick);
    return () => clearInterval(timer);
  }, []);

  return { ...asked, busy: asked.report !== null && asked.answered !== key && asked.error === '' };
}
