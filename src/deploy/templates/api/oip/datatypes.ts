/** The 13 datatypes of the Open Inference Protocol: which JSON values each takes, and what they stand for. */
import { toHalf } from './half';

export type Datatype =
  | 'BOOL'
  | 'UINT8'
  | 'UINT16'
  | 'UINT32'
  | 'UINT64'
  | 'INT8'
  | 'INT16'
  | 'INT32'
  | 'INT64'
  | 'FP16'
  | 'FP32'
  | 'FP64'
  | 'BYTES';

export type Element = boolean | number | bigint | string;

/** What a JSON value stands for in the datatype, or one clause that says why it stands for nothing. */
export type ElementReading = { element: Element } | { reason: string };

type ReadElement = (value: unknown) => ElementReading;

function whole(least: bigint, most: bigint): ReadElement {
  return (value) => {
    if (typeof value === 'number') {
      if (!Number.isInteger(value)) return { reason: 'is no whole number' };
      if (value < Number(least) || value > Number(most)) return { reason: 'is out of range' };
      if (!Number.isSafeInteger(value)) {
        return { reason: 'is too large to be written with a fraction or an exponent' };
      }
      return { element: value };
    }
    if (typeof value !== 'bigint') return { reason: 'is no number' };
    return value < least || value > most ? { reason: 'is out of range' } : { element: value };
  };
}

function real(round: (value: number) => number): ReadElement {
  return (value) => {
    if (typeof value !== 'number' && typeof value !== 'bigint') return { reason: 'is no number' };
    const rounded = round(Number(value));
    return Number.isFinite(rounded) ? { element: rounded } : { reason: 'is out of range' };
  };
}

const unsigned = (bits: bigint) => whole(0n, 2n ** bits - 1n);
const signed = (bits: bigint) => whole(-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n);

const readers: Record<Datatype, ReadElement> = {
  BOOL: (value) =>
    typeof value === 'boolean' ? { element: value } : { reason: 'is neither true nor false' },
  UINT8: unsigned(8n),
  UINT16: unsigned(16n),
  UINT32: unsigned(32n),
  UINT64: unsigned(64n),
  INT8: signed(8n),
  INT16: signed(16n),
  INT32: signed(32n),
  INT64: signed(64n),
  FP16: real(toHalf),
  FP32: real(Math.fround),
  FP64: real((value) => value),
  BYTES: (value) => (typeof value === 'string' ? { element: value } : { reason: 'is no text' }),
};

export function isDatatype(value: unknown): value is Datatype {
  return typeof value === 'string' && Object.hasOwn(readers, value);
}

export function elementReader(datatype: Datatype): ReadElement {
  return readers[datatype];
}

export function isReal(datatype: Datatype): boolean {
  return datatype.startsWith('FP');
}
