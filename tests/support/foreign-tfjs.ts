/** Models as TensorFlow.js saves them: the files that a person chooses. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as tfl from '@tensorflow/tfjs-layers';

export interface SavedModel {
  files: { name: string; bytes: Uint8Array }[];
  /** Answers of TensorFlow.js itself, row-major. */
  predict(rows: number[][]): number[];
}

export async function savedModel(model: tfl.LayersModel, name = 'model.json'): Promise<SavedModel> {
  await tf.setBackend('cpu');
  const files: SavedModel['files'] = [];
  await model.save({
    save: ({ modelTopology, weightSpecs, weightData }) => {
      const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
      const generatedBy = 'TensorFlow.js tfjs-layers v4.22.0';
      const json = { format: 'layers-model', generatedBy, modelTopology, weightsManifest };
      files.push({ name, bytes: new TextEncoder().encode(JSON.stringify(json)) });
      files.push({ name: 'weights.bin', bytes: new Uint8Array(weightData as ArrayBuffer) });
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
      });
    },
  });
  const predict = (rows: number[][]) =>
    tf.tidy(() => [...(model.predict(tf.tensor2d(rows)) as tf.Tensor).dataSync()]);
  return { files, predict };
}

/** Softmax over `classes`, trained on rows of numbers. */
export async function trainedClassifier(
  rows: number[][],
  labels: number[],
  classes: number,
  epochs = 40,
): Promise<tfl.LayersModel> {
  await tf.setBackend('cpu');
  const model = tfl.sequential({
    layers: [
      tfl.layers.dense({
        units: 8,
        activation: 'relu',
        inputShape: [rows[0]!.length],
        kernelInitializer: tfl.initializers.glorotUniform({ seed: 7 }),
      }),
      tfl.layers.dense({
        units: classes,
        activation: 'softmax',
        kernelInitializer: tfl.initializers.glorotUniform({ seed: 8 }),
      }),
    ],
  });
  const loss = 'categoricalCrossentropy';
  const optimizer = tf.train.adam(0.03);
  model.compile({ optimizer, loss });
  const x = tf.tensor2d(rows);
  const y = tf.oneHot(tf.tensor1d(labels, 'int32'), classes);
  await model.fit(x, y, { epochs, batchSize: 16, shuffle: false, verbose: 0, yieldEvery: 'never' });
  tf.dispose([x, y]);
  return model;
}

/** One dense layer with the given weights and an activation at its end. */
export function denseModel(
  kernel: number[][],
  bias: number[],
  activation: 'softmax' | 'sigmoid' | 'linear',
): tfl.LayersModel {
  const layer = tfl.layers.dense({ units: bias.length, activation, inputShape: [kernel.length] });
  const model = tfl.sequential({ layers: [layer] });
  layer.setWeights([tf.tensor2d(kernel), tf.tensor1d(bias)]);
  return model;
}
