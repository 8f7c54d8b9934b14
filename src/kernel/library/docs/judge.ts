/** Judging, asking, saving, making again and exporting. */
import type { LoamDoc } from './types';

const TRAINED = `const task = loam.task(await loam.data("churn"), {
  predict: "left",
  positive: "yes",
  cost: { miss: 400, falseAlarm: 25 },
});
const run = await loam.train(task, loam.model.linear());`;

export const JUDGE_DOCS: readonly LoamDoc[] = [
  {
    name: 'loam.evaluate',
    signature:
      'loam.evaluate(x: Run | Ladder | Study | Model, o?: { on: "validation" | "test" | Dataset = "validation", why?, threshold?, cost?, by?, signal? }): Promise<Evaluation>',
    text: 'Judges a model. Test waits for a press and needs why, which is recorded; once opened for a run it is answered again without one. A saved Dataset with the column that is predicted is judged by its rows that the model has not learnt from; those of its test part are left out, too, until that was opened for it, and evaluation.data says how many, and how many of those that are left are equal to learnt ones in all that the model reads. Of data, threshold (0 to 1, two classes; default: the model’s own) is where a row counts as positive, and the answer is kept: asked again, it is there at once. cost replaces that of the task. by names columns, which the model need not see: evaluation.slices then has the task’s metric by their values, each with its interval (over whole groups, as its varies then says, where the task has a group column), and how often chance makes as large a gap.',
    example: `${TRAINED}
const seen = await loam.evaluate(run);
seen.sentence`,
  },
  {
    name: 'Evaluation.metric',
    signature: 'evaluation.metric(name): { value, low, high, n, method, baseline }',
    text: 'One metric with its 95 % interval over n rows, how the interval was made, and the baseline’s value on the same rows. Null where a value cannot be given. evaluation.metrics has all of them.',
    example: `${TRAINED}
const { value, low, high } = (await loam.evaluate(run)).metric("roc_auc");
[low, value, high]`,
  },
  {
    name: 'Evaluation.reached',
    signature: 'evaluation.reached: { type, sentence } | null',
    text: 'Whether the least useful performance of the task’s brief is reached, judged with the interval: type is "shown", "reached", "missed", "out-of-reach" or "unknown". Null where the task has no brief that names one.',
    example: `const data = await loam.data("churn");
const brief = await loam.brief({ data, predict: "left" }, { question: "Who leaves?", least: 0.6, leastMetric: "roc_auc" });
const task = loam.task(data, { predict: "left", positive: "yes", brief });
(await loam.evaluate(await loam.train(task, loam.model.linear()))).reached.sentence`,
  },
  {
    name: 'Evaluation.at',
    signature:
      'evaluation.at(threshold): { found, positives, falseAlarms, others, recall, precision, cost, saves, sentence }',
    text: 'Two classes: what is decided where a row counts as positive from this probability (0 to 1) on. cost and saves, against calling nobody, follow from the task’s cost.',
    example: `${TRAINED}
const seen = await loam.evaluate(run);
seen.at(0.3).sentence`,
  },
  {
    name: 'Evaluation.cheapest',
    signature: 'evaluation.cheapest: { threshold, cost, saves, sentence, … }',
    text: 'Two classes with a cost: the threshold that costs least on these rows, of equals the highest. It was chosen on the rows it is judged on, so judge it on test before you rely on it.',
    example: `${TRAINED}
const seen = await loam.evaluate(run);
seen.cheapest.threshold`,
  },
  {
    name: 'Evaluation.worst',
    signature: 'evaluation.worst(n = 10): { row, truth, answer, score }[]',
    text: 'The rows that were answered worst, at most 20. row counts from 0 in the dataset; score is the probability given to the truth, or answer minus truth.',
    example: `${TRAINED}
(await loam.evaluate(run)).worst(3)`,
  },
  {
    name: 'loam.predict',
    signature:
      'loam.predict(m: Run | Ladder | Model, rows: Row | Row[] | Dataset, o?: { signal? }): Promise<Answer | Answer[]>',
    text: 'What a model answers for one object, a list of objects or a Dataset: { answer, probabilities }, with one probability per class, or null for numbers. Columns that are absent count as missing.',
    example: `${TRAINED}
const { answer, probabilities } = await loam.predict(run, { age: 30, plan: "basic", monthly_fee: 24.9 });
probabilities[answer]`,
  },
  {
    name: 'loam.explain',
    signature:
      'loam.explain(m: Run | Ladder | Study | Model, row?: Row, o?: { of?, signal? }): Promise<ModelExplanation | { of, answer, typical, units, exact, says, parts }>',
    text: 'Without a row, what the model hangs on as a whole: importance has the drop of the metric where a column is shuffled, table() says the same, and await dependence(column, { of? }) is the mean answer over the values of a column; all on validation. With one, why a model answers as it does: Shapley values of one row against typical rows, which are made of the model’s coarse quantiles and categories. Exact for linear models and trees, in what these add up (units: log-odds of two classes, scores of several, the share of a forest’s trees, the number or its logarithm); nets are explained in probabilities, exactly up to 7 inputs, else from drawn orders with an error. parts has { input, value, by, error, from }; all by add up to answer - typical. A made column that reads several inputs stands for itself in an exact explanation, and from names these. of names another class than the answer.',
    example: `${TRAINED}
const why = await loam.explain(run, { age: 30, plan: "basic", monthly_fee: 24.9 });
why.parts.toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by))[0].input`,
  },
  {
    name: 'loam.save',
    signature:
      'loam.save(run: Run | Ladder | Study, name: string, o?: { note?, threshold?: number | { by: "cost", cost? } | { by: "recall" | "precision", least }, calibrate? }): Promise<Model>',
    text: 'Gives the model a name in the workspace, as the next version where the name is known. Waits for a press; a run that is the newest version already is answered without one. threshold, of two classes: the answer is the positive one from this probability on; or how it is chosen on validation, by the least cost (default the task’s), or by a recall or precision that must be reached; the card says how. calibrate, of classes: the recipe is learnt again with "platt", "isotonic" or "temperature" where it has another.',
    example: `${TRAINED}
const model = await loam.save(run, "churn linear", { note: "first try", threshold: { by: "cost" } });
model.threshold`,
  },
  {
    name: 'loam.model',
    signature: 'loam.model(name: string): Promise<Model>',
    text: 'A saved model by name ("churn linear", the newest) or name and version ("churn linear@1"). Its properties make specs of models to train, such as loam.model.trees().',
    example: `${TRAINED}
await loam.save(run, "churn linear");
(await loam.model("churn linear@1")).inputs`,
  },
  {
    name: 'loam.models',
    signature: 'loam.models(): Promise<Model[]>',
    text: 'The saved models, newest first, at most 500.',
    example: `(await loam.models()).map((model) => model.name)`,
  },
  {
    name: 'loam.reproduce',
    signature: 'loam.reproduce(m: Model, o?: { signal? }): Promise<{ level, says, same, differs }>',
    text: 'Trains the model’s recipe again and compares. Levels: 1 the same numbers within the tolerance, 2 the same bits on this device, 3 the same bits on another. Recorded with the model.',
    example: `${TRAINED}
const model = await loam.save(run, "churn linear");
(await loam.reproduce(model)).level`,
  },
  {
    name: 'loam.export',
    signature:
      'loam.export(m: Model, kind: "page" | "page-folder" | "module" | "scorer" | "api" | "onnx" | "tfjs" | "safetensors" | "mlflow" | "huggingface"): Promise<{ kind, sha256, bytes, leaves }>',
    text: 'Writes a model as a file to hand over, and downloads it: one page that works offline, the same as a folder, an ES module, a batch scorer, a server package, or a format of other tools. Waits for a press; leaves lists every value of the data that goes with it.',
    example: `${TRAINED}
const model = await loam.save(run, "churn linear");
(await loam.export(model, "page")).leaves.length`,
  },
];
