/** Trees trained to the end of a few rounds, and rows to ask them about. */
import type { TreeEnsemble } from '../../src/core/model/types';
import type { EpochOutputs, Learnt, Session, TreesJob } from '../../src/ml/engine/engine';
import { startTrees } from '../../src/ml/engine/fused/trees/session';
import { treesModule } from '../../src/ml/engine/fused/trees/trees-module';
import type { Tensors } from '../../src/ml/predict/trees';
import { seeded } from './seeded';

export const always = () => Promise.resolve(true);

export async function roundsOf(
  session: Session,
  first: number,
  last: number,
): Promise<EpochOutputs | null> {
  let outputs: EpochOutputs | null = null;
  for (let epoch = first; epoch <= last; epoch++) outputs = await session.epoch(epoch, always);
  return outputs;
}

export interface TrainedTrees {
  ensemble: TreeEnsemble;
  tensors: Tensors;
  learnt: Learnt;
  outputs: EpochOutputs;
}

export async function trainTrees(job: TreesJob, rounds: number): Promise<TrainedTrees> {
  const session = await startTrees(job, await treesModule(), null, () => 0);
  const outputs = (await roundsOf(session, 1, rounds))!;
  const learnt = await session.learnt();
  session.dispose();
  return { ...ensembleOf(learnt), learnt, outputs };
}

export function ensembleOf({
  network,
  tensors,
}: Learnt): Pick<TrainedTrees, 'ensemble' | 'tensors'> {
  if (network.type !== 'trees') throw new Error('not trees');
  return { ensemble: network, tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])) };
}

/** Rows with missing values, codes that no training row had, and values far outside. */
export function probes(job: TreesJob, count: number, seed: number): Float32Array {
  const random = seeded(seed);
  const rows = new Float32Array(count * job.inputs);
  for (let i = 0; i < rows.length; i++) {
    const codes = job.categories[i % job.inputs]!;
    const odd = random.uniform();
    if (odd < 0.1) rows[i] = NaN;
    else if (odd < 0.15) rows[i] = random.pick([1e30, -1e30, 300, -1, 0]);
    else rows[i] = codes > 0 ? Math.floor(random.uniform() * (codes + 3)) : 1.5 * random.normal();
  }
  return rows;
}
