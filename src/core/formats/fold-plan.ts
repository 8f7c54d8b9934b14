import { count, number, oneOf, only, record, union } from '../shape/check';
import type { FoldPlan } from '../task/folds';

const dealt = record<Extract<FoldPlan, { by: 'hash' | 'stratified' }>>({
  by: oneOf({ hash: 1, stratified: 1 }),
  count,
  repeats: count,
  seed: count,
});

export const foldPlan = union<FoldPlan, 'by'>('by', {
  hash: dealt,
  stratified: dealt,
  time: record({ by: only('time'), count, horizon: number }),
});
