/** Why a file could not be scored, and what to do about it. */
import { isLoamError, type LoamError } from '../../../core/errors';
import type { HeaderMismatch } from '../../scoring/types';
import { element } from './element';
import { countOf, groupDigits } from './number-text';

/** Names beyond this many are counted. */
const NAMES_SHOWN = 20;

function listed(names: readonly string[]): string {
  const shown = names
    .slice(0, NAMES_SHOWN)
    .map((name) => `“${name.slice(0, 80)}”`)
    .join(', ');
  const more = names.length - NAMES_SHOWN;
  return more > 0 ? `${shown} and ${groupDigits(String(more))} more` : shown;
}

function mismatchWords(name: string, { lacking, names }: HeaderMismatch): string[] {
  const near = lacking.filter((each) => each.near !== null);
  return [
    `${name} lacks ${countOf(lacking.length, 'column')} that the model reads: ${listed(lacking.map(({ input }) => input))}.`,
    `Its first line names ${listed(names)}.`,
    ...near.map(
      (each) =>
        `“${each.near}” is nearly “${each.input}”: names must be the same, letter by letter.`,
    ),
    'Nothing was scored. Rename or add the columns, then try again.',
  ];
}

function errorWords(name: string, error: LoamError): string[] {
  const { line } = error.facts;
  const where = line === undefined ? '' : ` on line ${groupDigits(String(line))}`;
  switch (error.code) {
    case 'file-empty':
      return [
        `${name} is empty.`,
        'It needs a first line with the names of the columns, and rows below it.',
      ];
    case 'file-no-rows':
      return [`${name} has a first line and no rows below it.`, 'There is nothing to score.'];
    case 'file-not-text':
      return [`${name} is not a text file.`, 'Save the table as CSV, then choose that file.'];
    case 'file-unbalanced-quote':
      return [
        `A quote is opened${where} of ${name} and never closed.`,
        'Close it, or double it where it is part of a text.',
      ];
    case 'file-cell-too-long':
      return [
        `A row${where} of ${name} is too long to be one.`,
        'Often a quote is left open before it.',
      ];
    default:
      return [`${name} could not be scored.`, error.message];
  }
}

function words(name: string, problem: unknown): string[] {
  if (isLoamError(problem)) return errorWords(name, problem);
  if (problem instanceof DOMException || problem instanceof Error) {
    return [
      `${name} could not be read to its end: ${problem.message}`,
      'If it was changed or moved meanwhile, choose it again.',
    ];
  }
  return mismatchWords(name, problem as HeaderMismatch);
}

export function problemOf(name: string, problem: unknown): HTMLElement {
  const [first = '', ...rest] = words(name, problem);
  return element(
    'div',
    { class: 'error', role: 'alert' },
    element('p', {}, element('b', {}, first)),
    ...rest.map((text) => element('p', {}, text)),
  );
}
