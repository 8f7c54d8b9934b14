/**
 * A 64-bit key per row, from what the rows mean and nothing else: not from their order, the order of the
 * columns, dictionaries or chunks. PARTS.md says it exactly.
 */
import type { Column, Table } from '../dataset/types';
import {
  absorbWord,
  absorbWords,
  finish,
  hashTexts,
  startLanes,
  type Lanes,
} from './parts/word-hash';

export type KeyKind = 'content' | 'id' | 'group';

const KIND_WORD = { content: 0, id: 1, group: 2 } as const satisfies Record<KeyKind, number>;

export interface RowKeySpec {
  /** An integer from 0 to 2^53 - 1. */
  seed: number;
  /** Default content. */
  kind?: KeyKind;
  /** Names of the columns with role id or group; needed for those kinds. */
  columns?: readonly string[];
  /** Names of the columns that make up the content; default all. */
  content?: readonly string[];
}

interface CellWords {
  tag: Uint32Array;
  first: Uint32Array;
  second: Uint32Array;
}

const TAG = { missing: 0, text: 1, number: 2 } as const;

function cellWords(column: Column, rows: number): CellWords {
  const tag = new Uint32Array(rows);
  const first = new Uint32Array(rows);
  const second = new Uint32Array(rows);
  if (column.kind === 'coded') {
    const hashes = hashTexts(column.dictionary);
    for (let i = 0; i < rows; i++) {
      const code = column.codes[i]!;
      if (code < 0) continue;
      tag[i] = TAG.text;
      first[i] = hashes.high[code]!;
      second[i] = hashes.low[code]!;
    }
    return { tag, first, second };
  }
  const view = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < rows; i++) {
    const value = column.values[i]!;
    if (Number.isNaN(value)) continue;
    tag[i] = TAG.number;
    view.setFloat64(0, value === 0 ? 0 : value, true);
    first[i] = view.getUint32(0, true);
    second[i] = view.getUint32(4, true);
  }
  return { tag, first, second };
}

function byName(a: Column, b: Column): number {
  return a.schema.name < b.schema.name ? -1 : a.schema.name > b.schema.name ? 1 : 0;
}

function hashColumns(
  columns: Column[],
  rows: number,
  kind: KeyKind,
  seed: number,
): { keys: Lanes; empty: Uint8Array } {
  const keys = startLanes(rows, seed >>> 0, Math.floor(seed / 4294967296) >>> 0);
  const empty = new Uint8Array(rows).fill(1);
  absorbWord(keys, KIND_WORD[kind]);
  for (const column of [...columns].sort(byName)) {
    const name = hashTexts([column.schema.name]);
    absorbWord(keys, name.high[0]!);
    absorbWord(keys, name.low[0]!);
    const { tag, first, second } = cellWords(column, rows);
    absorbWords(keys, tag);
    absorbWords(keys, first);
    absorbWords(keys, second);
    for (let i = 0; i < rows; i++) if (tag[i] !== TAG.missing) empty[i] = 0;
  }
  finish(keys, 1 + 5 * columns.length);
  return { keys, empty };
}

/** One key per row of the table; equal rows (or equal ids, equal groups) have equal keys. */
export function rowKeys(table: Table, spec: RowKeySpec): Lanes {
  const { seed, kind = 'content' } = spec;
  const named = (names: readonly string[]) =>
    table.columns.filter((c) => names.includes(c.schema.name));
  const content = () => {
    const columns = spec.content ? named(spec.content) : table.columns;
    return hashColumns(columns, table.rows, 'content', seed).keys;
  };
  if (kind === 'content') return content();
  const { keys, empty } = hashColumns(named(spec.columns ?? []), table.rows, kind, seed);
  if (!empty.includes(1)) return keys;
  const instead = content();
  for (let i = 0; i < table.rows; i++) {
    if (!empty[i]) continue;
    keys.high[i] = instead.high[i]!;
    keys.low[i] = instead.low[i]!;
  }
  return keys;
}
