import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../core/network/plan';
import type { NetworkJob } from '../engine';

/** Validation rows per forward pass. */
const FORWARD_ROWS = 8192;

/** Inputs of validation in pieces [rows, values], none for no validation. The caller's to dispose. */
export function validationTensors({ validation, network }: NetworkJob): tf.Tensor2D[] {
  const pieces: tf.Tensor2D[] = [];
  if (!validation) return pieces;
  const { count, inputs } = validation;
  const width = sizeOf(network.input);
  for (let start = 0; start < count; start += FORWARD_ROWS) {
    const end = Math.min(count, start + FORWARD_ROWS);
    const values = inputs.slice(start * width, end * width);
    pieces.push(tf.tensor2d(values, [end - start, width]));
  }
  return pieces;
}
