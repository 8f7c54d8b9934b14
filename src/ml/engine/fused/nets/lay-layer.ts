/** Layers as records of the tape: what each does forwards, at prediction and backwards, and where it works. */
import type { PlannedLayer } from '../../../../core/network/plan';
import type { Matrix, Room } from './room';
import { layBatchNorm } from './lay-batch-norm';
import { layConv, layDepthwise } from './lay-conv';
import { layDense } from './lay-dense';
import { layDropout } from './lay-dropout';
import { layEmbedding } from './lay-embedding';
import { layLayerNorm } from './lay-layer-norm';
import { layPool } from './lay-pool';
import type { TapeRecord } from './records';

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

type Op = PlannedLayer['op'];
type LayerOf<Name extends Op> = Extract<PlannedLayer, { op: Name }>;
type Layers = { [Name in Op]: (layer: LayerOf<Name>, input: Flow, site: Site) => LaidLayer };

const LAYERS: Layers = {
  dense: layDense,
  conv2d: layConv,
  depthwise2d: layDepthwise,
  pool2d: layPool,
  'batch-norm': layBatchNorm,
  'layer-norm': layLayerNorm,
  embedding: layEmbedding,
  dropout: layDropout,
  flatten: (_, input) => ({ output: input, train: [], predict: [], backward: [] }),
};

export function canLay({ op }: PlannedLayer): boolean {
  return op in LAYERS;
}

export function layLayer(layer: PlannedLayer, input: Flow, site: Site): LaidLayer {
  const lay = LAYERS[layer.op] as (layer: PlannedLayer, input: Flow, site: Site) => LaidLayer;
  return lay(layer, input, site);
}

/** A new matrix for what a layer gives, with a gradient where the layer or one below it learns. */
export function outputFlow(layer: PlannedLayer, input: Flow, { room, rows }: Site): Flow {
  const values = layer.output.reduce((product, n) => product * n, 1);
  const output = room.matrix(rows, values);
  const learns = input.gradient !== 0 || layer.parameters.some(({ trained }) => trained);
  return { ...output, gradient: learns ? room.matrix(rows, values).at : 0 };
}
