/** Answers as JSON text, written by hand: the fields are few and known. */
import type { TablePrediction } from '../../../../ml/predict/predictor';
import type { RowProblem } from '../../../runtime/answer-rows';
import type { ServedModel } from '../start/served-model';
import { RowWriter } from './row-writer';

export interface AnswerText {
  /** `"model":"…","version":…,"runtime":"…"` */
  readonly head: string;
  /**
   * `{"answer":…,"probabilities":…,"problems":…}` of each row from `from` on, with commas between them; before the
   * problems `"low":…,"high":…` or `"set":[…]` where the model gives them.
   *
   * @param problems of each row
   */
  rows(
    prediction: TablePrediction,
    from: number,
    problems: readonly (readonly RowProblem[])[],
  ): string;
}

type Rows = AnswerText['rows'];
type Problems = Parameters<Rows>[2];

/** Each row begins with the comma that parts it from the one before. */
const ROW = ',{"answer":';
const NO_PROBLEMS = ',"problems":[]}';

const problemsText = (problems: readonly RowProblem[]): string =>
  problems.length === 0 ? NO_PROBLEMS : `,"problems":${JSON.stringify(problems)}}`;

const isFine = (problems: Problems): boolean => problems.every((each) => each.length === 0);

export function answerText(served: ServedModel): AnswerText {
  const { name, version, classes, runtime } = served;
  const rows = classes ? classRows(classes) : numberRows(served);
  return {
    head: `"model":${JSON.stringify(name)},"version":${version},"runtime":"${runtime.name}"`,
    rows: (...given) => rows(...given).slice(1),
  };
}

function classRows(classes: readonly string[]): Rows {
  const labels = classes.map((label) => JSON.stringify(label));
  const writer = new RowWriter({
    first: labels.map((label) => `${ROW}${label},"probabilities":{${labels[0]}:`),
    between: labels.slice(1).map((label) => `,${label}:`),
    last: `}${NO_PROBLEMS}`,
  });
  function setText(set: Uint8Array | null, row: number): string {
    if (!set) return '';
    const from = row * labels.length;
    return `,"set":[${labels.filter((_, c) => set[from + c] === 1).join(',')}]`;
  }
  return ({ labels: indices, probabilities, set }, from, problems) => {
    const to = from + problems.length;
    const shares = probabilities!.subarray(from * labels.length, to * labels.length);
    const ends =
      !set && isFine(problems)
        ? null
        : problems.map((each, i) => `}${setText(set, from + i)}${problemsText(each)}`);
    return writer.rows(indices!.subarray(from, to), [shares], ends);
  };
}

function numberRows({ manifest: { conformal } }: Pick<ServedModel, 'manifest'>): Rows {
  const none = ',"probabilities":null';
  const hasInterval = conformal?.type === 'interval';
  const before = hasInterval ? '' : none;
  const writer = new RowWriter({
    first: [ROW],
    between: hasInterval ? [`${none},"low":`, ',"high":'] : [],
    last: before + NO_PROBLEMS,
  });
  return ({ values, interval }, from, problems) => {
    const to = from + problems.length;
    const columns = [values!, ...(interval ? [interval.low, interval.high] : [])];
    const ends = isFine(problems) ? null : problems.map((each) => before + problemsText(each));
    return writer.rows(
      new Uint32Array(to - from),
      columns.map((column) => column.subarray(from, to)),
      ends,
    );
  };
}
