/** Whether a column names rows, or names things that several rows are about. */
import { isDatetime, isNumeric, type ColumnFacts } from './column-facts';

const ID_WORDS = new Set(['id', 'ids', 'uuid', 'guid', 'identifier', 'rowid', 'pk', 'sku', 'isbn']);
const ROW_NAMES = new Set([
  '',
  'index',
  'idx',
  'row',
  'rownum',
  'row number',
  'row id',
  'unnamed 0',
  'no',
  'nr',
  'sno',
  's no',
  'serial',
]);
const ENTITIES = new Set([
  'customer',
  'client',
  'user',
  'member',
  'subscriber',
  'patient',
  'subject',
  'person',
  'people',
  'household',
  'family',
  'account',
  'student',
  'pupil',
  'employee',
  'worker',
  'participant',
  'respondent',
  'player',
  'animal',
  'device',
  'machine',
  'engine',
  'unit',
  'vehicle',
  'session',
  'visitor',
  'passenger',
  'policy',
  'order',
  'invoice',
  'transaction',
  'ticket',
  'loan',
  'case',
  'claim',
  'booking',
  'applicant',
]);
const NUMBERING = new Set(['number', 'no', 'nr', 'num', 'code', 'key', 'ref', 'reference', 'hash']);

/** From this many words on a value describes rather than names. */
const SENTENCE_WORDS = 3;

function saysId(words: string[]): boolean {
  const last = words.at(-1) ?? '';
  if (ID_WORDS.has(last) || ID_WORDS.has(words[0] ?? '')) return true;
  if (words.length === 1 && /^.{2,}(uuid|guid|id)$/.test(last)) {
    return ENTITIES.has(last.replace(/(uuid|guid|id)$/, ''));
  }
  return words.length === 2 && ENTITIES.has(words[0]!) && NUMBERING.has(last);
}

function saysEntity(words: string[]): boolean {
  const entity = words.some(
    (word) => ENTITIES.has(word) || ENTITIES.has(word.replace(/(uuid|guid|id)$/, '')),
  );
  return entity && (words.length === 1 || saysId(words));
}

/** 1, 2, 3... in the order of the rows (of an evenly spaced sample: rising whole numbers). */
function countsRows(facts: ColumnFacts): boolean {
  if (!facts.whole || !facts.ordered || facts.column.kind !== 'numeric') return false;
  const { values } = facts.column;
  const first = values[0]!;
  const last = values[values.length - 1]!;
  const sampled =
    facts.profile !== null && (facts.profile.numeric?.max ?? last) >= facts.rows * 1.5;
  const step = (last - first) / (values.length - 1);
  return sampled
    ? Math.abs(step) <= 1.01 * (last / facts.rows) && (first === 0 || first === 1)
    : Math.abs(step) === 1;
}

/** Why the column names the rows, as the end of a sentence; null where it does not. */
export function namesRows(facts: ColumnFacts): string | null {
  if (isDatetime(facts) || facts.present < 10 || facts.present < 0.9 * facts.rows) return null;
  if (facts.meanWords >= SENTENCE_WORDS) return null;
  const unique = facts.distinct / facts.present;
  const whole = !isNumeric(facts) || facts.whole;
  if (whole && unique >= 0.95 && (saysId(facts.words) || saysEntity(facts.words))) {
    return unique === 1
      ? 'its name and its distinct values say that it names each row'
      : 'its name and nearly distinct values say that it names the row';
  }
  if (facts.whole && unique === 1 && ROW_NAMES.has(facts.words.join(' ')))
    return 'it numbers the rows';
  if (facts.rows >= 20 && countsRows(facts)) return 'it counts the rows up';
  if (facts.column.kind === 'coded' && unique === 1 && facts.rows >= 20)
    return 'every row has another value';
  return null;
}

/** Why rows that share this value belong together; null where they do not. */
export function groupsRows(facts: ColumnFacts): string | null {
  if (isDatetime(facts) || !saysEntity(facts.words) || (isNumeric(facts) && !facts.whole))
    return null;
  if (isNumeric(facts) && !saysId(facts.words)) return null;
  if (facts.present < 0.9 * facts.rows || facts.distinct < 10) return null;
  const perValue = facts.present / facts.distinct;
  if (perValue < 1.06 || facts.distinct < 0.002 * facts.present) return null;
  return 'its values name things that several rows are about';
}
