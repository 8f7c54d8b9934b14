/**
 * ONNX Runtime computes: `model.onnx` of each version, tried on the golden examples before it is served. Its
 * answers are within 1e-5 of the app's, with the same classes.
 */
import { makePredictor } from '../../../ml/predict/predictor';
import { ONNX_FILE, RUNTIME_NAMES } from '../../api/runtimes';
import { bundleDamaged } from '../../bundle/damage';
import type { OnnxAnswers } from '../../onnx/answer-difference';
import type { OnnxFeed } from '../../onnx/feeds';
import { goldenDifference } from '../../onnx/golden-difference';
import { tableFeeds, tablePrediction } from '../../onnx/table-prediction';
import type { Runtime } from '../api/start/runtime';
import type { OnnxLibrary, OnnxSession } from './onnx-library';

/** One thread: the queue hands over whole batches, and a pool that spins takes more than it gives to small models. */
const OPTIONS = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  logSeverityLevel: 3 as const,
};

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

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

/** @param providers of ONNX Runtime; other packages of it name the processor differently */
export function onnxRuntime(
  library: OnnxLibrary,
  providers: readonly string[] = OPTIONS.executionProviders,
): Runtime {
  return {
    name: RUNTIME_NAMES.onnx,
    version: library.env.versions.common,
    platform: 'onnxruntime_onnx',
    async open({ model, golden }, fileOf) {
      const { manifest, preprocessing, weights } = model;
      const bytes = fileOf(ONNX_FILE);
      if (!bytes) throw bundleDamaged(`a version has no ${ONNX_FILE}`);
      let session: OnnxSession;
      let difference: string | null;
      try {
        session = await library.InferenceSession.create(bytes, {
          ...OPTIONS,
          executionProviders: [...providers],
        });
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
    },
  };
}
