/**
 * Answers questions about dataset versions and models. Rows stay in the worker; answers are small. What a first
 * model does not need is loaded when it is asked.
 */
import { cellOf } from '../../src/core/dataset/cell';
import { readRows, type RowSelection } from '../../src/core/dataset/read-table';
import { readManifest } from '../../src/core/formats/read-manifest';
import { joinWorkspace, type WorkspaceStore } from '../../src/storage';
import type { AnalystApi } from '../contract';
import type { OnnxAddresses } from '../onnx/contract';
import { keepOpen } from '../keep-open';
import { noOnnx, onnxOpener, type OpenOnnx } from '../onnx/open-onnx';
import { evaluateModel } from './evaluate-model';
import { guessFor } from './guess-for';
import { loadModel } from './load-model';
import { makeTask } from './make-task';
import { nextTurn, type Pause } from './pause';
import { planFolds } from './plan-folds';

export interface AnalystEffects {
  openWorkspace(id: string): Promise<WorkspaceStore>;
  pause: Pause;
  /** How ONNX Runtime is opened that is at these addresses. */
  openerAt(addresses: OnnxAddresses | undefined): OpenOnnx;
}

const defaultEffects: AnalystEffects = {
  openWorkspace: keepOpen((id) => joinWorkspace(id)),
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

  planFolds: AnalystApi['planFolds'] = ({ workspace, task, windows, ahead }, { signal }) =>
    this.#within(workspace, (store) => planFolds(store.objects, task, { windows, ahead, signal }));

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

  describeForeign: AnalystApi['describeForeign'] = async ({ files, onnx }, context) => {
    const { describeForeign } = await import('./foreign-model');
    return describeForeign(files, context, this.#effects.openerAt(onnx));
  };

  importForeign: AnalystApi['importForeign'] = ({ workspace, onnx, ...request }, context) =>
    this.#within(workspace, async (store) => {
      const { importForeign } = await import('./foreign-model');
      return importForeign(store, request, context, this.#effects.openerAt(onnx));
    });

  decisionScores: AnalystApi['decisionScores'] = ({ workspace, onnx, ...request }, context) =>
    this.#within(workspace, async (store) => {
      const { pause, openerAt } = this.#effects;
      const { decisionScores } = await import('./decision-scores');
      return decisionScores(store, request, context, pause, openerAt(onnx));
    });

  understand: AnalystApi['understand'] = ({ workspace, lease, onnx, ...request }, context) =>
    this.#within(workspace, async (store) => {
      const { pause, openerAt } = this.#effects;
      const { understandModel } = await import('./understand-model');
      return understandModel(store, lease, request, context, pause, openerAt(onnx));
    });

  compare: AnalystApi['compare'] = ({ workspace, lease, onnx, ...request }, context) =>
    this.#within(workspace, async (store) => {
      const { pause, openerAt } = this.#effects;
      const { compareModels } = await import('./compare-models');
      return compareModels(store, lease, request, context, pause, openerAt(onnx));
    });

  judgeData: AnalystApi['judgeData'] = ({ workspace, lease, onnx, ...question }, context) =>
    this.#within(workspace, async (store) => {
      const { pause, openerAt } = this.#effects;
      const { judgeData } = await import('./judge-data');
      return judgeData(store, lease, question, context, pause, openerAt(onnx));
    });

  seriesReference: AnalystApi['seriesReference'] = ({ workspace, ...request }, { signal }) =>
    this.#within(workspace, async (store) => {
      const { seriesReference } = await import('./series-reference');
      return seriesReference(store.objects, request, signal);
    });

  evidence: AnalystApi['evidence'] = ({ workspace, lease, ...request }, context) =>
    this.#within(workspace, async (store) => {
      const { gatherEvidence } = await import('./gather-evidence');
      return gatherEvidence(store, lease, request, context, this.#effects.pause);
    });

  scoreFile: AnalystApi['scoreFile'] = ({ workspace, model, file, name, onnx }, context) =>
    this.#within(workspace, async (store) => {
      const { scoreFile } = await import('./score-file');
      const opened = await loadModel(store, model, this.#effects.openerAt(onnx));
      return scoreFile(opened, file, name, context, this.#effects.pause);
    });

  async #within<T>(workspace: string, work: (store: WorkspaceStore) => Promise<T>): Promise<T> {
    const store = await this.#effects.openWorkspace(workspace);
    try {
      return await work(store);
    } finally {
      store.close();
    }
  }
}
