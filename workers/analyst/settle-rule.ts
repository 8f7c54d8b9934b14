/** How rows are dealt, and by which columns they are known. */
import type { Table } from '../../src/core/dataset/types';
import { LoamError } from '../../src/core/errors';
import { timeCuts } from '../../src/core/task/parts/time-cuts';
import type { RowKeySpec } from '../../src/core/task/row-keys';
import type { Target } from '../../src/core/task/target';
import type { Part, PartRule, TaskManifest } from '../../src/core/task/types';
import type { TaskSpec } from '../contract';
import { withRole, type Roles } from './settle-roles';

const SHARE = 0.2;

/** The column with role time, else the first date among the features; null where there is none. */
export function timesOf(table: Table, roles: Roles): Float64Array | null {
  const [named] = withRole(roles, 'time');
  const features = new Set(withRole(roles, 'feature'));
  const column =
    table.columns.find(({ schema }) => schema.name === named) ??
    table.columns.find(({ schema }) => schema.type === 'datetime' && features.has(schema.name));
  return column?.kind === 'numeric' ? column.values : null;
}

function hasTarget(target: Target, row: number): boolean {
  return target.type === 'classes' ? target.codes[row]! >= 0 : !Number.isNaN(target.values[row]!);
}

/**
 * What the spec leaves open is taken from the parent, else the default: 20 % each, seed 0. A parent that
 * was cut by time keeps its cuts, so that no row moves.
 * @throws LoamError `part-empty` where a split by time has no times to cut at
 */
export function settleRule(
  spec: TaskSpec,
  roles: Roles,
  target: Target,
  times: Float64Array | null,
  parent: TaskManifest | null,
): PartRule {
  const before = parent?.rule.by === 'time' ? null : (parent?.rule ?? null);
  const validation = spec.validation ?? before?.validation ?? SHARE;
  const test = spec.test ?? before?.test ?? SHARE;
  if (spec.by === 'time') {
    if (parent?.rule.by === 'time') return parent.rule;
    if (!times)
      throw new LoamError('part-empty', { reason: 'No column says when each row was seen.' });
    return {
      by: 'time',
      ...timeCuts(
        times.filter((_, row) => hasTarget(target, row)),
        { validation, test },
      ),
    };
  }
  const key = withRole(roles, 'group').length
    ? 'group'
    : withRole(roles, 'id').length
      ? 'id'
      : 'content';
  return { by: spec.by, key, seed: spec.seed ?? before?.seed ?? 0, validation, test };
}

/** Parts that the rule means to fill. */
export function wantedParts(rule: PartRule): Part[] {
  if (rule.by === 'time') return ['train', 'validation', 'test'];
  return ['train', ...(['validation', 'test'] as const).filter((part) => rule[part] > 0)];
}

/** Whether rows of a parent can be known by this rule's key; else its parts would say nothing here. */
export function sharesKey(rule: PartRule, roles: Roles, parentColumns: readonly string[]): boolean {
  if (rule.by === 'time' || rule.key === 'content') return true;
  return withRole(roles, rule.key).every((name) => parentColumns.includes(name));
}

/**
 * By which columns rows are known. Rows of a parent are known in the same way; content is then what both
 * have.
 */
export function keySpecOf(
  rule: PartRule,
  roles: Roles,
  columns: readonly string[],
  parentColumns: readonly string[] | null,
): RowKeySpec {
  const content = parentColumns
    ? columns.filter((name) => parentColumns.includes(name))
    : [...columns];
  if (rule.by === 'time') return { seed: 0, kind: 'content', content };
  if (rule.key === 'content') return { seed: rule.seed, kind: 'content', content };
  return { seed: rule.seed, kind: rule.key, columns: withRole(roles, rule.key), content };
}
