/** The app's answer beside the one of a runtime that ran the file. */
import type { Conformal, ModelManifest } from '../../core/model/types';
import type { RowPrediction } from '../../ml/predict/prediction';
import { modelPorts, type ModelPorts } from './ports';

/** Outputs by name, row-major. */
export type OnnxAnswers = Record<string, ArrayLike<number> | readonly string[]>;

/** Runtimes compute in other orders and in float; the answers agree within this, of the scale of the answers. */
export const ONNX_TOLERANCE = 1e-5;

/**
 * Null where a row's answers agree; else what differs. Of two classes that are as likely, either may be the label, and
 * a class as probable as the bound of a set may be in it or not.
 */
export function answerDifference(
  manifest: ModelManifest,
  expected: Omit<RowPrediction, 'problems'>,
  answers: OnnxAnswers,
  row: number,
): string | null {
  const ports = modelPorts(manifest);
  return manifest.classes && expected.probabilities
    ? classDifference(manifest, expected, expected.probabilities, ports, answers, row)
    : numberDifference(manifest, expected, ports, answers, row);
}

function numberDifference(
  { targetTransform }: ModelManifest,
  { answer, interval }: Omit<RowPrediction, 'problems'>,
  ports: ModelPorts,
  answers: OnnxAnswers,
  row: number,
): string | null {
  const wanted: [name: string, number][] = [[ports.value, Number(answer)]];
  if (interval) wanted.push([ports.low, interval.low], [ports.high, interval.high]);
  for (const [name, number] of wanted) {
    const value = Number(answers[name]![row]);
    const scale = Math.max(1, Math.abs(number), Math.abs(targetTransform.scale));
    if (!(Math.abs(value - number) <= ONNX_TOLERANCE * scale)) {
      return `${value} instead of ${number}${name === ports.value ? '' : ` for ${name}`}`;
    }
  }
  return null;
}

function classDifference(
  manifest: ModelManifest,
  { answer, set }: Omit<RowPrediction, 'problems'>,
  probabilities: readonly number[],
  ports: ModelPorts,
  answers: OnnxAnswers,
  row: number,
): string | null {
  const classes = manifest.classes!;
  const got = classes.map((_, c) =>
    Number(answers[ports.probabilities]![row * classes.length + c]),
  );
  const off = got.findIndex((p, c) => !(Math.abs(p - probabilities[c]!) <= ONNX_TOLERANCE));
  if (off >= 0) return `${got[off]} instead of ${probabilities[off]} for ${classes[off]}`;
  const label = String(answers[ports.label]![row]);
  if (label !== answer && !isTie(manifest, probabilities, label)) {
    return `${label} instead of ${answer}`;
  }
  if (!set || manifest.conformal?.type !== 'set') return null;
  const { least } = manifest.conformal;
  const most = Math.max(...probabilities);
  const other = classes.findIndex((name, c) => {
    const isIn = Number(answers[ports.set]![row * classes.length + c]) === 1;
    if (isIn === set.includes(name)) return false;
    return !isOnBound(probabilities[c]!, least, most);
  });
  return other < 0
    ? null
    : `another set: ${classes[other]} is ${set.includes(classes[other]!) ? 'not ' : ''}in it`;
}

/** Whether a class may be in the set or not: by the bound, or as one of several that are the most probable. */
function isOnBound(
  probability: number,
  least: Extract<Conformal, { type: 'set' }>['least'],
  most: number,
): boolean {
  return (
    Math.abs(probability - least) <= ONNX_TOLERANCE ||
    (most < least + ONNX_TOLERANCE && most - probability <= 2 * ONNX_TOLERANCE)
  );
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
