/** `loam.brief`: why a model is wanted, kept for the data and what is predicted of it. */
import type { DecisionCost } from '../../core/evaluation/decisions';
import { METRICS, type MetricName } from '../../core/metrics/names';
import type { BriefFacts } from './brief-verbs';
import type { DatasetDeps } from './dataset';
import { filled, number, oneOf, options, refuse, shown, text } from './refuse';
import { costOf, Task, toTask } from './task';
import { Brief } from './task-brief';

export interface BriefOptions {
  question: string;
  /** Who decides on the answers. */
  decides?: string;
  cost?: DecisionCost;
  /** What the cost is counted in. */
  unit?: string;
  /** The least useful performance. */
  least?: number;
  /** What it is counted in; default the task's metric. */
  leastMetric?: MetricName;
  /** Date (YYYY-MM-DD) by which the model is looked at again. */
  review?: string;
}

const FIELDS = [
  ...(['question', 'decides', 'cost', 'unit'] as const),
  ...(['least', 'leastMetric', 'review'] as const),
];
const LARGEST = 1e15;

/** Without options the brief that is kept, null where there is none; with them it is saved after a press. */
export async function brief(deps: DatasetDeps, of: unknown, o: unknown): Promise<Brief | null> {
  const at = 'loam.brief';
  const { args: task } = taskOf(`${at}: task`, of);
  if (o === undefined) {
    const facts = await deps.send('brief', { task });
    return facts && toBrief(facts);
  }
  const given = options(`${at}: options`, o, FIELDS);
  const least = given.least;
  if (least === undefined && given.leastMetric !== undefined) {
    refuse(`${at}: leastMetric`, 'is the metric of least; give that, too.');
  }
  const fields = {
    question: filled(
      `${at}: question`,
      given.question,
      'in a sentence what the model shall answer',
    ),
    decides: text(`${at}: decides`, given.decides ?? '').trim(),
    cost: costOf(given.cost, `${at}: cost`),
    unit: text(`${at}: unit`, given.unit ?? '').trim(),
    least: least === undefined ? null : number(`${at}: least`, least, -LARGEST, LARGEST),
    leastMetric:
      given.leastMetric === undefined
        ? null
        : oneOf(`${at}: leastMetric`, given.leastMetric, Object.keys(METRICS) as MetricName[]),
    review: given.review === undefined ? null : text(`${at}: review`, given.review),
  };
  if (fields.unit !== '' && fields.cost === null) {
    refuse(`${at}: unit`, 'is what the cost is counted in; give cost, too.');
  }
  return toBrief(await deps.send('save-brief', { task, brief: fields }));
}

function taskOf(argument: string, of: unknown): Task {
  if (of instanceof Task) return of;
  if (of !== null && typeof of === 'object' && 'data' in of) {
    const { data, ...rest } = of as { data: unknown };
    return toTask(data, rest);
  }
  return refuse(
    argument,
    `is ${shown(of)}; give what loam.task(…) answers, or { data, predict: "column" }.`,
  );
}

function toBrief(facts: BriefFacts): Brief {
  return new Brief(facts);
}
