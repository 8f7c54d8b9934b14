/**
 * The weights of a TensorFlow.js model. Files may be hostile: a shard is only ever looked up by its plain name among the files
 * that came along, and sizes are added up before a byte is read.
 */
import type { FormatFiles } from '../types';
import { isFields, own, unreadable, type Fields } from './unreadable';

export interface ForeignWeight {
  name: string;
  shape: number[];
  values: Float32Array;
}

const MOST_VALUES = 1 << 26;
const MOST_WEIGHTS = 10_000;
const SHARD_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}$/;

type Stored = 'float32' | 'uint8' | 'uint16';
const BYTES: Record<Stored, number> = { float32: 4, uint8: 1, uint16: 2 };

interface Entry {
  name: string;
  shape: number[];
  count: number;
  stored: Stored;
  /** value = stored * scale + min */
  scale: number;
  min: number;
}

function shapeOf(value: unknown, name: string): number[] {
  const fits =
    Array.isArray(value) &&
    value.length <= 6 &&
    value.every((n) => Number.isInteger(n) && n >= 0 && n <= MOST_VALUES);
  if (!fits) throw unreadable(`the shape of ${name}`);
  return value as number[];
}

function entryOf(value: unknown): Entry {
  if (!isFields(value)) throw unreadable('its list of weights');
  const name = own(value, 'name');
  if (typeof name !== 'string' || name.length > 500) throw unreadable('the name of a weight');
  const shape = shapeOf(own(value, 'shape'), name);
  const count = shape.reduce((product, n) => product * n, 1);
  if (count > MOST_VALUES) throw unreadable(`${name} has more values than fit`);
  if (own(value, 'dtype') !== 'float32') throw unreadable(`${name} is not float32`);
  const quantization = own(value, 'quantization');
  if (quantization === undefined || quantization === null) {
    return { name, shape, count, stored: 'float32', scale: 1, min: 0 };
  }
  if (!isFields(quantization)) throw unreadable(`the quantization of ${name}`);
  const stored = own(quantization, 'dtype');
  const scale = own(quantization, 'scale');
  const min = own(quantization, 'min');
  if (stored !== 'uint8' && stored !== 'uint16') {
    throw unreadable(`${name} is quantized as ${String(stored)}; uint8 and uint16 are known`);
  }
  if (typeof scale !== 'number' || typeof min !== 'number') {
    throw unreadable(`the quantization of ${name}`);
  }
  return { name, shape, count, stored, scale, min };
}

function shardBytes(paths: unknown, files: FormatFiles): Uint8Array {
  if (!Array.isArray(paths) || paths.length > MOST_WEIGHTS) throw unreadable('its list of shards');
  const shards = paths.map((path: unknown) => {
    if (typeof path !== 'string' || !SHARD_NAME.test(path)) {
      throw unreadable('a file of weights that is not beside it');
    }
    const bytes = files.get(path);
    if (!bytes) throw unreadable(`its file ${path} is missing`);
    return bytes;
  });
  const all = new Uint8Array(shards.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const shard of shards) {
    all.set(shard, at);
    at += shard.length;
  }
  return all;
}

function valuesOf(view: DataView, at: number, entry: Entry): Float32Array {
  const values = new Float32Array(entry.count);
  for (let i = 0; i < values.length; i++) {
    switch (entry.stored) {
      case 'float32':
        values[i] = view.getFloat32(at + 4 * i, true);
        break;
      case 'uint8':
        values[i] = view.getUint8(at + i) * entry.scale + entry.min;
        break;
      case 'uint16':
        values[i] = view.getUint16(at + 2 * i, true) * entry.scale + entry.min;
        break;
      default:
        throw entry.stored satisfies never;
    }
  }
  if (!values.every(Number.isFinite)) throw unreadable(`${entry.name} holds what is no number`);
  return values;
}

function readGroup(group: Fields, files: FormatFiles): ForeignWeight[] {
  const list = own(group, 'weights');
  if (!Array.isArray(list) || list.length > MOST_WEIGHTS) throw unreadable('its list of weights');
  const entries = list.map(entryOf);
  const wanted = entries.reduce((sum, { count, stored }) => sum + count * BYTES[stored], 0);
  const bytes = shardBytes(own(group, 'paths'), files);
  if (bytes.length !== wanted) {
    throw unreadable(`its weights are ${bytes.length} bytes, where ${wanted} are listed`);
  }
  const view = new DataView(bytes.buffer);
  let at = 0;
  return entries.map((entry) => {
    const values = valuesOf(view, at, entry);
    at += entry.count * BYTES[entry.stored];
    return { name: entry.name, shape: entry.shape, values };
  });
}

/** @throws LoamError `model-unreadable` */
export function readForeignWeights(manifest: unknown, files: FormatFiles): ForeignWeight[] {
  if (!Array.isArray(manifest) || manifest.length > MOST_WEIGHTS) {
    throw unreadable('it has no list of weights');
  }
  return manifest.flatMap((group: unknown) => {
    if (!isFields(group)) throw unreadable('its list of weights');
    return readGroup(group, files);
  });
}
