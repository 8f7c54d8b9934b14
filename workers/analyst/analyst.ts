/** Answers questions about dataset versions and models. Rows stay in the worker; answers are small. */
import { cellOf } from '../../src/core/dataset/cell';
import { readRows, type RowSelection } from '../../src/core/dataset/read-table';
import { readManifest } from '../../src/core/formats/read-manifest';
import { openWorkspace, type WorkspaceStore } from '../../src/storage';
import type { AnalystApi } from '../contract';
import type { OnnxAddresses } from '../onnx/contract';
import { keepOpen } from '../keep-open';
import { noOnnx, onnxOpener, type OpenOnnx } from '../onnx/open-onnx';
import { compareModels } from './compare-models';
import { decisionScores } from './decision-scores';
import { evaluateModel } from './evaluate-model';
import { describeForeign, importForeign } from './foreign-model';
import { gatherEvidence } from './gather-evidence';
import { guessFor } from './guess-for';
import { judgeData } from './judge-data';
import { loadModel } from './load-model';
import { makeTask } from './make-task';
import { nextTurn, type Pause } from './pause';
import { planFolds } from './plan-folds';
import { scoreFile } from './score-file';
import { seriesReference } from './series-reference';
import { understandModel } from './understand-model';

export interface AnalystEffects {
  openWorkspace(id: string): Promise<WorkspaceStore>;
  pause: Pause;
  /** How ONNX Runtime is opened that is at these addresses. */
  openerAt(addresses: OnnxAddresses | undefined): OpenOnnx;
}

const defaultEffects: AnalystEffects = {
  openWorkspace: keepOpen((id) => openWorkspace(id)),
  pause: nextTurn,
  openerAt: (addresses) => (addresses ? onnxOpener(addresses) : noOnnx),
};

export class Analyst implements AnalystApi {
  readonly #effects: AnalystEffects;

  constructor(effects: Partial<AnalystEffects> = {}) {
    this.#effects = { ...defaultEffects, ...effects };
  }

  prepare: AnalystApi['prepare'] = ({ workspace }) =>
    this.#within(workspace, () => Promise.resolve());

  guess: AnalystApi['guess'] = ({ workspace, dataset, target, positive }, context) =>
    this.#within(workspace, (store) => guessFor(store, dataset, { target, positive }, context));

  makeTask: AnalystApi['makeTask'] = ({ workspace, lease, spec }, context) =>
    this.#within(workspace, (store) => makeTask(store, lease, spec, context));

  planFolds: AnalystApi['planFolds'] = ({ workspace, task, windows }, { signal }) =>
    this.#within(workspace, (store) => planFolds(store.objects, task, { windows, signal }));

  rows: AnalystApi['rows'] = (request, { signal }) =>
    this.#within(request.workspace, async (store) => {
      const manifest = await readManifest(store.objects, request.dataset, 'loam.dataset/1');
      const selection: RowSelection =
        'indices' in request
          ? { indices: request.indices }
          : { start: request.start, count: request.count };
      const table = await readRows(manifest, store.objects, selection, { signal });
      return {
        columns: table.columns.map(({ schema }) => schema.name),
        rows: Array.from({ length: table.rows }, (_, row) =>
          table.columns.map((column) => cellOf(column, row)),
        ),
      };
    });

  evaluate: AnalystApi['evaluate'] = ({ workspace, lease, onnx, ...request }, context) =>
    this.#within(workspace, (store) =>
      evaluateModel(
        store,
        lease,
        request,
        context,
        this.#effects.pause,
        this.#effects.openerAt(onnx),
      ),
    );

  describeForeign: AnalystApi['describeForeign'] = ({ files, onnx }, context) =>
    describeForeign(files, context, this.#effects.openerAt(onnx));

  importForeign: AnalystApi['importForeign'] = ({ workspace, onnx, ...request }, context) =>
    this.#within(workspace, (store) =>
      importForeign(store, request, context, this.#effects.openerAt(onnx)),
    );

  decisionScores: AnalystApi['decisionScores'] = ({ workspace, onnx, ...request }, context) =>
    this.#within(workspace, (store) =>
      decisionScores(store, request, context, this.#effects.pause, this.#effects.openerAt(onnx)),
    );

  understand: AnalystApi['understand'] = ({ workspace, lease, onnx, ...request }, context) =>
    this.#within(workspace, (store) =>
      understandModel(
        store,
        lease,
        request,
        context,
        this.#effects.pause,
        this.#effects.openerAt(onnx),
      ),
    );

  compare: AnalystApi['compare'] = ({ workspace, lease, onnx, ...request }, context) =>
    this.#within(workspace, (store) =>
      compareModels(
        store,
        lease,
        request,
        context,
        this.#effects.pause,
        this.#effects.openerAt(onnx),
      ),
    );

  judgeData: AnalystApi['judgeData'] = ({ workspace, lease, onnx, ...question }, context) =>
    this.#within(workspace, (store) =>
      judgeData(store, lease, question, context, this.#effects.pause, this.#effects.openerAt(onnx)),
    );

  seriesReference: AnalystApi['seriesReference'] = ({ workspace, ...request }, { signal }) =>
    this.#within(workspace, (store) => seriesReference(store.objects, request, signal));

  evidence: AnalystApi['evidence'] = ({ workspace, lease, ...request }, context) =>
    this.#within(workspace, (store) =>
      gatherEvidence(store, lease, request, context, this.#effects.pause),
    );

  scoreFile: AnalystApi['scoreFile'] = ({ workspace, model, file, name, onnx }, context) =>
    this.#within(workspace, async (store) =>
      scoreFile(
        await loadModel(store, model, this.#effects.openerAt(onnx)),
        file,
        name,
        context,
        this.#effects.pause,
      ),
    );

  async #within<T>(workspace: string, work: (store: WorkspaceStore) => Promise<T>): Promise<T> {
    const store = await this.#effects.openWorkspace(workspace);
    try {
      return await work(store);
    } finally {
      store.close();
    }
  }
}
