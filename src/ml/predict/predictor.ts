/**
 * Prediction for app, worker, Node and exported page: one small, dependency-free path. A single row goes
 * through the table path as a table of one row, so both give the same bits.
 */
import { LoamError } from '../../core/errors';
import type { Cell, Table } from '../../core/dataset/types';
import type { FittedPreprocessing, ModelManifest } from '../../core/model/types';
import { makeTransformer } from '../preprocess/transform';
import { alignRow, alignTable, type Aligned } from './align';
import { answerIndex, answersOf, type Head } from './answer';
import { plainPass, type OutputPass } from './output-pass';
import type { InputProblem } from './problems';

export interface RowPrediction {
  /** The class label, or the number. */
  answer: string | number;
  /** In the order of the manifest's classes; null for regression. */
  probabilities: number[] | null;
  problems: InputProblem[];
}

export interface TablePrediction {
  rows: number;
  /** [rows, classes] row-major; null for regression. */
  probabilities: Float64Array | null;
  /** Regression: one number per row; null for classes. */
  values: Float64Array | null;
  /** Classes: index of the answer per row; null for regression. */
  labels: Uint32Array | null;
  problems: InputProblem[];
}

export interface Predictor {
  classes: string[] | null;
  predictCells(row: Record<string, Cell>): RowPrediction;
  /** `rows`: row numbers in the table, all when absent. Columns are matched by name. */
  predictTable(table: Table, rows?: Uint32Array | null): TablePrediction;
}

/** Rows per block, so that inputs of a large table never exist all at once. */
const BLOCK = 4096;
/** Rows 0, 1, ...: those of a first block, without being listed anew for each small table. */
const FIRST_ROWS = new Uint32Array(BLOCK).map((_, row) => row);

function rowNumbers(start: number, end: number): Uint32Array {
  if (start === 0) return FIRST_ROWS.subarray(0, end);
  return new Uint32Array(end - start).map((_, i) => start + i);
}

/**
 * @param weights the safetensors object, null for a baseline
 * @param pass what computes; made from `weights` without any library when absent
 * @throws LoamError `object-damaged` when model, preprocessing and weights do not fit together
 */
export function makePredictor(
  model: ModelManifest,
  preprocessing: FittedPreprocessing,
  weights: Uint8Array | null,
  pass?: OutputPass,
): Predictor {
  const classes = model.kind === 'regression' ? null : model.classes;
  if (model.kind !== 'regression' && !classes) {
    throw new LoamError('object-damaged', { what: 'model', reason: 'no classes' });
  }
  const head: Head = {
    kind: model.kind,
    targetTransform: model.targetTransform,
    classes: classes?.length ?? 1,
  };
  const answer = answerFunction(model, head, preprocessing, weights, pass);

  function predictAligned({ table, problems }: Aligned, rows: Uint32Array | null): TablePrediction {
    const count = rows ? rows.length : table.rows;
    const width = classes ? classes.length : 1;
    const answers = new Float64Array(count * width);
    for (let start = 0; start < count; start += BLOCK) {
      const end = Math.min(count, start + BLOCK);
      const block = rows ? rows.subarray(start, end) : rowNumbers(start, end);
      answers.set(answer(table, block), start * width);
    }
    if (!classes)
      return { rows: count, probabilities: null, values: answers, labels: null, problems };
    const labels = new Uint32Array(count);
    for (let row = 0; row < count; row++) {
      labels[row] = answerIndex(answers, model.threshold, row * width, width);
    }
    return { rows: count, probabilities: answers, values: null, labels, problems };
  }

  return {
    classes,
    predictCells(row) {
      const { probabilities, values, labels, problems } = predictAligned(
        alignRow(model.inputs, row),
        null,
      );
      if (!classes) return { answer: values![0]!, probabilities: null, problems };
      const answer = classes[labels![0]!]!;
      return { answer, probabilities: Array.from(probabilities!), problems };
    },
    predictTable(table, rows = null) {
      return predictAligned(alignTable(model.inputs, table), rows);
    },
  };
}

type AnswerFunction = (table: Table, rows: Uint32Array) => Float64Array;

function answerFunction(
  { network }: ModelManifest,
  head: Head,
  preprocessing: FittedPreprocessing,
  weights: Uint8Array | null,
  given: OutputPass | undefined,
): AnswerFunction {
  const expected = head.kind === 'multiclass' ? head.classes : 1;
  if (network.type === 'constant') {
    if (network.output.length !== expected) mismatch('outputs');
    return (_, rows) => {
      const out = new Float64Array(rows.length * expected);
      for (let at = 0; at < out.length; at += expected) out.set(network.output, at);
      return answersOf(head, out);
    };
  }
  const pass = given ?? plainPass(network, weights);
  const transformer = makeTransformer(preprocessing);
  if (pass.outputs !== expected) mismatch('outputs');
  if (pass.inputs !== transformer.width) mismatch('inputs');
  return (table, rows) => pass.answers(head, pass.run(transformer.inputs(table, rows)));
}

function mismatch(reason: string): never {
  throw new LoamError('object-damaged', { what: 'model', reason });
}
