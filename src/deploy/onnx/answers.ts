/** From a network's outputs to the answers of the file; see `ml/predict/answer.ts`. */
import type { ModelManifest } from '../../core/model/types';
import { Arithmetic } from './arithmetic';
import { calibrated } from './calibrate';
import { writeInterval, writeSet } from './conformal';
import type { OnnxGraph, ValueName } from './graph';
import type { ModelPorts } from './ports';
import { loweredBound } from './rounding';

/** @param outputs [rows, outputs] double */
export function writeAnswers(
  graph: OnnxGraph,
  manifest: ModelManifest,
  ports: ModelPorts,
  outputs: ValueName,
): void {
  const { kind, classes, targetTransform, threshold, conformal } = manifest;
  const math = new Arithmetic(graph);
  if (kind === 'regression') {
    const { offset, scale } = targetTransform;
    const value = math.plus(math.times(outputs, scale), offset);
    graph.output({ name: ports.value, type: 'double', columns: 1 }, value);
    if (conformal?.type === 'interval') writeInterval(math, conformal, ports, value);
    return;
  }

  const { all, positive } = calibrated(math, manifest, outputs);
  const labels = graph.constant({ type: 'string', shape: [classes!.length], values: classes! });
  const index =
    positive !== null && threshold !== null
      ? graph.cast(graph.reshape(math.atLeast(positive, loweredBound(threshold)), []), 'int64')
      : graph.add('ArgMax', [all], { axis: { int: 1 }, keepdims: { int: 0 } });
  const label = graph.add('Gather', [labels, index]);
  graph.output({ name: ports.label, type: 'string', columns: null }, label);
  graph.output(
    { name: ports.probabilities, type: 'float', columns: classes!.length },
    graph.cast(all, 'float'),
  );
  if (conformal?.type === 'set') writeSet(math, conformal, ports, all, classes!.length);
}
