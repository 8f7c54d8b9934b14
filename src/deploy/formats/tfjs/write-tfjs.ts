/**
 * A TensorFlow.js layers model: model.json and one file of weights. It takes prepared inputs, so how rows are
 * prepared stands beside it.
 * Format: https://www.tensorflow.org/js/guide/save_load
 */
import type { ModelLayer } from '../../../core/model/types';
import { inputNames } from '../../../ml/preprocess/input-names';
import { readSafetensors, type NamedTensor } from '../../../ml/formats/safetensors';
import { refused } from '../../onnx/refused';
import { addModelJson, checkedParts, jsonFile, textFile } from '../describe-model';
import type { FormatFiles, WriteFormat } from '../types';
import { topologyOf, type Answered } from './topology';

const SHARD = 'group1-shard1of1.bin';

function shard(weights: readonly NamedTensor[]): Uint8Array {
  const bytes = new Uint8Array(4 * weights.reduce((sum, { values }) => sum + values.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { values } of weights) {
    for (const value of values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return bytes;
}

/**
 * Layers, answers and weights alone: model.json and its shard.
 *
 * @throws LoamError as `topologyOf`
 */
export function shardedModel(
  manifest: Answered,
  layers: ModelLayer[],
  tensors: Map<string, NamedTensor>,
): FormatFiles {
  const topology = topologyOf(manifest, layers, tensors);
  const weights = topology.weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' }));
  const json = {
    format: 'layers-model',
    generatedBy: 'Loam',
    convertedBy: null,
    modelTopology: {
      class_name: 'Sequential',
      config: { name: 'loam', layers: topology.layers },
      keras_version: '2.1.6',
      backend: 'tensorflow',
    },
    weightsManifest: [{ paths: [SHARD], weights }],
  };
  return new Map([
    ['model.json', jsonFile(json)],
    [SHARD, shard(topology.weights)],
  ]);
}

const README = `# A TensorFlow.js layers model

\`tf.loadLayersModel('.../model.json')\` of TensorFlow.js 4 loads it. It takes prepared inputs, in the order of \`inputs\` in preparation.json, and
answers with probabilities (for two classes that of the second) or with the number.

How a row becomes inputs is said by preprocessing.json, step by step: \`numeric\` (t(x or fill) - offset) / scale, where t is
x or the signed logarithm of 1 + |x|; \`one-hot\` one input per category, then the rest, then missing; \`codes\` and \`ordinal\` the place in
their list; \`date-parts\` (part - offset) / scale. What is no code of an embedding takes its last row. golden.json has made-up rows with the
bits of the original's answers, to check with; no row of the data is here.

Where preparation.json has \`conformal\`, the model's own answers have more, which layers cannot say: an interval from the number +
\`low\` to the number + \`high\`, or the set of classes whose probability is at least \`least\` (where none is, the most probable one).
`;

export const writeTfjs: WriteFormat = (input) =>
  Promise.resolve().then(() => {
    const { manifest, preprocessing, weights } = input.model;
    const parts = checkedParts(input);
    const { network } = manifest;
    if (network.type !== 'layers' || !weights) {
      const what = network.type === 'trees' ? 'trees' : 'a baseline';
      throw refused('TensorFlow.js', `it is ${what}, and layers are networks only`);
    }
    const files = shardedModel(manifest, network.layers, readSafetensors(weights));
    files.set(
      'preparation.json',
      jsonFile({
        inputs: inputNames(preprocessing),
        classes: manifest.classes,
        threshold: manifest.threshold,
        ...(manifest.conformal && { conformal: manifest.conformal }),
      }),
    );
    files.set('README.md', textFile(README));
    addModelJson(files, input, parts);
    return files;
  });
