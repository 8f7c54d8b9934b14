/** What conformal answers say of rows: an interval around a number, or the classes that it may be. */
import type { Conformal } from '../model/types';

/** Null where the model gives none. */
export interface ConformalAnswers {
  interval: { low: Float64Array; high: Float64Array } | null;
  /** [rows, classes]: 1 where the class is in the row's set, which is never empty. */
  set: Uint8Array | null;
}

/**
 * @param answers [rows, classes] probabilities, or [rows] numbers
 * @param classes 1 for numbers
 */
export function conformalAnswers(
  conformal: Conformal | null,
  answers: Float64Array,
  classes: number,
): ConformalAnswers {
  if (!conformal) return { interval: null, set: null };
  switch (conformal.type) {
    case 'interval': {
      const low = answers.map((value) => value + conformal.low);
      const high = answers.map((value) => value + conformal.high);
      return { interval: { low, high }, set: null };
    }
    case 'set': {
      const set = new Uint8Array(answers.length);
      for (let at = 0; at < answers.length; at += classes) {
        let best = at;
        for (let i = at; i < at + classes; i++) {
          if (answers[i]! >= conformal.least) set[i] = 1;
          if (answers[i]! > answers[best]!) best = i;
        }
        set[best] = 1;
      }
      return { interval: null, set };
    }
    default:
      throw conformal satisfies never;
  }
}
