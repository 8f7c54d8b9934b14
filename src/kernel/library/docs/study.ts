/** Choosing between models on the same folds, and asking whether the choice is one. */
import type { LoamDoc } from './types';

const TASK = `const task = loam.task(await loam.data("churn"), {
  predict: "left",
  positive: "yes",
  cost: { miss: 400, falseAlarm: 25 },
});`;
const STUDY = `${TASK}
const study = await loam.study(
  task,
  (q) => loam.model.linear({ l2: q.log(0.0001, 1), epochs: 5 }),
  { trials: 3, folds: 2, sampler: "random" },
);`;

export const STUDY_DOCS: readonly LoamDoc[] = [
  {
    name: 'loam.study',
    signature:
      'loam.study(task: Task, spec: (q) => Spec, o?: { trials = 30, minutes?, sampler: "tpe" | "random" | "grid" = "tpe", halving = false, folds?, repeats = 1, calibrate?, coverage?, seed = 1, cost?, signal?, onProgress? }): Promise<Study>',
    text: 'Tries settings on the same folds and learns the best again on train and validation together. q.int(low, high), q.float(low, high), q.log(low, high) and q.choice([…]) stand where a setting would; q.either([…]) is one of several kinds. The function is called once, so what q answers cannot be reckoned with. halving stops trials that are behind. folds, calibrate and coverage are as in loam.train; the last two are of the best where it is learnt again. Never reads test. A study that was asked for is known; where the cell stops waiting it pauses.',
    example: `${STUDY}
study.table()`,
  },
  {
    name: 'Study.best',
    signature: 'study.best: Run',
    text: 'The settings with the best mean over the folds as a run, learnt on train and validation together. Wherever a Run is wanted a Study stands for its best.',
    example: `${STUDY}
study.best.model`,
  },
  {
    name: 'Study.table',
    signature: 'study.table(): ColumnTable',
    text: 'Per trial what was set, the mean and standard deviation of the metric over the folds, its 95 % interval over the rows, the cost per row where the task has costs, seconds, bytes and engine. study.varies says the same in words; study.progress() is the best so far, for a chart; study.importance the share of the variance that each setting explains by itself.',
    example: `${STUDY}
study.varies`,
  },
  {
    name: 'Study.plot',
    signature: 'study.plot: { best(): SVGElement, parallel(): SVGElement }',
    text: 'Pictures by Observable Plot. best() has the mean of each finished trial and the best until then; parallel() a line per finished trial through its settings to its mean, the better the darker.',
    example: `${STUDY}
study.plot.best()`,
  },
  {
    name: 'loam.ladder',
    signature:
      'loam.ladder(task: Task, o?: { folds?, repeats = 1, calibrate?, coverage?, cost?, signal?, onProgress? }): Promise<Study>',
    text: 'Baseline, linear, boosted trees, forest and MLP (and a CNN for images) with their defaults on the same folds. simplest is the simplest that is near the best and not measurably worse, and reason says why.',
    example: `${TASK}
const ladder = await loam.ladder(task, { folds: 2 });
ladder.reason`,
  },
  {
    name: 'loam.compare',
    signature:
      'loam.compare(a: Run | Ladder | Study | Model, b: …, o?: { metric?, tried?, signal? }): Promise<{ difference, low, high, verdict: "better" | "worse" | "not enough evidence", rowsNeeded, method, rows, p, says }>',
    text: 'Whether a is better than b, on rows of validation that neither has learnt from, by the test that fits the metric. difference is a less b with its 95 % interval; the verdict is corrected for the candidates that the best of a study or ladder was chosen from, or for tried. rowsNeeded says how many rows would tell.',
    example: `${TASK}
const { baseline, linear } = loam.model;
const [plain, better] = [await loam.train(task, baseline()), await loam.train(task, linear())];
(await loam.compare(better, plain)).says`,
  },
];
