/** A target column as what a task needs of it: a class per row, or a number per row. */
import type { Column } from '../dataset/types';
import { LoamError } from '../errors';
import type { TaskKind } from './types';

export type Target =
  /** `codes[i]` indexes `classes`; -1 where the row has no target or a class that is not listed. */
  | { type: 'classes'; classes: string[]; codes: Int32Array }
  /** NaN where the row has no target; always finite otherwise. */
  | { type: 'number'; values: Float64Array };

/** Beyond this many classes a task is refused. */
export const MOST_CLASSES = 1_000;

/** How a class is written: a category as it is, a number the way JavaScript prints it. */
export function classLabel(value: number): string {
  return String(value === 0 ? 0 : value);
}

/** Number of rows per label; missing rows are not counted. */
export function labelCounts(column: Column): Map<string, number> {
  const counts = new Map<string, number>();
  if (column.kind === 'coded') {
    const byCode = new Float64Array(column.dictionary.length);
    for (const code of column.codes) if (code >= 0) byCode[code]!++;
    column.dictionary.forEach((label, code) => {
      if (byCode[code]! > 0) counts.set(label, (counts.get(label) ?? 0) + byCode[code]!);
    });
    return counts;
  }
  const byValue = new Map<number, number>();
  for (const value of column.values) {
    if (!Number.isNaN(value)) byValue.set(value, (byValue.get(value) ?? 0) + 1);
  }
  for (const [value, count] of byValue) counts.set(classLabel(value), count);
  return counts;
}

/** Class labels in code unit order; with `positive`, binary is [negative, positive]. */
export function orderClasses(labels: Iterable<string>, positive?: string | null): string[] {
  const classes = [...labels].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (classes.length === 2 && positive === classes[0]) classes.reverse();
  return classes;
}

/**
 * The target of every row. `classes` is the task's list (null for regression).
 * @throws LoamError `target-missing` where a regression's target is not a numeric column
 */
export function readTarget(column: Column, kind: TaskKind, classes: string[] | null): Target {
  if (kind === 'regression') {
    if (column.kind !== 'numeric') {
      throw new LoamError('target-missing', {
        target: column.schema.name,
        reason: 'It holds no numbers.',
      });
    }
    return { type: 'number', values: column.values.map((v) => (Number.isFinite(v) ? v : NaN)) };
  }
  const known = classes ?? [];
  const index = new Map(known.map((label, i) => [label, i]));
  if (column.kind === 'coded') {
    const byCode = column.dictionary.map((label) => index.get(label) ?? -1);
    return {
      type: 'classes',
      classes: known,
      codes: column.codes.map((c) => (c < 0 ? -1 : byCode[c]!)),
    };
  }
  const codes = new Int32Array(column.values.length);
  const byValue = new Map<number, number>();
  column.values.forEach((value, i) => {
    let code = byValue.get(value);
    if (code === undefined) {
      code = Number.isNaN(value) ? -1 : (index.get(classLabel(value)) ?? -1);
      byValue.set(value, code);
    }
    codes[i] = code;
  });
  return { type: 'classes', classes: known, codes };
}

/**
 * Refuses a target that nothing can be learnt from.
 * @throws LoamError `target-missing`, `target-constant`, `target-too-many-classes`
 */
export function checkTarget(column: Column, kind: TaskKind): void {
  const name = column.schema.name;
  if (kind === 'regression') {
    const { values } = readTarget(column, kind, null) as Extract<Target, { type: 'number' }>;
    let low = Infinity;
    let high = -Infinity;
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (low > high) throw new LoamError('target-missing', { target: name });
    if (low === high) throw new LoamError('target-constant', { target: name, value: low });
    return;
  }
  const counts = labelCounts(column);
  let rows = 0;
  for (const count of counts.values()) rows += count;
  if (counts.size === 0) throw new LoamError('target-missing', { target: name });
  if (counts.size === 1) {
    throw new LoamError('target-constant', { target: name, value: [...counts.keys()][0]! });
  }
  if (counts.size > MOST_CLASSES || (counts.size > 2 && counts.size * 2 > rows)) {
    throw new LoamError('target-too-many-classes', {
      target: name,
      count: counts.size,
      limit: Math.min(MOST_CLASSES, Math.floor(rows / 2)),
    });
  }
}
