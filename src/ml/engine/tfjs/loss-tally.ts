/** The loss of an epoch so far, as outputs come in. */
import * as tf from '@tensorflow/tfjs-core';
import { addLosses, type LossSums } from '../../train/loss';
import type { NetworkJob } from '../engine';
import { readTogether } from './read-together';

/** Batch outputs wait on the device up to this many floats before they are read. */
const WAITING_FLOATS = 1 << 22;

export interface LossTally {
  /** Starts an epoch, or goes on with one whose first `rows` rows gave `sums`. */
  begin(order: Uint32Array<ArrayBuffer>, rows: number, sums: LossSums): void;
  /** Takes the outputs of the next rows of the order; disposes them. */
  add(outputs: tf.Tensor2D): Promise<void> | void;
  /** The sums so far, and the values of `more` in the same read-back; disposes `more`. */
  read(more: tf.Tensor[]): Promise<{ sums: LossSums; more: Float32Array }>;
  dispose(): void;
}

/** Outputs are read now and then, and losses summed up in doubles on the host. */
export function hostTally({ loss, train }: NetworkJob): LossTally {
  let order: Uint32Array = new Uint32Array(0);
  let sums: LossSums = { sum: 0, total: 0 };
  let read = 0;
  let waiting: tf.Tensor2D[] = [];
  let floats = 0;

  async function drain(more: tf.Tensor[]): Promise<Float32Array> {
    const rows = waiting.reduce((sum, { shape }) => sum + shape[0], 0);
    const fromTrain = floats;
    const together = [...waiting, ...more];
    waiting = [];
    floats = 0;
    const values = await readTogether(together);
    if (rows > 0) {
      const visited = order.subarray(read, read + rows);
      sums = addLosses(sums, loss, values.subarray(0, fromTrain), train, visited);
      read += rows;
    }
    return values.subarray(fromTrain);
  }

  return {
    begin(next, rows, before) {
      order = next;
      read = rows;
      sums = before;
    },
    async add(outputs) {
      waiting.push(outputs);
      floats += outputs.size;
      if (floats > WAITING_FLOATS) await drain([]);
    },
    async read(more) {
      const values = await drain(more);
      return { sums, more: values };
    },
    dispose() {
      tf.dispose(waiting);
      waiting = [];
    },
  };
}
