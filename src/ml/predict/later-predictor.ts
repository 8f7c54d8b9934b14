/**
 * A predictor whose answers come later: of a model that another runtime computes, which this library does not know
 * and is handed. What comes before and after that is the same as for any other model.
 */
import { calibrated, logitsOfShares } from '../../core/calibrate/apply';
import type { Cell, Table } from '../../core/dataset/types';
import type { FittedPreprocessing, ModelManifest } from '../../core/model/types';
import { makeTransformer } from '../preprocess/transform';
import { alignRow, alignTable, type Aligned } from './align';
import { answersOf, type Head } from './answer';
import {
  BLOCK,
  blockOf,
  rowPrediction,
  tablePrediction,
  type RowPrediction,
  type TablePrediction,
} from './prediction';
import { classesOf, headOf, mismatch, type Predictor } from './predictor';

/** As `Predictor`. */
export interface LaterPredictor {
  classes: string[] | null;
  predictCells(row: Record<string, Cell>): Promise<RowPrediction>;
  predictTable(table: Table, rows?: Uint32Array | null): Promise<TablePrediction>;
}

/** Who answers tables, at once or later. */
export interface AnyPredictor {
  classes: string[] | null;
  predictTable(table: Table, rows?: Uint32Array | null): TablePrediction | Promise<TablePrediction>;
}

/** What computes, elsewhere. */
export interface LaterPass {
  /** Prepared inputs of a row. */
  inputs: number;
  /**
   * @param inputs [rows, inputs] row-major
   * @returns [rows, classes] shares in the order of the model's classes, or [rows] numbers
   */
  run(inputs: Float32Array, rows: number): Promise<Float64Array>;
}

export function later({ classes, ...predictor }: Predictor): LaterPredictor {
  return {
    classes,
    predictCells: async (row) => predictor.predictCells(row),
    predictTable: async (table, rows) => predictor.predictTable(table, rows),
  };
}

function sharesOf({ calibrator, classes }: Head, shares: Float64Array): Float64Array {
  return calibrator ? calibrated(calibrator, classes, logitsOfShares(shares, classes)) : shares;
}

/** @throws LoamError `object-damaged` when model and preprocessing do not fit together; answers, what the pass throws */
export function laterPredictor(
  model: ModelManifest,
  preprocessing: FittedPreprocessing,
  pass: LaterPass,
): LaterPredictor {
  const classes = classesOf(model);
  const head = headOf(model);
  const transformer = makeTransformer(preprocessing);
  if (pass.inputs !== transformer.width) mismatch('inputs');
  const width = head.classes;

  async function predictAligned(
    { table, problems }: Aligned,
    rows: Uint32Array | null,
  ): Promise<TablePrediction> {
    const count = rows ? rows.length : table.rows;
    const answers = new Float64Array(count * width);
    for (let start = 0; start < count; start += BLOCK) {
      const block = blockOf(rows, start, Math.min(count, start + BLOCK));
      const outputs = await pass.run(transformer.inputs(table, block), block.length);
      if (outputs.length !== block.length * width) mismatch('outputs');
      answers.set(classes ? sharesOf(head, outputs) : answersOf(head, outputs), start * width);
    }
    return tablePrediction(model, classes, count, answers, problems);
  }

  return {
    classes,
    async predictCells(row) {
      return rowPrediction(classes, await predictAligned(alignRow(model.inputs, row), null));
    },
    predictTable(table, rows = null) {
      return predictAligned(alignTable(model.inputs, table), rows);
    },
  };
}
