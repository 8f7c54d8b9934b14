/** TensorProto: constants of a graph, from any of the fields that may hold their values. */
import {
  addDoubles,
  addFloats,
  addInts,
  intOf,
  messageOf,
  textOf,
  viewOf,
  wireFields,
} from './protobuf-reader';
import { shown, unreadable } from './unreadable';

/** TensorProto.DataType by number; other numbers are types that no model here has. */
export const ELEMENT_TYPES: readonly string[] = [
  ...['undefined', 'float', 'uint8', 'int8', 'uint16', 'int16', 'int32', 'int64', 'string'],
  ...['bool', 'float16', 'double', 'uint32', 'uint64', 'complex64', 'complex128', 'bfloat16'],
];

/** A value that does not depend on rows. */
export interface Constant {
  is: 'constant';
  shape: number[];
  /** Row-major. Whole numbers are exact up to 2^53; NaN in a shape stands for the number of rows. */
  values: Float64Array | string[];
}

const MOST_VALUES = 1 << 26;
const MOST_AXES = 8;

export function sizeOfShape(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

type ReadOne = [bytes: number, read: (view: DataView, at: number) => number];

const RAW: Partial<Record<string, ReadOne>> = {
  float: [4, (view, at) => view.getFloat32(at, true)],
  double: [8, (view, at) => view.getFloat64(at, true)],
  int64: [8, (view, at) => Number(view.getBigInt64(at, true))],
  int32: [4, (view, at) => view.getInt32(at, true)],
  int16: [2, (view, at) => view.getInt16(at, true)],
  int8: [1, (view, at) => view.getInt8(at)],
  uint16: [2, (view, at) => view.getUint16(at, true)],
  uint8: [1, (view, at) => view.getUint8(at)],
  bool: [1, (view, at) => view.getUint8(at)],
};

function fromRaw(raw: Uint8Array, type: string, count: number): Float64Array {
  const [size, read] = RAW[type]!;
  if (raw.length !== size * count) {
    throw unreadable(`a tensor of ${count} values has ${raw.length} bytes`);
  }
  const view = viewOf(raw);
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = read(view, size * i);
  return values;
}

export interface NamedConstant {
  name: string;
  constant: Constant;
}

/** @throws LoamError `model-unreadable` */
export function readTensor(bytes: Uint8Array): NamedConstant {
  const shape: number[] = [];
  const numbers: number[] = [];
  const texts: string[] = [];
  let type = 'undefined';
  let name = '';
  let raw: Uint8Array | null = null;
  let external = false;
  for (const field of wireFields(bytes)) {
    switch (field.field) {
      case 1:
        addInts(shape, field);
        break;
      case 2: {
        const number = intOf(field);
        type = ELEMENT_TYPES[number] ?? `type ${number}`;
        break;
      }
      case 4:
        addFloats(numbers, field);
        break;
      case 5:
      case 7:
      case 11:
        addInts(numbers, field);
        break;
      case 6:
        texts.push(textOf(field));
        break;
      case 8:
        name = textOf(field);
        break;
      case 9:
        raw = messageOf(field);
        break;
      case 10:
        addDoubles(numbers, field);
        break;
      case 13:
        external = true;
        break;
      case 14:
        external ||= intOf(field) === 1;
        break;
    }
  }
  const called = name === '' ? 'a constant' : `the tensor “${shown(name)}”`;
  if (external) throw unreadable(`the numbers of ${called} are in another file: save it as one`);
  const fits =
    shape.length <= MOST_AXES && shape.every((n) => Number.isInteger(n) && n >= 0 && n < 2 ** 31);
  const count = sizeOfShape(shape);
  if (!fits || count > MOST_VALUES) throw unreadable(`the shape of ${called}`);
  if (type !== 'string' && !RAW[type]) throw unreadable(`${called} holds ${type}`);
  const values = type === 'string' ? texts : raw ? fromRaw(raw, type, count) : numbers;
  if (values.length !== count)
    throw unreadable(`${called} has ${values.length} of ${count} values`);
  return {
    name,
    constant: {
      is: 'constant',
      shape,
      values:
        type === 'string'
          ? texts
          : values instanceof Float64Array
            ? values
            : Float64Array.from(numbers),
    },
  };
}
