/** Why a file could not be scored, in sentences: for the page, and for the scorer that runs in Node. */
import type { LoamError } from '../../../core/errors';
import type { HeaderMismatch } from '../../scoring/types';
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

/** For a person to act on, the main thing first. */
export function mismatchWords(name: string, { lacking, names }: HeaderMismatch): string[] {
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

/** Null where the error is not about the file. */
export function inputErrorWords(name: string, error: LoamError): string[] | null {
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
      return [`${name} is not a text file.`, 'Save the table as CSV, and score that file.'];
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
    case 'file-too-many-columns':
      return [`${name} has too many columns.`, 'Often it is not a table at all.'];
    default:
      return null;
  }
}
