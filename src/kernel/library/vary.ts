/** What the callback of a study is given to say which settings vary, and over what. */
import type { ParameterValue } from '../../core/study/types';
import { plain } from './plain';
import { number, options, refuse, shown, whole } from './refuse';
import { Varied } from './varied';

const WIDEST = 1e15;

/** Any of several specs. */
export class Either {
  constructor(readonly specs: readonly unknown[]) {
    Object.freeze(this);
  }
}

export interface Vary {
  /** A whole number from low to high, both included. */
  int(low: number, high: number, o?: { log?: boolean }): number;
  float(low: number, high: number): number;
  /** A number above 0 whose logarithm is even: each decade is as likely as the next. */
  log(low: number, high: number): number;
  choice<T extends ParameterValue>(options: readonly T[]): T;
  /** One of several kinds of model, each with what varies of it. */
  either<S>(specs: readonly S[]): S;
}

function range(type: 'number' | 'integer', name: string, given: unknown[], log: boolean): Varied {
  const at = `q.${name}`;
  const read = type === 'integer' ? whole : number;
  const least = log ? Number.MIN_VALUE : -WIDEST;
  const low = read(`${at}: low`, given[0], least, WIDEST);
  const high = read(`${at}: high`, given[1], low, WIDEST);
  return new Varied({ type, low, high, log });
}

const vary = {
  int(low: unknown, high: unknown, o?: unknown) {
    const { log = false } = options('q.int: options', o, ['log']);
    return range('integer', 'int', [low, high], log === true);
  },
  float: (low: unknown, high: unknown) => range('number', 'float', [low, high], false),
  log: (low: unknown, high: unknown) => range('number', 'log', [low, high], true),
  choice(given: unknown) {
    return new Varied({ type: 'choice', options: listOf('q.choice', given).map(option) });
  },
  either: (given: unknown) => new Either(listOf('q.either', given)),
};

/** What the callback of a study is given. */
export const VARY = Object.freeze(vary) as unknown as Vary;

function listOf(at: string, given: unknown): unknown[] {
  if (Array.isArray(given) && given.length > 0) return given;
  return refuse(at, `is given ${shown(given)}; it must be a list of what to choose from.`);
}

function option(given: unknown, i: number): ParameterValue {
  const value = plain(`q.choice[${i}]`, given);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value) && value.every((each) => typeof each === 'number')) return value;
  return refuse(
    `q.choice[${i}]`,
    `is ${shown(given)}; it must be text, a number, true, false, null or a list of numbers.`,
  );
}
