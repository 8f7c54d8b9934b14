/** What kind of task a target asks for. */
import type { TaskKind } from '../types';
import { isNumeric, type ColumnFacts } from './column-facts';

const QUANTITY = new Set([
  'count',
  'cnt',
  'number',
  'num',
  'n',
  'age',
  'price',
  'amount',
  'cost',
  'income',
  'salary',
  'sales',
  'revenue',
  'value',
  'total',
  'sum',
  'size',
  'length',
  'height',
  'weight',
  'width',
  'duration',
  'minutes',
  'hours',
  'days',
  'months',
  'years',
  'temperature',
  'mpg',
  'distance',
  'demand',
  'rings',
  'points',
]);
const CLASS = new Set([
  'class',
  'label',
  'category',
  'type',
  'species',
  'digit',
  'cluster',
  'code',
  'kind',
  'segment',
  'grade',
  'cultivar',
  'target',
]);
const FEW = 10;
const SOME = 26;
const ROWS_PER_CLASS = 5;

/** Whole numbers that are few, and each often there, are classes unless the name says quantity. */
export function guessKind(facts: ColumnFacts): TaskKind {
  if (facts.distinct === 2) return 'binary';
  if (!isNumeric(facts)) return 'multiclass';
  if (!facts.whole || facts.present < ROWS_PER_CLASS * facts.distinct) return 'regression';
  if (facts.words.some((word) => QUANTITY.has(word))) return 'regression';
  if (facts.distinct <= FEW) return 'multiclass';
  const named = facts.words.some((word) => CLASS.has(word));
  return named && facts.distinct <= SOME ? 'multiclass' : 'regression';
}
