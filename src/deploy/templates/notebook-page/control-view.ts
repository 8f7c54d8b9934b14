/** An input: live, as something to move; else its value in words. */
import { element } from '../page/element';
import type { ControlSetting, PageControl } from '../../notebook-page/types';

export interface ControlView {
  root: HTMLElement;
  /** What the cell made of the value; not while the person has the input in hand. */
  set(value: ControlSetting): void;
}

type OnSet = (value: ControlSetting) => void;

export function settingText(control: PageControl): string {
  if (control.type === 'checkbox') return control.value ? 'yes' : 'no';
  return control.value === '' ? '(empty)' : String(control.value);
}

export function settingView(label: string, value: string): HTMLElement {
  return element(
    'p',
    { class: 'setting' },
    label ? element('span', { class: 'muted' }, `${label}: `) : null,
    element('b', {}, value),
  );
}

let made = 0;

function labelled(label: string, id: string, ...inputs: HTMLElement[]): HTMLElement {
  return element(
    'div',
    { class: 'control' },
    label ? element('label', { for: id }, label) : null,
    element('div', { class: 'row' }, ...inputs),
  );
}

/** At most once per frame, the newest value. */
function oncePerFrame(send: OnSet): OnSet {
  let waiting: ControlSetting | undefined;
  return (value) => {
    const isFirst = waiting === undefined;
    waiting = value;
    if (!isFirst) return;
    requestAnimationFrame(() => {
      const newest = waiting!;
      waiting = undefined;
      send(newest);
    });
  };
}

function put(input: HTMLInputElement | HTMLSelectElement, value: ControlSetting): void {
  if (input.ownerDocument.activeElement !== input) input.value = String(value);
}

function sliderView(control: Extract<PageControl, { type: 'slider' }>, send: OnSet): ControlView {
  const { label, min, max, step, value } = control;
  const id = `input-${++made}`;
  const name = label || 'value';
  const range = element('input', {
    id,
    type: 'range',
    min,
    max,
    step,
    'aria-label': label ? null : name,
  });
  const exact = element('input', {
    type: 'number',
    class: 'exact',
    min,
    max,
    step,
    'aria-label': `${name}, as a number`,
  });
  range.value = exact.value = String(value);
  range.addEventListener('input', () => {
    exact.value = range.value;
    send(range.valueAsNumber);
  });
  exact.addEventListener('change', () => {
    if (!Number.isFinite(exact.valueAsNumber)) return;
    const kept = Math.min(max, Math.max(min, exact.valueAsNumber));
    range.value = exact.value = String(kept);
    send(kept);
  });
  return {
    root: labelled(label, id, range, exact),
    set(next) {
      put(range, next);
      put(exact, next);
    },
  };
}

function numberView(control: Extract<PageControl, { type: 'number' }>, send: OnSet): ControlView {
  const { label, min, max, step, value } = control;
  const id = `input-${++made}`;
  const input = element('input', {
    id,
    type: 'number',
    min,
    max,
    step: step ?? 'any',
    'aria-label': label ? null : 'value',
  });
  input.value = String(value);
  input.addEventListener('input', () => {
    const number = input.valueAsNumber;
    if (!Number.isFinite(number)) return;
    if ((min !== null && number < min) || (max !== null && number > max)) return;
    send(number);
  });
  return { root: labelled(label, id, input), set: (next) => put(input, next) };
}

function selectView(control: Extract<PageControl, { type: 'select' }>, send: OnSet): ControlView {
  const { label, options, value } = control;
  const id = `input-${++made}`;
  const select = element(
    'select',
    { id, 'aria-label': label ? null : 'value' },
    ...options.map((option) => element('option', { value: option }, option || '(empty)')),
  );
  select.value = value;
  select.addEventListener('change', () => send(select.value));
  return { root: labelled(label, id, select), set: (next) => put(select, next) };
}

function textView(control: Extract<PageControl, { type: 'text' }>, send: OnSet): ControlView {
  const { label, placeholder, value } = control;
  const id = `input-${++made}`;
  const input = element('input', {
    id,
    type: 'text',
    placeholder,
    autocomplete: 'off',
    'aria-label': label ? null : 'value',
  });
  input.value = value;
  input.addEventListener('input', () => send(input.value));
  return { root: labelled(label, id, input), set: (next) => put(input, next) };
}

function checkboxView(
  control: Extract<PageControl, { type: 'checkbox' }>,
  send: OnSet,
): ControlView {
  const input = element('input', { type: 'checkbox' });
  input.checked = control.value;
  input.addEventListener('change', () => send(input.checked));
  return {
    root: element(
      'div',
      { class: 'control' },
      element('label', { class: 'choice' }, input, control.label || 'yes'),
    ),
    set: (next) => (input.checked = next === true),
  };
}

export function controlView(control: PageControl, onset: OnSet): ControlView {
  const send = oncePerFrame(onset);
  switch (control.type) {
    case 'slider':
      return sliderView(control, send);
    case 'number':
      return numberView(control, send);
    case 'select':
      return selectView(control, send);
    case 'text':
      return textView(control, send);
    case 'checkbox':
      return checkboxView(control, send);
    default:
      return control satisfies never;
  }
}
