/** The functions that expressions may call, and what each is given and gives. */
import type { FunctionName, ValueType } from './types';

/** `any` takes whatever it is given; `same` wants all of them to be of one type. */
type Wanted = ValueType | 'any' | 'same';

export interface FunctionRule {
  least: number;
  /** Infinity where there is no bound. */
  most: number;
  /** Of each argument; the last holds for those that follow. */
  takes: readonly Wanted[];
  /** `same`: the type that its arguments of that word have. */
  gives: ValueType | 'same';
  /** One line for the person who writes. */
  about: string;
}

function rule(
  takes: readonly Wanted[],
  gives: FunctionRule['gives'],
  about: string,
  [least, most]: [number, number] = [takes.length, takes.length],
): FunctionRule {
  return { least, most, takes, gives, about };
}

export const FUNCTIONS: Readonly<Record<FunctionName, FunctionRule>> = {
  if: rule(
    ['boolean', 'same', 'same'],
    'same',
    'if(a, b, c): b where a is true, else c; without c: missing',
    [2, 3],
  ),
  coalesce: rule(['same'], 'same', 'the first that is not missing', [2, Infinity]),
  missing: rule(['any'], 'boolean', 'whether it is missing'),
  equals: rule(['same', 'same'], 'boolean', 'as a = b'),
  min: rule(['number'], 'number', 'the least', [2, Infinity]),
  max: rule(['number'], 'number', 'the largest', [2, Infinity]),
  abs: rule(['number'], 'number', 'without its sign'),
  round: rule(['number'], 'number', 'to the nearest whole number, halves up'),
  floor: rule(['number'], 'number', 'to the whole number below'),
  log: rule(['number'], 'number', 'natural logarithm; missing for 0 and below'),
  exp: rule(['number'], 'number', 'e to that power'),
  sqrt: rule(['number'], 'number', 'square root; missing below 0'),
  pow: rule(['number', 'number'], 'number', 'a to the power b'),
  lower: rule(['text'], 'text', 'in small letters'),
  upper: rule(['text'], 'text', 'in capital letters'),
  trim: rule(['text'], 'text', 'without spaces at both ends'),
  length: rule(['text'], 'number', 'how many characters'),
  contains: rule(['text', 'text'], 'boolean', 'whether b occurs in a'),
  concat: rule(['text'], 'text', 'one after another', [2, Infinity]),
  date: rule(['text'], 'date', 'a day that is written out: date("2026-01-31")'),
  year: rule(['date'], 'number', 'of the date, UTC'),
  month: rule(['date'], 'number', '1 to 12'),
  day: rule(['date'], 'number', 'of the month, 1 to 31'),
  weekday: rule(['date'], 'number', 'Monday 0 to Sunday 6'),
  hour: rule(['date'], 'number', '0 to 23, UTC'),
  days_between: rule(['date', 'date'], 'number', 'days from a to b, with fraction'),
};

export function isFunctionName(word: string): word is FunctionName {
  return Object.hasOwn(FUNCTIONS, word);
}
