/**
 * Where the trainings of this device stand: one row per run that goes on or was interrupted, never exported
 * and never in the log. A run's start makes its row, its end takes it away (commit.ts).
 */
import type { Resumption } from '../core/log/types';
import { writing } from './database';
import { INLINE_BELOW, type CheckpointRow } from './schema';
import { inLoamWords } from './storage-errors';
import type { WorkspaceDatabase } from './workspace-database';

export interface StoredCheckpoint {
  /** The last that was put; null before the first, or where the browser has lost it. */
  bytes: Uint8Array | null;
  /** Every time that the run went on, the first one first. */
  resumed: Resumption[];
  /** The person has given the run up: it does not go on. */
  cancelled: boolean;
}

/** Writing about a run that has no row does nothing: a worker that is given up may still be writing. */
export interface Checkpoints {
  /** Null for a run that has ended, or that was begun on another device. */
  get(run: string): Promise<StoredCheckpoint | null>;
  /** Replaces the one before; durable when it resolves. */
  put(run: string, bytes: Uint8Array): Promise<void>;
  /** The run goes on from there. */
  resume(run: string, from: Resumption): Promise<void>;
  cancel(run: string): Promise<void>;
}

/** Of a run that begins. */
export function firstCheckpoint(run: string): CheckpointRow {
  return { run, content: null, resumed: [], cancelled: false };
}

export function checkpointStore(database: WorkspaceDatabase): Checkpoints {
  const { checkpoints } = database;
  const change = (run: string, fields: (row: CheckpointRow) => Partial<CheckpointRow>) =>
    writing(database, [checkpoints], async () => {
      const row = await checkpoints.get(run);
      if (row) await checkpoints.put({ ...row, ...fields(row) });
    });
  return {
    async get(run) {
      const row = await inLoamWords(() => checkpoints.get(run));
      if (!row) return null;
      const { resumed, cancelled } = row;
      return { bytes: await bytesOf(row), resumed, cancelled };
    },
    put(run, bytes) {
      const content =
        bytes.length < INLINE_BELOW ? bytes.slice() : new Blob([bytes as Uint8Array<ArrayBuffer>]);
      return change(run, () => ({ content }));
    },
    resume: (run, from) => change(run, ({ resumed }) => ({ resumed: [...resumed, from] })),
    cancel: (run) => change(run, () => ({ cancelled: true })),
  };
}

async function bytesOf({ content }: CheckpointRow): Promise<Uint8Array | null> {
  if (content === null || content instanceof Uint8Array) return content;
  try {
    return new Uint8Array(await content.arrayBuffer());
  } catch {
    return null;
  }
}
