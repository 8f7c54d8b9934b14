import type { PlannedLayer } from '../../../../core/network/plan';
import { layActivation } from './lay-activation';
import { outputFlow, type Flow, type LaidLayer, type Site } from './flow';
import { record } from './records';

/** Columns of a panel, bytes of its lines, and bytes of a block's lines, as in assembly/pack.ts. */
const PANEL = 8;
const PANEL_BYTES = 32;
const BLOCK_BYTES = 64;

export function layDense(
  layer: Extract<PlannedLayer, { op: 'dense' }>,
  input: Flow,
  site: Site,
): LaidLayer {
  const { inputs, outputs, activation, parameters } = layer;
  const [kernel, bias] = parameters.map(({ at }) => 4 * at) as [number, number];
  const output = outputFlow(layer, input, site);
  const { before, forward, backward } = layActivation(activation, output, site);
  // A panel as long as any side, and a line for the biases; or all panels of a batch, and a block.
  const panels = Math.ceil(outputs / PANEL) * PANEL_BYTES + BLOCK_BYTES;
  const longest = PANEL_BYTES * (Math.max(inputs, outputs) + 1);
  site.room.needScratch(Math.max(longest, site.rows * panels));
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
