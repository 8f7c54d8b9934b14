/** Losses of the plain trees, from their definitions. */
import { exp, log } from '../../../src/core/math';
import type { TreesJob } from '../../../src/ml/engine/engine';

function lossOf({ model, loss }: TreesJob): TreesJob['loss'] {
  return model.kind === 'forest' ? 'squared' : loss;
}

function quantileOf({ model }: TreesJob): number {
  return model.kind === 'trees' ? model.quantile : 0.5;
}

function softmax(scores: number[]): number[] {
  const top = Math.max(...scores);
  const powers = scores.map((score) => exp(score - top));
  const whole = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / whole);
}

/** [gradient, second derivative] by the score of one output, weighted. */
export function rowGradient(
  job: TreesJob,
  scores: number[],
  row: number,
  output: number,
): [number, number] {
  const { targets, weights } = job.train;
  const weight = weights ? weights[row]! : 1;
  const target = targets[row]!;
  const score = scores[output]!;
  const distance = score - target;
  switch (lossOf(job)) {
    case 'logistic': {
      const power = exp(-Math.abs(score));
      const share = 1 / (1 + power);
      const rest = power * share;
      return [weight * ((score < 0 ? rest : share) - target), weight * (share * rest)];
    }
    case 'softmax': {
      const share = softmax(scores)[output]!;
      return [weight * (share - (target === output ? 1 : 0)), weight * (share * (1 - share))];
    }
    case 'squared':
      return [weight * distance, weight];
    case 'absolute':
      return [distance >= 0 ? weight : -weight, weight];
    case 'quantile':
      return [weight * (distance >= 0 ? 1 - quantileOf(job) : -quantileOf(job)), weight];
    case 'poisson':
      return [weight * (exp(score) - target), weight * exp(score)];
  }
}

export function rowLoss(job: TreesJob, scores: number[], row: number): number {
  const target = job.train.targets[row]!;
  const score = scores[0]!;
  const distance = target - score;
  switch (lossOf(job)) {
    case 'logistic':
      return -log(1 / (1 + exp(target === 1 ? -score : score)));
    case 'softmax':
      return -log(softmax(scores)[target]!);
    case 'squared':
      return distance * distance;
    case 'absolute':
      return Math.abs(distance);
    case 'quantile':
      return distance > 0 ? quantileOf(job) * distance : (quantileOf(job) - 1) * distance;
    case 'poisson':
      return exp(score) - target * score;
  }
}

/** The best constant answer. */
export function startScore(job: TreesJob, output: number): number {
  const { targets, weights, count } = job.train;
  const rows = Array.from({ length: count }, (_, row) => row);
  const weight = (row: number) => (weights ? weights[row]! : 1);
  const whole = rows.reduce((sum, row) => sum + weight(row), 0);
  const mean = (of: (row: number) => number) =>
    rows.reduce((sum, row) => sum + weight(row) * of(row), 0) / whole;
  switch (lossOf(job)) {
    case 'logistic': {
      const share = mean((row) => targets[row]!);
      return log(share / (1 - share));
    }
    case 'softmax':
      return log(mean((row) => (targets[row] === output ? 1 : 0)));
    case 'squared':
      return mean((row) => targets[row]!);
    case 'poisson':
      return log(mean((row) => targets[row]!));
    case 'absolute':
    case 'quantile': {
      const share = lossOf(job) === 'absolute' ? 0.5 : quantileOf(job);
      const sorted = [...rows].sort((a, b) => targets[a]! - targets[b]!);
      if (!weights) {
        const place = share * (count - 1);
        const below = targets[sorted[Math.floor(place)]!]!;
        const above = targets[sorted[Math.ceil(place)]!]!;
        return below + (above - below) * (place - Math.floor(place));
      }
      let sum = 0;
      return targets[sorted.find((row) => (sum += weight(row)) >= share * whole)!]!;
    }
  }
}
