/** A column as expressions see it, inside of a graph. */
import type { ValueType } from '../../core/expression/types';
import { MISSING_MARKERS } from '../../core/ingest/missing';
import type { InputSignature } from '../../core/model/types';
import { isNumericInput, readText } from '../../ml/predict/read-cell';
import type { Arithmetic } from './arithmetic';
import type { ValueName } from './graph';
import { BOOLEAN_WORDS } from './steps/categories';

/**
 * Which of `known` it is.
 * @returns [rows, 1] double: its place, `known.length` for any other, NaN where missing
 */
export type TextPlace = (known: readonly string[]) => ValueName;

export type DerivedValue =
  { type: Exclude<ValueType, 'text'>; value: ValueName } | { type: 'text'; place: TextPlace };

/** `words`: place of each text; what is none of them gets `other`. */
function encoded(
  { graph }: Arithmetic,
  x: ValueName,
  words: ReadonlyMap<string, number>,
  other: number,
): ValueName {
  const all = new Map(words);
  for (const marker of ['', ...MISSING_MARKERS]) all.set(marker, NaN);
  const places = graph.addMl('LabelEncoder', [x], {
    keys_strings: { strings: [...all.keys()] },
    values_floats: { floats: [...all.values()] },
    default_float: { float: other },
  });
  return graph.cast(places, 'double');
}

/** A column of the data as expressions see it. @param x [rows, 1] double or string, as it goes in */
export function columnValue(math: Arithmetic, input: InputSignature, x: ValueName): DerivedValue {
  if (isNumericInput(input)) {
    const type = input.type === 'datetime' ? 'date' : 'number';
    return { type, value: math.choose(math.finite(x), x, NaN) };
  }
  if (input.type === 'boolean') {
    const labels = input.labels ?? ['false', 'true'];
    const bitOf = (word: string) => {
      const { value } = readText(input, word);
      return value === null ? NaN : value === labels[1] ? 1 : 0;
    };
    const words = new Map([...labels, ...BOOLEAN_WORDS].map((word) => [word, bitOf(word)]));
    return { type: 'boolean', value: encoded(math, x, words, NaN) };
  }
  return {
    type: 'text',
    place: (known) => encoded(math, x, new Map(known.map((text, i) => [text, i])), known.length),
  };
}
