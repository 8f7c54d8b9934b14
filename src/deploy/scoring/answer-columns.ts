/**
 * The columns that scoring adds: the answer, for classes the probability of each, and where the model has conformal
 * answers the ends of the interval, or the set of classes with a bar between them.
 */
import type { Conformal, ModelManifest } from '../../core/model/types';
import type { TablePrediction } from '../../ml/predict/predictor';
import type { ByteSink } from './byte-sink';

/** A name that the file does not have yet: "predicted x", else "predicted x 2", ... */
function free(name: string, taken: Set<string>): string {
  let candidate = name;
  for (let n = 2; taken.has(candidate); n++) candidate = `${name} ${n}`;
  taken.add(candidate);
  return candidate;
}

const SET_MARK = '|';

function conformalColumns(conformal: Conformal | null): string[] {
  if (!conformal) return [];
  return conformal.type === 'interval' ? ['low', 'high'] : ['set'];
}

export function answerColumns(
  { target, classes, conformal }: Pick<ModelManifest, 'target' | 'classes' | 'conformal'>,
  header: readonly string[],
): string[] {
  const taken = new Set(header);
  const names = [
    `predicted ${target}`,
    ...(classes ?? []).map((label) => `probability of ${label}`),
    ...conformalColumns(conformal),
  ];
  return names.map((name) => free(name, taken));
}

export function csvField(text: string, delimiter: string): string {
  const isPlain = !/["\r\n]/.test(text) && !text.includes(delimiter) && text.trim() === text;
  return isPlain ? text : `"${text.replaceAll('"', '""')}"`;
}

/** The classes of one row's set as they stand in its cell. */
export function setText(classes: readonly string[], set: Uint8Array, row: number): string {
  const width = classes.length;
  return classes.filter((_, c) => set[row * width + c] === 1).join(SET_MARK);
}

/**
 * Adds row `row` of a prediction, fields between delimiters. Numbers are written so that reading them gives the same
 * bits.
 *
 * @param labelFields the classes as fields
 */
export function addAnswer(
  sink: ByteSink,
  { labels, probabilities, values, interval, set }: TablePrediction,
  row: number,
  classes: readonly string[],
  labelFields: readonly string[],
  delimiter: string,
): void {
  if (!labels || !probabilities) {
    sink.addText(String(values![row]));
    if (!interval) return;
    for (const end of [interval.low, interval.high]) {
      sink.addText(delimiter);
      sink.addText(String(end[row]));
    }
    return;
  }
  sink.addText(labelFields[labels[row]!]!);
  const width = classes.length;
  for (let at = row * width; at < (row + 1) * width; at++) {
    sink.addText(delimiter);
    sink.addText(String(probabilities[at]));
  }
  if (!set) return;
  sink.addText(delimiter);
  sink.addText(csvField(setText(classes, set, row), delimiter));
}
