import type { PlannedLayer } from '../../../../core/network/plan';
import { outputFlow, type Flow, type LaidLayer, type Site } from './flow';
import { record } from './records';

/** Codes have no gradient: should a layer below ask for one, its memory stays at zeros. */
export function layEmbedding(
  layer: Extract<PlannedLayer, { op: 'embedding' }>,
  input: Flow,
  site: Site,
): LaidLayer {
  const { length, vocabulary, size, parameters } = layer;
  const table = 4 * parameters[0]!.at;
  const output = outputFlow(layer, input, site);
  const operands = (y: number) => [
    ...[input.at, input.pitch, y, output.pitch, length, vocabulary, size],
    ...[site.weights + table, site.gradient + table],
  ];
  const pass = [record('embeddingForward', ...operands(output.at))];
  return {
    output,
    train: pass,
    predict: pass,
    backward: [record('embeddingGradient', ...operands(output.gradient))],
  };
}
