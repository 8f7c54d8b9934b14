/** The app's answer beside the one of a runtime that ran the file. */
import type { ModelManifest } from '../../core/model/types';
import { modelPorts } from './ports';

/** Outputs by name, row-major. */
export type OnnxAnswers = Record<string, ArrayLike<number> | readonly string[]>;

/** Runtimes compute in other orders and in float; the answers agree within this, of the scale of the answers. */
export const ONNX_TOLERANCE = 1e-5;

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
