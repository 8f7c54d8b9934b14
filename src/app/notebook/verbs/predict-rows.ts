/** `predict`: rows that a cell hands over, through the predictor that app, worker and pages share. */
import type { CodedColumn, Column, ColumnSchema, Table } from '../../../core/dataset/types';
import { LoamError } from '../../../core/errors';
import { linkDigest, type Link } from '../../../core/hash/digest';
import { fusedPredictor } from '../../../ml/engine/fused/predict/fused-predictor';
import type { PlainColumn, Predictions, VerbTypes } from '../../../kernel/library/verbs';
import type { InputProblem } from '../../../ml/predict/problems';
import type { Asking, VerbPlace } from './desk';
import { modelOf } from './evaluate-runs';
import { modelById, runOf } from './find';

/** Rows between two turns of the event loop. */
const BLOCK = 2048;

export async function predictRows(
  place: VerbPlace,
  { signal }: Asking,
  { with: subject, columns, rows }: VerbTypes['predict']['args'],
): Promise<Predictions> {
  const link: Link =
    'model' in subject
      ? (await modelById(place, subject.model)).model
      : modelOf(await runOf(place, subject));
  const { json, store } = place.context;
  const manifest = await json(link, 'loam.model/1');
  const preprocessing = await json(manifest.preprocessing, 'loam.preprocessing/1');
  const weights = manifest.weights ? await store.objects.get(linkDigest(manifest.weights)) : null;
  const predictor = await fusedPredictor(manifest, preprocessing, weights);

  const answers: Predictions['answers'] = [];
  const probabilities: number[][] = [];
  const problems: InputProblem[][] = [];
  const { classes } = predictor;
  for (let start = 0; start < rows; start += BLOCK) {
    await place.effects.wait(0, signal);
    if (signal.aborted) throw new LoamError('cancelled');
    const table = tableOf(columns, start, Math.min(rows, start + BLOCK));
    const found = predictor.predictTable(table);
    problems.push(found.problems);
    for (let row = 0; row < table.rows; row++) {
      if (!classes) {
        answers.push(found.values![row]!);
        continue;
      }
      answers.push(classes[found.labels![row]!]!);
      const width = classes.length;
      probabilities.push(Array.from(found.probabilities!.slice(row * width, (row + 1) * width)));
    }
  }
  return {
    answers,
    classes,
    probabilities: classes ? probabilities : null,
    notes: notesOf(problems.flat()),
  };
}

function tableOf(columns: readonly PlainColumn[], start: number, end: number): Table {
  return {
    rows: end - start,
    columns: columns.map((column) => columnOf(column, start, end)),
  };
}

/** Whatever the column says of itself, numbers stay numbers and all else is text, which the model reads. */
function columnOf({ name, type, values }: PlainColumn, start: number, end: number): Column {
  const part = values.slice(start, end);
  if (part.every((value) => value === null || typeof value === 'number')) {
    const schema: ColumnSchema = { name, type: type === 'integer' ? type : 'number' };
    return {
      kind: 'numeric',
      schema,
      values: Float64Array.from(part, (v) => (v as number | null) ?? NaN),
    };
  }
  return coded(name, part);
}

function coded(name: string, values: readonly PlainColumn['values'][number][]): CodedColumn {
  if (values.every((value) => value === null || typeof value === 'boolean')) {
    return {
      kind: 'coded',
      schema: { name, type: 'boolean', labels: ['false', 'true'] },
      codes: Int32Array.from(values, (value) => (value === null ? -1 : value ? 1 : 0)),
      dictionary: ['false', 'true'],
    };
  }
  const numbers = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (value === null) return -1;
    const text = String(value);
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    return numbers.get(text)!;
  });
  return {
    kind: 'coded',
    schema: { name, type: 'category' },
    codes,
    dictionary: [...numbers.keys()],
  };
}

const WORDS: Record<InputProblem['problem'], string> = {
  absent: 'not there',
  missing: 'missing',
  unseen: 'never seen in training',
  'wrong-type': 'not readable as its type',
};

/** One sentence per input and problem, counts of all blocks together. */
function notesOf(problems: readonly InputProblem[]): string[] {
  const counts = new Map<string, { found: InputProblem; count: number }>();
  for (const found of problems) {
    const key = JSON.stringify([found.input, found.problem]);
    const before = counts.get(key);
    if (before) before.count += found.count;
    else counts.set(key, { found, count: found.count });
  }
  return [...counts.values()].map(({ found, count }) => {
    const example = found.example === null ? '' : `, such as “${found.example.slice(0, 60)}”`;
    return `${found.input}: ${count} ${count === 1 ? 'value is' : 'values are'} ${WORDS[found.problem]}${example}.`;
  });
}
