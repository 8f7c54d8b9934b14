/**
 * An ONNX file made elsewhere, said in Loam's own words: layers or trees that the exact engine runs, and steps of preparation. The
 * file may be hostile: nothing of it is run or fetched, sizes are checked before memory is taken, and what Loam cannot say is
 * refused by the name of its operator.
 */
import { isLoamError } from '../../../core/errors';
import { plainPass } from '../../../ml/predict/output-pass';
import { opsOf } from './chain';
import { emitLayers } from './emit-layers';
import { emitTrees } from './emit-trees';
import { evaluate } from './evaluate';
import { findAnswer } from './find-answer';
import { preprocessingOf, type Lane } from './lane';
import { operatorsOf, readOnnxFile } from './read-file';
import { orderOf, readInputs } from './read-inputs';
import { places, rearranged } from './signal';
import type { ForeignInput, ForeignModel } from './types';
import { unreadable } from './unreadable';

/** What the steps know of each input's categories; whole numbers that are only ever encoded are categories. */
function withCategories(inputs: readonly ForeignInput[], lanes: readonly Lane[]): ForeignInput[] {
  const byColumn = new Map<string, Lane[]>();
  for (const lane of lanes) {
    byColumn.set(lane.column, [...(byColumn.get(lane.column) ?? []), lane]);
  }
  return inputs.map((input) => {
    const own = byColumn.get(input.name) ?? [];
    const encoded = own.filter((lane) => lane.lane === 'is' || lane.lane === 'rank');
    if (encoded.length === 0 || encoded.length < own.length) return input;
    const categories = encoded.flatMap((lane) =>
      lane.lane === 'is' ? [lane.category] : [...lane.order],
    );
    return { ...input, type: 'category', categories: [...new Set(categories)] };
  });
}

function read(bytes: Uint8Array): ForeignModel {
  const file = readOnnxFile(bytes);
  const found = readInputs(file);
  const answer = findAnswer(evaluate(file, found));
  const signal = rearranged(answer.signal, places(answer.signal.place.length));
  const { lanes } = signal;
  const ops = opsOf(signal.chain);
  const preprocessing = preprocessingOf(lanes);
  const emitted =
    ops[0]?.op === 'trees'
      ? emitTrees(lanes.length, ops)
      : { ...emitLayers(lanes.length, ops), targetTransform: { offset: 0, scale: 1 } };
  const { network, weights, targetTransform } = emitted;
  const pass = plainPass(network, weights);
  const outputs = answer.kind === 'multiclass' ? answer.classes!.length : 1;
  if (pass.inputs !== preprocessing.width || pass.outputs !== outputs) {
    throw unreadable('layers that do not join');
  }
  return {
    producer: file.producer,
    operators: operatorsOf(file),
    inputs: withCategories(found.inputs, lanes),
    tensor: found.tensor && orderOf(file, found.tensor),
    preprocessing,
    kind: answer.kind,
    classes: answer.classes,
    network,
    weights,
    targetTransform,
    threshold: answer.kind === 'binary' ? 0.5 : null,
    softmaxAdded: answer.softmaxAdded,
  };
}

/**
 * @throws LoamError `model-unreadable` and no other, whatever the bytes
 */
export function readOnnxModel(bytes: Uint8Array): ForeignModel {
  try {
    return read(bytes);
  } catch (error) {
    if (isLoamError(error, 'model-unreadable')) throw error;
    throw unreadable('it contradicts itself', error);
  }
}
