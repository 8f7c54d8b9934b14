/** Words that several formats share. */
import type { ColumnType } from '../dataset/types';
import { METRICS, type MetricName } from '../metrics/names';
import type { DatePart } from '../recipe/types';
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
export const datePart = oneOf<DatePart>({
  year: 1,
  month: 1,
  day: 1,
  weekday: 1,
  hour: 1,
  'elapsed-days': 1,
});

/** Binary has two classes, multi-class two or more, regression none. */
export function classesFit(kind: TaskKind, classes: readonly string[] | null): boolean {
  if (kind === 'regression') return classes === null;
  if (classes === null || !distinct(classes)) return false;
  return kind === 'binary' ? classes.length === 2 : classes.length >= 2;
}
