/** How much one step of a net has to do, to tell whether threads are worth their waiting for each other. */
import { planNetwork, type PlannedLayer } from '../../../../core/network/plan';
import type { NetworkJob } from '../../engine';

/** Multiplications of one forward pass over a batch. */
export function stepWork({ network, trainer, train }: NetworkJob): number {
  const { layers } = planNetwork(network);
  const perRow = layers.reduce((sum, layer) => sum + rowWork(layer), 0);
  return perRow * Math.min(trainer.batch, train.count);
}

function rowWork(layer: PlannedLayer): number {
  switch (layer.op) {
    case 'dense':
      return layer.inputs * layer.outputs;
    case 'conv2d': {
      const { output, size, input } = layer.window;
      return output[0] * output[1] * output[2] * size[0] * size[1] * input[2];
    }
    case 'depthwise2d': {
      const { output, size } = layer.window;
      return output[0] * output[1] * output[2] * size[0] * size[1];
    }
    default:
      return 0;
  }
}
