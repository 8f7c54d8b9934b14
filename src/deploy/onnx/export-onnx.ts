/** An ONNX file that was tried before it leaves: a runtime answers the golden examples, and its answers are compared. */
import { LoamError } from '../../core/errors';
import type { ModelManifest } from '../../core/model/types';
import { makePredictor } from '../../ml/predict/predictor';
import { goldenExamples, rowOf } from '../model/golden-examples';
import type { ExportInput } from '../model/types';
import { onnxFeeds, type OnnxFeed } from './feeds';
import { modelPorts } from './ports';
import { writeOnnx } from './write-onnx';

/** Outputs by name, row-major. */
export type OnnxAnswers = Record<string, ArrayLike<number> | readonly string[]>;

/** A runtime: ONNX Runtime in a page, in Node, or another. */
export type RunOnnx = (model: Uint8Array, feeds: readonly OnnxFeed[]) => Promise<OnnxAnswers>;

/** Runtimes compute in other orders and in float; the answers agree within this, of the scale of the answers. */
export const ONNX_TOLERANCE = 1e-5;

export interface OnnxExport {
  bytes: Uint8Array;
  /** Golden examples that a runtime answered alike; 0 where none was at hand. */
  checked: number;
}

/** Null where a row's answers agree; else what differs. Of two classes that are as likely, either may be the label. */
export function answerDifference(
  manifest: ModelManifest,
  expected: { answer: string | number; probabilities: readonly number[] | null },
  answers: OnnxAnswers,
  row: number,
): string | null {
  const ports = modelPorts(manifest);
  const { classes } = manifest;
  if (!expected.probabilities || !classes) {
    const value = Number(answers[ports.value]![row]);
    const wanted = Number(expected.answer);
    const scale = Math.max(1, Math.abs(wanted), Math.abs(manifest.targetTransform.scale));
    return Math.abs(value - wanted) <= ONNX_TOLERANCE * scale
      ? null
      : `${value} instead of ${wanted}`;
  }
  const got = classes.map((_, c) =>
    Number(answers[ports.probabilities]![row * classes.length + c]),
  );
  const off = got.findIndex(
    (p, c) => !(Math.abs(p - expected.probabilities![c]!) <= ONNX_TOLERANCE),
  );
  if (off >= 0) return `${got[off]} instead of ${expected.probabilities[off]} for ${classes[off]}`;
  const label = String(answers[ports.label]![row]);
  return label === expected.answer || isTie(manifest, expected.probabilities, label)
    ? null
    : `${label} instead of ${expected.answer}`;
}

/** Whether the answer could as well be `label`, by as much as answers may differ. */
function isTie(
  { classes, threshold }: ModelManifest,
  probabilities: readonly number[],
  label: string,
) {
  const at = classes!.indexOf(label);
  if (at < 0) return false;
  if (threshold !== null && probabilities.length === 2) {
    return Math.abs(probabilities[1]! - threshold) <= ONNX_TOLERANCE;
  }
  return Math.max(...probabilities) - probabilities[at]! <= 2 * ONNX_TOLERANCE;
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
  const rows = examples.map(({ input }) => input);
  const answers = await run(bytes, onnxFeeds(manifest, rows));
  for (const [i, input] of rows.entries()) {
    const expected = predictor.predictCells(rowOf(manifest.inputs, input));
    const difference = answerDifference(manifest, expected, answers, i);
    if (difference === null) continue;
    throw new LoamError('export-refused', {
      format: 'ONNX',
      reason: `golden example ${i + 1} is answered with ${difference}`,
    });
  }
  return { bytes, checked: rows.length };
}
