import type { PlannedLayer } from '../../../../core/network/plan';
import { outputFlow, type Flow, type LaidLayer, type Site } from './flow';
import { float, record } from './records';

export function layBatchNorm(
  layer: Extract<PlannedLayer, { op: 'batch-norm' }>,
  input: Flow,
  site: Site,
): LaidLayer {
  const { values, channels, momentum, epsilon, parameters } = layer;
  const { room, weights, gradient } = site;
  const output = outputFlow(layer, input, site);
  const [gamma, beta, mean, variance] = parameters.map(({ at }) => 4 * at) as [
    ...[number, number, number, number],
  ];
  const inUse = [room.take(4 * channels), room.take(4 * channels)];
  const operands = (y: number) => [
    ...[values / channels, channels, input.at, input.pitch, y, output.pitch, input.gradient],
    ...[weights + gamma, weights + beta, gradient + gamma, gradient + beta],
    ...[weights + mean, weights + variance, ...inUse],
    ...[float(momentum), float(epsilon)],
  ];
  const pass = record('batchNormForward', ...operands(output.at));
  const slopes = operands(output.gradient);
  return {
    output,
    train: [record('batchStatistics', ...operands(output.at)), pass],
    predict: [record('movingStatistics', ...operands(output.at)), pass],
    backward: [
      record('batchNormScaleGradient', ...slopes),
      ...(input.gradient === 0 ? [] : [record('batchNormInputGradient', ...slopes)]),
    ],
  };
}
