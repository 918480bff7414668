// What stands in the place of a report: nothing yet, locked, away, wrong.

import type { ComponentChildren } from 'preact';

export function Message({ title, tone, children }: { title: string; tone?: 'bad'; children?: ComponentChildren }) {
  return (
    <section class="card message" data-tone={tone}>
      <Mark />
      <h2 tabIndex={-1}>{title}</h2>
      {children}
    </section>
  );
}

// icon.svg, in the page: a standalone report has no other files.
export function Mark({ size = 48 }: { size?: number }) {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="#4f46e5" />
      <path d="M9 8.5h14a2.5 2.5 0 0 1 2.5 2.5v8.5A2.5 2.5 0 0 1 23 22h-5.6l-4.2 3.6c-.5.4-1.2.1-1.2-.6v-3H9a2.5 2.5 0 0 1-2.5-2.5V11A2.5 2.5 0 0 1 9 8.5Z" fill="#fff" />
      <path d="M11.5 17.5v-2M16 17.5v-4.5M20.5 17.5V11.5" fill="none" stroke="#4f46e5" stroke-width="2.2" stroke-linecap="round" />
    </svg>
  );
}

export function Nothing({ children }: { children: ComponentChildren }) {
  return <p class="nothing quiet">{children}</p>;
}
