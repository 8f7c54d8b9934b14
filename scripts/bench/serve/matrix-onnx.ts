/**
 * A net or trees as an ONNX file that takes one matrix, as a program written for it would: [rows, inputs] float,
 * without preprocessing, which makes it a little less work than ours.
 */
import { OnnxGraph, type ValueName } from '../../../src/deploy/onnx/graph';
import { networkOutputs } from '../../../src/deploy/onnx/network/layers';
import { treeOutputs } from '../../../src/deploy/onnx/trees/tree-ensemble';
import type { SealedModel } from '../../../src/deploy/model/types';
import { readSafetensors, readTensors } from '../../../src/ml/formats/safetensors';

export const [INPUT, OUTPUT] = ['rows', 'answers'];

export function matrixOnnx({ manifest, preprocessing, weights }: SealedModel): Uint8Array {
  const { network, classes, kind } = manifest;
  const columns = preprocessing.width;
  const graph = new OnnxGraph([{ name: INPUT, type: 'float', columns }], [OUTPUT]);
  let outputs: ValueName;
  if (network.type === 'layers') {
    const tensors = readSafetensors(weights!);
    outputs = graph.cast(networkOutputs(graph, network.layers, tensors, INPUT), 'float');
  } else if (network.type === 'trees') {
    outputs = graph.cast(treeOutputs(graph, network, readTensors(weights!), INPUT), 'float');
  } else throw new Error('a baseline is not served');
  const isBinary = kind === 'binary';
  const answers = isBinary
    ? graph.add('Sigmoid', [outputs])
    : graph.add('Softmax', [outputs], { axis: { int: 1 } });
  const width = isBinary ? 1 : classes!.length;
  graph.output({ name: OUTPUT, type: 'float', columns: width }, answers);
  return graph.finish('bench', {});
}
