/** One control per input of the model's signature, with a starting value from its coarse quantiles. */
import type { Cell } from '../../../core/dataset/types';
import type { InputSignature } from '../../../core/model/types';
import { element } from './element';
import { isoDay, isoMinute } from './date-text';
import { readable } from './number-text';

export interface Field {
  name: string;
  root: HTMLElement;
  /** What stands in the control; null is missing. */
  read(): Cell;
  /** Something was typed that the control cannot read. */
  isUnreadable(): boolean;
  /** A word about the value, in place of the hint; null brings the hint back. */
  say(problem: string | null): void;
}

/** The value of a select's option that no category can be: options hold positions, not texts. */
const UNSEEN = 'unseen';
const MISSING = 'missing';

/** Text that is not among the categories, whatever they are. */
function unseenText(categories: readonly string[]): string {
  let text = 'another value';
  while (categories.includes(text)) text += '?';
  return text;
}

/** "usually 4 to 7"; one value where both ends look the same. */
function usually(low: string, high: string): string {
  return low === high ? `usually ${low}` : `usually ${low} to ${high}`;
}

interface Hinted {
  hint: HTMLElement;
  say: Field['say'];
}

function hinted(id: string, text: string): Hinted {
  const hint = element('span', { class: 'hint', id: `${id}-hint` }, text);
  return {
    hint,
    say(problem) {
      hint.textContent = problem ?? text;
      hint.classList.toggle('off', problem !== null);
    },
  };
}

function frame(
  input: InputSignature,
  control: HTMLInputElement | HTMLSelectElement,
  hint: HTMLElement,
) {
  return element(
    'div',
    { class: 'field' },
    element('label', { for: control.id }, input.name),
    control,
    hint,
  );
}

function numberField(input: InputSignature, id: string): Field {
  const [low, , middle, , high] = input.quantiles ?? [];
  const isKnown = low !== undefined && middle !== undefined && high !== undefined;
  const start = input.type === 'integer' && isKnown ? Math.round(middle) : middle;
  const control = element('input', {
    id,
    type: 'number',
    step: 'any',
    value: start,
    autocomplete: 'off',
    'aria-describedby': `${id}-hint`,
  });
  const range = isKnown ? usually(readable(low), readable(high)) : '';
  const { hint, say } = hinted(id, range);
  return {
    name: input.name,
    root: frame(input, control, hint),
    read: () => (control.value === '' ? null : Number(control.value)),
    isUnreadable: () => control.validity.badInput,
    say(problem) {
      control.setAttribute('aria-invalid', String(control.validity.badInput));
      say(problem);
    },
  };
}

function dateField(input: InputSignature, id: string, withTime: boolean): Field {
  const [low, , middle, , high] = input.quantiles ?? [];
  const write = withTime ? isoMinute : isoDay;
  const control = element('input', {
    id,
    type: withTime ? 'datetime-local' : 'date',
    value: middle === undefined ? '' : write(middle),
    'aria-describedby': `${id}-hint`,
  });
  const range = low === undefined || high === undefined ? '' : usually(isoDay(low), isoDay(high));
  const { hint, say } = hinted(id, withTime ? `${range}${range && ', '}UTC` : range);
  return {
    name: input.name,
    root: frame(input, control, hint),
    read: () => control.value || null,
    isUnreadable: () => control.validity.badInput,
    say,
  };
}

function categoryField(input: InputSignature, categories: string[], id: string): Field {
  const control = element(
    'select',
    { id, 'aria-describedby': `${id}-hint` },
    ...categories.map((category, i) => element('option', { value: i }, category || '(empty text)')),
    element('option', { value: UNSEEN }, 'another value'),
    element('option', { value: MISSING }, 'missing'),
  );
  const { hint, say } = hinted(id, '');
  return {
    name: input.name,
    root: frame(input, control, hint),
    read() {
      if (control.value === MISSING) return null;
      if (control.value === UNSEEN) return unseenText(categories);
      return categories[Number(control.value)] ?? null;
    },
    isUnreadable: () => false,
    say,
  };
}

function booleanField(input: InputSignature, labels: [string, string], id: string): Field {
  const radio = (label: string, value: string, checked = false) =>
    element('label', {}, element('input', { type: 'radio', name: id, value, checked }), label);
  const { hint, say } = hinted(id, '');
  const group = element(
    'fieldset',
    { class: 'field', 'aria-describedby': `${id}-hint` },
    element('legend', {}, input.name),
    element(
      'div',
      { class: 'choices' },
      radio(labels[1], '1'),
      radio(labels[0], '0', true),
      radio('missing', MISSING),
    ),
    hint,
  );
  return {
    name: input.name,
    root: group,
    read() {
      const chosen = group.querySelector<HTMLInputElement>('input:checked');
      return chosen && chosen.value !== MISSING ? labels[chosen.value === '1' ? 1 : 0] : null;
    },
    isUnreadable: () => false,
    say,
  };
}

function textField(input: InputSignature, id: string): Field {
  const control = element('input', {
    id,
    type: 'text',
    autocomplete: 'off',
    'aria-describedby': `${id}-hint`,
  });
  const { hint, say } = hinted(id, '');
  return {
    name: input.name,
    root: frame(input, control, hint),
    read: () => control.value || null,
    isUnreadable: () => false,
    say,
  };
}

/** `withTime`: the model reads the hour of this date. */
export function fieldFor(input: InputSignature, position: number, withTime: boolean): Field {
  const id = `input-${position}`;
  switch (input.type) {
    case 'number':
    case 'integer':
      return numberField(input, id);
    case 'datetime':
      return dateField(input, id, withTime);
    case 'boolean':
      return booleanField(input, input.labels ?? ['false', 'true'], id);
    case 'category':
    case 'text':
      return input.categories ? categoryField(input, input.categories, id) : textField(input, id);
    default:
      return input.type satisfies never;
  }
}
