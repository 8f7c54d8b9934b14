/** Bins of the plain trees: between few distinct values, else at quantiles. */
import type { TreesJob } from '../../../src/ml/engine/engine';

export interface PlainBins {
  /** Per input and row; null is missing. */
  of: (number | null)[][];
  /** Per input how many. */
  counts: number[];
}

export function plainBins({ train, inputs, categories, model }: TreesJob): PlainBins {
  const of: PlainBins['of'] = [];
  const counts: number[] = [];
  for (let input = 0; input < inputs; input++) {
    const values = Array.from(
      { length: train.count },
      (_, row) => train.inputs[row * inputs + input]!,
    );
    if (categories[input]! > 0) {
      const most = Math.min(categories[input]!, model.bins);
      counts.push(most);
      of.push(values.map((code) => (code >= 0 && code < most ? code : null)));
    } else {
      const bounds = boundsOf(values, model.bins);
      counts.push(bounds.length + 1);
      of.push(
        values.map((value) =>
          Number.isNaN(value) ? null : bounds.filter((bound) => bound < value).length,
        ),
      );
    }
  }
  return { of, counts };
}

function between(a: number, b: number): number {
  const middle = Math.fround((a + b) / 2);
  return middle < b ? middle : a;
}

function boundsOf(values: number[], bins: number): number[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const distinct = [...new Set(sorted)];
  if (distinct.length <= bins) {
    return distinct.slice(1).map((value, i) => between(distinct[i]!, value));
  }
  const bounds = Array.from({ length: bins - 1 }, (_, i) => {
    const place = ((i + 1) * (sorted.length - 1)) / bins;
    const below = sorted[Math.floor(place)]!;
    return Number.isInteger(place) ? below : between(below, sorted[Math.ceil(place)]!);
  });
  return [...new Set(bounds)];
}
