import type { PlannedLayer } from '../../../../core/network/plan';
import { outputFlow, type Flow, type LaidLayer, type Site } from './flow';
import { float, record } from './records';

export function layLayerNorm(
  layer: Extract<PlannedLayer, { op: 'layer-norm' }>,
  input: Flow,
  site: Site,
): LaidLayer {
  const { values, channels, epsilon, parameters } = layer;
  const { room, rows, weights, gradient } = site;
  const places = values / channels;
  const output = outputFlow(layer, input, site);
  const [gamma, beta] = parameters.map(({ at }) => 4 * at) as [number, number];
  const statistics = room.take(8 * rows * places);
  const operands = (y: number) => [
    ...[places, channels, input.at, input.pitch, y, output.pitch, input.gradient],
    ...[weights + gamma, weights + beta, gradient + gamma, gradient + beta],
    ...[statistics, float(epsilon)],
  ];
  const pass = [record('layerNormForward', ...operands(output.at))];
  const slopes = operands(output.gradient);
  return {
    output,
    train: pass,
    predict: pass,
    backward: [
      record('layerNormScaleGradient', ...slopes),
      ...(input.gradient === 0 ? [] : [record('layerNormInputGradient', ...slopes)]),
    ],
  };
}
