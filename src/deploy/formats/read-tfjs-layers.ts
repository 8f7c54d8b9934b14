/**
 * A TensorFlow.js layers model made elsewhere, as layers of Loam, which the exact engine runs. Its files may be hostile: nothing is
 * fetched or run, sizes are checked before memory is taken, and what Loam does not know is refused by name.
 */
import type { ModelLayer } from '../../core/model/types';
import { sizeOf, type PlannedLayer } from '../../core/network/plan';
import type { TaskKind } from '../../core/task/types';
import { namedLayers } from '../../ml/engine/network';
import { writeSafetensors } from '../../ml/formats/safetensors';
import { makeForwardPass } from '../../ml/predict/forward';
import { LayerReader } from './tfjs/layer-reader';
import { readChain, type ForeignLayer } from './tfjs/read-chain';
import { readForeignWeights } from './tfjs/read-weights';
import { isFields, isSize, own, unreadable } from './tfjs/unreadable';
import type { FormatFiles } from './types';

export interface ImportedLayers {
  /** Shape of one row; rows go in flat. */
  inputShape: number[];
  /** What the network answers: softmax makes it multiclass, sigmoid of one unit binary, one unit regression. */
  kind: TaskKind;
  outputs: number;
  /** Answers are logits for classes, as in any model of Loam's. */
  layers: ModelLayer[];
  /** Safetensors. */
  weights: Uint8Array;
}

const MOST_JSON = 1 << 23;
const MOST_INPUTS = 1 << 20;

function parse(bytes: Uint8Array | undefined): unknown {
  if (!bytes) throw unreadable('there is no model.json');
  if (bytes.length > MOST_JSON) throw unreadable(`it is larger than ${MOST_JSON} bytes`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw unreadable('it is not JSON', cause);
  }
}

function inputShape([first]: ForeignLayer[]): number[] {
  const config = first?.config ?? {};
  const batch =
    own(config, 'batch_input_shape') ??
    own(config, 'batch_shape') ??
    own(config, 'batchInputShape');
  if (!Array.isArray(batch) || batch.length < 2 || batch.length > 4) {
    throw unreadable('it does not say the shape of its input');
  }
  const shape: unknown[] = batch.slice(1);
  if (!shape.every(isSize)) throw unreadable('an input of open length');
  if (sizeOf(shape) > MOST_INPUTS) throw unreadable('more inputs than fit');
  return shape;
}

/** Takes the activation that turns outputs into answers off the last layer. */
function answersOf(reader: LayerReader): { kind: TaskKind; planned: PlannedLayer[] } {
  const planned = reader.planned;
  const outputs = sizeOf(reader.shape);
  if (reader.ending === 'softmax') {
    if (reader.shape.length !== 1 || outputs < 2) throw unreadable('softmax over something else');
    return { kind: 'multiclass', planned };
  }
  if (outputs !== 1) throw unreadable(`${outputs} answers without softmax`);
  const last = planned.at(-1);
  if (last && 'activation' in last && last.activation === 'sigmoid') {
    return {
      kind: 'binary',
      planned: [...planned.slice(0, -1), { ...last, activation: 'linear' }],
    };
  }
  return { kind: 'regression', planned };
}

/**
 * @param files model.json and its shards, by name
 * @throws LoamError `model-unreadable`, with the reason
 */
export function readTfjsLayers(files: FormatFiles): ImportedLayers {
  const json = parse(files.get('model.json'));
  if (!isFields(json)) throw unreadable('it is no model');
  const chain = readChain(own(json, 'modelTopology'));
  const shape = inputShape(chain);
  const weights = readForeignWeights(own(json, 'weightsManifest'), files);
  const reader = new LayerReader(shape, weights);
  for (const layer of chain) reader.add(layer);
  const { kind, planned } = answersOf(reader);
  const flat = new Float32Array(reader.parameters);
  let at = 0;
  for (const piece of reader.pieces) {
    flat.set(piece, at);
    at += piece.length;
  }
  const { layers, tensors } = namedLayers({ layers: planned, parameters: flat.length }, flat);
  if (layers.length === 0) throw unreadable('no layer that computes anything');
  const pass = makeForwardPass(layers, new Map(tensors.map((tensor) => [tensor.name, tensor])));
  if (pass.inputs !== sizeOf(shape)) throw unreadable('layers that do not join');
  return {
    inputShape: shape,
    kind,
    outputs: pass.outputs,
    layers,
    weights: writeSafetensors(tensors),
  };
}
