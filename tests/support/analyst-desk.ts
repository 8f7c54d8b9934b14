/** An analyst over a fresh workspace, with the few gestures that its tests repeat. */
import { saveTable } from './save-table';
import { freshStorage } from './storage-effects';
import type { Table } from '../../src/core/dataset/types';
import { linkTo, type Link } from '../../src/core/hash/digest';
import type { FittedPreprocessing, ModelManifest } from '../../src/core/model/types';
import type { TaskKind } from '../../src/core/task/types';
import { writeSafetensors } from '../../src/ml/formats/safetensors';
import { createWorkspace, openWorkspace, type WorkspaceStore } from '../../src/storage';
import { Analyst } from '../../workers/analyst/analyst';
import type { CallContext, Progress } from '../../workers/contract';

export interface Desk {
  analyst: Analyst;
  workspace: string;
  store: WorkspaceStore;
  lease: string;
  /** `sizes` are the rows of the first chunks. */
  save(table: Table, sizes?: number[]): Promise<Link>;
  /** A linear model of one number: its answer (or the positive's logit) is slope * x + shift. */
  saveModel(model: LinearModel): Promise<Link>;
}

export interface LinearModel {
  kind: TaskKind;
  target: string;
  classes: string[] | null;
  input: string;
  slope: number;
  shift: number;
}

export function silent(signal: AbortSignal = new AbortController().signal): CallContext<Progress> {
  return { signal, progress: () => undefined };
}

export async function analystDesk(): Promise<Desk> {
  const effects = freshStorage();
  const { id: workspace } = await createWorkspace('test', effects);
  const store = await openWorkspace(workspace, effects);
  const { id: lease } = await store.lease();
  const writer = store.writer(lease);
  return {
    analyst: new Analyst({
      openWorkspace: (id) => openWorkspace(id, effects),
      pause: () => Promise.resolve(),
    }),
    workspace,
    store,
    lease,
    save: async (table, sizes) => store.putJson(lease, await saveTable(table, writer, sizes)),
    async saveModel({ kind, target, classes, input, slope, shift }) {
      const preprocessing: FittedPreprocessing = {
        format: 'loam.preprocessing/1',
        steps: [
          {
            column: input,
            step: 'numeric',
            transform: 'none',
            fill: 0,
            indicator: false,
            offset: 0,
            scale: 1,
          },
        ],
        width: 1,
      };
      const weights = writeSafetensors([
        { name: 'kernel', shape: [1, 1], values: Float32Array.of(slope) },
        { name: 'bias', shape: [1], values: Float32Array.of(shift) },
      ]);
      const model: ModelManifest = {
        format: 'loam.model/1',
        kind,
        target,
        classes,
        inputs: [{ name: input, type: 'number', categories: null, labels: null, quantiles: null }],
        preprocessing: await store.putJson(lease, preprocessing),
        network: {
          type: 'layers',
          layers: [
            {
              layer: 'dense',
              kernel: 'kernel',
              bias: 'bias',
              inputs: 1,
              outputs: 1,
              activation: 'linear',
            },
          ],
        },
        weights: linkTo(await writer.put(weights)),
        targetTransform: { offset: 0, scale: 1 },
        threshold: kind === 'binary' ? 0.5 : null,
        calibrator: null,
        conformal: null,
      };
      return store.putJson(lease, model);
    },
  };
}
