/** Rows that a cell hands over, asked of a predictor: in the app, and in a page that carries the model. */
import type { CodedColumn, Column, ColumnSchema, Table } from '../../../core/dataset/types';
import type { PlainColumn, Predictions } from '../../../kernel/library/verbs';
import type { AnyPredictor } from '../../../ml/predict/later-predictor';
import type { InputProblem } from '../../../ml/predict/problems';

/** Answers piece by piece, so that whoever asks can let others have their turn in between. */
export class RowAnswers {
  readonly #answers: Predictions['answers'] = [];
  readonly #probabilities: number[][] = [];
  readonly #problems: InputProblem[][] = [];

  constructor(
    private readonly predictor: AnyPredictor,
    private readonly columns: readonly PlainColumn[],
  ) {}

  /** Rows from `start` up to `end`, which follow those that were added before. */
  async add(start: number, end: number): Promise<void> {
    const table = tableOf(this.columns, start, end);
    const found = await this.predictor.predictTable(table);
    const { classes } = this.predictor;
    this.#problems.push(found.problems);
    for (let row = 0; row < table.rows; row++) {
      if (!classes) {
        this.#answers.push(found.values![row]!);
        continue;
      }
      this.#answers.push(classes[found.labels![row]!]!);
      const width = classes.length;
      const shares = found.probabilities!.slice(row * width, (row + 1) * width);
      this.#probabilities.push(Array.from(shares));
    }
  }

  finish(): Predictions {
    const { classes } = this.predictor;
    return {
      answers: this.#answers,
      classes,
      probabilities: classes ? this.#probabilities : null,
      notes: notesOf(this.#problems.flat()),
    };
  }
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
