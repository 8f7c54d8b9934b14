/** Kind, classes and metric of a task, from its target column and what the spec says of it. */
import type { Column } from '../../src/core/dataset/types';
import { METRICS_SHOWN } from '../../src/core/metrics/shown';
import type { MetricName } from '../../src/core/metrics/names';
import { guessTargetKind } from '../../src/core/task/guess-task';
import { guessMetric } from '../../src/core/task/guess/guess-metric';
import { guessPositive } from '../../src/core/task/guess/guess-positive';
import { checkTarget, labelCounts, orderClasses } from '../../src/core/task/target';
import type { TaskKind } from '../../src/core/task/types';
import type { TaskSpec } from '../contract';

export interface SettledTarget {
  kind: TaskKind;
  classes: string[] | null;
  metric: MetricName;
}

/**
 * The number of classes decides between binary and multi-class, whatever the spec says; a metric that
 * does not fit the kind is replaced by the guess.
 * @throws LoamError `target-missing`, `target-constant`, `target-too-many-classes`
 */
export function settleTarget(column: Column, rows: number, spec: TaskSpec): SettledTarget {
  const asked = spec.kind ?? guessTargetKind(column, rows);
  checkTarget(column, asked);
  const counts = asked === 'regression' ? null : labelCounts(column);
  const kind = counts ? (counts.size === 2 ? 'binary' : 'multiclass') : 'regression';
  const given = spec.positive !== undefined && counts?.has(spec.positive) ? spec.positive : null;
  const positive = kind === 'binary' ? (given ?? guessPositive(counts!)) : null;
  const fits =
    spec.metric !== undefined && (METRICS_SHOWN[kind] as readonly string[]).includes(spec.metric);
  return {
    kind,
    classes: counts && orderClasses(counts.keys(), positive),
    metric: fits ? spec.metric! : guessMetric(kind, counts ?? new Map(), positive),
  };
}
