import type { Column } from '../dataset/types';
import { NO_PART } from '../task/types';

export interface GroupsAcross {
  /** Values that stand in more than one part. */
  values: number;
  /** Rows of a later part whose value stands in an earlier one. */
  count: number;
  pairs: [number, number][];
}

const SHOWN = 3;

/** Rows that share a value of a column although they are in different parts; missing values are no group. */
export function groupsAcross(column: Column, parts: Uint8Array): GroupsAcross {
  const first = new Map<number, number>();
  const at = (row: number) => {
    const value = column.kind === 'coded' ? column.codes[row]! : column.values[row]!;
    return (column.kind === 'coded' && value < 0) || Number.isNaN(value) ? null : value;
  };
  parts.forEach((part, row) => {
    const value = at(row);
    if (part === NO_PART || value === null) return;
    const known = first.get(value);
    if (known === undefined || part < parts[known]!) first.set(value, row);
  });
  const across = new Set<number>();
  const pairs: [number, number][] = [];
  let count = 0;
  parts.forEach((part, row) => {
    const value = at(row);
    if (part === NO_PART || value === null) return;
    const early = first.get(value)!;
    if (parts[early] === part) return;
    if (!across.has(value) && pairs.length < SHOWN) pairs.push([early, row]);
    across.add(value);
    count++;
  });
  return { values: across.size, count, pairs };
}
