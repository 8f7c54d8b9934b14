export { SMART_FORMS } from './forms';
export { defaultsOf, isSmartForm, toValues } from './values';
export { isVariableName, writeCode } from './write-code';
export type {
  FieldValue,
  OptionSource,
  SmartField,
  SmartFormName,
  SmartFormSpec,
  SmartValues,
} from './types';
