import type { Brief } from '../brief/types';
import type { DecisionCost } from '../evaluation/decisions';
import { METRICS, type MetricName } from '../metrics/names';
import { either, number, oneOf, only, orNull, record, text, where } from '../shape/check';

const amount = where(number, (value) => value >= 0);
export const decisionCost = record<DecisionCost>({ miss: amount, falseAlarm: amount });

type Unnamed = Omit<Brief, 'leastMetric'>;

const fields = {
  format: only('loam.brief/1'),
  dataset: text,
  target: text,
  question: text,
  decides: text,
  cost: orNull(decisionCost),
  unit: text,
  least: orNull(number),
  review: orNull(where(text, (value) => /^\d{4}-\d\d-\d\d$/.test(value))),
};

export const brief = either(
  record<Unnamed>(fields),
  record<Unnamed & { leastMetric: MetricName }>({
    ...fields,
    leastMetric: oneOf<MetricName>(METRICS),
  }),
);
