/**
 * Named tensors as safetensors: an 8-byte little-endian length, a JSON header, the numbers. What
 * is written is deterministic (tensors in the given order, header without spaces, padded to 8 bytes);
 * what is read may be hostile, so every field is checked before a byte is used.
 * Format: https://github.com/huggingface/safetensors#format
 */
import { LoamError } from '../../core/errors';

export type TensorValues = Float32Array | Float64Array | Int32Array | Uint8Array;

/** Float32 unless it says so: the weights of nets. */
export interface NamedTensor<V extends TensorValues = Float32Array> {
  name: string;
  shape: number[];
  /** Row-major. */
  values: V;
}

type Dtype = 'F32' | 'F64' | 'I32' | 'U8';
const BYTES: Record<Dtype, number> = { F32: 4, F64: 8, I32: 4, U8: 1 };

function dtypeOf(values: TensorValues): Dtype {
  if (values instanceof Float32Array) return 'F32';
  if (values instanceof Float64Array) return 'F64';
  return values instanceof Int32Array ? 'I32' : 'U8';
}

const HEADER_LIMIT = 1 << 20;

export function writeSafetensors(tensors: NamedTensor<TensorValues>[]): Uint8Array {
  let offset = 0;
  const entries: string[] = [];
  for (const { name, shape, values } of tensors) {
    const end = offset + values.byteLength;
    const entry = { dtype: dtypeOf(values), shape, data_offsets: [offset, end] };
    entries.push(`${JSON.stringify(name)}:${JSON.stringify(entry)}`);
    offset = end;
  }
  const json = new TextEncoder().encode(`{${entries.join(',')}}`);
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + offset);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, headerLength, true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(json, 8);
  let at = 8 + headerLength;
  for (const { values } of tensors) {
    writeValues(view, at, values);
    at += values.byteLength;
  }
  return bytes;
}

function writeValues(view: DataView, at: number, values: TensorValues): void {
  switch (dtypeOf(values)) {
    case 'F32':
      for (let i = 0; i < values.length; i++) view.setFloat32(at + 4 * i, values[i]!, true);
      return;
    case 'F64':
      for (let i = 0; i < values.length; i++) view.setFloat64(at + 8 * i, values[i]!, true);
      return;
    case 'I32':
      for (let i = 0; i < values.length; i++) view.setInt32(at + 4 * i, values[i]!, true);
      return;
    case 'U8':
      for (let i = 0; i < values.length; i++) view.setUint8(at + i, values[i]!);
  }
}

function readValues(view: DataView, at: number, dtype: Dtype, length: number): TensorValues {
  switch (dtype) {
    case 'F32':
      return Float32Array.from({ length }, (_, i) => view.getFloat32(at + 4 * i, true));
    case 'F64':
      return Float64Array.from({ length }, (_, i) => view.getFloat64(at + 8 * i, true));
    case 'I32':
      return Int32Array.from({ length }, (_, i) => view.getInt32(at + 4 * i, true));
    case 'U8':
      return Uint8Array.from({ length }, (_, i) => view.getUint8(at + i));
    default:
      throw dtype satisfies never;
  }
}

function damaged(reason: string): never {
  throw new LoamError('object-damaged', { what: 'weights', reason });
}

/** @throws LoamError `object-damaged` when the bytes are not float32 safetensors without gaps or overlaps */
export function readSafetensors(bytes: Uint8Array): Map<string, NamedTensor> {
  const tensors = readTensors(bytes);
  for (const { values } of tensors.values()) {
    if (!(values instanceof Float32Array)) damaged('tensor is not float32');
  }
  return tensors as Map<string, NamedTensor>;
}

/**
 * As `readSafetensors`, for tensors of float32, float64, int32 and uint8 alike.
 *
 * @throws LoamError `object-damaged`
 */
export function readTensors(bytes: Uint8Array): Map<string, NamedTensor<TensorValues>> {
  if (bytes.length < 8) damaged('shorter than its length field');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = view.getUint32(0, true);
  if (view.getUint32(4, true) !== 0 || headerLength > HEADER_LIMIT) damaged('header too long');
  if (8 + headerLength > bytes.length) damaged('header runs past the end');
  const header = parseHeader(bytes.subarray(8, 8 + headerLength));
  const start = 8 + headerLength;
  const tensors = new Map<string, NamedTensor<TensorValues>>();
  let expected = 0;
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const { dtype, shape, from, to } = checkEntry(entry);
    if (from !== expected || start + to > bytes.length) damaged(`offsets of ${name}`);
    expected = to;
    const values = readValues(view, start + from, dtype, (to - from) / BYTES[dtype]);
    tensors.set(name, { name, shape, values });
  }
  if (start + expected !== bytes.length) damaged('bytes after the last tensor');
  return tensors;
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    damaged('header is not JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    damaged('header is not an object');
  }
  return header as Record<string, unknown>;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

interface Entry {
  dtype: Dtype;
  shape: number[];
  from: number;
  to: number;
}

function isDtype(value: unknown): value is Dtype {
  return typeof value === 'string' && Object.hasOwn(BYTES, value);
}

function checkEntry(entry: unknown): Entry {
  if (typeof entry !== 'object' || entry === null) damaged('tensor entry is not an object');
  const { dtype, shape, data_offsets: offsets } = entry as Record<string, unknown>;
  if (!isDtype(dtype)) damaged('tensor of an unknown type');
  if (!Array.isArray(shape) || shape.length > 8 || !shape.every(isCount)) damaged('tensor shape');
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    damaged('tensor offsets');
  }
  const [from, to] = offsets as [number, number];
  const size = (shape as number[]).reduce((product, n) => product * n, BYTES[dtype]);
  if (to - from !== size) damaged('tensor size');
  return { dtype, shape: shape as number[], from, to };
}
