/** What each column is for, and why. */
import type { Target } from '../target';
import type { Role } from '../types';
import { isDatetime, isFreeText, isNumeric, type ColumnFacts } from './column-facts';
import { groupsRows, namesRows } from './identifier';
import { findLeak } from './leak';
import { plainNumber } from '../../evaluation/plain-number';
import { plainShare } from './plain-share';

/** Significant digits in sentences. */
const DIGITS = 4;

export type Reason =
  | 'target'
  | 'leak'
  | 'identifier'
  | 'group'
  | 'time'
  | 'constant'
  | 'empty'
  | 'free-text'
  | 'near-unique'
  | 'feature';

export interface RoleGuess {
  column: string;
  role: Role;
  why: string;
  reason: Reason;
}

const TIME_WORDS = new Set([
  'date',
  'time',
  'timestamp',
  'datetime',
  'month',
  'day',
  'week',
  'period',
  'observed',
  'recorded',
  'measured',
  'created',
  'event',
  'when',
  'ts',
  'at',
  'snapshot',
  'logged',
  'year',
]);
const NOT_TIME = new Set([
  'birth',
  'born',
  'dob',
  'signed',
  'signup',
  'start',
  'started',
  'joined',
  'registered',
  'hire',
  'hired',
  'due',
  'end',
  'expiry',
  'expires',
  'last',
  'first',
  'since',
  'until',
  'next',
  'previous',
  'opened',
]);
/** A time column is set aside only where this many other columns are left to learn from. */
const ENOUGH_FEATURES = 2;

function saysTime(facts: ColumnFacts): boolean {
  if (!isDatetime(facts) || facts.present < 0.9 * facts.rows) return false;
  return facts.words.some((w) => TIME_WORDS.has(w)) && !facts.words.some((w) => NOT_TIME.has(w));
}

function roleOf(facts: ColumnFacts, target: Target): Omit<RoleGuess, 'column'> {
  const ignore = (reason: Reason, why: string) => ({ role: 'ignore' as const, reason, why });
  if (facts.present === 0) return ignore('empty', 'every value is missing');
  const names = namesRows(facts);
  if (names) return { role: 'id', reason: 'identifier', why: names };
  const leak = findLeak(facts, target);
  if (leak) return ignore('leak', `it gives the answer away: it ${leak.why}`);
  if (facts.distinct === 1 && facts.present === facts.rows)
    return ignore('constant', 'it has one value only');
  const groups = groupsRows(facts);
  if (groups) return { role: 'group', reason: 'group', why: groups };
  const varied = facts.distinct > 50 && facts.distinct > 0.5 * facts.present;
  if (facts.column.kind === 'coded' && varied && facts.meanWords < 3) {
    return ignore(
      'near-unique',
      `it has ${plainNumber(facts.distinct, DIGITS)} different values in ${plainNumber(facts.present, DIGITS)} rows`,
    );
  }
  if (isFreeText(facts)) return ignore('free-text', 'it is free text, which no model here reads');
  const missing = 1 - facts.present / facts.rows;
  const note = missing > 0.05 ? `, ${plainShare(missing)} missing` : '';
  const what = isDatetime(facts)
    ? 'a date'
    : isNumeric(facts)
      ? 'a number'
      : `${plainNumber(facts.distinct, DIGITS)} categories`;
  return { role: 'feature', reason: 'feature', why: `${what}${note}` };
}

/** One role per column, in the order of the columns. */
export function guessRoles(
  all: readonly ColumnFacts[],
  targetName: string,
  target: Target,
): RoleGuess[] {
  const roles = all.map((facts): RoleGuess => {
    const column = facts.name;
    if (column === targetName)
      return { column, role: 'target', reason: 'target', why: 'this is what to predict' };
    return { column, ...roleOf(facts, target) };
  });
  keepOne(roles, 'id', 'a second name for the row');
  keepOne(roles, 'group', 'another grouping is used already');
  const features = roles.filter((r) => r.role === 'feature').length;
  const time = all.find((facts, i) => roles[i]!.role === 'feature' && saysTime(facts));
  if (time && features > ENOUGH_FEATURES) {
    Object.assign(roles[time.at]!, {
      role: 'time',
      reason: 'time',
      why: 'its name says when the row was seen',
    });
  }
  return roles;
}

function keepOne(roles: RoleGuess[], role: Role, why: string): void {
  const [, ...others] = roles.filter((r) => r.role === role);
  for (const other of others) Object.assign(other, { role: 'ignore', why });
}
