/** Stock TensorFlow.js: a layers model and `model.fit`, on one of its CPU-side backends, one thread. */
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { log } from '../../../../src/core/math';
import { planNetwork } from '../../../../src/core/network/plan';
import type { LayerSpec, NetworkSpec } from '../../../../src/core/network/types';
import type { NetTask } from '../tasks';
import { fetchNetData, logLoss, type NetData } from './net-data';
import type { Runner } from './protocol';
import { serveRunner } from './serve-runner';

type Layer = Parameters<layers.Sequential['add']>[0];

function layerOf(spec: LayerSpec, inputShape: number[] | undefined): Layer {
  switch (spec.layer) {
    case 'dense':
      return layers.layers.dense({ units: spec.units, activation: 'relu', inputShape });
    case 'conv2d': {
      const { filters, size, stride, padding } = spec;
      return layers.layers.conv2d({
        filters,
        kernelSize: size,
        strides: stride,
        padding,
        activation: 'relu',
        inputShape,
      });
    }
    case 'pool2d':
      return layers.layers.maxPooling2d({ poolSize: spec.size, strides: spec.stride, inputShape });
    case 'flatten':
      return layers.layers.flatten({ inputShape });
    default:
      throw new Error(`no task has a layer ${spec.layer}`);
  }
}

function modelOf(network: NetworkSpec, weights: Float32Array): layers.Sequential {
  const model = layers.sequential();
  network.layers.forEach((spec, i) =>
    model.add(layerOf(spec, i === 0 ? network.input : undefined)),
  );
  model.add(layers.layers.dense({ units: network.outputs, activation: 'softmax' }));
  tf.tidy(() => {
    const parameters = planNetwork(network).layers.flatMap((layer) => layer.parameters);
    model.setWeights(
      parameters.map(({ at, size, shape }) => tf.tensor(weights.slice(at, at + size), shape)),
    );
  });
  return model;
}

function runnerOf(task: NetTask, data: NetData): Runner {
  const { network, batch, rows, learningRate } = task;
  const x = tf.tensor(data.inputs, [rows, ...network.input]);
  const y = tf.tidy(() =>
    tf.cast(tf.oneHot(tf.tensor1d(data.targets, 'int32'), network.outputs), 'float32'),
  );
  const checked = tf.tensor(data.check.inputs, [data.check.rows, ...network.input]);
  return {
    async round(check) {
      const model = modelOf(network, data.weights);
      const optimizer = tf.train.adam(learningRate, 0.9, 0.999, 1e-7);
      model.compile({ optimizer, loss: 'categoricalCrossentropy' });
      const start = performance.now();
      await model.fit(x, y, {
        batchSize: batch,
        epochs: 1,
        shuffle: false,
        verbose: 0,
        yieldEvery: 'never',
      });
      const seconds = (performance.now() - start) / 1000;
      let loss: number | null = null;
      if (check) {
        const answers = model.predict(checked) as tf.Tensor;
        loss = logLoss((await answers.data()).map(log), data.check.targets);
        answers.dispose();
      }
      optimizer.dispose();
      model.dispose();
      return { seconds, loss, auc: null };
    },
  };
}

serveRunner(async (name, task) => {
  if (task.type !== 'network') throw new Error('TensorFlow.js has no boosted trees');
  const backend = name === 'tfjs wasm' ? 'wasm' : 'cpu';
  // One thread, like every other runner; its own pool is capped at half of the cores.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': wasmUrl,
    'tfjs-backend-wasm-simd.wasm': wasmUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': wasmUrl,
  });
  if (!(await tf.setBackend(backend))) throw new Error(`no backend ${backend}`);
  return runnerOf(task, await fetchNetData(task));
});
