/** Copies what a study reads into memory that several workers can look at. */
import type { Column } from '../../src/core/dataset/types';
import type { SharedData } from './contract';

type Numbers = Float64Array | Int32Array | Uint32Array | Uint8Array;

/** Whether memory can be shared here. */
export function canShare(): boolean {
  return globalThis.crossOriginIsolated === true && typeof SharedArrayBuffer !== 'undefined';
}

export function shareData({ rows, columns, parts, keys }: SharedData): SharedData {
  return {
    rows,
    columns: columns.map(sharedColumn),
    parts: shared(parts),
    keys: { high: shared(keys.high), low: shared(keys.low) },
  };
}

function sharedColumn(column: Column): Column {
  return column.kind === 'numeric'
    ? { ...column, values: shared(column.values) }
    : { ...column, codes: shared(column.codes) };
}

function shared<T extends Numbers>(values: T): T {
  const buffer = new SharedArrayBuffer(values.byteLength);
  const Made = values.constructor as new (buffer: SharedArrayBuffer) => T;
  const copy = new Made(buffer);
  copy.set(values as never);
  return copy;
}
