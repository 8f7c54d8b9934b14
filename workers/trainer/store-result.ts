/** What a training gave, as objects: weights, preprocessing, model manifest, curves and the engine's code. */
import type { TrainingCurves } from '../../src/core/evaluation/training-curves';
import { LoamError } from '../../src/core/errors';
import { linkDigest, linkTo, type Link } from '../../src/core/hash/digest';
import { canonicalBytes } from '../../src/core/json/canonical';
import type { RunOutcome } from '../../src/core/log/types';
import { explain } from '../../src/core/messages';
import type { ModelManifest } from '../../src/core/model/types';
import type { ObjectWriter } from '../../src/core/ports';
import { encodeOutOfFold } from '../../src/core/study/out-of-fold';
import type { CurveValues, TrainedModel } from '../../src/ml/train/recipe-result';
import type { RefinedResult } from '../../src/ml/train/train-refined';

export interface StoredResult {
  outcome: RunOutcome;
  model: ModelManifest | null;
  /** The compiled engine; null for engines of others. */
  module: Link | null;
}

export async function storeResult(
  { outcome, model, curves, module: code, outOfFold }: RefinedResult,
  writer: ObjectWriter,
): Promise<StoredResult> {
  // Put together, they are made durable together.
  const [module, curvesLink, stored, answers] = await Promise.all([
    code && put(code.bytes, writer),
    storeCurves(curves, writer),
    outcome.type === 'failed' ? null : model && storeModel(model, writer),
    outcome.type === 'finished' && outOfFold ? put(encodeOutOfFold(outOfFold), writer) : null,
  ]);
  if (outcome.type === 'failed') {
    const { problem, epochs } = outcome;
    return { outcome: failure(problem, curvesLink, epochs), model: null, module };
  }
  if (outcome.type === 'cancelled') {
    const { epochs } = outcome;
    return {
      outcome: { type: 'cancelled', model: stored?.link ?? null, curves: curvesLink, epochs },
      model: stored?.manifest ?? null,
      module,
    };
  }
  if (!stored || !curvesLink) throw new LoamError('internal', { message: 'no model to store' });
  const { weights } = stored.manifest;
  return {
    outcome: {
      ...outcome,
      model: stored.link,
      curves: curvesLink,
      weightHash: weights && linkDigest(weights),
      ...(answers && { outOfFold: answers }),
    },
    model: stored.manifest,
    module,
  };
}

export function failure(problem: LoamError, curves: Link | null, epochs: number): RunOutcome {
  return { type: 'failed', code: problem.code, message: explain(problem).what, curves, epochs };
}

async function put(bytes: Uint8Array, writer: ObjectWriter): Promise<Link> {
  return linkTo(await writer.put(bytes));
}

function putJson(value: unknown, writer: ObjectWriter): Promise<Link> {
  return put(canonicalBytes(value), writer);
}

async function storeCurves(values: CurveValues, writer: ObjectWriter): Promise<Link | null> {
  if (values.train.length === 0) return null;
  const curves: TrainingCurves = { format: 'loam.curves/1', ...values };
  return putJson(curves, writer);
}

async function storeModel(
  { manifest, preprocessing, weights }: TrainedModel,
  writer: ObjectWriter,
): Promise<{ manifest: ModelManifest; link: Link }> {
  const links = await Promise.all([
    putJson(preprocessing, writer),
    weights && put(weights, writer),
  ]);
  const complete: ModelManifest = { ...manifest, preprocessing: links[0], weights: links[1] };
  return { manifest: complete, link: await putJson(complete, writer) };
}
