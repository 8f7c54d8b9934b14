/** What layers hand to each other when they are laid out: where values and gradients lie, and records. */
import type { PlannedLayer } from '../../../../core/network/plan';
import type { TapeRecord } from './records';
import type { Matrix, Room } from './room';

/** What flows between two layers. */
export interface Flow extends Matrix {
  /** Address of the gradient by it, laid out alike; 0 where nothing below it learns. */
  gradient: number;
}

/** Where the layers of one network are laid. */
export interface Site {
  room: Room;
  /** Most rows of a batch. */
  rows: number;
  /** Addresses of the flat weights and of their gradient. */
  weights: number;
  gradient: number;
  /** Eight zeros. */
  zeros: number;
  /** Values per row that dropout layers so far draw words for; a dropout layer adds its own. */
  drawn: number;
}

export interface LaidLayer {
  output: Flow;
  train: TapeRecord[];
  predict: TapeRecord[];
  /** From the gradient by the output to those by parameters and, where it has one, by the input. */
  backward: TapeRecord[];
}

/** A new matrix for what a layer gives, with a gradient where the layer or one below it learns. */
export function outputFlow(layer: PlannedLayer, input: Flow, { room, rows }: Site): Flow {
  const values = layer.output.reduce((product, n) => product * n, 1);
  const output = room.matrix(rows, values);
  const learns = input.gradient !== 0 || layer.parameters.some(({ trained }) => trained);
  return { ...output, gradient: learns ? room.matrix(rows, values).at : 0 };
}
