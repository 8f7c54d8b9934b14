/** What a model answers besides: the interval around its number, or the set of classes; see `Conformal`. */
import type { Conformal } from '../../core/model/types';
import type { Arithmetic } from './arithmetic';
import type { ValueName } from './graph';
import type { ModelPorts } from './ports';
import { loweredBound } from './rounding';

/** @param value [rows, 1] double */
export function writeInterval(
  math: Arithmetic,
  { low, high }: Extract<Conformal, { type: 'interval' }>,
  ports: ModelPorts,
  value: ValueName,
): void {
  const { graph } = math;
  graph.output({ name: ports.low, type: 'double', columns: 1 }, math.plus(value, low));
  graph.output({ name: ports.high, type: 'double', columns: 1 }, math.plus(value, high));
}

/** @param probabilities [rows, classes] double */
export function writeSet(
  math: Arithmetic,
  { least }: Extract<Conformal, { type: 'set' }>,
  ports: ModelPorts,
  probabilities: ValueName,
  classes: number,
): void {
  const { graph } = math;
  const inSet = math.atLeast(probabilities, loweredBound(least));
  const places = graph.constant({
    type: 'int64',
    shape: [1, classes],
    values: Array.from({ length: classes }, (_, c) => c),
  });
  const best = graph.add('ArgMax', [probabilities], { axis: { int: 1 }, keepdims: { int: 1 } });
  const set = graph.add('Or', [inSet, math.equal(best, places)]);
  graph.output({ name: ports.set, type: 'bool', columns: classes }, set);
}
