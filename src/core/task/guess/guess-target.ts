/** Which column a person would most likely want to predict. */
import { LoamError } from '../../errors';
import { isDatetime, isFreeText, isNumeric, type ColumnFacts } from './column-facts';
import { groupsRows, namesRows } from './identifier';

const STRONG = new Set([
  'target',
  'label',
  'labels',
  'class',
  'classes',
  'outcome',
  'response',
  'left',
  'churn',
  'churned',
  'attrition',
  'exited',
  'survived',
  'fraud',
  'spam',
  'defaulted',
  'diagnosis',
  'species',
  'truth',
  'verdict',
]);
const MEDIUM = new Set([
  'default',
  'income',
  'price',
  'variety',
  'cultivar',
  'progression',
  'risk',
  'forged',
  'quality',
  'medv',
  'rings',
  'mpg',
  'charges',
  'disease',
  'died',
  'death',
  'mortality',
  'stroke',
  'readmitted',
  'recurrence',
  'relapse',
  'sentiment',
  'converted',
  'conversion',
  'clicked',
  'purchased',
  'bought',
  'subscribed',
  'deposit',
  'approved',
  'approval',
  'status',
  'cancelled',
  'canceled',
  'failure',
  'failed',
  'winner',
  'won',
  'result',
  'salary',
  'sales',
  'cnt',
  'digit',
  'output',
  'dependent',
  'leaver',
  'leaves',
  'lapsed',
  'poisonous',
  'edible',
  'demand',
  'rating',
  'satisfaction',
  'grade',
]);
const WEAK = new Set([
  'value',
  'cost',
  'revenue',
  'amount',
  'score',
  'category',
  'type',
  'strength',
  'yield',
  'count',
  'total',
  'y',
]);
const IS = new Set(['is', 'has', 'will', 'did', 'was']);

const DWELLING = new Set(['house', 'home', 'property', 'flat', 'apartment']);

const HINT = { strong: 4, medium: 2.5, weak: 1.2, is: 0.8 } as const;
const PLACE = { last: 1.5, first: 0.25 } as const;

function hint(facts: ColumnFacts, names: Set<string>): number {
  const { words } = facts;
  const only = words.length === 1 ? words[0]! : '';
  // A lone y is the field's name for the answer, unless x and z make it a coordinate.
  if (only === 'y') return names.has('z') ? 0 : HINT.strong - 0.5;
  const best = Math.max(
    0,
    ...words.map((w) =>
      STRONG.has(w) ? HINT.strong : MEDIUM.has(w) ? HINT.medium : WEAK.has(w) ? HINT.weak : 0,
    ),
  );
  if (words.includes('value') && words.some((w) => DWELLING.has(w))) return HINT.strong;
  // The hint counts less where it is one word of several: "class" against "passenger_class_code".
  const diluted = best - 0.4 * Math.max(0, words.length - 1);
  return Math.max(
    diluted,
    words.length > 1 && IS.has(words[0]!) && facts.distinct === 2 ? HINT.is : 0,
    0,
  );
}

function possible(facts: ColumnFacts): boolean {
  if (facts.distinct < 2 || facts.present < 0.5 * facts.rows) return false;
  if (isDatetime(facts) || isFreeText(facts) || namesRows(facts) || groupsRows(facts)) return false;
  return isNumeric(facts) || (facts.distinct * 3 <= facts.present && facts.distinct <= 200);
}

/** The most likely target. @throws LoamError `target-constant` where no column could be learnt */
export function guessTarget(all: readonly ColumnFacts[]): ColumnFacts {
  const candidates = all.filter(possible);
  const names = new Set(all.map((facts) => facts.words.join(' ')));
  const last = candidates.at(-1);
  let best: ColumnFacts | null = null;
  let most = -Infinity;
  for (const facts of candidates) {
    const place = facts === last ? PLACE.last : facts === candidates[0] ? PLACE.first : 0;
    const easy = facts.distinct === 2 ? 0.5 : 0;
    const score = hint(facts, names) + place + easy;
    if (score > most) [best, most] = [facts, score];
  }
  best ??= all.find((facts) => facts.distinct >= 2) ?? null;
  if (!best) throw new LoamError('target-constant', { target: all.at(-1)?.name ?? '' });
  return best;
}
