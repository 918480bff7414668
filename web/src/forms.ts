// What becomes of forms: that one is begun, sent or gone, and that a field does not let the visitor through. What they
// write is looked at for being there at all, and neither kept nor told.

import { describe, roleOf } from './describe.ts';
import { type Hear, safely } from './hear.ts';
import type { Tell } from './signals.ts';

interface Field {
  written: boolean; // more than a slip of the hand
  cleared: boolean;
  changed: number; // times
  invalid: number; // the attempt it was last told of
}

const aside = 400; // ms for a page to say what it thinks of a field
const slip = 2; // letters

export function watchForms(hear: Hear, tell: Tell): void {
  const fields = new Map<Element, Field>(); // that were written in, or refused
  const begun = new Set<HTMLFormElement>(); // and neither sent nor gone
  let sendings = 0; // that were tried

  const fieldOf = (element: Element): Field => {
    const field = fields.get(element) ?? { written: false, cleared: false, changed: 0, invalid: 0 };
    fields.set(element, field);
    return field;
  };
  const say = (element: Element, state: string): void => {
    const { form } = element as HTMLInputElement;
    tell('field', { target: describe(element), state, form: form ? describe(form) : undefined });
  };
  const refuse = (element: Element): void => {
    const field = fieldOf(element);
    const attempt = sendings + field.changed;
    if (field.invalid !== attempt) say(element, 'invalid');
    field.invalid = attempt;
  };
  const sends = (node: unknown): boolean => /^(submit|image)$/.test((node as HTMLButtonElement).type);
  const begin = (form: HTMLFormElement | null | undefined): void => {
    // One that has no button to send it is not there to be sent.
    if (!form || begun.has(form) || ![...form.elements].some(sends)) return;
    begun.add(form);
    tell('form', { target: describe(form), state: 'begun' });
  };
  const end = (form: HTMLFormElement, state: string): void => {
    if (begun.delete(form)) tell('form', { target: describe(form), state });
  };
  const look = (): void => {
    for (const [element] of fields) {
      if (!element.isConnected) fields.delete(element);
      else if (element.getAttribute('aria-invalid') === 'true') refuse(element);
    }
    for (const form of begun) {
      if (![...form.elements].some((element) => element.getClientRects().length)) end(form, 'gone');
    }
  };
  const later = (run: () => void, ms = aside): void => void setTimeout(safely(run), ms, 0);
  const sent = (form: HTMLFormElement): void => {
    if (!begun.has(form)) return;
    const refused = (): boolean => form.isConnected && form.querySelector('[aria-invalid=true]') !== null;
    // Unless the page finds fault with it, at once or a moment later.
    later(() => {
      if (refused()) return;
      end(form, 'submitted');
      later(() => refused() && begin(form));
    }, 0);
  };

  const onInput = (event: InputEvent): void => {
    const element = event.composedPath()[0] as HTMLInputElement;
    const role = roleOf(element);
    // What is looked for is written again and again.
    if (!event.isTrusted || role === 'search' || element.closest('search,[role^=search]')) return;
    const field = fieldOf(element);
    begin(element.form);
    if (role !== 'textbox' || !('value' in element)) return;
    const { length } = element.value;
    if (field.written && (!length || (length === 1 && /^insert/.test(event.inputType)))) {
      field.written = false;
      field.cleared = true;
    }
    if (length && field.cleared) {
      field.cleared = false;
      say(element, 'retyped');
    }
    if (length > slip) field.written = true;
  };
  const onChange = (event: Event): void => {
    const field = fields.get(event.composedPath()[0] as Element);
    if (field) field.changed++;
    later(look);
  };
  const onClick = (event: Event): void => {
    const button = event.composedPath().find((node) => sends(node) || node instanceof HTMLButtonElement) as HTMLButtonElement | undefined;
    if (!event.isTrusted) return;
    if (button && sends(button)) sendings++;
    if (fields.size) later(look);
    // Some pages send without the browser's help.
    const form = button?.form;
    if (form) later(() => (button.type === 'button' || event.defaultPrevented) && sent(form), 0);
  };
  hear('input', onInput);
  hear('invalid', (event) => refuse(event.composedPath()[0] as Element));
  hear('change', onChange);
  hear('submit formdata', ({ target }) => sent(target as HTMLFormElement));
  hear('click', onClick);
}
