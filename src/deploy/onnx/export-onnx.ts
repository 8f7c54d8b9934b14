/** An ONNX file that was tried before it leaves. */
import { LoamError } from '../../core/errors';
import { makePredictor } from '../../ml/predict/predictor';
import { goldenExamples } from '../model/golden-examples';
import type { ExportInput } from '../model/types';
import type { OnnxAnswers } from './answer-difference';
import type { OnnxFeed } from './feeds';
import { goldenDifference } from './golden-difference';
import { writeOnnx } from './write-onnx';

/** A runtime: ONNX Runtime in a page, in Node, or another. */
export type RunOnnx = (model: Uint8Array, feeds: readonly OnnxFeed[]) => Promise<OnnxAnswers>;

export interface OnnxExport {
  bytes: Uint8Array;
  /** Golden examples that a runtime answered alike; 0 where none was at hand. */
  checked: number;
}

/**
 * @param run answers the golden examples; without it they are not tried
 * @throws LoamError `export-refused` as `writeOnnx`, and where the runtime answers otherwise
 */
export async function exportOnnx(
  { model }: Pick<ExportInput, 'model'>,
  run?: RunOnnx,
): Promise<OnnxExport> {
  const bytes = writeOnnx(model);
  if (!run) return { bytes, checked: 0 };
  const { manifest, preprocessing, weights } = model;
  const predictor = makePredictor(manifest, preprocessing, weights);
  const examples = goldenExamples(manifest, predictor);
  const reason = await goldenDifference(manifest, predictor, examples, (feeds) =>
    run(bytes, feeds),
  );
  if (reason !== null) throw new LoamError('export-refused', { format: 'ONNX', reason });
  return { bytes, checked: examples.length };
}
