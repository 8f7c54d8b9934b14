/** What each finding says, and what to do about it. */
import { plainNumber } from '../evaluation/plain-number';
import type { EvidenceFinding, EvidenceKind } from './types';

export type Said = Pick<EvidenceFinding, 'severity' | 'text' | 'advice'>;

const rows = (n: number) => `${plainNumber(n, 4)} ${n === 1 ? 'row' : 'rows'}`;
const stand = (n: number) => (n === 1 ? 'stands' : 'stand');

/** Below this share of different rows, equal ones meet by chance. */
export const OFTEN_EQUAL = 0.5;

/** @param group the task's group column, null where it has none */
export function sayEqual(count: number, of: number, different: number, group: string | null): Said {
  const text = `${rows(count)} of ${plainNumber(of, 4)} in validation and test ${stand(count)} in an earlier part as well, equal in every feature.`;
  if (different < OFTEN_EQUAL) {
    return {
      severity: 'note',
      text: `${text} Few different rows are possible with these columns, so this may be chance.`,
      advice: 'Look at the rows: leave them where they are unless they are one and the same thing.',
    };
  }
  return {
    severity: 'warn',
    text: `${text} A model that remembers them is taken for one that has learnt.`,
    advice: group
      ? `They may belong to different values of \`${group}\`, the group column: if they are copies of one thing, remove them.`
      : 'If rows are about the same thing, make the column that names it the group column; else remove the copies.',
  };
}

/** @param group as for {@link sayEqual} */
export function sayNear(count: number, of: number, column: string, group: string | null): Said {
  return {
    severity: 'warn',
    text: `${rows(count)} of ${plainNumber(of, 4)} in validation and test ${stand(count)} in an earlier part as well, but for a tiny difference in ${column}.`,
    advice: group
      ? `They may belong to different values of \`${group}\`, the group column: if they are one thing measured twice, keep one of each.`
      : 'They may be one thing measured twice: make the column that names it the group column, or keep one of each.',
  };
}

export function sayGroups(column: string, values: number, count: number, isGroup: boolean): Said {
  const text = `${plainNumber(values, 4)} values of ${column} have rows in more than one part: ${rows(count)} of validation and test have a fellow in an earlier part.`;
  return {
    severity: 'warn',
    text,
    advice: isGroup
      ? `Parts are dealt by time, which cuts through groups: deal by hash where new ${column}s are what you will predict.`
      : `Make \`${column}\` the group column, so that whole groups stay in one part.`,
  };
}

export function sayEarlier(column: string, count: number, of: number): Said {
  return {
    severity: 'warn',
    text: `${rows(count)} of ${plainNumber(of, 4)} in validation and test are older than most of train, by ${column}: the model has seen what came after them.`,
    advice: 'Deal the parts by time where the model will predict what is yet to come.',
  };
}

export function sayLater(column: string, time: string, count: number, of: number): Said {
  return {
    severity: 'warn',
    text: `${column} lies after ${time} in ${rows(count)} of ${plainNumber(of, 4)}: it may not be known yet when the answer is needed.`,
    advice: `Set \`${column}\` to ignore, unless it is known beforehand.`,
  };
}

export function sayLeak(column: string, why: string): Said {
  return {
    severity: 'warn',
    text: `${column} may give the target away: ${why}.`,
    advice: `Set \`${column}\` to ignore, unless it is known before the target is.`,
  };
}

const GRAVITY = {
  leak: 0,
  groups: 1,
  'equal-rows': 2,
  'near-rows': 3,
  'earlier-rows': 4,
  'later-column': 5,
} as const satisfies Record<EvidenceKind, number>;

/** The gravest first; of one kind in the order found. */
export function byGravity(findings: readonly EvidenceFinding[]): EvidenceFinding[] {
  const weight = ({ severity, kind }: EvidenceFinding) =>
    (severity === 'warn' ? 0 : 10) + GRAVITY[kind];
  return [...findings].sort((a, b) => weight(a) - weight(b));
}
