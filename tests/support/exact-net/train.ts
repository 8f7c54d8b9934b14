/**
 * Exact mode written plainly: dense layers and dropout, one value after another, rounded to float32 after
 * every product and sum. Our module must give these very bits.
 */
import { planNetwork, type NetworkPlan, type PlannedLayer } from '../../../src/core/network/plan';
import { stream } from '../../../src/core/random/philox';
import type { NetworkJob, Rows } from '../../../src/ml/engine/engine';
import { initialWeights } from '../../../src/ml/engine/network';
import { activate, throughActivation } from './activation';
import { madd } from './elementary';
import { rowLoss } from './loss';
import { clip, penalise, update, type Memory } from './update';

const f = Math.fround;

export interface ExactTraining {
  weights: Float32Array;
  /** Per epoch. */
  losses: number[];
  /** After the last epoch. */
  validation: Float32Array;
}

/** What a layer saw: its input, and its values before and after the activation. */
interface Seen {
  x: number[][];
  z: number[][];
  y: number[][];
  mask: number[][];
}

export function trainExactly(job: NetworkJob): ExactTraining {
  const plan = planNetwork(job.network);
  const { batch, epochs } = job.trainer;
  const { count } = job.train;
  const weights = initialWeights(plan, job.seed);
  const zeros = () => new Float32Array(plan.parameters);
  const memory: Memory = { first: zeros(), second: zeros(), power1: 1, power2: 1 };
  const losses: number[] = [];
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = stream(job.seed, `shuffle/${epoch}`).permutation(count);
    const totals = { loss: 0, weight: 0 };
    for (let first = 0; first < count; first += batch) {
      const rows = [...order.subarray(first, Math.min(count, first + batch))];
      const gradient = batchGradient(job, plan, weights, rows, step++, totals);
      const parameters = plan.layers.flatMap((layer) => layer.parameters);
      penalise(job, parameters, weights, gradient);
      clip(job, gradient);
      update(job, parameters, weights, gradient, memory);
    }
    losses.push(totals.loss / totals.weight);
  }
  return { weights, losses, validation: answers(job, plan, weights) };
}

function inputsOf({ inputs, count }: Rows, row: number): number[] {
  const width = inputs.length / count;
  return [...inputs.subarray(row * width, (row + 1) * width)];
}

function answers(job: NetworkJob, plan: NetworkPlan, weights: Float32Array): Float32Array {
  const { validation } = job;
  if (!validation) return new Float32Array(0);
  const rows = Array.from({ length: validation.count }, (_, row) => inputsOf(validation, row));
  return Float32Array.from(forward(plan, weights, rows, null).at(-1)!.y.flat());
}

/** @param mask factors of a dropout layer for the rows, null for prediction */
function forward(
  plan: NetworkPlan,
  weights: Float32Array,
  rows: number[][],
  mask: ((values: number, rate: number) => number[][]) | null,
): Seen[] {
  const seen: Seen[] = [];
  let x = rows;
  for (const layer of plan.layers) {
    const through = layer.op === 'dropout' && mask ? mask(layer.values, layer.rate) : [];
    const z = layer.op === 'dense' ? x.map((row) => denseRow(layer, weights, row)) : x;
    const y = z.map((row, r) =>
      layer.op === 'dense'
        ? row.map((value) => activate(layer.activation, value))
        : row.map((value, i) => (through[r] ? f(value * through[r][i]!) : value)),
    );
    seen.push({ x, z, y, mask: through });
    x = y;
  }
  return seen;
}

type Dense = Extract<PlannedLayer, { op: 'dense' }>;

function denseRow(layer: Dense, weights: Float32Array, x: number[]): number[] {
  const [kernel, bias] = layer.parameters.map(({ at }) => at) as [number, number];
  return Array.from({ length: layer.outputs }, (_, j) => {
    const sum = x.reduce((s, v, i) => madd(v, weights[kernel + i * layer.outputs + j]!, s), 0);
    return f(sum + weights[bias + j]!);
  });
}

function batchGradient(
  job: NetworkJob,
  plan: NetworkPlan,
  weights: Float32Array,
  rows: number[],
  step: number,
  totals: { loss: number; weight: number },
): Float32Array {
  const { train } = job;
  const random = stream(job.seed, `dropout/${step}`);
  let drawn = 0;
  const mask = (values: number, rate: number) =>
    rows.map(() =>
      Array.from({ length: values }, () =>
        random.uint32(drawn++) < rate * 4294967296 ? 0 : f(1 / (1 - rate)),
      ),
    );
  const inputs = rows.map((row) => inputsOf(train, row));
  const seen = forward(plan, weights, inputs, mask);
  const delta = seen.at(-1)!.y.map((outputs, r) => {
    const weight = train.weights ? train.weights[rows[r]!]! : 1;
    const scale = f(weight * f(1 / rows.length));
    const { loss, gradient } = rowLoss(job.loss, outputs, train.targets[rows[r]!]!, scale);
    totals.loss += weight * loss;
    totals.weight += weight;
    return gradient;
  });
  return backward(plan, weights, seen, delta);
}

function backward(
  plan: NetworkPlan,
  weights: Float32Array,
  seen: Seen[],
  last: number[][],
): Float32Array {
  const gradient = new Float32Array(plan.parameters);
  let delta = last;
  plan.layers.toReversed().forEach((layer, back) => {
    const { x, z, y, mask } = seen[seen.length - 1 - back]!;
    if (layer.op === 'dropout') {
      delta = delta.map((row, r) => row.map((d, i) => f(d * mask[r]![i]!)));
    }
    if (layer.op !== 'dense') return;
    const { activation, inputs, outputs } = layer;
    const [kernel, bias] = layer.parameters.map(({ at }) => at) as [number, number];
    const slopes = delta.map((row, r) =>
      row.map((d, j) => throughActivation(activation, d, z[r]![j]!, y[r]![j]!)),
    );
    for (const [r, row] of slopes.entries()) {
      for (const [j, d] of row.entries()) {
        gradient[bias + j] = gradient[bias + j]! + d;
        for (let i = 0; i < inputs; i++) {
          const at = kernel + i * outputs + j;
          gradient[at] = madd(x[r]![i]!, d, gradient[at]!);
        }
      }
    }
    delta = slopes.map((row) =>
      Array.from({ length: inputs }, (_, i) =>
        row.reduce((s, d, j) => madd(d, weights[kernel + i * outputs + j]!, s), 0),
      ),
    );
  });
  return gradient;
}
