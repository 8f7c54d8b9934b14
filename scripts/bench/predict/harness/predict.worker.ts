/** Rows through our models to probabilities, as scoring a file does it, in one worker. */
import { expose } from 'comlink';
import type { DenseLayer } from '../../../../src/core/model/types';
import { planNetwork } from '../../../../src/core/network/plan';
import { exactProvider } from '../../../../src/ml/engine/fused/provider';
import { fusedAnswers, type Answers } from '../../../../src/ml/engine/fused/predict/bulk-answers';
import { fusedDensePass } from '../../../../src/ml/engine/fused/predict/dense-pass';
import { fusedTreesPass } from '../../../../src/ml/engine/fused/trees/predict-rows';
import { treesModule } from '../../../../src/ml/engine/fused/trees/trees-module';
import { initialWeights, namedLayers } from '../../../../src/ml/engine/network';
import { readTensors, writeSafetensors } from '../../../../src/ml/formats/safetensors';
import type { Head } from '../../../../src/ml/predict/answer';
import { SEED } from '../../train/tasks';
import { askedRows, NETWORK, treesJob, type Model } from '../models';

export interface Asked {
  seconds: number;
  /** Probability of the second class for the first rows. */
  first: number[];
}

export interface Asker {
  /** Draws the rows and makes the model ready. */
  prepare(model: Model, rows: number): Promise<void>;
  /** Answers all rows once. */
  round(): Promise<Asked>;
}

const FIRST = 1000;
const HEAD: Head = { kind: 'binary', targetTransform: { offset: 0, scale: 1 }, classes: 2 };

interface Pass {
  run(rows: Float32Array): Float64Array;
}

let rows = new Float32Array();
let pass: Pass | null = null;
let answers: Answers | null = null;

function makeNet(): Promise<Pass> {
  const plan = planNetwork(NETWORK);
  const { layers, tensors } = namedLayers(plan, initialWeights(plan, SEED));
  const dense = layers.filter((layer): layer is DenseLayer => layer.layer === 'dense');
  return fusedDensePass(dense, new Map(tensors.map((tensor) => [tensor.name, tensor])));
}

async function growTrees(): Promise<Pass> {
  const job = treesJob();
  const engine = await exactProvider(() => performance.now()).open('exact');
  const session = await engine.start(job);
  for (let round = 1; round <= job.trainer.epochs; round++) {
    await session.epoch(round, () => Promise.resolve(true));
  }
  const { network, tensors } = await session.learnt();
  session.dispose();
  if (network.type !== 'trees') throw new Error(`learnt ${network.type}`);
  return fusedTreesPass(network, readTensors(writeSafetensors(tensors)), await treesModule());
}

const asker: Asker = {
  async prepare(model, count) {
    rows = askedRows(count).inputs as typeof rows;
    pass = model === 'mlp' ? await makeNet() : await growTrees();
    answers = await fusedAnswers();
  },
  async round() {
    const start = performance.now();
    const probabilities = answers!(HEAD, pass!.run(rows));
    const seconds = (performance.now() - start) / 1000;
    const first = Array.from({ length: FIRST }, (_, row) => probabilities[2 * row + 1]!);
    return Promise.resolve({ seconds, first });
  },
};

expose(asker);
