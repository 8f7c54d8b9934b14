/** What computes the answers of this server. */
import type { Table } from '../../../../core/dataset/types';
import type { TablePrediction } from '../../../../ml/predict/predictor';
import type { RuntimeName } from '../../../api/runtimes';
import type { ModelContents } from '../../../model/types';

export interface TablePredictor {
  /** At once, or later; the rows of one table. */
  predictTable(table: Table): TablePrediction | Promise<TablePrediction>;
  /** As `predictTable`, of a table whose columns are those of the signature already; absent: it does that too. */
  predictAligned?(table: Table): TablePrediction;
}

export interface Runtime {
  name: RuntimeName;
  version: string;
  /** What the Open Inference Protocol calls a platform: project and format. */
  platform: string;
  /**
   * @param fileOf a file of the model's own folder
   * @throws LoamError `bundle-damaged` where it cannot answer as the model must
   */
  open(
    contents: ModelContents,
    fileOf: (name: string) => Uint8Array | undefined,
  ): Promise<TablePredictor>;
}
