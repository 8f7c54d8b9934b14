/** A brief as plain sentences, for whoever decides. */
import { plainNumber } from '../evaluation/plain-number';
import { METRICS, type MetricName } from '../metrics/names';
import type { Brief } from './types';

/** Digits that an amount is written with. */
const DIGITS = 4;

/** Those that the brief answers, in a fixed order, the question first; `metric`: the task's, for briefs that name none. */
export function briefSentences(brief: Brief, metric: MetricName): string[] {
  const { question, decides, least, leastMetric = metric, review } = brief;
  return [
    closed(question),
    costSentence(brief),
    least === null ? '' : leastSentence(least, leastMetric),
    decides === '' ? '' : `${closed(capital(decides), ' decides.')}`,
    review === null ? '' : `Looked at again by ${dayText(review)}.`,
  ].filter((sentence) => sentence !== '');
}

/** "A miss costs 400 EUR, a false alarm 25 EUR."; '' where nobody said. */
export function costSentence({ cost, unit }: Pick<Brief, 'cost' | 'unit'>): string {
  if (!cost) return '';
  return `A miss costs ${amountText(cost.miss, unit)}, a false alarm ${amountText(cost.falseAlarm, unit)}.`;
}

/** "ROC AUC of at least 0.7 is wanted." */
function leastSentence(least: number, metric: MetricName): string {
  const { label, better } = METRICS[metric];
  const bound = better === 'higher' ? 'at least' : 'at most';
  return `${label} of ${bound} ${plainNumber(least, DIGITS)} is wanted.`;
}

export function amountText(amount: number, unit: string): string {
  const number = plainNumber(amount, DIGITS);
  return unit === '' ? number : `${number} ${unit}`;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** "2027-01-31" -> "31 January 2027" */
export function dayText(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const name = MONTHS[Number(month) - 1];
  return name ? `${Number(day)} ${name} ${year}` : date;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function closed(text: string, end = '.'): string {
  const said = text.trim();
  return end === '.' && /[.?!]$/.test(said) ? said : `${said.replace(/[.?!]+$/, '')}${end}`;
}
