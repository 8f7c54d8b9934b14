/** The columns that scoring adds: the answer, and for classes the probability of each. */
import type { ModelManifest } from '../../core/model/types';
import type { TablePrediction } from '../../ml/predict/predictor';
import type { ByteSink } from './byte-sink';

/** A name that the file does not have yet: "predicted x", else "predicted x 2", ... */
function free(name: string, taken: Set<string>): string {
  let candidate = name;
  for (let n = 2; taken.has(candidate); n++) candidate = `${name} ${n}`;
  taken.add(candidate);
  return candidate;
}

export function answerColumns(
  { target, classes }: Pick<ModelManifest, 'target' | 'classes'>,
  header: readonly string[],
): string[] {
  const taken = new Set(header);
  const names = [
    `predicted ${target}`,
    ...(classes ?? []).map((label) => `probability of ${label}`),
  ];
  return names.map((name) => free(name, taken));
}

export function csvField(text: string, delimiter: string): string {
  const isPlain = !/["\r\n]/.test(text) && !text.includes(delimiter) && text.trim() === text;
  return isPlain ? text : `"${text.replaceAll('"', '""')}"`;
}

/** Adds row `row` of a prediction, fields between delimiters. Numbers are written so that reading them gives the same bits. */
export function addAnswer(
  sink: ByteSink,
  { labels, probabilities, values }: TablePrediction,
  row: number,
  labelFields: readonly string[],
  delimiter: string,
): void {
  if (!labels || !probabilities) {
    sink.addText(String(values![row]));
    return;
  }
  sink.addText(labelFields[labels[row]!]!);
  const width = labelFields.length;
  for (let at = row * width; at < (row + 1) * width; at++) {
    sink.addText(delimiter);
    sink.addText(String(probabilities[at]));
  }
}
