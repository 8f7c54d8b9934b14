/** A model version with another network in the place of its own: a baseline, or trees that were grown for it. */
import { digestOf, identityOf, linkTo } from '../../src/core/hash/digest';
import type { Network } from '../../src/core/model/types';
import type { ExportInput } from '../../src/deploy/model/types';
import {
  writeSafetensors,
  type NamedTensor,
  type TensorValues,
} from '../../src/ml/formats/safetensors';
import { randomTreesJob } from './random-trees';
import { seeded } from './seeded';
import { trainTrees } from './trained-trees';

/** Without an evaluation, as that was of the model before. */
export function withNetwork(
  input: ExportInput,
  network: Network,
  tensors: NamedTensor<TensorValues>[] | null,
): ExportInput {
  const weights = tensors && writeSafetensors(tensors);
  const manifest = {
    ...input.model.manifest,
    network,
    weights: weights && linkTo(digestOf(weights)),
  };
  const link = linkTo(identityOf(manifest));
  return { ...input, evaluation: null, model: { ...input.model, link, manifest, weights } };
}

export function asBaseline(input: ExportInput): ExportInput {
  const outputs = input.model.manifest.kind === 'multiclass' ? input.model.manifest.classes! : [0];
  const output = outputs.map((_, i) => (i + 1) / (outputs.length + 1));
  return withNetwork(input, { type: 'constant', output }, null);
}

const LOSSES = { binary: 'logistic', multiclass: 'softmax', regression: 'squared' } as const;

/** Boosted trees over the inputs that its preprocessing makes; of several classes there must be three. */
export async function asTrees(input: ExportInput, rounds = 7, seed = 5): Promise<ExportInput> {
  const { manifest, preprocessing } = input.model;
  const { width } = preprocessing;
  const job = randomTreesJob(seed, { loss: LOSSES[manifest.kind] });
  const random = seeded(seed);
  const { count } = job.train;
  const inputs = Float32Array.from({ length: count * width }, () => random.normal());
  const { learnt } = await trainTrees(
    {
      ...job,
      train: { ...job.train, inputs },
      inputs: width,
      categories: new Uint32Array(width),
      monotone: new Int8Array(width),
    },
    rounds,
  );
  return withNetwork(input, learnt.network, learnt.tensors);
}
