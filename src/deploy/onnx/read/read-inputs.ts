/** The inputs that a graph declares, as cells of a row and as the signals that operators begin with. */
import type { Lane } from './lane';
import type { OnnxFile } from './read-file';
import { sizeOfShape } from './read-tensor';
import { laneSignal, type Signal } from './signal';
import type { ForeignInput, ForeignTensor, OnnxPort } from './types';
import { shown, unreadable } from './unreadable';

const MOST_CELLS = 1 << 16;
const NUMBERS = ['float', 'double'];
const WHOLE = ['int64', 'int32', 'int16', 'int8', 'uint8', 'uint16', 'bool'];

export interface ReadInputs {
  inputs: ForeignInput[];
  signals: Map<string, Signal>;
  /** Null for more inputs than one. */
  tensor: { name: string; shape: number[] } | null;
}

function typeOf({ name, type }: OnnxPort): ForeignInput['type'] {
  if (NUMBERS.includes(type)) return 'number';
  if (WHOLE.includes(type)) return 'integer';
  if (type === 'string') return 'category';
  throw unreadable(`its input “${shown(name)}” is ${type}`);
}

function rowShape({ name, shape }: OnnxPort): number[] {
  const row = shape?.slice(1);
  if (!row || row.length > 3) throw unreadable(`the shape of its input “${shown(name)}”`);
  const known = row.every((n): n is number => typeof n === 'number' && n >= 1);
  if (!known)
    throw unreadable(`its input “${shown(name)}” has an open size beside that of the rows`);
  return row;
}

/** Names of the cells, where the file lists as many. */
function listedNames({ metadata }: OnnxFile, count: number): string[] | null {
  for (const key of ['feature_names', 'features', 'columns']) {
    try {
      const list: unknown = JSON.parse(metadata.get(key) ?? 'null');
      const fits =
        Array.isArray(list) &&
        list.length === count &&
        list.every((name) => typeof name === 'string' && name !== '' && name.length < 500) &&
        new Set(list).size === count;
      if (fits) return list as string[];
    } catch {
      // What is no JSON lists nothing.
    }
  }
  return null;
}

/** @throws LoamError `model-unreadable` */
export function readInputs(file: OnnxFile): ReadInputs {
  if (file.inputs.length === 0) throw unreadable('it has no inputs');
  const inputs: ForeignInput[] = [];
  const signals = new Map<string, Signal>();
  const shapes = file.inputs.map(rowShape);
  const cells = shapes.reduce((sum, shape) => sum + sizeOfShape(shape), 0);
  if (cells > MOST_CELLS) throw unreadable(`${cells} inputs, where ${MOST_CELLS} fit`);
  file.inputs.forEach((port, i) => {
    const shape = shapes[i]!;
    const type = typeOf(port);
    const count = sizeOfShape(shape);
    const only = file.inputs.length === 1;
    const names = (only && count > 1 ? listedNames(file, count) : null) ?? [
      ...Array.from({ length: count }, (_, k) => (count === 1 ? port.name : `${port.name}[${k}]`)),
    ];
    const lanes = names.map((column): Lane =>
      type === 'category'
        ? { lane: 'category', column }
        : { lane: 'number', column, fill: null, offset: 0, scale: 1 },
    );
    inputs.push(...names.map((name) => ({ name, type, categories: null })));
    signals.set(port.name, laneSignal(lanes, shape));
  });
  if (new Set(inputs.map(({ name }) => name)).size !== inputs.length) {
    throw unreadable('two inputs of one name');
  }
  const [first] = file.inputs;
  const tensor = file.inputs.length === 1 ? { name: first!.name, shape: shapes[0]! } : null;
  return { inputs, signals, tensor };
}

/** Where a tensor of images is first turned so that channels come first, they were last. */
export function orderOf(
  file: OnnxFile,
  { name, shape }: { name: string; shape: number[] },
): ForeignTensor {
  if (shape.length < 2) return { name, shape, order: 'flat' };
  const turned = file.nodes.some((node) => node.type === 'Transpose' && node.inputs[0] === name);
  return { name, shape, order: turned ? 'channels-last' : 'channels-first' };
}
