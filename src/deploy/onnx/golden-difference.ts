/** A file that is tried before anyone relies on it: a runtime answers examples, and its answers are compared. */
import type { Cell } from '../../core/dataset/types';
import type { ModelManifest } from '../../core/model/types';
import type { Predictor } from '../../ml/predict/predictor';
import { rowOf } from '../model/golden-examples';
import { answerDifference, type OnnxAnswers } from './answer-difference';
import { onnxFeeds, type OnnxFeed } from './feeds';
import { modelPorts, outputNames } from './ports';

/** Null where all examples are answered alike; else one clause that names the first that is not. */
export async function goldenDifference(
  manifest: ModelManifest,
  predictor: Pick<Predictor, 'predictCells'>,
  examples: readonly { input: readonly Cell[] }[],
  run: (feeds: readonly OnnxFeed[]) => Promise<OnnxAnswers>,
): Promise<string | null> {
  const rows = examples.map(({ input }) => input);
  const answers = await run(onnxFeeds(manifest, rows));
  const absent = outputNames(manifest, modelPorts(manifest)).find(
    (name) => !Object.hasOwn(answers, name),
  );
  if (absent !== undefined) return `it has no output ${absent}`;
  for (const [i, input] of rows.entries()) {
    const expected = predictor.predictCells(rowOf(manifest.inputs, input));
    const difference = answerDifference(manifest, expected, answers, i);
    if (difference !== null) return `golden example ${i + 1} is answered with ${difference}`;
  }
  return null;
}
