/** Which of two classes the question is about: the one that says yes, or the bad or rare one. */
import { nameWords } from './name-words';

const POSITIVE = new Set([
  'yes',
  'true',
  'y',
  't',
  '1',
  'positive',
  'pos',
  'present',
  'malignant',
  'cancer',
  'fraud',
  'fraudulent',
  'spam',
  'churn',
  'churned',
  'left',
  'leaves',
  'exited',
  'gone',
  'default',
  'defaulted',
  'bad',
  'sick',
  'ill',
  'disease',
  'diseased',
  'died',
  'dead',
  'deceased',
  'failure',
  'fail',
  'failed',
  'faulty',
  'defect',
  'defective',
  'broken',
  'abnormal',
  'anomaly',
  'attack',
  'intrusion',
  'recurrence',
  'relapse',
  'poisonous',
  'toxic',
  'phishing',
  'malware',
  'forged',
  'fake',
  'counterfeit',
  'late',
  'delayed',
  'cancelled',
  'canceled',
  'clicked',
  'bought',
  'purchased',
  'converted',
  'subscribed',
  'won',
  'win',
  'success',
  'accepted',
  'approved',
  'high',
  'above',
  'stroke',
  'diabetic',
  'risk',
  'risky',
  'tested_positive',
  'hate',
  'unsafe',
]);
const NEGATIVE = new Set([
  'no',
  'false',
  'n',
  'f',
  '0',
  'negative',
  'neg',
  'absent',
  'none',
  'not',
  'non',
  'never',
  'without',
  'benign',
  'healthy',
  'normal',
  'ham',
  'good',
  'stayed',
  'stays',
  'active',
  'alive',
  'ok',
  'okay',
  'pass',
  'passed',
  'edible',
  'genuine',
  'real',
  'legit',
  'legitimate',
  'safe',
  'paid',
  'lost',
  'loss',
  'lose',
  'rejected',
  'denied',
  'low',
  'below',
  'ontime',
  'current',
  'retained',
  'neither',
]);

function weigh(label: string): number {
  const text = label.trim().toLowerCase();
  if (/^(>|≥)/.test(text)) return 1;
  if (/^(<|≤|-|~|!)/.test(text)) return -1;
  const words = nameWords(label);
  if (words.some((word) => NEGATIVE.has(word))) return -1;
  return words.some((word) => POSITIVE.has(word)) ? 1 : 0;
}

/** Numbers: the larger of a pair with 0 or -1 in it; 1 and 2 say nothing. */
function weighNumbers(a: number, b: number): number {
  return Math.min(a, b) === 0 || Math.min(a, b) === -1 ? a - b : 0;
}

/** @param counts rows per class; exactly two entries */
export function guessPositive(counts: ReadonlyMap<string, number>): string {
  const [[a, rowsA], [b, rowsB]] = [...counts] as [[string, number], [string, number]];
  const numbers = [a, b].every((label) => label.trim() !== '' && Number.isFinite(Number(label)));
  const lead = numbers ? weighNumbers(Number(a), Number(b)) : weigh(a) - weigh(b);
  if (lead !== 0) return lead > 0 ? a : b;
  if (rowsA !== rowsB) return rowsA < rowsB ? a : b;
  return a < b ? b : a;
}
