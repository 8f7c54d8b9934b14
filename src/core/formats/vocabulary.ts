/** Words that several formats share. */
import type { ColumnType } from '../dataset/types';
import { METRICS, type MetricName } from '../metrics/names';
import type { Activation } from '../network/types';
import type { FittedDatePart } from '../model/types';
import type { DatePart, EngineName, RunEngine } from '../recipe/types';
import { distinct, oneOf } from '../shape/check';
import { PART_CODE, type Part, type TaskKind } from '../task/types';

export const taskKind = oneOf<TaskKind>({ binary: 1, multiclass: 1, regression: 1 });
export const part = oneOf<Part>(PART_CODE);
export const metricName = oneOf<MetricName>(METRICS);
export const columnType = oneOf<ColumnType>({
  number: 1,
  integer: 1,
  category: 1,
  boolean: 1,
  datetime: 1,
  text: 1,
});
const PLAIN_PARTS = {
  year: 1,
  month: 1,
  day: 1,
  weekday: 1,
  hour: 1,
  'elapsed-days': 1,
} as const;

export const datePart = oneOf<DatePart>({
  ...PLAIN_PARTS,
  'month-cycle': 1,
  'day-of-year-cycle': 1,
  'weekday-cycle': 1,
  'hour-cycle': 1,
});

export const fittedDatePart = oneOf<FittedDatePart>({
  ...PLAIN_PARTS,
  'month-sin': 1,
  'month-cos': 1,
  'day-of-year-sin': 1,
  'day-of-year-cos': 1,
  'weekday-sin': 1,
  'weekday-cos': 1,
  'hour-sin': 1,
  'hour-cos': 1,
});

/** Binary has two classes, multi-class two or more, regression none. */
export function classesFit(kind: TaskKind, classes: readonly string[] | null): boolean {
  if (kind === 'regression') return classes === null;
  if (classes === null || !distinct(classes)) return false;
  return kind === 'binary' ? classes.length === 2 : classes.length >= 2;
}

export const ENGINE_NAMES = {
  exact: 1,
  fast: 1,
  webgpu: 1,
  webgl: 1,
  wasm: 1,
  cpu: 1,
} as const satisfies Record<EngineName, 1>;

export const runEngine = oneOf<RunEngine>({ ...ENGINE_NAMES, cage: 1, none: 1, imported: 1 });

export const ACTIVATIONS = {
  linear: 1,
  relu: 1,
  'leaky-relu': 1,
  elu: 1,
  gelu: 1,
  silu: 1,
  sigmoid: 1,
  tanh: 1,
  softplus: 1,
} as const satisfies Record<Activation, 1>;

export const activation = oneOf<Activation>(ACTIVATIONS);
