/**
 * ONNX Runtime computes: `model.onnx` of each version, or the file that was imported, tried on the golden examples before it is served. Its
 * answers are within 1e-5 of the app's, with the same classes.
 */
import { laterPredictor, type LaterPredictor } from '../../../ml/predict/later-predictor';
import { makePredictor } from '../../../ml/predict/predictor';
import { ONNX_FILE, RUNTIME_NAMES } from '../../api/runtimes';
import { bundleDamaged } from '../../bundle/damage';
import type { ModelContents } from '../../model/types';
import type { OnnxAnswers } from '../../onnx/answer-difference';
import type { OnnxFeed } from '../../onnx/feeds';
import { goldenDifference } from '../../onnx/golden-difference';
import { keptDifference } from '../../onnx/kept/kept-difference';
import { keptPass } from '../../onnx/kept/kept-pass';
import { withOutput } from '../../onnx/kept/open-output';
import type { RunGraph, RuntimeValue } from '../../onnx/kept/runtime-value';
import { tableFeeds, tablePrediction } from '../../onnx/table-prediction';
import type { Runtime, TablePredictor } from '../api/start/runtime';
import type { OnnxLibrary, OnnxSession } from './onnx-library';

/** One thread: the queue hands over whole batches, and a pool that spins takes more than it gives to small models. */
const OPTIONS = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  logSeverityLevel: 3 as const,
};

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function runGraph(
  { Tensor }: OnnxLibrary,
  session: OnnxSession,
  feeds: Parameters<RunGraph>[0],
  outputs: string[],
): ReturnType<RunGraph> {
  const given = Object.entries(feeds).map(([name, { type, values, shape }]) => {
    return [name, new Tensor(type, values, shape)] as const;
  });
  const found = await session.run(Object.fromEntries(given), outputs);
  return Object.fromEntries(
    Object.entries(found).map(([name, { type, dims, data }]) => [
      name,
      { type, shape: [...dims], values: data } as RuntimeValue,
    ]),
  );
}

async function runFeeds(
  { Tensor }: OnnxLibrary,
  session: OnnxSession,
  feeds: readonly OnnxFeed[],
): Promise<OnnxAnswers> {
  const tensors = feeds.map(({ name, type, values }) => {
    const tensor = new Tensor(type === 'double' ? 'float64' : 'string', values, [values.length, 1]);
    return [name, tensor] as const;
  });
  const outputs = await session.run(Object.fromEntries(tensors));
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { data }]) => [name, data as OnnxAnswers[string]]),
  );
}

function openSession(
  { InferenceSession }: OnnxLibrary,
  providers: readonly string[],
  file: Uint8Array,
): Promise<OnnxSession> {
  return InferenceSession.create(file, { ...OPTIONS, executionProviders: [...providers] });
}

/** A file that Loam has written: raw rows go in. */
async function openWritten(
  library: OnnxLibrary,
  providers: readonly string[],
  { model, golden }: ModelContents,
  bytes: Uint8Array | undefined,
): Promise<TablePredictor> {
  const { manifest, preprocessing, weights } = model;
  if (!bytes) throw bundleDamaged(`a version has no ${ONNX_FILE}`);
  let session: OnnxSession;
  let difference: string | null;
  try {
    session = await openSession(library, providers, bytes);
    const predictor = makePredictor(manifest, preprocessing, weights);
    difference = await goldenDifference(manifest, predictor, golden.examples, (feeds) =>
      runFeeds(library, session, feeds),
    );
  } catch (error) {
    throw bundleDamaged(`ONNX Runtime cannot run a ${ONNX_FILE}: ${reasonOf(error)}`, error);
  }
  if (difference !== null) throw bundleDamaged(`by a ${ONNX_FILE}, ${difference}`);
  return {
    async predictTable(table) {
      const { rows } = table;
      if (rows === 0) return tablePrediction(manifest, 0, {});
      const answers = await runFeeds(library, session, tableFeeds(manifest, table));
      return tablePrediction(manifest, rows, answers);
    },
  };
}

/** The imported file of a model made elsewhere: rows are prepared by Loam. */
async function openKept(
  library: OnnxLibrary,
  providers: readonly string[],
  { model, golden }: ModelContents,
): Promise<TablePredictor> {
  const { manifest, preprocessing, weights } = model;
  const { network } = manifest;
  if (network.type !== 'onnx' || !weights) throw bundleDamaged('a version has no imported file');
  let predictor: LaterPredictor;
  let difference: string | null;
  try {
    const file = withOutput(weights, network.answer.output);
    const session = await openSession(library, providers, file);
    const pass = keptPass(network, (feeds, outputs) => runGraph(library, session, feeds, outputs));
    predictor = laterPredictor(manifest, preprocessing, pass);
    difference = await keptDifference(manifest, predictor, golden.examples);
  } catch (error) {
    throw bundleDamaged(`ONNX Runtime cannot run an imported file: ${reasonOf(error)}`, error);
  }
  if (difference !== null) throw bundleDamaged(`by an imported file, ${difference}`);
  return predictor;
}

/** @param providers of ONNX Runtime; other packages of it name the processor differently */
export function onnxRuntime(
  library: OnnxLibrary,
  providers: readonly string[] = OPTIONS.executionProviders,
): Runtime {
  return {
    name: RUNTIME_NAMES.onnx,
    version: library.env.versions.common,
    platform: 'onnxruntime_onnx',
    open: (contents, fileOf) =>
      contents.model.manifest.network.type === 'onnx'
        ? openKept(library, providers, contents)
        : openWritten(library, providers, contents, fileOf(ONNX_FILE)),
  };
}
