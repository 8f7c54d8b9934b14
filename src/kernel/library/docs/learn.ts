/** Saying what to learn, and learning it. */
import type { LoamDoc } from './types';

const NET_TRAINING =
  'optimiser ("sgd", "momentum", "rmsprop", "adam", "adamw"), learningRate, batch (rows), epochs, patience (epochs without improvement, null never stops), classWeights ("none", "balanced")';

export const LEARN_DOCS: readonly LoamDoc[] = [
  {
    name: 'loam.task',
    signature:
      'loam.task(data: Dataset, o: { predict, positive?, id?, time?, group?, weight?, audit?, ignore?, metric?, parts?: { validation: number | { folds, repeats? } = 0.2, test = 0.2, by? }, brief?, cost?: { miss, falseAlarm } }): Task',
    text: 'What is to be learnt from a saved dataset. predict names the column; positive, of two classes, the one to find. Roles take columns: id and group keep rows together, audit and ignore are never learnt from. What is left out is chosen as the form does. Shares are of the rows; test stays sealed. validation: { folds: 5, repeats: 2 } has train and validation learnt from together and judged by so many folds, by train, study and ladder alike. brief is what loam.brief answers: its costs count where no cost is given. cost is what a miss and a false alarm cost, in any unit. Refuses unknown columns and classes, naming the nearest.',
    example: `const data = await loam.data("churn");
const task = loam.task(data, {
  predict: "left",
  positive: "yes",
  id: "customer",
  audit: ["region"],
  cost: { miss: 400, falseAlarm: 25 },
});
task.predict`,
  },
  {
    name: 'loam.brief',
    signature:
      'loam.brief(of: Task | { data, predict, … }, o?: { question, decides?, cost?: { miss, falseAlarm }, unit?, least?, leastMetric?, review? }): Promise<Brief | null>',
    text: 'Why a model is wanted, kept for the data (any version) and what is predicted of it. Without options it is read, null where nobody wrote one. With them it is saved after a press, in place of the one before; one that is kept as it is already is answered without. least is the least useful performance, counted in leastMetric (default the task’s metric); review a date, "2027-01-31". It is said beside every run, model and export; sentences says it in words.',
    example: `const data = await loam.data("churn");
const brief = await loam.brief({ data, predict: "left" }, {
  question: "Which customers will leave within 60 days?",
  cost: { miss: 400, falseAlarm: 25 },
  unit: "EUR",
});
loam.task(data, { predict: "left", positive: "yes", brief }).cost.miss`,
  },
  {
    name: 'loam.model.baseline',
    signature: 'loam.model.baseline(): Spec',
    text: 'Always answers the most frequent class, or the mean: what any model must beat.',
    example: `loam.model.baseline().kind`,
  },
  {
    name: 'loam.model.linear',
    signature: 'loam.model.linear(o?: { l2?, …training }): Spec',
    text: `Linear or logistic regression. l2: weight decay. Training: ${NET_TRAINING}. What is left out is chosen for the data.`,
    example: `loam.model.linear({ l2: 0.001 }).settings`,
  },
  {
    name: 'loam.model.trees',
    signature:
      'loam.model.trees(o?: { loss?, quantile?, l2?, monotone?, leaves?, depth?, leastRows?, rowShare?, columnShare?, bins?, learningRate?, epochs?, patience?, classWeights? }): Spec',
    text: 'Gradient-boosted trees. epochs is the most trees (per class), learningRate what each counts. leaves and depth bound a tree; leastRows is what a leaf needs; shares are from 0 to 1. loss, for numbers: "squared", "absolute", "quantile", "poisson". monotone: [{ column, direction: 1 or -1 }].',
    example: `loam.model.trees({ leaves: 8, learningRate: 0.05 }).trainer`,
  },
  {
    name: 'loam.model.forest',
    signature:
      'loam.model.forest(o?: { leaves?, depth?, leastRows?, rowShare?, columnShare?, bins?, epochs?, classWeights? }): Spec',
    text: 'A random forest; epochs is the number of trees.',
    example: `loam.model.forest({ epochs: 50 }).trainer`,
  },
  {
    name: 'loam.model.mlp',
    signature: 'loam.model.mlp(o?: { hidden?, activation?, l2?, dropout?, …training }): Spec',
    text: `A neural network. hidden: units per layer, 1 to 8 layers; activation: "relu", "leaky-relu", "elu", "gelu", "silu", "sigmoid", "tanh", "softplus", "linear"; dropout: 0 to 0.9. Training: ${NET_TRAINING}.`,
    example: `loam.model.mlp({ hidden: [64, 32], epochs: 20 }).settings`,
  },
  {
    name: 'loam.model.layers',
    signature:
      'loam.model.layers(o?: { input?, layers?, loss?, l1?, l2?, clip?, …training }): Spec',
    text: 'A network layer by layer; the layer that answers is added by itself. input is the shape of one row, [length], [length, channels] or [height, width, channels]; left out, all inputs one after another. Layers: dense, conv1d, conv2d, depthwise2d, pool1d, pool2d, flatten, batch-norm, layer-norm, dropout, embedding, each with the settings that differ from a new one.',
    example: `loam.model.layers({
  layers: [
    { layer: "dense", units: 16 },
    { layer: "dropout", rate: 0.2 },
  ],
}).settings`,
  },
  {
    name: 'loam.model.cnn',
    signature: 'loam.model.cnn(o?: { layers?, loss?, l1?, l2?, clip?, …training }): Spec',
    text: 'A convolutional network over the pixels of an image: features named by one word and numbers, as many as fill a square. Refused for other data.',
    example: `const digits = await loam.data("digits");
const task = loam.task(digits, { predict: "digit" });
const run = await loam.train(task, loam.model.cnn({
  layers: [{ layer: "conv2d", filters: 4 }, { layer: "flatten" }],
  epochs: 2,
}));
run.score.name`,
  },
  {
    name: 'loam.train',
    signature:
      'loam.train(task: Task, spec: Spec | Spec[], o?: { seed = 1, engine = "auto", steps?, calibrate?, coverage?, folds?: boolean | number | { windows = 5, ahead }, repeats = 1, signal?, onProgress? }): Promise<Run | Ladder>',
    text: 'Trains one model, or several one after the other, and judges each on validation. A recipe that has run is known: asking again answers its run. What the cell no longer waits for is cancelled. steps replaces the preparation of single columns. calibrate, for classes: "platt", "isotonic" or "temperature". coverage, 0.5 to 0.999: the share of answers that intervals or sets shall cover. folds learns on train and validation together and judges by so many folds, or as the task proposes (true); repeats deals them anew that often; left out, as loam.task says, else by folds where train and validation have fewer than 2,000 rows; false holds validation out. Of a task by time they are so many windows, one after the other and together as long as validation, each judged by a model of the rows before it; { windows: 4, ahead: "7 days" } has each of them so long, which is how far ahead a forecast is judged (weeks, days, hours, minutes, seconds); repeats is then left out. engine: "auto", "exact" (the same bits everywhere), "fast", "webgpu", "webgl", "wasm", "cpu". A single run that fails is an error; in a list it is a row without a score.',
    example: `const task = loam.task(await loam.data("churn"), { predict: "left", positive: "yes" });
const { baseline, linear, trees } = loam.model;
const ladder = await loam.train(task, [baseline(), linear(), trees({ leaves: 8, epochs: 40 })]);
ladder.table()`,
  },
  {
    name: 'Ladder.best',
    signature: 'ladder.best: Run',
    text: 'The run with the best value of the task’s metric on validation; of equals the first. Wherever a Run is wanted a Ladder stands for its best.',
    example: `const task = loam.task(await loam.data("churn"), { predict: "left", positive: "yes" });
const ladder = await loam.train(task, [loam.model.baseline(), loam.model.linear()]);
ladder.best.model`,
  },
  {
    name: 'Ladder.table',
    signature: 'ladder.table(): ColumnTable',
    text: 'Per run the metric on validation with its 95 % interval, seconds and engine.',
    example: `const task = loam.task(await loam.data("churn"), { predict: "left", positive: "yes" });
const ladder = await loam.train(task, [loam.model.baseline(), loam.model.linear()]);
ladder.table()`,
  },
];
