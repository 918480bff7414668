// The report that `canvass report --html` has put into this very page.

import { Unanswerable, reason } from './errors.ts';
import type { Source } from './source.ts';
import { listeners } from './state.ts';
import type { Entry, Report, Tags } from './types.ts';

// What the listed texts tell of the tags; the file they come from may hold more.
function tagsOf(entries: Entry[]): Tags {
  const tags = new Map<string, string>();
  const tagged = new Map<string, Tags['tagged'][number]>();
  for (const entry of entries) {
    for (const { id, name } of entry.tags ?? []) tags.set(id, name);
    for (const { response, question, tags: ids } of entry.verbatims) {
      if (response === null || ids.length === 0) continue;
      tagged.set([entry.survey, response, question].join('\n'), { survey: entry.survey, response, question, tags: ids });
    }
  }
  return { canvassTags: 1, tags: [...tags].map(([id, name]) => ({ id, name })), tagged: [...tagged.values()] };
}

// None when there is no report in this page.
export function openEmbedded(): Source | null {
  const text = document.getElementById('canvass-report')?.textContent?.trim();
  if (!text) return null;
  let report: Promise<Report>;
  try {
    report = Promise.resolve(JSON.parse(text) as Report);
  } catch (error) {
    report = Promise.reject(new Unanswerable(`The data in this page is damaged (${reason(error)}). Make the report again.`));
    report.catch(() => undefined); // whoever asks is told
  }
  const told = listeners();
  told.tell('ready');
  return {
    kind: 'page',
    ask: () => report,
    changed: told.changed,
    state: told.state,
    tags: {
      kind: 'file',
      readOnly: true,
      load: async () => tagsOf((await report).surveys),
      save: () => Promise.reject(new Unanswerable('A finished report keeps no tags. Drop its events on the report page, and tag them there.')),
    },
    problems: [],
    close: told.silence,
  };
}
