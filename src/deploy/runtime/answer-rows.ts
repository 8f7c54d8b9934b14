/**
 * What every artefact answers to rows given by name, as JSON or as objects of a program: one answer per row,
 * and what was wrong with each. Bad input never stops the others: it takes the default that the signature
 * documents (see `ml/predict/problems.ts`), and is named.
 */
import type { Cell } from '../../core/dataset/types';
import type { ModelManifest } from '../../core/model/types';
import type { Predictor } from '../../ml/predict/predictor';
import type { ProblemType } from '../../ml/predict/problems';

export type InputRow = Readonly<Record<string, unknown>>;

export interface RowProblem {
  input: string;
  problem: ProblemType;
  /** What stood there, as text; null where nothing did. */
  value: string | null;
}

export interface RowAnswer {
  /** The class, or the number. */
  answer: string | number;
  /** By class; null for a number. */
  probabilities: Record<string, number> | null;
  /** Ends of the interval; there where the model gives one. */
  low?: number;
  high?: number;
  /** The classes that it may be, in the model's order; there where the model gives a set. */
  set?: string[];
  problems: RowProblem[];
}

/** Whether a value is a row at all: an object that is no list. */
export function isInputRow(value: unknown): value is InputRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCell(value: unknown): value is Cell | undefined {
  return (
    value === null ||
    value === undefined ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  );
}

/** Null where it has no text, as a function, or an object that contains itself. */
function shownText(value: unknown): string | null {
  if (typeof value === 'bigint') return String(value);
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    return null;
  }
}

/** Fields that the model does not know are not looked at. */
export function answerRow(
  predictor: Predictor,
  { inputs }: Pick<ModelManifest, 'inputs'>,
  row: InputRow,
): RowAnswer {
  // Without a prototype, so that an input may be named __proto__.
  const cells = Object.create(null) as Record<string, Cell>;
  const strange: RowProblem[] = [];
  for (const { name } of inputs) {
    if (!Object.hasOwn(row, name)) continue;
    const value = row[name];
    if (isCell(value)) cells[name] = value ?? null;
    else {
      cells[name] = null;
      strange.push({ input: name, problem: 'wrong-type', value: shownText(value) });
    }
  }
  const { answer, probabilities, interval, set, problems } = predictor.predictCells(cells);
  const found = problems
    .filter(({ input }) => !strange.some((each) => each.input === input))
    .map(({ input, problem, example }) => ({ input, problem, value: example }));
  return {
    answer,
    probabilities:
      predictor.classes && probabilities
        ? Object.fromEntries(predictor.classes.map((label, i) => [label, probabilities[i]!]))
        : null,
    ...interval,
    ...(set && { set }),
    problems: [...found, ...strange],
  };
}
