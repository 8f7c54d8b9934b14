/** The activation behind a layer, as records: in place where its slope follows from its value. */
import type { Activation } from '../../../../core/network/types';
import type { Matrix } from './room';
import type { Flow, Site } from './flow';
import { ACTIVATION_CODE, record, type TapeRecord } from './records';

/** Those whose slope needs what went in. */
const KEEP_INPUT: readonly Activation[] = ['gelu', 'silu', 'softplus'];

export interface LaidActivation {
  /** Where the layer itself writes. */
  before: Matrix;
  forward: TapeRecord[];
  /** Turns the gradient by the output, in place, into that by `before`. */
  backward: TapeRecord[];
}

/** @param output of the layer, after the activation */
export function layActivation(activation: Activation, output: Flow, site: Site): LaidActivation {
  if (activation === 'linear') return { before: output, forward: [], backward: [] };
  const kept = KEEP_INPUT.includes(activation);
  const before = kept ? site.room.matrix(site.rows, output.values) : output;
  const code = ACTIVATION_CODE[activation];
  const { at, pitch, values, gradient } = output;
  return {
    before,
    forward: [record('activate', code, before.at, at, pitch, values)],
    backward: [record('slope', code, before.at, at, gradient, pitch, values)],
  };
}
