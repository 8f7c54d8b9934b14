/** From a network's outputs to the answers of the file; see `ml/predict/answer.ts`. */
import type { ModelManifest } from '../../core/model/types';
import { Arithmetic } from './arithmetic';
import type { OnnxGraph, ValueName } from './graph';
import type { ModelPorts } from './ports';

/** [rows, 2], [negative, positive], of one logit. */
function binaryProbabilities(math: Arithmetic, logit: ValueName): [ValueName, ValueName] {
  const positive = math.graph.add('Sigmoid', [logit]);
  const both = [math.minus(1, positive), positive];
  return [math.graph.add('Concat', both, { axis: { int: 1 } }), positive];
}

/** @param outputs [rows, outputs] double */
export function writeAnswers(
  graph: OnnxGraph,
  { kind, classes, targetTransform, threshold }: ModelManifest,
  ports: ModelPorts,
  outputs: ValueName,
): void {
  const math = new Arithmetic(graph);
  if (kind === 'regression') {
    const { offset, scale } = targetTransform;
    const value = math.plus(math.times(outputs, scale), offset);
    graph.output({ name: ports.value, type: 'double', columns: 1 }, value);
    return;
  }

  let probabilities: ValueName;
  let positive: ValueName | null = null;
  if (kind === 'binary') [probabilities, positive] = binaryProbabilities(math, outputs);
  else probabilities = graph.add('Softmax', [outputs], { axis: { int: 1 } });

  const labels = graph.constant({ type: 'string', shape: [classes!.length], values: classes! });
  const index =
    positive !== null && threshold !== null
      ? graph.cast(graph.reshape(math.atLeast(positive, threshold), []), 'int64')
      : graph.add('ArgMax', [probabilities], { axis: { int: 1 }, keepdims: { int: 0 } });
  const label = graph.add('Gather', [labels, index]);
  graph.output({ name: ports.label, type: 'string', columns: null }, label);
  graph.output(
    { name: ports.probabilities, type: 'float', columns: classes!.length },
    graph.cast(probabilities, 'float'),
  );
}
