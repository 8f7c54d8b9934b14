/** A model version as an ONNX file, its preprocessing included; see ONNX.md. Pure: equal model, equal bytes. */
import { LoamError } from '../../core/errors';
import { canonicalJson } from '../../core/json/canonical';
import { readSafetensors, readTensors } from '../../ml/formats/safetensors';
import type { SealedModel } from '../model/types';
import { writeAnswers } from './answers';
import { OnnxGraph, type ValueName } from './graph';
import { networkOutputs } from './network/layers';
import { modelPorts, outputNames, type ModelPorts } from './ports';
import { preprocess } from './preprocess';
import { refused } from './refused';
import { treeOutputs } from './trees/tree-ensemble';

/** Names and types only: never a category, quantile or row. */
function metadata({ link, manifest }: SealedModel, ports: ModelPorts): Record<string, string> {
  const columns = manifest.inputs.map(({ name, type }, i) => ({
    column: name,
    input: ports.inputs[i]!.name,
    type,
  }));
  return {
    'loam.format': 'loam.onnx/1',
    'loam.model': link,
    'loam.kind': manifest.kind,
    'loam.target': manifest.target,
    'loam.columns': canonicalJson(columns),
  };
}

/** The same answer for each row. @returns [rows, outputs] double */
function constantOutputs(graph: OnnxGraph, output: number[], columns: ValueName[]): ValueName {
  const [first] = columns;
  if (first === undefined) throw refused('ONNX', 'no column of the data goes into it');
  const one = graph.constant({ type: 'double', shape: [1, output.length], values: output });
  return graph.add('Expand', [one, graph.add('Shape', [first])]);
}

function outputsOf(
  graph: OnnxGraph,
  { manifest, preprocessing, weights }: SealedModel,
  columns: ValueName[],
): ValueName {
  const { network } = manifest;
  if (network.type === 'constant') return constantOutputs(graph, network.output, columns);
  if (!weights) throw new LoamError('object-damaged', { what: 'model', reason: 'weights' });
  const inputs = preprocess(graph, manifest, preprocessing, columns);
  // A steep piece of a curve makes large differences of small ones.
  const isPrecise = manifest.calibrator?.type === 'isotonic';
  switch (network.type) {
    case 'layers': {
      const tensors = readSafetensors(weights);
      return networkOutputs(graph, network.layers, tensors, inputs, isPrecise);
    }
    case 'trees':
      return treeOutputs(graph, network, readTensors(weights), inputs, isPrecise);
    case 'onnx':
      throw refused(
        'ONNX',
        'a graph that ONNX Runtime computes: its own file is what is handed out',
      );
    default:
      throw refused('ONNX', unknownNetwork(network satisfies never));
  }
}

function unknownNetwork(network: { type?: unknown }): string {
  return `its network of type “${String(network.type)}”`;
}

/**
 * @throws LoamError `export-refused` naming what ONNX has no counterpart for, or `object-damaged` where the parts
 * of the model do not fit together
 */
export function writeOnnx(model: SealedModel): Uint8Array {
  const { manifest } = model;
  const ports = modelPorts(manifest);
  const graph = new OnnxGraph(ports.inputs, outputNames(manifest, ports));
  const columns = ports.inputs.map(({ name }) => name);
  writeAnswers(graph, manifest, ports, outputsOf(graph, model, columns));
  return graph.finish('loam', metadata(model, ports));
}
