/** Fields that several forms have. */
import type { OptionSource, SmartField, SmartFormName } from './types';

/** Names that cells of a form declare. */
export const names = (of: SmartFormName): OptionSource => ({ from: 'names', of });

export function variable(label: string, value: string): SmartField {
  return {
    kind: 'text',
    of: 'name',
    name: 'as',
    label,
    hint: 'Other cells use it by this name.',
    value,
    placeholder: value,
    source: null,
  };
}
