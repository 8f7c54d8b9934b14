/**
 * A category as model inputs: each known text has a row of a table, and so have all unseen ones and the missing
 * ones. The table is made by the very code that predicts.
 */
import { MISSING_MARKERS } from '../../../core/ingest/missing';
import type { CodedColumn } from '../../../core/dataset/types';
import { stepWidth } from '../../../core/model/step-width';
import type { FittedStep, InputSignature } from '../../../core/model/types';
import { readText } from '../../../ml/predict/read-cell';
import { transform } from '../../../ml/preprocess/transform';
import type { Arithmetic } from '../arithmetic';
import type { OnnxGraph, ValueName } from '../graph';
import { refused } from '../refused';

/** Neither ONNX nor ai.onnx.ml can hash, so no counterpart of a bucket of words is there. */
export function hashedWords(column: string): string {
  return `column “${column}” is taken apart into words that are hashed, and ONNX has no hash`;
}

interface CategoryTable {
  /** Texts that have a row of their own, in the order of the rows. */
  texts: string[];
  /** [texts + 2, width]: then comes the row of unseen texts, and that of missing ones. */
  rows: Float32Array;
}

function textsOf(step: FittedStep, input: InputSignature): string[] {
  switch (step.step) {
    case 'one-hot':
    case 'codes':
    case 'target-encode':
      return step.categories;
    case 'ordinal':
      return step.order;
    case 'numeric':
    case 'date-parts':
      if (input.labels) return input.labels;
      throw refused(
        'ONNX',
        `column “${step.column}” holds texts, of which a step of kind ${step.step} makes numbers`,
      );
    case 'hashed-text':
      throw refused('ONNX', hashedWords(step.column));
    default:
      throw step satisfies never;
  }
}

function tableOf(step: FittedStep, input: InputSignature): CategoryTable {
  const texts = [...new Set(textsOf(step, input))];
  let unseen = 'unseen';
  while (texts.includes(unseen)) unseen += '_';
  const column: CodedColumn = {
    kind: 'coded',
    schema: { name: step.column, type: 'category' },
    codes: Int32Array.from({ length: texts.length + 2 }, (_, row) =>
      row <= texts.length ? row : -1,
    ),
    dictionary: [...texts, unseen],
  };
  const table = { rows: column.codes.length, columns: [column] };
  const fitted = { format: 'loam.preprocessing/1', steps: [step], width: stepWidth(step) } as const;
  return { texts, rows: transform({ ...fitted, steps: [step] }, table, null) };
}

/** @param row [rows, 1] int64 @returns [rows, width] float */
function lookedUp(graph: OnnxGraph, { rows, texts }: CategoryTable, row: ValueName): ValueName {
  const width = rows.length / (texts.length + 2);
  const table = graph.constant({ type: 'float', shape: [texts.length + 2, width], values: rows });
  return graph.reshape(graph.add('Gather', [table, row]), [width]);
}

/** How true and false may be written besides the labels: any case in the app, the usual ones here. */
export const BOOLEAN_WORDS = ['true', 'yes', '1', 'false', 'no', '0'].flatMap((word) => [
  ...new Set([word, word.toUpperCase(), word[0]!.toUpperCase() + word.slice(1)]),
]);

/** @param x [rows, 1] string; empty text and what files write for a missing value are missing */
export function textCategory(
  { graph }: Arithmetic,
  step: FittedStep,
  input: InputSignature,
  x: ValueName,
): ValueName {
  const table = tableOf(step, input);
  const unseen = table.texts.length;
  const missing = unseen + 1;
  const isBoolean = input.type === 'boolean' && input.labels !== null;
  const rowOf = (text: string): number => {
    const { value } = readText(input, text);
    if (value === null) return missing;
    const row = table.texts.indexOf(value);
    return row < 0 ? unseen : row;
  };
  const words = isBoolean ? [...input.labels!, ...BOOLEAN_WORDS] : table.texts;
  const keys = [...new Set(['', ...MISSING_MARKERS, ...words])];
  const row = graph.addMl('LabelEncoder', [x], {
    keys_strings: { strings: keys },
    values_int64s: { ints: keys.map(rowOf) },
    default_int64: { int: isBoolean ? missing : unseen },
  });
  return lookedUp(graph, table, row);
}

/** @param placeIn [rows, 1] double: the place of a text in the list, its length for any other, NaN where missing */
export function placedCategory(
  math: Arithmetic,
  step: FittedStep,
  input: InputSignature,
  placeIn: (texts: readonly string[]) => ValueName,
): ValueName {
  const { graph } = math;
  const table = tableOf(step, input);
  const place = placeIn(table.texts);
  const isMissing = math.not(math.equal(place, place));
  const row = graph.cast(math.choose(isMissing, table.texts.length + 1, place), 'int64');
  return lookedUp(graph, table, row);
}

/** @param x [rows, 1] double, of which each value is a category; NaN is missing */
export function numberCategory(
  math: Arithmetic,
  step: FittedStep,
  input: InputSignature,
  x: ValueName,
): ValueName {
  const { graph } = math;
  const table = tableOf(step, input);
  const numbers = table.texts.map(Number);
  const known = numbers.map((n, row) => (String(n) === table.texts[row] ? n : NaN));
  const isMissing = math.not(math.equal(x, x));
  // The largest of a row says which: a known text 4, else unseen 2, or where it is NaN missing 3.
  const scores = [math.choose(isMissing, 0, 2), math.choose(isMissing, 3, 0)];
  if (known.length > 0) {
    const list = graph.constant({ type: 'double', shape: [1, known.length], values: known });
    scores.unshift(math.choose(graph.add('Equal', [x, list]), 4, 0));
  }
  const all = graph.add('Concat', scores, { axis: { int: 1 } });
  const row = graph.add('ArgMax', [all], { axis: { int: 1 }, keepdims: { int: 1 } });
  return lookedUp(graph, table, row);
}
