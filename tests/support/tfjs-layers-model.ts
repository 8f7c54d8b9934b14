/** A TensorFlow.js layers model out of its files, run by TensorFlow.js itself on its plain backend. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { loadLayersModel } from '@tensorflow/tfjs-layers';

interface ModelJson {
  modelTopology: object;
  weightsManifest: { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[];
}

/** @param inputs [rows, width] @returns the model's answers, row-major */
export async function runTfjs(
  files: Map<string, Uint8Array>,
  inputs: Float32Array,
  width: number,
): Promise<Float32Array> {
  await tf.setBackend('cpu');
  const json = JSON.parse(new TextDecoder().decode(files.get('model.json'))) as ModelJson;
  const { modelTopology, weightsManifest } = json;
  const shards = weightsManifest.flatMap(({ paths }) => paths.map((path) => files.get(path)!));
  const weightData = Uint8Array.from(Buffer.concat(shards)).buffer;
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const model = await loadLayersModel({
    load: () => Promise.resolve({ modelTopology, weightSpecs, weightData }),
  });
  const rows = tf.tensor2d(inputs, [inputs.length / width, width]);
  const answers = model.predict(rows) as tf.Tensor;
  const values = await answers.data<'float32'>();
  tf.dispose([rows, answers]);
  model.dispose();
  return values;
}
