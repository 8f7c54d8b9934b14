/** Forms that write cells, as data: ui draws the fields, `writeCode` writes what they say. */

/** Where a field's choices come from. */
export type OptionSource =
  | { from: 'list'; options: readonly { value: string; label: string }[] }
  /** Datasets of the workspace; a value is `name@version`. */
  | { from: 'datasets' }
  /** Names of the saved models, to suggest beside what is typed. */
  | { from: 'models' }
  /** Columns of the dataset whose variable the field `of` names. */
  | { from: 'columns'; of: string }
  /** Values of the column in the field `column`, in the dataset whose variable the field `of` names. */
  | { from: 'labels'; of: string; column: string }
  /** Names that other cells declare; `of` is the smart form that usually declares such a one. */
  | { from: 'names'; of: SmartFormName };

export type FieldValue = string | number | boolean | string[];

interface Named {
  name: string;
  label: string;
  /** One sentence under the field; '' for none. */
  hint: string;
}

export type SmartField = Named &
  (
    | {
        kind: 'select';
        source: OptionSource;
        value: string;
        /** What stands for '' where nothing needs to be chosen; null where something must be. */
        none: string | null;
      }
    /** Any number of the choices. */
    | { kind: 'choices'; source: OptionSource; value: string[] }
    | {
        kind: 'text';
        value: string;
        placeholder: string;
        /** To suggest; anything may be typed. */
        source: OptionSource | null;
        /** `name`: of a variable that the cell declares. */
        of: 'text' | 'name';
      }
    | { kind: 'number'; value: number; min: number; max: number; step: number }
    | { kind: 'checkbox'; value: boolean }
  );

export interface SmartFormSpec {
  /** As `SmartForm.form` keeps it. */
  form: SmartFormName;
  title: string;
  /** What it is for, in one sentence. */
  text: string;
  /** In the order of the page, with their defaults in `value`. */
  fields: readonly SmartField[];
}

export type SmartFormName =
  'data' | 'task' | 'train' | 'study' | 'compare' | 'evaluate' | 'save' | 'export';

/** Complete values of a form: one for each of its fields, of that field's kind. */
export type SmartValues = Record<string, FieldValue>;
