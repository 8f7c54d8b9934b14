/**
 * Batches of train in the order of an epoch. CPU and WASM share memory with the host, whose copying of
 * rows is a hundred times quicker than their gather kernel (10 against 1,000 microseconds for 256 rows of
 * 100); on a GPU the data stay where they are and rows are gathered there. Both give the same numbers.
 */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../core/network/plan';
import type { NetworkJob, Rows } from '../engine';

/** Rows on the device, all of train or one batch. Who takes a batch disposes it with `disposeBatch`. */
export interface Batch {
  inputs: tf.Tensor2D;
  /** [rows, 1], or class indices [rows] for softmax. */
  targets: tf.Tensor;
  /** [rows, 1]; null when all weights are equal. */
  weights: tf.Tensor2D | null;
}

export interface Batches {
  begin(order: Uint32Array<ArrayBuffer>): void;
  /** Rows start to start + size of the epoch's order. */
  take(start: number, size: number): Batch;
  dispose(): void;
}

function toTensors(rows: Rows, width: number, asClasses: boolean): Batch {
  const { count, inputs, targets, weights } = rows;
  return {
    inputs: tf.tensor2d(inputs, [count, width]),
    targets: asClasses
      ? tf.tensor1d(Int32Array.from(targets), 'int32')
      : tf.tensor2d(targets, [count, 1]),
    weights: weights ? tf.tensor2d(weights, [count, 1]) : null,
  };
}

export function disposeBatch(batch: Batch): void {
  batch.inputs.dispose();
  batch.targets.dispose();
  batch.weights?.dispose();
}

function pickRows(rows: Rows, width: number, order: Uint32Array): Rows {
  const inputs = new Float32Array(order.length * width);
  const targets = new Float32Array(order.length);
  const weights = rows.weights ? new Float32Array(order.length) : null;
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!;
    inputs.set(rows.inputs.subarray(row * width, (row + 1) * width), i * width);
    targets[i] = rows.targets[row]!;
    if (weights) weights[i] = rows.weights![row]!;
  }
  return { count: order.length, inputs, targets, weights };
}

export function hostBatches(job: NetworkJob): Batches {
  const width = sizeOf(job.network.input);
  let order = new Uint32Array(0);
  return {
    begin(next) {
      order = next;
    },
    take(start, size) {
      const rows = pickRows(job.train, width, order.subarray(start, start + size));
      return toTensors(rows, width, job.loss === 'softmax');
    },
    dispose() {},
  };
}

export function deviceBatches(job: NetworkJob): Batches {
  const data = toTensors(job.train, sizeOf(job.network.input), job.loss === 'softmax');
  let order: tf.Tensor1D | null = null;
  return {
    begin(next) {
      order?.dispose();
      order = tf.tensor1d(Int32Array.from(next), 'int32');
    },
    take(start, size) {
      const rows = tf.slice1d(order!, start, size);
      const batch: Batch = {
        inputs: tf.gather(data.inputs, rows),
        targets: tf.gather(data.targets, rows),
        weights: data.weights && tf.gather(data.weights, rows),
      };
      rows.dispose();
      return batch;
    },
    dispose() {
      disposeBatch(data);
      order?.dispose();
      order = null;
    },
  };
}
