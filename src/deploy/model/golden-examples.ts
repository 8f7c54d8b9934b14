/**
 * Inputs with the answers that the model gave to them, so that a page can tell at its start, wherever it
 * runs, that it still computes the same bits. Inputs are drawn from the signature and its coarse
 * quantiles, never from rows.
 */
import type { Cell } from '../../core/dataset/types';
import type { InputSignature, ModelManifest } from '../../core/model/types';
import type { LaterPredictor } from '../../ml/predict/later-predictor';
import type { Predictor, RowPrediction } from '../../ml/predict/predictor';
import { floatBits } from './float-bits';
import type { GoldenExample, GoldenSet } from './types';

/** Examples of ordinary inputs; after them come one without any value and one with unusual values. */
const ORDINARY = 8;

function pick<T>(values: readonly T[], at: number): T | null {
  return values.length === 0 ? null : values[at % values.length]!;
}

function ordinaryCell(input: InputSignature, example: number, position: number): Cell {
  switch (input.type) {
    case 'number':
    case 'integer':
    case 'datetime':
      // Steps of 1 and 2 through five quantiles: neighbouring inputs do not move together.
      return pick(input.quantiles ?? [], example * (1 + (position % 2)) + position);
    case 'boolean':
      return pick(input.labels ?? [], (example >> (position % 3)) + position);
    case 'category':
    case 'text':
      return pick(input.categories ?? [], example + position);
    default:
      return input.type satisfies never;
  }
}

/** Far outside the quantiles, or a category that cannot be known. */
function unusualCell(input: InputSignature): Cell {
  switch (input.type) {
    case 'number':
    case 'integer':
      return (input.quantiles?.at(-1) ?? 0) * 3 + 1;
    case 'datetime':
      return 0;
    case 'boolean':
      return null;
    case 'category':
    case 'text':
      return `neither of ${(input.categories ?? []).join(' ').length}`;
    default:
      return input.type satisfies never;
  }
}

/** The cells of an example under the names of the signature. */
export function rowOf(
  inputs: readonly { name: string }[],
  cells: readonly Cell[],
): Record<string, Cell> {
  return Object.fromEntries(inputs.map(({ name }, i) => [name, cells[i] ?? null]));
}

/** What the model answered, in the order of `GoldenExample`. */
export function outputOf(
  { classes }: Pick<ModelManifest, 'classes'>,
  { answer, probabilities, interval, set }: RowPrediction,
): number[] {
  if (!probabilities) {
    return interval ? [Number(answer), interval.low, interval.high] : [Number(answer)];
  }
  const inSet = set ? classes!.map((label) => Number(set.includes(label))) : [];
  return [...probabilities, ...inSet];
}

/** How many numbers that are. */
export function outputWidth({ kind, classes, conformal }: ModelManifest): number {
  if (kind === 'regression') return conformal?.type === 'interval' ? 3 : 1;
  return classes!.length * (conformal?.type === 'set' ? 2 : 1);
}

/** The first format has answers without conformal ones. */
export function goldenFormat({ conformal }: Pick<ModelManifest, 'conformal'>): GoldenSet['format'] {
  return conformal ? 'loam.golden/2' : 'loam.golden/1';
}

function exampleInputs({ inputs }: Pick<ModelManifest, 'inputs'>): Cell[][] {
  const ordinary = Array.from({ length: ORDINARY }, (_, example) =>
    inputs.map((input, position) => ordinaryCell(input, example, position)),
  );
  return [...ordinary, inputs.map(() => null), inputs.map(unusualCell)];
}

/** The same for the same model, everywhere. */
export function goldenExamples(
  manifest: Pick<ModelManifest, 'inputs' | 'classes'>,
  predictor: Predictor,
): GoldenExample[] {
  return exampleInputs(manifest).map((input) => {
    const answered = predictor.predictCells(rowOf(manifest.inputs, input));
    return { input, output: outputOf(manifest, answered).map(floatBits) };
  });
}

/** Of a model whose answers come later, and may differ in their last bits from one machine to another. */
export async function laterExamples(
  manifest: Pick<ModelManifest, 'inputs' | 'classes'>,
  predictor: LaterPredictor,
): Promise<GoldenExample[]> {
  const examples: GoldenExample[] = [];
  for (const input of exampleInputs(manifest)) {
    const answered = await predictor.predictCells(rowOf(manifest.inputs, input));
    examples.push({ input, output: outputOf(manifest, answered).map(floatBits) });
  }
  return examples;
}

/** Null where every example gives the very bits it gave before; else one clause that names the first that does not. */
export function goldenMismatch(
  golden: GoldenSet,
  manifest: Pick<ModelManifest, 'inputs' | 'classes'>,
  predictor: Predictor,
): string | null {
  if (golden.examples.length === 0) return 'it has no golden examples';
  for (const [i, { input, output }] of golden.examples.entries()) {
    const answered = predictor.predictCells(rowOf(manifest.inputs, input));
    const now = outputOf(manifest, answered).map(floatBits);
    if (now.length !== output.length || now.some((bits, at) => bits !== output[at])) {
      return `golden example ${i + 1} of ${golden.examples.length} gives another answer than at export`;
    }
  }
  return null;
}
