import type { Brief } from '../brief/types';
import type { DecisionCost } from '../evaluation/decisions';
import { number, only, optional, orNull, record, text, where } from '../shape/check';
import { metricName } from './vocabulary';

const amount = where(number, (value) => value >= 0);
export const decisionCost = record<DecisionCost>({ miss: amount, falseAlarm: amount });

export const brief = record<Brief>({
  format: only('loam.brief/1'),
  dataset: text,
  target: text,
  question: text,
  decides: text,
  cost: orNull(decisionCost),
  unit: text,
  least: orNull(number),
  leastMetric: optional(metricName),
  review: orNull(where(text, (value) => /^\d{4}-\d\d-\d\d$/.test(value))),
});
