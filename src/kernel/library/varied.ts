/**
 * Settings that a study varies. What `q` answers stands in a spec where a value would: it is a mark, not a number, so
 * whoever reckons with it is told so.
 */
import type { ParameterValue } from '../../core/study/types';
import { refuse } from './refuse';
import type { VariedRange } from './study-verbs';

export class Varied {
  constructor(readonly range: Readonly<VariedRange>) {
    Object.freeze(this);
  }

  [Symbol.toPrimitive](): never {
    return refuse(
      'q',
      'answers no number yet: what it answers is chosen anew for each trial, so it can only be a setting, as in trees({ leaves: q.int(4, 64) }).',
    );
  }

  toJSON(): never {
    return this[Symbol.toPrimitive]();
  }
}

/** The values that show whether a setting can be varied so: its ends, or all its options. */
export function extremesOf(range: Readonly<VariedRange>): ParameterValue[] {
  return range.type === 'choice' ? range.options : [range.low, range.high];
}
