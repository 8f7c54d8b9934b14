/**
 * Answers as JSON text, written by hand: the fields are few and known. Nearly all rows have nothing wrong with them;
 * those are written many at once by a RowWriter, the others one by one.
 */
import type { TablePrediction } from '../../../../ml/predict/predictor';
import type { RowProblem } from '../../../runtime/answer-rows';
import type { ServedModel } from '../start/served-model';
import { RowWriter } from './row-writer';

/** As JSON.stringify writes it; but zero keeps its sign. A number that is none becomes null. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : JSON.stringify(value);
}

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

const LAST = ',"problems":[]}';

export function answerText(served: ServedModel): AnswerText {
  const { name, version, classes, runtime } = served;
  const writer = classes ? classWriter(classes) : numberWriter(served);
  return {
    head: `"model":${JSON.stringify(name)},"version":${version},"runtime":"${runtime.name}"`,
    rows(prediction, from, problems) {
      if (prediction.set || problems.some((each) => each.length > 0)) {
        return problems.map((each, i) => rowText(classes, prediction, from + i, each)).join(',');
      }
      const to = from + problems.length;
      const { labels, probabilities, values, interval } = prediction;
      const text = classes
        ? writer.rows(labels!.subarray(from, to), [
            probabilities!.subarray(from * classes.length, to * classes.length),
          ])
        : writer.rows(
            new Uint32Array(to - from),
            [values!, ...(interval ? [interval.low, interval.high] : [])].map((each) =>
              each.subarray(from, to),
            ),
          );
      // Each row begins with the comma that parts it from the one before.
      return text.slice(1);
    },
  };
}

function classWriter(classes: readonly string[]): RowWriter {
  const labels = classes.map((label) => JSON.stringify(label));
  return new RowWriter({
    first: labels.map((label) => `,{"answer":${label},"probabilities":{${labels[0]}:`),
    between: labels.slice(1).map((label) => `,${label}:`),
    last: `}${LAST}`,
  });
}

function numberWriter({ manifest: { conformal } }: Pick<ServedModel, 'manifest'>): RowWriter {
  const answer = ',{"answer":';
  const none = ',"probabilities":null';
  return new RowWriter(
    conformal?.type === 'interval'
      ? { first: [answer], between: [`${none},"low":`, ',"high":'], last: LAST }
      : { first: [answer], between: [], last: none + LAST },
  );
}

function rowText(
  classes: readonly string[] | null,
  { values, probabilities, labels, interval, set }: TablePrediction,
  row: number,
  problems: readonly RowProblem[],
): string {
  const end = `"problems":${JSON.stringify(problems)}}`;
  if (!classes || !labels || !probabilities) {
    const ends = interval
      ? `"low":${numberText(interval.low[row]!)},"high":${numberText(interval.high[row]!)},`
      : '';
    return `{"answer":${numberText(values![row]!)},"probabilities":null,${ends}${end}`;
  }
  const from = row * classes.length;
  const shares = classes.map(
    (label, c) => `${JSON.stringify(label)}:${numberText(probabilities[from + c]!)}`,
  );
  const inSet = set ? JSON.stringify(classes.filter((_, c) => set[from + c] === 1)) : null;
  const setText = inSet === null ? '' : `"set":${inSet},`;
  const answer = JSON.stringify(classes[labels[row]!]);
  return `{"answer":${answer},"probabilities":{${shares.join(',')}},${setText}${end}`;
}
