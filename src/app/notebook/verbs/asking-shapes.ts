/** The shapes of what is asked of a model, which an exported notebook answers too: it carries no other verbs. */
import type { ColumnType } from '../../../core/dataset/types';
import {
  count,
  either,
  flag,
  listOf,
  number,
  oneOf,
  orNull,
  record,
  text,
  where,
  type Check,
} from '../../../core/shape/check';
import type { PlainColumn, PlainValue, Subject, VerbTypes } from '../../../kernel/library/verbs';

/** Cells of the rows that a cell hands over. */
const MOST_GIVEN_CELLS = 5_000_000;

export const name: Check<string> = where(text, (value) => value.length <= 1000);

export const subject: Check<Subject> = (value): value is Subject =>
  record<{ run: string }>({ run: name })(value) ||
  record<{ model: string }>({ model: name })(value);

const plainValue: Check<PlainValue> = either(either(orNull(number), text), flag);
export const plainColumn = record<PlainColumn>({
  name,
  type: oneOf<ColumnType>({
    number: 0,
    integer: 0,
    category: 0,
    boolean: 0,
    datetime: 0,
    text: 0,
  }),
  values: listOf(plainValue),
});

/** All as long as they say, with names that differ, and no more than can be taken. */
export function belong({ columns, rows }: { columns: PlainColumn[]; rows: number }): boolean {
  return (
    columns.length > 0 &&
    columns.length * rows <= MOST_GIVEN_CELLS &&
    columns.every(({ values }) => values.length === rows) &&
    new Set(columns.map((each) => each.name)).size === columns.length
  );
}

export const predictArgs = where(
  record<VerbTypes['predict']['args']>({
    with: subject,
    columns: listOf(plainColumn),
    rows: count,
  }),
  belong,
);

export const modelArgs = record<VerbTypes['model']['args']>({ ref: name });
