import { isJsonObject, own } from './json-text';
import type { Json, SmartForm } from './types';

/** Null for what is no form. */
export function smartFormIn(value: Json | null | undefined): SmartForm | null {
  if (!isJsonObject(value)) return null;
  const form = own(value, 'form');
  const values = own(value, 'values');
  return typeof form === 'string' && isJsonObject(values) ? { form, values } : null;
}
