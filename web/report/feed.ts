// The report as the collector has it, asked for once a second while somebody is looking.

export interface Verbatim {
  text: string;
  question: string;
  score: number | null;
  category: string | null;
  timestamp: string | null;
}

interface Common {
  id: string;
  survey: string;
  question: string | null;
  n: number;
  rejected: number;
  distribution: { value: number; count: number }[];
  shown: number;
  started: number;
  completed: number;
  dismissed: number;
  verbatimCount: number;
  verbatims: Verbatim[];
}

export interface NpsEntry extends Common {
  metric: 'nps';
  value: number | null;
  counts: { promoters: number; passives: number; detractors: number };
  intervals: { score: [number, number] } | null;
}

export interface CesEntry extends Common {
  metric: 'ces';
  value: number | null;
  counts: { easy: number; neutral: number; difficult: number };
  variant: 'agree7' | 'effort5';
  direction: 'higher_is_easier' | 'lower_is_easier';
}

export interface UnscoredEntry extends Common {
  metric: null;
}

export type Entry = NpsEntry | CesEntry | UnscoredEntry;

export interface Guide {
  id: string;
  shown: number;
  completed: number;
  dismissed: number;
  missing: number;
}

export interface Report {
  surveys: Entry[];
  guides: Guide[];
  events: number;
}

export interface Listener {
  report(report: Report): void;
  alive(): void; // an answer has come, whatever it was
  away(): void; // the collector does not answer; it is asked again
  locked(): void; // the token is missing or not the right one; it is not asked again
}

const interval = 1_000;
const backoffMax = 15_000;
const patience = 10_000; // for one answer

// Begins at once; the function returned ends it.
export function follow(token: string, listener: Listener): () => void {
  const ended = new AbortController();
  let etag = '';
  let failures = 0;
  let timer = 0;
  let asking = false;

  const again = (delay: number) => {
    clearTimeout(timer);
    if (!ended.signal.aborted && !document.hidden) timer = setTimeout(ask, delay);
  };

  const ask = async () => {
    if (asking) return;
    asking = true;
    const request = new AbortController();
    const abort = () => request.abort();
    const late = setTimeout(abort, patience);
    ended.signal.addEventListener('abort', abort);
    try {
      const headers: Record<string, string> = { Authorization: `Bearer ${token}` };
      if (etag) headers['If-None-Match'] = etag;
      // no-store: the conditions are ours, the browser's own cache would hide the 304.
      const response = await fetch(new URL('../v1/report.json', document.baseURI), { headers, cache: 'no-store', signal: request.signal });
      if (response.status === 401) {
        ended.abort();
        listener.locked();
        return;
      }
      if (response.status !== 304) {
        if (!response.ok) throw new Error(`status ${response.status}`);
        const report = (await response.json()) as Report;
        etag = response.headers.get('ETag') ?? '';
        listener.report(report);
      }
      failures = 0;
      listener.alive();
    } catch {
      if (ended.signal.aborted) return;
      ++failures;
      listener.away();
    } finally {
      clearTimeout(late);
      ended.signal.removeEventListener('abort', abort);
      asking = false;
    }
    // Open reports must not all come back in the same instant.
    again(failures ? Math.min(backoffMax, interval * 2 ** (failures - 1)) * (0.75 + Math.random() / 2) : interval);
  };

  const { signal } = ended;
  document.addEventListener('visibilitychange', () => (document.hidden ? clearTimeout(timer) : again(0)), { signal });
  window.addEventListener('online', () => again(0), { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
  again(0);
  return () => ended.abort();
}
