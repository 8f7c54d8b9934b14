/**
 * Shapley values of a linear model: for each input its coefficient times the way of its value from the mean, whatever
 * the background (S. Lundberg and S.-I. Lee, NeurIPS 2017, Corollary 1).
 */
import type { DenseLayer } from '../../core/model/types';
import { tensorFinder } from '../predict/forward';
import type { NamedTensor } from '../formats/safetensors';
import type { MarginShares, TreeGame } from './tree-shap';

/** Of one output of a single layer without an activation. @throws LoamError `object-damaged` */
export function linearShap(
  layer: DenseLayer,
  tensors: Map<string, NamedTensor>,
  { players, count, row, background, output }: TreeGame,
): MarginShares {
  const { inputs, outputs } = layer;
  const find = tensorFinder(tensors);
  const kernel = find(layer.kernel, [inputs, outputs]);
  const bias = find(layer.bias, [outputs])[output]!;
  const rows = background.length / inputs;
  const contributions = new Array<number>(count).fill(0);
  let answer = bias;
  let typical = bias;
  for (let i = 0; i < inputs; i++) {
    const weight = kernel[i * outputs + output]!;
    let sum = 0;
    for (let at = i; at < background.length; at += inputs) sum += background[at]!;
    const mean = sum / rows;
    answer += row[i]! * weight;
    typical += mean * weight;
    contributions[players[i]!]! += weight * (row[i]! - mean);
  }
  return { answer, typical, contributions };
}
