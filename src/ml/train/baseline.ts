/** The answer that needs no inputs: the share of each class, or the mean, on train. */
import { log } from '../../core/math';
import type { NetworkJob, Rows } from '../engine/engine';

/** Keeps logits finite where the weights of a class are all 0. */
const LEAST_SHARE = 1e-12;

/** Outputs as a network would give them: logits of the shares, or the mean of the (scaled) targets. */
export function baselineOutput({ loss, network, train }: NetworkJob): number[] {
  switch (loss) {
    case 'squared':
    case 'absolute':
    case 'huber':
      return [weightedMean(train)];
    case 'logistic': {
      const p = Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, weightedMean(train)));
      return [log(p) - log(1 - p)];
    }
    case 'softmax': {
      const sums = new Float64Array(network.outputs);
      let total = 0;
      train.targets.forEach((code, row) => {
        const weight = train.weights ? train.weights[row]! : 1;
        sums[code]! += weight;
        total += weight;
      });
      return Array.from(sums, (sum) => log(Math.max(LEAST_SHARE, sum / total)));
    }
    default:
      throw loss satisfies never;
  }
}

function weightedMean({ targets, weights }: Rows): number {
  let sum = 0;
  let total = 0;
  targets.forEach((y, row) => {
    const weight = weights ? weights[row]! : 1;
    sum += weight * y;
    total += weight;
  });
  return sum / total;
}
