/** What `score.mjs` says. */
import { isLoamError, type LoamError } from '../../../core/errors';
import type { FittedPreprocessing, ModelManifest } from '../../../core/model/types';
import type { HeaderMismatch, RowTrouble, ScoreSummary } from '../../scoring/types';
import { countOf, groupDigits, readable } from '../page/number-text';
import { fileProblem } from '../page/problem-text';
import { inputErrorWords, mismatchWords } from '../page/score-words';

export const USAGE = `Scores the rows of a CSV file with the model in this folder.

  node score.mjs IN.csv OUT.csv [--resume] [--quiet]

IN.csv     its first line names the columns; those that the model reads must be there
OUT.csv    the same file with prediction columns behind the others; replaced when all is done
--resume   goes on where an earlier run stopped, or starts if none did
--quiet    says nothing when all goes well

Ends with 0 when done, 2 when asked wrongly, 3 when the input cannot be read or scored, 4 when a file of this
folder was altered, 5 when the output cannot be written.
`;

export function mismatchText(name: string, mismatch: HeaderMismatch): string {
  return mismatchWords(name, mismatch).join('\n');
}

/** Null where the error is not about the input. */
export function inputErrorText(name: string, error: LoamError): string | null {
  return inputErrorWords(name, error)?.join(' ') ?? null;
}

function troubleLine({ count, lines }: RowTrouble, what: string): string[] {
  if (count === 0) return [];
  const more = count > lines.length ? ', ...' : '';
  return [`${countOf(count, 'row')} ${what} (line ${lines.join(', ')}${more}).`];
}

function answerLine({ target, classes }: ModelManifest, { counts, mean }: ScoreSummary): string {
  return counts && classes
    ? `${target}: ${classes.map((label, i) => `${label} ${groupDigits(String(counts[i]))}`).join(', ')}`
    : `${target}: mean ${readable(mean!)}`;
}

/** What was found on the way; the answers are in the file. */
export function summaryText(
  manifest: ModelManifest,
  preprocessing: FittedPreprocessing,
  summary: ScoreSummary,
): string {
  const { rows, problems, short, long, transcodedFrom } = summary;
  return [
    `${countOf(rows, 'row')} scored. ${answerLine(manifest, summary)}`,
    ...(transcodedFrom ? [`The input is ${transcodedFrom}; the output is UTF-8.`] : []),
    ...problems.map((found) => fileProblem(preprocessing, found)),
    ...troubleLine(short, 'have fewer cells than the first line; what they lack counts as missing'),
    ...troubleLine(
      long,
      'have more cells than the first line; those stand behind the added columns',
    ),
    '',
  ].join('\n');
}

export function stoppedText(output: string): string {
  return `Stopped. ${output} is as it was; --resume goes on from here.`;
}

export function unexpectedText(error: unknown): string {
  const what = isLoamError(error) || !(error instanceof Error) ? String(error) : error.stack;
  return `An error that should not happen: ${what}`;
}
