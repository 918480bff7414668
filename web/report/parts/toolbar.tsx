// Of which time, and in which steps.

import { useState } from 'preact/hooks';

import type { Report } from '../data/types.ts';
import type { Route } from '../route.ts';
import { Select } from './panel.tsx';

const lasts = ['7d', '30d', '90d', '365d'];
const isDay = (text: string | null): text is string => /^\d{4}-\d\d-\d\d$/.test(text ?? '');

export function Toolbar({ report, route, go }: { report: Report | null; route: Route; go: (change: Partial<Route>) => void }) {
  const named = route.since === null && route.until === null ? '' : route.until === null && lasts.includes(route.since ?? '') ? (route.since ?? '') : 'custom';
  const [custom, setCustom] = useState(false);
  const choice = custom ? 'custom' : named;
  const day = (iso: string | null | undefined) => iso?.slice(0, 10) ?? '';
  const since = isDay(route.since) ? route.since : day(report?.period?.from);
  const until = isDay(route.until) ? route.until : day(report?.period?.to);
  return (
    <div class="fields controls" role="group" aria-label="Time">
      <Select
        label="Period"
        value={choice}
        choices={[{ value: '', name: 'All time' }, ...lasts.map((value) => ({ value, name: `Last ${value.slice(0, -1)} days` })), { value: 'custom', name: 'From … to …' }]}
        onChange={(value) => {
          setCustom(value === 'custom');
          if (value !== 'custom') go({ since: value || null, until: null });
        }}
      />
      {choice === 'custom' && (
        <>
          <label class="field">
            <span>From</span>
            <input type="date" value={since} max={until} onChange={(event) => isDay(event.currentTarget.value) && go({ since: event.currentTarget.value, until: route.until })} />
          </label>
          <label class="field">
            <span>To</span>
            <input type="date" value={until} min={since} onChange={(event) => isDay(event.currentTarget.value) && go({ since: isDay(route.since) ? route.since : null, until: event.currentTarget.value })} />
          </label>
        </>
      )}
      {route.survey === null && route.place === 'journeys' && (
        <label class="field">
          <span>Before and after</span>
          <input type="date" value={isDay(route.compare) ? route.compare : ''} onChange={(event) => go({ compare: isDay(event.currentTarget.value) ? event.currentTarget.value : null })} />
        </label>
      )}
      <Select
        label="Steps"
        value={route.every ?? ''}
        choices={[
          { value: '', name: 'Automatic' },
          { value: 'day', name: 'Days' },
          { value: 'week', name: 'Weeks' },
          { value: 'month', name: 'Months' },
          { value: 'quarter', name: 'Quarters' },
        ]}
        onChange={(value) => go({ every: value || null })}
      />
    </div>
  );
}
