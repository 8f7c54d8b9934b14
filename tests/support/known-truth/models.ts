/** Answers drawn from models whose true metrics are computed, not estimated. A draw is a function of its number. */
import type { Answers } from '../../../src/core/metrics/answers';
import { normalQuantile } from '../../../src/core/metrics/intervals/normal';
import { normal } from '../../../src/core/random/normal';
import { stream } from '../../../src/core/random/philox';
import { binormalPrecision, meanOverNormal, solve } from './integrals';

export type Drawn = (n: number, draw: number) => Answers;

/** Rows whose truth and answer fall into cell [truth][answer] with the probabilities given. */
export function fromCells(cells: number[][]): Drawn {
  const flat = cells.flat();
  const classes = cells.length;
  return (n, draw) => {
    const { uniform } = stream(draw, 'cell');
    const truth = new Uint8Array(n);
    const probabilities = cells.map(() => new Float64Array(n));
    for (let i = 0; i < n; i++) {
      let left = uniform(i);
      let cell = 0;
      while (cell < flat.length - 1 && (left -= flat[cell]!) >= 0) cell++;
      truth[i] = Math.floor(cell / classes);
      probabilities[cell % classes]![i] = 1;
    }
    return classes === 2
      ? { kind: 'binary', truth, probabilities, threshold: 0.5 }
      : { kind: 'multiclass', truth, probabilities };
  };
}

/** Every class is answered rightly with one probability, its misses evenly spread: every recall is `right`. */
export function evenRecall(right: number, shares: readonly number[]): Drawn {
  const miss = (1 - right) / (shares.length - 1);
  return fromCells(
    shares.map((share, t) => shares.map((_, a) => share * (a === t ? right : miss))),
  );
}

/** As many false alarms as misses, so that precision, recall and F1 of the positives are all `value`. */
export function evenF1(value: number, prevalence: number): Drawn {
  const missed = prevalence * (1 - value);
  return fromCells([
    [1 - prevalence - missed, missed],
    [missed, prevalence * value],
  ]);
}

/** Scores N(+-d / 2, 1), given as probabilities sigmoid(sureness * score). */
export function binormal(d: number, prevalence: number, sureness = 1): Drawn {
  return (n, draw) => {
    const { uniform } = stream(draw, 'truth');
    const noise = stream(draw, 'score');
    const truth = Uint8Array.from({ length: n }, (_, i) => (uniform(i) < prevalence ? 1 : 0));
    const positive = Float64Array.from(
      truth,
      (t, i) => 1 / (1 + Math.exp(-sureness * ((t - 0.5) * d + normal(noise, i)))),
    );
    return {
      kind: 'binary',
      truth,
      probabilities: [positive.map((p) => 1 - p), positive],
      threshold: 0.5,
    };
  };
}

export const withAuc = (auc: number, prevalence: number): Drawn =>
  binormal(Math.SQRT2 * normalQuantile(auc), prevalence);

/** Of scores that say nothing the average precision is the prevalence. */
export const withAveragePrecision = (value: number, prevalence: number): Drawn =>
  binormal(
    value <= prevalence ? 0 : solve((d) => binormalPrecision(d, prevalence), value, 0, 12),
    prevalence,
  );

/** A model that separates well (d = 2) and is too sure of it, as much as makes its log loss `value` (at least 0.5). */
export function tooSure(value: number): Drawn {
  const loss = (c: number) => meanOverNormal((z) => Math.log1p(Math.exp(-c * (1 + z))));
  return binormal(2, 0.5, solve(loss, value, 2, 60));
}

/** A model whose probabilities are right (sureness d), with this Brier score, under 0.25; or one that is turned round. */
export function withBrier(value: number): Drawn {
  const square = (x: number) => 1 / (1 + Math.exp(x)) ** 2;
  if (value < 0.25) {
    const d = solve((each) => meanOverNormal((z) => square(each * (each / 2 + z))), value, 0, 20);
    return binormal(d, 0.5, d);
  }
  const wrong = (c: number) => meanOverNormal((z) => square(c * (z - 1)));
  return binormal(-2, 0.5, solve(wrong, value, 0, 60));
}

/** A score N(d, 1) for the truth and N(0, 1) for each other of three classes, so that each has the same AUC. */
export function threeRanked(auc: number): Drawn {
  const d = Math.SQRT2 * normalQuantile(auc);
  return (n, draw) => {
    const { uniform } = stream(draw, 'truth');
    const noise = stream(draw, 'score');
    const truth = Uint8Array.from({ length: n }, (_, i) => Math.floor(uniform(i) * 3));
    const probabilities = [0, 1, 2].map((c) =>
      Float64Array.from(
        truth,
        (t, i) => 1 / (1 + Math.exp(-normal(noise, 3 * i + c) - (t === c ? d : 0))),
      ),
    );
    return { kind: 'multiclass', truth, probabilities };
  };
}

export type Noise = 'normal' | 'laplace';

/** Errors with mean size `mae`, answers spread so that R² is `r2`. */
export function withErrors(noise: Noise, mae: number, r2: number): Drawn {
  const scale = noise === 'normal' ? mae / Math.sqrt(2 / Math.PI) : mae;
  const spread = Math.sqrt((squaredError(noise, mae) * r2) / (1 - r2));
  return (n, draw) => {
    const error = stream(draw, 'error');
    const answer = stream(draw, 'answer');
    const predicted = Float64Array.from({ length: n }, (_, i) => spread * normal(answer, i));
    const truth = predicted.map((p, i) => {
      if (noise === 'normal') return p + scale * normal(error, i);
      const size = -Math.log(1 - error.uniform(2 * i)) * scale;
      return p + (error.uniform(2 * i + 1) < 0.5 ? size : -size);
    });
    return { kind: 'regression', truth, predicted };
  };
}

/** Mean squared error where errors have mean size `mae`. */
export function squaredError(noise: Noise, mae: number): number {
  return noise === 'normal' ? (mae * mae * Math.PI) / 2 : 2 * mae * mae;
}

/** Median size of an error whose mean size is `mae`. */
export function medianError(noise: Noise, mae: number): number {
  return noise === 'normal'
    ? (normalQuantile(0.75) * mae) / Math.sqrt(2 / Math.PI)
    : Math.LN2 * mae;
}

/** Errors of mean size `value` in units of a truth that runs from 10 to 20. */
export function relativeErrors(value: number): Drawn {
  const of = withErrors('normal', value, 0.5);
  return (n, draw) => {
    const drawn = of(n, draw);
    if (drawn.kind !== 'regression') throw new Error('another kind');
    const truth = drawn.truth.map((_, i) => 10 + (10 * i) / n);
    const predicted = truth.map((t, i) => t * (1 + drawn.truth[i]! - drawn.predicted[i]!));
    return { kind: 'regression', truth, predicted };
  };
}
