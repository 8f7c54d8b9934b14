import {
  count,
  distinct,
  link,
  listOf,
  number,
  oneOf,
  only,
  orNull,
  record,
  text,
  union,
  where,
} from '../shape/check';
import type { PartRule, Role, TaskManifest } from '../task/types';
import { classesFit, metricName, taskKind } from './vocabulary';

const share = where(number, (value) => value >= 0 && value <= 1);

const dealt = record<Extract<PartRule, { by: 'hash' | 'stratified' }>>({
  by: oneOf({ hash: 1, stratified: 1 }),
  key: oneOf({ group: 1, id: 1, content: 1 }),
  seed: number,
  validation: share,
  test: share,
});

const rule = union<PartRule, 'by'>('by', {
  hash: dealt,
  stratified: dealt,
  time: record({ by: only('time'), validationFrom: number, testFrom: number }),
});

const role = oneOf<Role>({
  feature: 1,
  target: 1,
  id: 1,
  time: 1,
  group: 1,
  weight: 1,
  audit: 1,
  ignore: 1,
});

const shape = record<TaskManifest>({
  format: only('loam.task/1'),
  semantics: only(1),
  dataset: link,
  kind: taskKind,
  roles: listOf(record<TaskManifest['roles'][number]>({ column: text, role })),
  target: text,
  classes: orNull(listOf(text)),
  metric: metricName,
  rule,
  parts: link,
  counts: record<TaskManifest['counts']>({
    train: count,
    validation: count,
    test: count,
    none: count,
  }),
});

/** One role per column, the target's for the target alone, and classes that fit the kind. */
export const taskManifest = where(
  shape,
  ({ kind, classes, roles, target }) =>
    classesFit(kind, classes) &&
    distinct(roles.map(({ column }) => column)) &&
    roles.some(({ column }) => column === target) &&
    roles.every(({ column, role }) => (role === 'target') === (column === target)),
);
