import type { PlannedLayer } from '../../../../core/network/plan';
import { outputFlow, type Flow, type LaidLayer, type Site } from './flow';
import { float, record } from './records';

/** Words are drawn in groups, and the first and the last of a layer's need not be whole. */
const GROUP = 16;

export function layDropout(
  layer: Extract<PlannedLayer, { op: 'dropout' }>,
  input: Flow,
  site: Site,
): LaidLayer {
  const { values, rate } = layer;
  if (rate === 0) return { output: input, train: [], predict: [], backward: [] };
  const output = outputFlow(layer, input, site);
  const drawn = site.room.take(4 * (site.rows * values + 2 * GROUP));
  const before = site.drawn;
  site.drawn += values;
  const operands = (limit: number, scale: number) => [
    ...[values, before, limit, float(scale), drawn],
    ...[input.at, output.at, output.gradient, input.gradient, output.pitch],
  ];
  // A word is left out when it is below rate * 2^32.
  const drops = operands(Math.ceil(rate * 4294967296), 1 / (1 - rate));
  return {
    output,
    train: [record('dropoutWords', ...drops), record('dropoutForward', ...drops)],
    predict: [record('dropoutForward', ...operands(0, 1))],
    backward: input.gradient === 0 ? [] : [record('dropoutBackward', ...drops)],
  };
}
