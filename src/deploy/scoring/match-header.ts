/** How a file to score is laid out: its delimiter, and where the model's inputs stand in it. */
import { LoamError } from '../../core/errors';
import { columnNames } from '../../core/ingest/csv-header';
import { DELIMITERS, detectDelimiter } from '../../core/ingest/detect-delimiter';
import { IssueLog } from '../../core/ingest/issue-log';
import { sampleRecords, type Head } from '../../core/ingest/sample-records';
import type { Delimiter } from '../../core/ingest/types';
import type { InputSignature } from '../../core/model/types';
import type { HeaderMismatch } from './types';

export interface Layout {
  delimiter: Delimiter;
  /** One name per column, distinct. */
  names: string[];
  /** Per input of the model, its column; -1 where the file lacks it. */
  positions: number[];
  lacking: HeaderMismatch['lacking'];
  /** The first records, the header among them. */
  sample: string[][];
}

const SAMPLE_RECORDS = 1000;

function loosely(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]+/g, '');
}

function layout(
  sample: string[][],
  delimiter: Delimiter,
  inputs: readonly InputSignature[],
): Layout {
  const names = columnNames(sample, true, new IssueLog());
  const positions = inputs.map(({ name }) => names.indexOf(name));
  const lacking = inputs
    .filter((_, i) => positions[i] === -1)
    .map(({ name }) => ({
      input: name,
      near: names.find((other) => loosely(other) === loosely(name)) ?? null,
    }));
  return { delimiter, names, positions, lacking, sample };
}

/** How many inputs the first line names when it is split by `delimiter`; -1 where it cannot be split. */
function inputsNamed(head: Head, delimiter: Delimiter, inputs: readonly InputSignature[]): number {
  try {
    const [first = []] = sampleRecords(head, delimiter.charCodeAt(0), 1);
    const names = new Set(first.map((name) => name.trim()));
    return inputs.filter(({ name }) => names.has(name)).length;
  } catch {
    return -1;
  }
}

/**
 * The delimiter is the one that finds the most inputs in the first line; of equally good ones the one that
 * an import would choose. Names follow the rules of an import.
 * @throws LoamError `file-empty`, or as CsvScanner does
 */
export function matchHeader(head: Head, inputs: readonly InputSignature[]): Layout {
  const usual = detectDelimiter(head);
  let best = { delimiter: usual, named: inputsNamed(head, usual, inputs) };
  for (const delimiter of DELIMITERS) {
    const named = inputsNamed(head, delimiter, inputs);
    if (named > best.named) best = { delimiter, named };
  }
  const sample = sampleRecords(head, best.delimiter.charCodeAt(0), SAMPLE_RECORDS);
  if (sample.length === 0) throw new LoamError('file-empty');
  return layout(sample, best.delimiter, inputs);
}
