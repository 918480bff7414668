// Elements without markup: text goes in as text, lengths as custom properties through the CSSOM, which a
// Content-Security-Policy without inline styles allows.

type Child = Node | string;
type Attributes = Record<string, string>;

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// Writes only what differs: an unchanged text that is written again is news to a screen reader.
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

export function setLength(element: HTMLElement | SVGElement, name: string, value: number): void {
  const text = String(Math.round(value * 1e4) / 1e4);
  if (element.style.getPropertyValue(name) !== text) element.style.setProperty(name, text);
}

const calm = matchMedia('(prefers-reduced-motion: reduce)');
const countDuration = 400;
const counts = new WeakMap<Element, { value: number; frame: number }>();

// Counts from the number that is there to another; the first one, and any under reduced motion, is simply there.
export function countTo(element: Element, value: number, format: (value: number) => string): void {
  const shown = counts.get(element);
  if (shown?.value === value) return;
  if (shown) cancelAnimationFrame(shown.frame);
  const count = { value, frame: 0 };
  counts.set(element, count);
  if (!shown || calm.matches) {
    setText(element, format(value));
    return;
  }
  const begin = performance.now();
  const step = (now: number) => {
    const left = 1 - Math.min(1, Math.max(0, now - begin) / countDuration);
    setText(element, format(value + (shown.value - value) * left ** 3));
    if (left > 0) count.frame = requestAnimationFrame(step);
  };
  count.frame = requestAnimationFrame(step);
}
