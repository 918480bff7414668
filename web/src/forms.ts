// What becomes of forms: that one is begun, sent or gone, and that a field does not let the visitor through. What they
// write is looked at for being there at all, and neither kept nor told.

import { describe, roleOf } from './describe.ts';
import type { Hear, Tell } from './signals.ts';

interface Field {
  some: boolean; // more is written than a slip of the hand
  cleared: boolean;
  changed: number; // times
  invalid: number; // the attempt it was last told of
}

const aside = 400; // ms for a page to say what it thinks of a field
const written = 3; // letters that are more than a slip of the hand

export function watchForms(hear: Hear, tell: Tell): void {
  const fields = new Map<HTMLInputElement, Field>(); // that were written in
  const begun = new Set<HTMLFormElement>(); // and neither sent nor gone
  let sendings = 0; // that were tried

  const say = (element: HTMLInputElement, state: string): void => {
    const { form } = element;
    tell('field', { target: describe(element), state, ...(form && { form: describe(form) }) });
  };
  const fieldOf = (element: HTMLInputElement): Field => {
    const field = fields.get(element) ?? { some: false, cleared: false, changed: 0, invalid: 0 };
    fields.set(element, field);
    return field;
  };
  const refuse = (element: HTMLInputElement): void => {
    const field = fieldOf(element);
    const attempt = sendings + field.changed;
    if (field.invalid === attempt) return;
    field.invalid = attempt;
    say(element, 'invalid');
  };
  const begin = (form: HTMLFormElement | null): void => {
    // One that has no button to send it is not there to be sent.
    if (!form || begun.has(form) || !Array.from(form.elements).some((element) => sends(element))) return;
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
      const there = Array.from(form.elements).some((element) => element.getClientRects().length > 0);
      if (!form.isConnected || !there) end(form, 'gone');
    }
  };
  const later = (run: () => void, ms = aside): void =>
    void setTimeout(() => {
      try {
        run();
      } catch {
        // The page has made something of the browser's its own.
      }
    }, ms);
  const sent = (form: HTMLFormElement): void => {
    if (!begun.has(form)) return;
    end(form, 'submitted');
    // Unless the page finds fault with it.
    later(() => {
      if (form.isConnected && form.querySelector('[aria-invalid=true]')) begin(form);
    });
  };
  const sends = (node: EventTarget): node is HTMLButtonElement => /^(submit|image)$/.test((node as HTMLButtonElement).type);

  hear('input', (event: InputEvent) => {
    const element = event.composedPath()[0] as HTMLInputElement;
    const role = roleOf(element);
    // What is looked for is written again and again.
    if (!event.isTrusted || role === 'searchbox' || element.closest('search,[role=search]')) return;
    const known = fields.has(element);
    const field = fieldOf(element);
    if (!known) say(element, 'edited');
    begin(element.form ?? null);
    if (role !== 'textbox' || typeof element.value !== 'string') return;
    const { length } = element.value;
    if (field.some && (length === 0 || (length === 1 && event.inputType?.startsWith('insert')))) {
      field.some = false;
      field.cleared = true;
      say(element, 'cleared');
    }
    if (length > 0 && field.cleared) {
      field.cleared = false;
      say(element, 'retyped');
    }
    if (length >= written) field.some = true;
  });
  hear('invalid', (event) => refuse(event.composedPath()[0] as HTMLInputElement));
  hear('change', (event) => {
    const field = fields.get(event.composedPath()[0] as HTMLInputElement);
    if (field) field.changed++;
    later(look);
  });
  hear('submit formdata', ({ target }) => sent(target as HTMLFormElement));
  hear('click', (event) => {
    const button = event.composedPath().find((node): node is HTMLButtonElement => sends(node) || node instanceof HTMLButtonElement);
    if (!event.isTrusted || !fields.size) return;
    if (button && sends(button)) sendings++;
    later(look);
    // Some pages send without the browser's help.
    const form = button?.form;
    if (form) later(() => (button.type === 'button' || (sends(button) && event.defaultPrevented)) && sent(form), 0);
  });
}
