import type { PlannedLayer } from '../../../../core/network/plan';
import { layActivation } from './lay-activation';
import { outputFlow, type Flow, type LaidLayer, type Site } from './flow';
import { record } from './records';

/** Of a line of a panel of eight columns. */
const PANEL_BYTES = 32;

export function layDense(
  layer: Extract<PlannedLayer, { op: 'dense' }>,
  input: Flow,
  site: Site,
): LaidLayer {
  const { inputs, outputs, activation, parameters } = layer;
  const [kernel, bias] = parameters.map(({ at }) => 4 * at) as [number, number];
  const output = outputFlow(layer, input, site);
  const { before, forward, backward } = layActivation(activation, output, site);
  // A panel as long as any side, and a line for the biases.
  site.room.needScratch(PANEL_BYTES * (Math.max(inputs, outputs, site.rows) + 1));
  const operands = (y: number) => [
    ...[inputs, outputs, input.at, input.pitch, y, output.pitch],
    ...[site.weights + kernel, site.weights + bias],
    ...[site.gradient + kernel, site.gradient + bias],
    ...[input.gradient, site.zeros],
  ];
  const pass = [record('denseForward', ...operands(before.at)), ...forward];
  const slopes = operands(output.gradient);
  return {
    output,
    train: pass,
    predict: pass,
    backward: [
      ...backward,
      record('denseKernelGradient', ...slopes),
      ...(input.gradient === 0 ? [] : [record('denseInputGradient', ...slopes)]),
    ],
  };
}
