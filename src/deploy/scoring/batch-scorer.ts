/** Answers batches of records, writes their lines, and keeps count of what it met. */
import type { ModelManifest } from '../../core/model/types';
import type { AnyPredictor } from '../../ml/predict/later-predictor';
import type { InputProblem } from '../../ml/predict/problems';
import { addAnswer, answerColumns, csvField } from './answer-columns';
import type { ByteSink } from './byte-sink';
import type { DecimalMark } from './cell-columns';
import { columnReadings, type ColumnReading } from './cell-readers';
import type { Layout } from './match-header';
import { mergeProblems } from './merge-problems';
import type { RecordBatch } from './record-batch';
import type { RowTrouble, ScorePoint, ScoreSummary } from './types';

const LINES_SHOWN = 10;

function note(trouble: RowTrouble, line: number): void {
  trouble.count++;
  if (trouble.lines.length < LINES_SHOWN) trouble.lines.push(line);
}

export class BatchScorer {
  #rows = 0;
  #sum = 0;
  readonly #counts: number[] | null;
  readonly #added: string[];
  readonly #problems: InputProblem[];
  readonly #short: RowTrouble;
  readonly #long: RowTrouble;
  readonly #labelFields: string[];
  readonly #marks: DecimalMark[];
  readonly #readings: ColumnReading[];

  /** @param from what an earlier run had counted; it stays the caller's */
  constructor(
    readonly manifest: ModelManifest,
    readonly predictor: AnyPredictor,
    readonly layout: Layout,
    readonly sink: ByteSink,
    from: ScorePoint | null = null,
  ) {
    const { tally, commas = [] } = structuredClone(from) ?? {};
    this.#added = answerColumns(manifest, layout.names);
    this.#rows = tally?.rows ?? 0;
    this.#sum = Number(tally?.sum ?? 0);
    this.#counts = tally?.counts ?? manifest.classes?.map(() => 0) ?? null;
    this.#problems = tally?.problems ?? [];
    this.#short = tally?.short ?? { count: 0, lines: [] };
    this.#long = tally?.long ?? { count: 0, lines: [] };
    this.#labelFields = (manifest.classes ?? []).map((label) => csvField(label, layout.delimiter));
    this.#marks = manifest.inputs.map((_, i) => ({ isComma: commas[i] ?? false }));
    this.#readings = columnReadings(manifest.inputs, layout, this.#marks);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Writes the header, which is the batch's only record. */
  header(batch: RecordBatch): void {
    const { delimiter } = this.layout;
    const names = this.#added.map((name) => csvField(name, delimiter));
    const { bytes } = batch.fields;
    this.sink.add(bytes, batch.from[0], batch.cut[0]);
    this.sink.addText(delimiter + names.join(delimiter));
    this.sink.add(bytes, batch.cut[0], batch.to[0]);
  }

  /** The batch stays as it is until this resolves. */
  async score(batch: RecordBatch): Promise<void> {
    const { delimiter, names } = this.layout;
    const { sink } = this;
    const classes = this.manifest.classes ?? [];
    const { bytes, lines } = batch.fields;
    const read = this.#readings.map((reading) => reading(batch.fields));
    const columns = read.map(({ column }) => column);
    const prediction = await this.predictor.predictTable({ rows: batch.rows, columns });
    mergeProblems(this.#problems, withWrong(prediction.problems, this.manifest, read));
    for (let row = 0; row < batch.rows; row++) {
      const line = lines[row]!;
      const cut = batch.cut[row]!;
      const lacks = names.length - batch.cells[row]!;
      if (lacks > 0) note(this.#short, line);
      if (this.#isLong(batch, row)) note(this.#long, line);
      sink.add(bytes, batch.from[row], cut);
      for (let lack = 0; lack < lacks; lack++) sink.addText(delimiter);
      sink.addText(delimiter);
      addAnswer(sink, prediction, row, classes, this.#labelFields, delimiter);
      sink.add(bytes, cut, batch.to[row]);
      if (this.#counts) this.#counts[prediction.labels![row]!]!++;
      else this.#sum += prediction.values![row]!;
    }
    this.#rows += batch.rows;
  }

  /** What a later run needs to go on; a copy. */
  progress(): Pick<ScorePoint, 'tally' | 'commas'> {
    const tally = {
      rows: this.#rows,
      sum: String(this.#sum),
      counts: this.#counts,
      problems: this.#problems,
      short: this.#short,
      long: this.#long,
    };
    return structuredClone({ tally, commas: this.#marks.map(({ isComma }) => isComma) });
  }

  summary(): Omit<ScoreSummary, 'transcodedFrom'> {
    return {
      rows: this.#rows,
      added: this.#added,
      counts: this.#counts,
      mean: this.#counts ? null : this.#sum / this.#rows,
      problems: this.#problems,
      short: this.#short,
      long: this.#long,
    };
  }

  /** More cells than the header has names, and not only a delimiter at the line's end. */
  #isLong(batch: RecordBatch, row: number): boolean {
    if (batch.cells[row]! <= this.layout.names.length) return false;
    const { bytes } = batch.fields;
    const delimiter = this.layout.delimiter.charCodeAt(0);
    for (let at = batch.cut[row]!; at < batch.to[row]!; at++) {
      const byte = bytes[at]!;
      if (byte !== delimiter && byte !== 10 && byte !== 13) return true;
    }
    return false;
  }
}

/** The predictor sees cells that are not of their type as missing; here they are told apart. */
function withWrong(
  found: readonly InputProblem[],
  { inputs }: ModelManifest,
  read: readonly { wrong: number; example: string | null }[],
): InputProblem[] {
  return inputs.flatMap(({ name }, i) => {
    const { wrong, example } = read[i]!;
    const own = found
      .filter(({ input }) => input === name)
      .map((each) => (each.problem === 'missing' ? { ...each, count: each.count - wrong } : each));
    own.push({ input: name, problem: 'wrong-type', count: wrong, example });
    return own.filter(({ count }) => count > 0);
  });
}
