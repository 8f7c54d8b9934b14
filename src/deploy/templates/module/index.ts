/** The package's `index.js`: answers rows with the bits of the app, in browsers and in Node. Its types are in index.d.ts. */
import { isLoamError } from '../../../core/errors';
import type { InputSignature } from '../../../core/model/types';
import type { Predictor } from '../../../ml/predict/predictor';
import type { ModelCard } from '../../model/types';
import { answerRow, isInputRow, type InputRow, type RowAnswer } from '../../runtime/answer-rows';
import { card as cardLink, objects } from './model-data';
import { checkedPredictor, openObjects } from './open-objects';

function altered(cause: unknown): Error {
  const reason = isLoamError(cause) ? cause.facts.reason : 'its model cannot be read';
  return new Error(
    `This package is not as it was exported: ${reason}. Nothing was answered. Install it again, or export it anew.`,
    { cause },
  );
}

function whole<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw altered(error);
  }
}

const contents = whole(() => openObjects(cardLink, objects));
const { manifest } = contents.model;

export const card: ModelCard = contents.card;
export const inputs: readonly InputSignature[] = manifest.inputs;
/** What is predicted. */
export const target: string = manifest.target;
/** In the order of the probabilities; null where a number is predicted. */
export const classes: readonly string[] | null =
  manifest.kind === 'regression' ? null : manifest.classes;

/** The share of rows whose truth the interval or set of an answer shall hold; null where answers have none. */
export const coverage: number | null = manifest.conformal?.coverage ?? null;

let checked: Predictor | null = null;

/** Checks all of the model at its first use. */
function predictor(): Predictor {
  checked ??= whole(() => checkedPredictor(contents));
  return checked;
}

function answerOf(row: unknown, what: string): RowAnswer {
  if (!isInputRow(row)) throw new TypeError(`${what} is not an object with a field per input`);
  return answerRow(predictor(), manifest, row);
}

// Asynchronous, so that a heavier engine may take this place without a change for those who call.
export async function predict(rows: readonly InputRow[]): Promise<RowAnswer[]> {
  if (!Array.isArray(rows)) throw new TypeError('predict takes a list of rows; see predictOne');
  return rows.map((row, i) => answerOf(row, `row ${i}`));
}

export async function predictOne(row: InputRow): Promise<RowAnswer> {
  return answerOf(row, 'the row');
}
