/** Metrics that are functions of the confusion matrix, each as scikit-learn defines it. */
import type { ClassIndices } from './answers';

/** Row-major [truth][answer] counts of `size` classes, with its margins. */
export interface Confusion {
  size: number;
  cells: Float64Array;
  /** Rows per true class. */
  truth: Float64Array;
  /** Rows per answered class. */
  answer: Float64Array;
  total: number;
}

export function emptyConfusion(size: number): Confusion {
  return {
    size,
    cells: new Float64Array(size * size),
    truth: new Float64Array(size),
    answer: new Float64Array(size),
    total: 0,
  };
}

/** Sets the margins from the cells. */
export function sumMargins(m: Confusion): void {
  m.truth.fill(0);
  m.answer.fill(0);
  m.total = 0;
  for (let t = 0; t < m.size; t++) {
    for (let a = 0; a < m.size; a++) {
      const count = m.cells[t * m.size + a]!;
      m.truth[t]! += count;
      m.answer[a]! += count;
      m.total += count;
    }
  }
}

export function confusionOf(truth: ClassIndices, answer: ClassIndices, size: number): Confusion {
  const m = emptyConfusion(size);
  for (let i = 0; i < truth.length; i++) m.cells[truth[i]! * size + answer[i]!]! += 1;
  sumMargins(m);
  return m;
}

export function confusionRows(m: Confusion): number[][] {
  return Array.from({ length: m.size }, (_, t) => [
    ...m.cells.subarray(t * m.size, (t + 1) * m.size),
  ]);
}

function hits(m: Confusion, c: number): number {
  return m.cells[c * m.size + c]!;
}

export function allHits(m: Confusion): number {
  let sum = 0;
  for (let c = 0; c < m.size; c++) sum += hits(m, c);
  return sum;
}

/** Undefined (NaN) without rows. */
export function accuracy(m: Confusion): number {
  return allHits(m) / m.total;
}

/** Share of the rows answered `c` that are `c`; NaN where none is answered so. */
export function precision(m: Confusion, c: number): number {
  return hits(m, c) / m.answer[c]!;
}

/** Share of the rows that are `c` that are answered so; NaN where there is none. */
export function recall(m: Confusion, c: number): number {
  return hits(m, c) / m.truth[c]!;
}

/** Harmonic mean of precision and recall; NaN where `c` is neither true nor answered anywhere. */
export function f1(m: Confusion, c: number): number {
  return (2 * hits(m, c)) / (m.truth[c]! + m.answer[c]!);
}

/** Mean recall over the classes that have rows. */
export function balancedAccuracy(m: Confusion): number {
  let sum = 0;
  let classes = 0;
  for (let c = 0; c < m.size; c++) {
    if (m.truth[c] === 0) continue;
    sum += recall(m, c);
    classes++;
  }
  return sum / classes;
}

/**
 * Mean of a per-class rate over the classes that are true or answered somewhere; a class whose rate is
 * undefined counts as 0 (scikit-learn's `zero_division`).
 */
export function macro(m: Confusion, rate: (m: Confusion, c: number) => number): number {
  let sum = 0;
  let classes = 0;
  for (let c = 0; c < m.size; c++) {
    if (m.truth[c] === 0 && m.answer[c] === 0) continue;
    const value = rate(m, c);
    if (value === value) sum += value;
    classes++;
  }
  return sum / classes;
}

/** Mean F1 over classes, weighted by their rows. */
export function f1Weighted(m: Confusion): number {
  let sum = 0;
  for (let c = 0; c < m.size; c++) if (m.truth[c]! > 0) sum += f1(m, c) * m.truth[c]!;
  return sum / m.total;
}

/**
 * Matthews correlation for any number of classes (Gorodkin 2004). Constant answers give 0, the value
 * that answers which know nothing tend to; NaN where the truth is one class only.
 */
export function matthews(m: Confusion): number {
  let both = 0;
  let truths = 0;
  let answers = 0;
  for (let c = 0; c < m.size; c++) {
    both += m.truth[c]! * m.answer[c]!;
    truths += m.truth[c]! * m.truth[c]!;
    answers += m.answer[c]! * m.answer[c]!;
  }
  const square = m.total * m.total;
  if (square === truths) return NaN;
  if (square === answers) return 0;
  return (allHits(m) * m.total - both) / (Math.sqrt(square - truths) * Math.sqrt(square - answers));
}

/** Agreement beyond chance (Cohen 1960); NaN where chance alone would agree always. */
export function cohenKappa(m: Confusion): number {
  let chance = 0;
  for (let c = 0; c < m.size; c++) chance += m.truth[c]! * m.answer[c]!;
  const square = m.total * m.total;
  return chance === square ? NaN : (allHits(m) * m.total - chance) / (square - chance);
}
