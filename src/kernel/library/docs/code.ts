/** A network that a function of the notebook learns. */
import type { LoamDoc } from './types';

const FIT = `async function fit({ model, tf, train, trainer, report }) {
  const { x, y } = model.tensors(train);
  const adam = tf.train.adam(trainer.learningRate);
  for (let epoch = 1; epoch <= trainer.epochs; epoch++) {
    const loss = adam.minimize(() => model.loss(model.apply(x, { training: true }), y), true, model.variables);
    await report({ epoch, train: (await loss.data())[0] });
  }
  return model;
}`;

export const CODE_DOCS: readonly LoamDoc[] = [
  {
    name: 'loam.model.code',
    signature:
      'loam.model.code(o: { fit: function, layers?, input?, loss?, settings?, learningRate?, batch?, epochs?, classWeights? }): Spec',
    text: 'A network of layers, as in loam.model.layers, whose weights your own function learns. It must be declared at the top of a cell of its own, which uses neither loam nor controls: it runs again by its name, in a cage of its own, and its code is part of the recipe. It is given { tf, model, weights, train, validation, inputs, shape, outputs, kind, classes, settings, trainer, epochs, seed, random, report, signal }. train and validation (null where there is none) are { rows, x, y, weights }: x is a Float32Array [rows × inputs] of prepared values, y the class numbers (0 or 1 of two classes) or the scaled target. weights is a list of { name, role, shape, trained, values }, as the seed begins them. Where the function mentions tf, model is the network: model.tensors(part), model.apply(x, { training }) with logits [rows, outputs], model.loss(outputs, y, weights?), model.variables. random() draws the same numbers for the same seed. await report({ epoch, train, validation? }) draws the curves, every epoch in order. Give back model, or the weights: a list in their order, or an object by name. A function that throws, gives weights of another size or none, or values that are no numbers leaves a failed run. What it computes with is its own: on the processor it is made again with the same bits, on a GPU within the tolerance.',
    cells: [FIT],
    example: `const task = loam.task(await loam.data("churn"), { predict: "left", positive: "yes" });
const spec = loam.model.code({ fit, layers: [{ layer: "dense", units: 8 }], epochs: 3 });
const run = await loam.train(task, spec);
run.engine`,
  },
];
