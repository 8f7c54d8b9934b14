/** Layers as records of the tape: which function lays out which. */
import type { PlannedLayer } from '../../../../core/network/plan';
import type { Flow, LaidLayer, Site } from './flow';
import { layBatchNorm } from './lay-batch-norm';
import { layConv, layDepthwise } from './lay-conv';
import { layDense } from './lay-dense';
import { layDropout } from './lay-dropout';
import { layEmbedding } from './lay-embedding';
import { layLayerNorm } from './lay-layer-norm';
import { layPool } from './lay-pool';

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

export function layLayer(layer: PlannedLayer, input: Flow, site: Site): LaidLayer {
  const lay = LAYERS[layer.op] as (layer: PlannedLayer, input: Flow, site: Site) => LaidLayer;
  return lay(layer, input, site);
}
