/**
 * Elements of a tensor as cells of an input, where nothing is lost on the way:
 * numbers take every number that a double holds, and texts that read as numbers; dates take milliseconds and
 * ISO 8601; yes and no take BOOL, 0 and 1 and their words; categories and texts take texts, whole numbers and
 * booleans as they are written. An empty text is a missing value everywhere.
 */
import type { Cell } from '../../../../core/dataset/types';
import type { InputSignature } from '../../../../core/model/types';
import { isNumericInput, readNumber, readText } from '../../../../ml/predict/read-cell';
import { isReal, type Datatype, type Element } from './datatypes';

export type CellReading = { cell: Cell } | { reason: string };

const KINDS: Record<InputSignature['type'], string> = {
  number: 'a number',
  integer: 'a number',
  datetime: 'a date: ISO 8601, or milliseconds since 1970',
  boolean: 'yes or no',
  category: 'a category',
  text: 'text',
};

function asNumber(input: InputSignature, element: Element): CellReading {
  if (typeof element === 'bigint') {
    const value = Number(element);
    return BigInt(value) === element
      ? { cell: value }
      : { reason: 'does not fit into a double without loss' };
  }
  const { wrong } = readNumber(input, element);
  return wrong ? { reason: `is not ${KINDS[input.type]}` } : { cell: element };
}

function asText(input: InputSignature, element: Element, datatype: Datatype): CellReading {
  if (input.type !== 'boolean' && isReal(datatype) && !Number.isInteger(element)) {
    return { reason: 'is a fraction, which has another text in each datatype; send BYTES' };
  }
  const cell = typeof element === 'bigint' ? String(element) : element;
  const { wrong } = readText(input, cell);
  return wrong ? { reason: `is not ${KINDS[input.type]}` } : { cell };
}

export function fitInput(input: InputSignature, element: Element, datatype: Datatype): CellReading {
  return isNumericInput(input) ? asNumber(input, element) : asText(input, element, datatype);
}

/** The datatype that a model names for an input; those that fit are taken as well. */
export function datatypeOf({ type }: InputSignature): Datatype {
  switch (type) {
    case 'number':
    case 'integer':
      return 'FP64';
    case 'boolean':
      return 'BOOL';
    case 'datetime':
    case 'category':
    case 'text':
      return 'BYTES';
    default:
      throw type satisfies never;
  }
}
