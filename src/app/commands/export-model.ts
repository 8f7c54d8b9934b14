/** A model version leaves, as one of several kinds, recorded in the log with its hash. */
import { LoamError } from '../../core/errors';
import { EXPORT_NOUNS, type ExportKind } from '../../core/log/export-kinds';
import type { LeavingValue } from '../../deploy/model/types';
import type { RunOnnx } from '../../deploy/onnx';
import { deviceSigner } from '../signing/device-signer';
import type { WorkspaceContext } from '../workspace-context';
import { askedInputOf } from './export-input';
import { EXPORT_MAKERS, type ApiOptions } from './export-kinds';
import type { LoadedModel } from './load-model';

export interface PreparedExport {
  kind: ExportKind;
  /** Of each model that it holds, the object; the first is the one that was asked for. */
  models: LoadedModel[];
  bytes: Uint8Array;
  sha256: string;
  signed: boolean;
  /** Every value that leaves with it. */
  leaving: LeavingValue[];
}

const runInWorker: RunOnnx = async (...asked) => {
  const { runOnnx } = await import('../onnx-runtime');
  return runOnnx(...asked);
};

/**
 * Builds it; nothing has left and nothing is recorded yet.
 * @param api only for an API package
 * @throws LoamError `export-refused` where the kind cannot hold this model, by the name of what it lacks, or where ONNX
 * Runtime answers a golden example otherwise than the app
 */
export async function prepareExport(
  session: WorkspaceContext,
  kind: ExportKind,
  models: LoadedModel[],
  api: ApiOptions = {},
): Promise<PreparedExport> {
  const maker = EXPORT_MAKERS[kind];
  const graph = models.find(({ manifest }) => manifest.network.type === 'onnx');
  if (graph && maker.withoutRuntime) {
    throw new LoamError('export-refused', {
      format: EXPORT_NOUNS[kind],
      reason: maker.withoutRuntime,
    });
  }
  const [first, ...others] = await Promise.all(models.map(askedInputOf));
  if (!first || (others.length > 0 && !maker.several)) {
    throw new LoamError('internal', { message: `cannot export ${models.length} as ${kind}` });
  }
  const [{ leavingValues }, { digestOf }, signer] = await Promise.all([
    import('../../deploy/model/leaving-values'),
    import('../../core/hash/digest'),
    deviceSigner(session.store.local),
  ]);
  const { bytes, signed } = await maker.build([first, ...others], {
    signer,
    runOnnx: session.effects.runOnnx ?? runInWorker,
    api,
  });
  const leaving = [first, ...others].flatMap(leavingValues);
  return { kind, models, bytes, sha256: digestOf(bytes), signed, leaving };
}

export function exportFileName({ kind, models: [model] }: PreparedExport): string {
  const { name, version } = model!.row;
  const suffix = kind === 'page' ? '' : `-${kind}`;
  const ending = EXPORT_MAKERS[kind].ending;
  return `${name}-${version}${suffix}${ending}`.replace(/[^\p{L}\p{N}.-]+/gu, '-');
}

/** Hands the file to the person and records, of every model in it, that it left. */
export async function handOver(session: WorkspaceContext, made: PreparedExport): Promise<void> {
  const { kind, models, sha256, bytes } = made;
  await session.store.commit(
    models.map(({ row }) => ({
      type: 'exported' as const,
      model: row.model,
      kind,
      sha256,
      bytes: bytes.length,
    })),
  );
  const content = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: EXPORT_MAKERS[kind].mime });
  session.effects.download(exportFileName(made), content);
}
