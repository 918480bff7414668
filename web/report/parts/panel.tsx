import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

// A part of a view with a title.
export function Card({ title, about, children, wide }: { title?: string; about?: ComponentChildren; children: ComponentChildren; wide?: boolean }) {
  const id = useId();
  return (
    <section class={wide ? 'card wide' : 'card'} aria-labelledby={title ? id : undefined}>
      {title && (
        <header class="card-head">
          <h2 id={id}>{title}</h2>
          {about && <p class="quiet about">{about}</p>}
        </header>
      )}
      <div class="card-body">{children}</div>
    </section>
  );
}

export interface Choice {
  value: string;
  name: string;
  disabled?: boolean;
}

export function Select({ label, value, choices, onChange, disabled }: { label: string; value: string; choices: Choice[]; onChange: (value: string) => void; disabled?: boolean }) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} disabled={disabled} onChange={(event) => onChange(event.currentTarget.value)}>
        {choices.map(({ value: one, name, disabled: off }) => (
          <option value={one} disabled={off} selected={one === value} key={one}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
