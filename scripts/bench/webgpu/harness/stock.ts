/** Stock TensorFlow.js: a layers model of the same shape, and `model.fit`. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as layers from '@tensorflow/tfjs-layers';
import type { Rows } from '../../../../src/ml/engine/engine';
import type { DenseShape } from './jobs';

export interface Stock {
  /** One epoch over the first `rows` rows. */
  fit(rows: number): Promise<void>;
  dispose(): void;
}

export function stockModel(shape: DenseShape, train: Rows, batch: number): Stock {
  const model = layers.sequential();
  shape.hidden.forEach((units, i) => {
    const inputShape = i === 0 ? [shape.inputs] : undefined;
    model.add(layers.layers.dense({ units, activation: 'relu', inputShape }));
  });
  model.add(layers.layers.dense({ units: shape.outputs, activation: 'softmax' }));
  const optimizer = tf.train.adam(0.01, 0.9, 0.999, 1e-7);
  model.compile({ optimizer, loss: 'categoricalCrossentropy' });
  const inputs = tf.tensor2d(train.inputs, [train.count, shape.inputs]);
  const targets = tf.tidy(() =>
    tf.cast(
      tf.oneHot(tf.tensor1d(Int32Array.from(train.targets), 'int32'), shape.outputs),
      'float32',
    ),
  );
  return {
    async fit(rows) {
      const x = tf.slice(inputs, [0, 0], [rows, -1]);
      const y = tf.slice(targets, [0, 0], [rows, -1]);
      await model.fit(x, y, { batchSize: batch, epochs: 1, verbose: 0, yieldEvery: 'never' });
      tf.dispose([x, y]);
    },
    dispose() {
      tf.dispose([inputs, targets]);
      optimizer.dispose();
      model.dispose();
    },
  };
}
