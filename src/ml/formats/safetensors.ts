/**
 * Named float32 tensors as safetensors: an 8-byte little-endian length, a JSON header, the numbers. What
 * is written is deterministic (tensors in the given order, header without spaces, padded to 8 bytes);
 * what is read may be hostile, so every field is checked before a byte is used.
 * Format: https://github.com/huggingface/safetensors#format
 */
import { LoamError } from '../../core/errors';

export interface NamedTensor {
  name: string;
  shape: number[];
  /** Row-major. */
  values: Float32Array;
}

const HEADER_LIMIT = 1 << 20;

export function writeSafetensors(tensors: NamedTensor[]): Uint8Array {
  let offset = 0;
  const entries: string[] = [];
  for (const { name, shape, values } of tensors) {
    const end = offset + values.length * 4;
    const entry = { dtype: 'F32', shape, data_offsets: [offset, end] };
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
    for (let i = 0; i < values.length; i++, at += 4) view.setFloat32(at, values[i]!, true);
  }
  return bytes;
}

function damaged(reason: string): never {
  throw new LoamError('object-damaged', { what: 'weights', reason });
}

/** @throws LoamError `object-damaged` when the bytes are not float32 safetensors without gaps or overlaps */
export function readSafetensors(bytes: Uint8Array): Map<string, NamedTensor> {
  if (bytes.length < 8) damaged('shorter than its length field');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = view.getUint32(0, true);
  if (view.getUint32(4, true) !== 0 || headerLength > HEADER_LIMIT) damaged('header too long');
  if (8 + headerLength > bytes.length) damaged('header runs past the end');
  const header = parseHeader(bytes.subarray(8, 8 + headerLength));
  const start = 8 + headerLength;
  const tensors = new Map<string, NamedTensor>();
  let expected = 0;
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const { shape, from, to } = checkEntry(entry);
    if (from !== expected || start + to > bytes.length) damaged(`offsets of ${name}`);
    expected = to;
    const values = new Float32Array((to - from) / 4);
    for (let i = 0; i < values.length; i++) values[i] = view.getFloat32(start + from + i * 4, true);
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

function checkEntry(entry: unknown): { shape: number[]; from: number; to: number } {
  if (typeof entry !== 'object' || entry === null) damaged('tensor entry is not an object');
  const { dtype, shape, data_offsets: offsets } = entry as Record<string, unknown>;
  if (dtype !== 'F32') damaged('tensor is not float32');
  if (!Array.isArray(shape) || shape.length > 8 || !shape.every(isCount)) damaged('tensor shape');
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    damaged('tensor offsets');
  }
  const [from, to] = offsets as [number, number];
  const size = (shape as number[]).reduce((product, n) => product * n, 4);
  if (to - from !== size) damaged('tensor size');
  return { shape: shape as number[], from, to };
}
