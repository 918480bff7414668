// What the fragment of the address says: which view, of what, asked how. A reload, a bookmark and the back button keep it.
//
//   #/survey/nps/segments?by=plan&since=30d

import type { Question } from './data/source.ts';

export const sections = ['summary', 'segments', 'words', 'funnel'] as const;
export type Section = (typeof sections)[number];

// What there is beside single surveys, each with an address of its own: "#/struggle".
export const places = ['surveys', 'struggle', 'journeys', 'experiments'] as const;
export type Place = (typeof places)[number];

export interface Route {
  place: Place; // where no survey is chosen
  survey: string | null; // null: none is chosen
  section: Section;
  by: string | null;
  every: string | null;
  compare: string | null;
  since: string | null;
  until: string | null;
}

export function parseRoute(fragment: string): Route {
  const [path = '', query = ''] = fragment.replace(/^#/, '').split('?', 2);
  const [kind, id, section] = path.split('/').filter((part) => part).map(decoded);
  const asked = new URLSearchParams(query);
  return {
    place: places.find((name) => name === kind) ?? 'surveys',
    survey: kind === 'survey' && id ? id : null,
    section: sections.find((name) => name === section) ?? 'summary',
    by: asked.get('by'),
    every: asked.get('every'),
    compare: asked.get('compare'),
    since: asked.get('since'),
    until: asked.get('until'),
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function formatRoute(route: Route): string {
  let path = '#/';
  if (route.survey !== null) {
    path += `survey/${encodeURIComponent(route.survey)}`;
    if (route.section !== 'summary') path += `/${route.section}`;
  } else if (route.place !== 'surveys') {
    path += route.place;
  }
  const query = new URLSearchParams();
  const own = route.survey === null && route.place === 'journeys' ? (['every', 'compare', 'since', 'until'] as const) : route.survey === null ? (['every', 'since', 'until'] as const) : (['by', 'every', 'compare', 'since', 'until'] as const);
  for (const name of own) {
    const value = route[name];
    if (value) query.set(name, value);
  }
  const asked = query.toString();
  return asked ? `${path}?${asked}` : path;
}

export function questionOf(route: Route): Question {
  return {
    ...(route.survey !== null && { survey: route.survey }),
    ...(route.survey !== null && route.section === 'segments' && route.by && { by: [route.by] }),
    ...((route.survey !== null || route.place === 'journeys') && route.compare && { compare: route.compare }),
    ...(route.every && { every: route.every }),
    ...(route.since && { since: route.since }),
    ...(route.until && { until: route.until }),
  };
}
