/** One role per column, checked against the data. */
import type { ColumnSchema } from '../../src/core/dataset/types';
import { LoamError } from '../../src/core/errors';
import type { TaskManifest } from '../../src/core/task/types';
import type { TaskSpec } from '../contract';

export type Roles = TaskManifest['roles'];

/**
 * The target has that role and nobody else; columns that the spec does not name are features.
 * @throws LoamError `target-missing`, `columns-differ`, `no-features`
 */
export function settleRoles(columns: readonly ColumnSchema[], spec: TaskSpec): Roles {
  const names = new Set(columns.map(({ name }) => name));
  if (!names.has(spec.target)) throw new LoamError('target-missing', { target: spec.target });
  const stranger = spec.roles.find(({ column }) => !names.has(column));
  if (stranger) throw new LoamError('columns-differ', { column: stranger.column });
  const given = new Map(spec.roles.map(({ column, role }) => [column, role]));
  const roles = columns.map(({ name: column }): Roles[number] => {
    if (column === spec.target) return { column, role: 'target' };
    const role = given.get(column) ?? 'feature';
    return { column, role: role === 'target' ? 'feature' : role };
  });
  // A series alone is learnt from by looking back at itself.
  const learnable = roles.some(({ role }) => role === 'feature' || role === 'time');
  if (!learnable) throw new LoamError('no-features');
  return roles;
}

export function withRole(roles: Roles, role: Roles[number]['role']): string[] {
  return roles.filter((each) => each.role === role).map(({ column }) => column);
}
