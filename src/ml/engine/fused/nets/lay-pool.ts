import type { PlannedLayer } from '../../../../core/network/plan';
import { outputFlow, type Flow, type LaidLayer, type Site } from './flow';
import { record } from './records';

export function layPool(
  layer: Extract<PlannedLayer, { op: 'pool2d' }>,
  input: Flow,
  site: Site,
): LaidLayer {
  const { input: from, output: to, size, stride, pad } = layer.window;
  const output = outputFlow(layer, input, site);
  const operands = [
    ...[input.at, input.pitch, input.gradient, output.at, output.pitch, output.gradient],
    layer.of === 'average' ? 1 : 0,
    ...[...from, to[0], to[1], ...size, ...stride, ...pad],
  ];
  const pass = [record('poolForward', ...operands)];
  const backward = input.gradient === 0 ? [] : [record('poolBackward', ...operands)];
  return { output, train: pass, predict: pass, backward };
}
