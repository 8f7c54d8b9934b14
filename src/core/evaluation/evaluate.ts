/** A model's answers on one part, judged: pure assembly of what the other files here compute. */
import { LoamError } from '../errors';
import type { Link } from '../hash/digest';
import { decide, type Answers, type ClassAnswers, type ClassIndices } from '../metrics/answers';
import { allHits, confusionOf, confusionRows } from '../metrics/confusion';
import { judge } from '../metrics/judge';
import type { Watch } from '../metrics/intervals/resample';
import type { Units } from '../metrics/intervals/units';
import type { Part } from '../task/types';
import { calibrationBins } from './calibration';
import { curves } from './curves';
import { residualsOf } from './residuals';
import { binarySentence, classSentence, regressionSentence } from './sentence';
import type { Evaluation } from './types';
import { worstRows } from './worst-rows';

interface What extends Watch {
  model: Link;
  task: Link;
  part: Part;
  /** Row number in the dataset version, per answer. */
  rows: Uint32Array;
  /** Groups that the rows come in: intervals then vary over whole groups. Default: each row stands for itself. */
  units?: Units | null;
}

export interface ClassEvaluation extends What {
  kind: 'binary' | 'multiclass';
  /** Labels by class index; binary is [negative, positive]. */
  classes: string[];
  /** Binary: the answer is the positive class from this probability on; default 0.5. Else null. */
  threshold: number | null;
  truth: ClassIndices;
  /** `probabilities[class][row]`, binary too. */
  probabilities: readonly Float64Array[];
  /** Shares of the classes on train; the baseline answers them for every row, and so the most frequent class. */
  baseline: { probabilities: readonly number[] };
}

export interface RegressionEvaluation extends What {
  kind: 'regression';
  truth: Float64Array;
  predicted: Float64Array;
  /** Mean of the target on train. */
  baseline: { mean: number };
}

export type EvaluationInput = ClassEvaluation | RegressionEvaluation;

const WORST_ROWS = 20;
const CURVE_POINTS = 400;
/** Over all classes, so that an evaluation of very many classes stays small. */
const ALL_CURVE_POINTS = 8000;

function check(part: Part, rows: number, columns: readonly ArrayLike<number>[]): void {
  if (rows === 0) throw new LoamError('part-empty', { part });
  for (const column of columns) {
    if (column.length !== rows) throw new RangeError(`${column.length} answers for ${rows} rows`);
    for (let i = 0; i < rows; i++) {
      if (!Number.isFinite(column[i])) {
        throw new LoamError('loss-not-finite', { reason: 'the model answers with no number' });
      }
    }
  }
}

function baselineOf(input: ClassEvaluation): ClassAnswers {
  const { truth, baseline } = input;
  const probabilities = baseline.probabilities.map((p) => new Float64Array(truth.length).fill(p));
  return input.kind === 'binary'
    ? { kind: 'binary', truth, probabilities, threshold: 0.5 }
    : { kind: 'multiclass', truth, probabilities };
}

function classCurves({
  kind,
  classes,
  truth,
  probabilities,
}: ClassEvaluation): Pick<Evaluation, 'roc' | 'precisionRecall'> {
  const shown = kind === 'binary' ? [1] : classes.map((_, c) => c);
  const most = Math.max(20, Math.min(CURVE_POINTS, Math.floor(ALL_CURVE_POINTS / shown.length)));
  const roc: Evaluation['roc'] = [];
  const precisionRecall: Evaluation['precisionRecall'] = [];
  for (const c of shown) {
    const found = curves(probabilities[c]!, (row) => truth[row] === c, most);
    if (!found) continue;
    roc.push({ positive: classes[c]!, points: found.roc });
    precisionRecall.push({ positive: classes[c]!, points: found.precisionRecall });
  }
  return { roc, precisionRecall };
}

/** Binary: the positive class; multi-class: the answered class, whatever it is. */
function classCalibration(answers: ClassAnswers, decided: Int32Array): Evaluation['calibration'] {
  const { truth, probabilities } = answers;
  if (answers.kind === 'binary') return calibrationBins(probabilities[1]!, truth);
  const confidence = Float64Array.from(decided, (c, i) => probabilities[c]![i]!);
  return calibrationBins(
    confidence,
    decided.map((c, i) => (c === truth[i] ? 1 : 0)),
  );
}

async function evaluateClasses(input: ClassEvaluation): Promise<Evaluation> {
  const { kind, model, task, part, rows, classes, truth, probabilities } = input;
  check(part, rows.length, [truth, ...probabilities]);
  const threshold = kind === 'binary' ? (input.threshold ?? 0.5) : null;
  const answers: ClassAnswers =
    kind === 'binary'
      ? { kind, truth, probabilities, threshold: threshold ?? 0.5 }
      : { kind, truth, probabilities };
  const guesses = baselineOf(input);
  const decided = decide(answers);
  const confusion = confusionOf(truth, decided, classes.length);
  const guessed = allHits(confusionOf(truth, decide(guesses), classes.length));
  const counts = confusionRows(confusion);
  const [metrics, baseline] = await judge(
    [answers, guesses],
    input,
    undefined,
    input.units ?? null,
  );
  return {
    format: 'loam.evaluation/1',
    model,
    task,
    part,
    kind,
    rows: rows.length,
    classes,
    threshold,
    metrics: metrics!,
    baseline: baseline!,
    confusion: counts,
    ...classCurves(input),
    calibration: classCalibration(answers, decided),
    residuals: null,
    worst: worstRows(answers, rows, classes, WORST_ROWS),
    sentence:
      kind === 'binary'
        ? binarySentence(counts, classes[1]!, guessed)
        : classSentence(rows.length, allHits(confusion), guessed),
  };
}

async function evaluateRegression(input: RegressionEvaluation): Promise<Evaluation> {
  const { kind, model, task, part, rows, truth, predicted } = input;
  check(part, rows.length, [truth, predicted]);
  const answers = { kind, truth, predicted } satisfies Answers;
  const guesses: Answers = {
    kind,
    truth,
    predicted: new Float64Array(rows.length).fill(input.baseline.mean),
  };
  const [metrics, baseline] = await judge(
    [answers, guesses],
    input,
    undefined,
    input.units ?? null,
  );
  const mae = (values: Evaluation['metrics']) =>
    values.find(({ name }) => name === 'mae')?.value ?? NaN;
  return {
    format: 'loam.evaluation/1',
    model,
    task,
    part,
    kind,
    rows: rows.length,
    classes: null,
    threshold: null,
    metrics: metrics!,
    baseline: baseline!,
    confusion: null,
    roc: [],
    precisionRecall: [],
    calibration: calibrationBins(predicted, truth),
    residuals: residualsOf(answers),
    worst: worstRows(answers, rows, [], WORST_ROWS),
    sentence: regressionSentence(mae(metrics!), mae(baseline!)),
  };
}

/**
 * Equal inputs give equal evaluations. Watch it with `signal`, `progress` and `pause`.
 * @throws LoamError `part-empty` without rows, `loss-not-finite` where an answer is not a number, `cancelled`
 */
export function evaluate(input: EvaluationInput): Promise<Evaluation> {
  return input.kind === 'regression' ? evaluateRegression(input) : evaluateClasses(input);
}
