/**
 * A model made elsewhere, answering in the order of a task's classes. Layers get one more dense layer that
 * sorts the answers (or takes one from another), which changes no bit of them; trees are put in another order.
 */
import { LoamError } from '../../core/errors';
import type { DenseLayer } from '../../core/model/types';
import type { TaskKind } from '../../core/task/types';
import { readSafetensors, readTensors, writeSafetensors } from '../../ml/formats/safetensors';
import type { ForeignModel, ForeignNetwork } from '../onnx/read/types';
import { orderedTrees, swappedTrees } from './tree-answers';

export interface AskedFor {
  kind: TaskKind;
  /** Of the task. */
  classes: string[] | null;
  /** The task's class for each class of the file, in the file's order; null for numbers. */
  answers: string[] | null;
}

type Answering = Pick<ForeignModel, 'kind' | 'network' | 'weights'>;
type Answered = Pick<ForeignModel, 'weights'> & { network: ForeignNetwork };

const misfit = (reason: string) => new LoamError('columns-differ', { reason });

/** [file's answers][task's answers], row-major; null where they are the same. */
function matrixOf(
  { kind }: Answering,
  { kind: asked, classes, answers }: AskedFor,
): number[][] | null {
  if (!classes || !answers) return null;
  const places = answers.map((label) => classes.indexOf(label));
  if (places.some((place) => place < 0) || new Set(places).size !== classes.length) {
    throw misfit('Each class of the file must stand for another class of the task.');
  }
  if (kind === 'binary') return places[0] === 0 ? null : [[-1]];
  if (asked === 'binary') return places.map((place) => [place === 1 ? 1 : -1]);
  if (places.every((place, i) => place === i)) return null;
  return places.map((place) => classes.map((_, i) => (i === place ? 1 : 0)));
}

function withLayer({ network, weights }: Answered, matrix: number[][]): Answered {
  if (network.type !== 'layers') throw misfit('Only layers take another layer.');
  const tensors = readSafetensors(weights);
  let name = 'answers';
  while (tensors.has(`${name}.kernel`) || tensors.has(`${name}.bias`)) name += '_';
  const inputs = matrix.length;
  const outputs = matrix[0]!.length;
  const layer: DenseLayer = {
    layer: 'dense',
    kernel: `${name}.kernel`,
    bias: `${name}.bias`,
    inputs,
    outputs,
    activation: 'linear',
  };
  const kernel = {
    name: layer.kernel,
    shape: [inputs, outputs],
    values: Float32Array.from(matrix.flat()),
  };
  const bias = { name: layer.bias, shape: [outputs], values: new Float32Array(outputs) };
  return {
    network: { type: 'layers', layers: [...network.layers, layer] },
    weights: writeSafetensors([...tensors.values(), kernel, bias]),
  };
}

/** @throws LoamError `columns-differ` where the file cannot answer what is asked */
export function withAnswers(model: Answering, asked: AskedFor): Answered {
  const { network, weights } = model;
  const matrix = matrixOf(model, asked);
  if (!matrix) return { network, weights };
  if (network.type === 'layers') return withLayer({ network, weights }, matrix);
  const tensors = readTensors(weights);
  if (model.kind === 'binary') return swappedTrees(network, tensors);
  if (asked.kind === 'binary') throw misfit('The trees answer each of two classes by itself.');
  return orderedTrees(
    network,
    tensors,
    matrix.map((row) => row.indexOf(1)),
  );
}
