/**
 * Prediction for app, worker, Node and exported page: one small, dependency-free path. A single row goes
 * through the table path as a table of one row, so both give the same bits.
 */
import { LoamError } from '../../core/errors';
import type { Cell, Table } from '../../core/dataset/types';
import type { FittedPreprocessing, ModelManifest } from '../../core/model/types';
import { makeTransformer } from '../preprocess/transform';
import { alignRow, alignTable, type Aligned } from './align';
import { answersOf, type Head } from './answer';
import { plainPass, type OutputPass } from './output-pass';
import {
  BLOCK,
  blockOf,
  rowPrediction,
  tablePrediction,
  type RowPrediction,
  type TablePrediction,
} from './prediction';

export type { RowPrediction, TablePrediction } from './prediction';

export interface Predictor {
  classes: string[] | null;
  predictCells(row: Record<string, Cell>): RowPrediction;
  /** `rows`: row numbers in the table, all when absent. Columns are matched by name. */
  predictTable(table: Table, rows?: Uint32Array | null): TablePrediction;
  /** All rows of a table whose columns are those of the signature already, as `alignTable` makes them. */
  predictAligned(table: Table): TablePrediction;
}

/** Null for regression. @throws LoamError `object-damaged` */
export function classesOf({ kind, classes }: ModelManifest): string[] | null {
  if (kind === 'regression') return null;
  if (!classes) mismatch('no classes');
  return classes;
}

export function headOf(model: ModelManifest): Head {
  const { kind, targetTransform, calibrator } = model;
  return { kind, targetTransform, calibrator, classes: classesOf(model)?.length ?? 1 };
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
  const classes = classesOf(model);
  const head = headOf(model);
  const answer = answerFunction(model, head, preprocessing, weights, pass);

  function predictAligned({ table, problems }: Aligned, rows: Uint32Array | null): TablePrediction {
    const count = rows ? rows.length : table.rows;
    if (count <= BLOCK) {
      return tablePrediction(
        model,
        classes,
        count,
        answer(table, blockOf(rows, 0, count)),
        problems,
      );
    }
    const width = classes ? classes.length : 1;
    const answers = new Float64Array(count * width);
    for (let start = 0; start < count; start += BLOCK) {
      const block = blockOf(rows, start, Math.min(count, start + BLOCK));
      answers.set(answer(table, block), start * width);
    }
    return tablePrediction(model, classes, count, answers, problems);
  }

  return {
    classes,
    predictCells(row) {
      return rowPrediction(classes, predictAligned(alignRow(model.inputs, row), null));
    },
    predictTable(table, rows = null) {
      return predictAligned(alignTable(model.inputs, table), rows);
    },
    predictAligned: (table) => predictAligned({ table, problems: [] }, null),
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
  if (network.type === 'onnx') throw needsRuntime();
  const pass = given ?? plainPass(network, weights);
  const transformer = makeTransformer(preprocessing);
  if (pass.outputs !== expected) mismatch('outputs');
  if (pass.inputs !== transformer.width) mismatch('inputs');
  return (table, rows) => pass.answers(head, pass.run(transformer.inputs(table, rows)));
}

/** Its answers come later: see `laterPredictor`. */
export function needsRuntime(): LoamError {
  return new LoamError('internal', { message: 'ONNX Runtime computes this model, Loam does not' });
}

export function mismatch(reason: string): never {
  throw new LoamError('object-damaged', { what: 'model', reason });
}
