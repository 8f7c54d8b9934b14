/** The guess in one sentence. */
import type { TaskKind } from '../types';
import type { RoleGuess } from './guess-roles';
import { plainList } from './plain-list';
import { plainNumber } from '../../evaluation/plain-number';
import { plainShare } from './plain-share';

/** Significant digits in sentences. */
const DIGITS = 4;

export interface SentenceInput {
  kind: TaskKind;
  target: string;
  positive: string | null;
  /** Rows per class; null for regression. */
  counts: ReadonlyMap<string, number> | null;
  /** Regression: the finite values of the target. */
  values: Float64Array | null;
  roles: readonly RoleGuess[];
}

function spread({ kind, positive, counts, values }: SentenceInput): string {
  if (kind === 'regression') {
    const sorted = (values ?? new Float64Array()).filter((v) => !Number.isNaN(v)).sort();
    if (sorted.length === 0) return '';
    const middle = sorted[Math.floor((sorted.length - 1) / 2)]!;
    return `; from ${plainNumber(sorted[0]!, DIGITS)} to ${plainNumber(sorted.at(-1)!, DIGITS)}, half are at most ${plainNumber(middle, DIGITS)}`;
  }
  const total = [...counts!.values()].reduce((a, b) => a + b, 0);
  if (kind === 'binary')
    return `; ${plainShare((counts!.get(positive!) ?? 0) / total)} are ${positive}`;
  const [label, most] = [...counts!].reduce((a, b) => (b[1] > a[1] ? b : a));
  const least = Math.min(...counts!.values());
  if (most <= 1.15 * least)
    return `; ${plainNumber(counts!.size, DIGITS)} classes, about equally frequent`;
  return `; ${plainNumber(counts!.size, DIGITS)} classes, the most frequent, ${label}, has ${plainShare(most / total)}`;
}

/** "Predict left = yes from 11 columns; 8 % are yes; cancel_form gives the answer away, left out" */
export function guessSentence(input: SentenceInput): string {
  const { target, positive, roles } = input;
  const features = roles.filter((r) => r.role === 'feature').length;
  const what = positive === null ? target : `${target} = ${positive}`;
  const leaks = roles.filter((r) => r.reason === 'leak').map((r) => r.column);
  const verb = leaks.length === 1 ? 'gives' : 'give';
  const away = leaks.length ? `; ${plainList(leaks)} ${verb} the answer away, left out` : '';
  return `Predict ${what} from ${features} ${features === 1 ? 'column' : 'columns'}${spread(input)}${away}`;
}
