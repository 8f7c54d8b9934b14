import { describe, expect, it } from 'vitest';
import type { NetworkSpec } from '../../../../../../src/core/network/types';
import type { NetworkJob } from '../../../../../../src/ml/engine/engine';
import { exactProvider } from '../../../../../../src/ml/engine/fused/provider';
import { oneBatchJob, rowsOf } from '../../../../../support/net-sessions';
import { spawnNodeThread } from '../../../../../support/node-thread';
import { madeNetwork } from '../../../../../support/random-networks';
import { learntHash } from '../../../../../support/same-bits/learnt-hash';

const square = (side: number): [number, number] => [side, side];

function window(size: number, stride: number) {
  return { size: square(size), stride: square(stride), padding: 'same' as const };
}

/** Large enough that the work of every layer is shared. */
const NETS: Record<string, NetworkSpec> = {
  'windows and normalisation': {
    input: [20, 20, 3],
    layers: [
      { layer: 'conv2d', filters: 9, ...window(3, 1), activation: 'silu' },
      { layer: 'batch-norm', momentum: 0.9, epsilon: 1e-3 },
      { layer: 'depthwise2d', multiplier: 2, ...window(3, 2), activation: 'relu' },
      { layer: 'dropout', rate: 0.2 },
      { layer: 'layer-norm', epsilon: 1e-3 },
      { layer: 'pool2d', of: 'average', ...window(3, 2) },
      { layer: 'conv2d', filters: 21, ...window(2, 1), activation: 'tanh' },
      { layer: 'pool2d', of: 'max', ...window(2, 1) },
      { layer: 'flatten' },
    ],
    outputs: 4,
  },
  embeddings: {
    input: [50],
    layers: [
      { layer: 'embedding', vocabulary: 30, size: 17 },
      { layer: 'conv1d', filters: 19, size: 5, stride: 1, padding: 'same', activation: 'gelu' },
      { layer: 'pool1d', of: 'max', size: 3, stride: 2, padding: 'valid' },
      { layer: 'flatten' },
    ],
    outputs: 4,
  },
};

function jobOf(network: NetworkSpec): NetworkJob {
  const { inputs, targets } = madeNetwork({ network, rows: 150, seed: 6 });
  const base = oneBatchJob(network, 'softmax', rowsOf(inputs, targets));
  const trainer = { optimiser: 'adam', learningRate: 0.01, batch: 64, epochs: 2 } as const;
  return { ...base, trainer: { ...base.trainer, ...trainer } };
}

const now = () => performance.now();

describe('threads', () => {
  it.each(Object.entries(NETS))('train a net of %s to the bits of one', async (_, network) => {
    const job = jobOf(network);
    const alone = await learntHash(await exactProvider(now).open('exact'), job);
    for (const threads of [2, 3]) {
      const together = exactProvider(now, { threads, spawn: spawnNodeThread, leastWork: 0 });
      const engine = await together.open('exact');
      expect(engine.moduleFor(job)?.threads).toBe(threads);
      expect(await learntHash(engine, job)).toBe(alone);
    }
  });
});
