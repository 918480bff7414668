// What the report says in sentences.

import type { Finding, FindingKind } from '../data/types.ts';

const kinds: Record<FindingKind, string> = {
  sample: 'Certainty',
  change: 'Change',
  segment: 'Who',
  driver: 'Why',
  theme: 'In their words',
  passives: 'At risk',
  dropoff: 'Drop-off',
  benchmark: 'Others',
  support: 'Support',
  struggle: 'Struggle',
  tax: 'Lost here',
  effort: 'Effort',
  spread: 'Predictability',
  satisfaction: 'Satisfaction',
  open: 'Still going',
};

export function Findings({ findings }: { findings: Finding[] }) {
  return (
    <ol class="findings">
      {findings.map(({ kind, text, question }) => (
        <li key={`${kind} ${question ?? ''} ${text}`}>
          <span class="kind">{text.startsWith('Next: ') ? 'What next' : (kinds[kind] ?? kind)}</span>
          <span dir="auto">{text}</span>
        </li>
      ))}
    </ol>
  );
}
