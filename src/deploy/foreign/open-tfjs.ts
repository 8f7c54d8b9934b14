/** A TensorFlow.js layers model as any model made elsewhere: its inputs have no names, so they are counted. */
import type { FittedStep } from '../../core/model/types';
import { sizeOf } from '../../core/network/plan';
import type { TaskKind } from '../../core/task/types';
import { readTfjsLayers } from '../formats/read-tfjs-layers';
import type { ForeignInput, ForeignModel } from '../onnx/read/types';
import type { ForeignFile, OpenedForeign } from './types';

const LONGEST_NAME = 100;

/** What wrote the file, by its own word. */
function producerOf(json: Uint8Array): string {
  const value = JSON.parse(new TextDecoder().decode(json)) as Record<string, unknown>;
  const said = [value.generatedBy, value.convertedBy].filter(
    (word): word is string => typeof word === 'string' && word !== '',
  );
  return said.join(', ').slice(0, LONGEST_NAME);
}

/** 0 to n - 1: the file has no labels. */
function numbered(kind: TaskKind, outputs: number): string[] | null {
  if (kind === 'regression') return null;
  return Array.from({ length: kind === 'binary' ? 2 : outputs }, (_, i) => String(i));
}

/** @throws LoamError `model-unreadable` */
export function openTfjs(main: ForeignFile, shards: readonly ForeignFile[]): OpenedForeign {
  const files = new Map(shards.map(({ name, bytes }) => [name, bytes]));
  const { inputShape, kind, outputs, layers, weights } = readTfjsLayers(
    files.set('model.json', main.bytes),
  );
  const inputs = Array.from({ length: sizeOf(inputShape) }, (_, i): ForeignInput => ({
    name: `input ${i + 1}`,
    type: 'number',
    categories: null,
  }));
  const steps = inputs.map(({ name: column }): FittedStep => ({
    column,
    step: 'numeric',
    transform: 'none',
    fill: null,
    indicator: false,
    offset: 0,
    scale: 1,
  }));
  const order = inputShape.length > 1 ? 'channels-last' : 'flat';
  const model: ForeignModel = {
    producer: producerOf(main.bytes),
    operators: [...new Set(layers.map(({ layer }) => layer))],
    inputs,
    tensor: { name: '', shape: inputShape, order },
    preprocessing: { format: 'loam.preprocessing/1', steps, width: steps.length },
    kind,
    classes: numbered(kind, outputs),
    network: { type: 'layers', layers },
    weights,
    targetTransform: { offset: 0, scale: 1 },
    softmaxAdded: false,
    threshold: kind === 'binary' ? 0.5 : null,
  };
  return { by: 'loam', format: 'tfjs', name: main.name, model };
}
