import { describe, expect, it } from 'vitest';
import type { LayerSpec } from '../../../../../src/core/network/types';
import { lazyTfjsProviders } from '../../../../../src/ml/engine/tfjs/lazy-providers';
import { tfjsProviders } from '../../../../../src/ml/engine/tfjs/providers';
import { SAME_BITS_JOBS } from '../../../../support/same-bits/jobs';
import { randomJob } from '../../../../support/training';

const now = () => performance.now();

describe('engines that are loaded when they are opened', () => {
  it('are those of TensorFlow.js, in the same order, and know the same jobs', () => {
    const conv: LayerSpec = { layer: 'layer-norm', epsilon: 1e-3 };
    const normed = randomJob({ network: { input: [5], layers: [conv], outputs: 1 } });
    const jobs = [randomJob(), normed, ...Object.values(SAME_BITS_JOBS)];
    const known = (providers: ReturnType<typeof tfjsProviders>) =>
      providers.map(({ name, supports }) => [name, jobs.map(supports)]);
    expect(known(lazyTfjsProviders(now))).toEqual(known(tfjsProviders(now)));
  });

  it('train as those do', async () => {
    const job = randomJob();
    const learn = async (providers: ReturnType<typeof tfjsProviders>) => {
      const engine = await providers.find(({ name }) => name === 'cpu')!.open('cpu');
      const session = await engine.start(job);
      await session.epoch(1, () => Promise.resolve(true));
      const learnt = await session.learnt();
      session.dispose();
      return learnt;
    };
    expect(await learn(lazyTfjsProviders(now))).toEqual(await learn(tfjsProviders(now)));
  });
});
