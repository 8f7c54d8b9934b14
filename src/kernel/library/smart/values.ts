/** A form's values, complete and of the right kinds, whatever a notebook file says. */
import type { FieldValue, SmartField, SmartFormName, SmartFormSpec, SmartValues } from './types';
import { SMART_FORMS } from './forms';

export function isSmartForm(form: string): form is SmartFormName {
  return Object.hasOwn(SMART_FORMS, form);
}

/** A list of its own each time. */
export function defaultsOf(form: SmartFormName): SmartValues {
  return toValues(form, {});
}

/** What does not fit a field takes its default; what no field has is dropped. */
export function toValues(
  form: SmartFormName,
  given: Readonly<Record<string, unknown>>,
): SmartValues {
  const spec: SmartFormSpec = SMART_FORMS[form];
  return Object.fromEntries(
    spec.fields.map((field) => [
      field.name,
      fit(field, Object.hasOwn(given, field.name) ? given[field.name] : undefined),
    ]),
  );
}

function fit(field: SmartField, value: unknown): FieldValue {
  switch (field.kind) {
    case 'select':
      return typeof value === 'string' && isChoice(field, value) ? value : field.value;
    case 'choices':
      return Array.isArray(value) &&
        value.every((each) => typeof each === 'string' && isChoice(field, each))
        ? [...new Set(value as string[])]
        : [...field.value];
    case 'text':
      return typeof value === 'string' ? value : field.value;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
        ? Math.min(field.max, Math.max(field.min, value))
        : field.value;
    case 'checkbox':
      return typeof value === 'boolean' ? value : field.value;
    default:
      throw field satisfies never;
  }
}

function isChoice(
  field: Extract<SmartField, { kind: 'select' | 'choices' }>,
  value: string,
): boolean {
  if (field.source.from !== 'list' || (field.kind === 'select' && value === '')) return true;
  return field.source.options.some((option) => option.value === value);
}
