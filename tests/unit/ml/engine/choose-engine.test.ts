import { describe, expect, it } from 'vitest';
import { chooseEngine } from '../../../../src/ml/engine/choose-engine';
import { fakeProvider } from '../../../support/fake-engine';
import { randomJob } from '../../../support/training';

const job = randomJob();

describe('choosing an engine', () => {
  it('takes the quickest of all candidates by measurement, never by order', async () => {
    const providers = [
      fakeProvider({ backend: 'webgpu', msPerStep: 3 }),
      fakeProvider({ backend: 'wasm', msPerStep: 0.4 }),
      fakeProvider({ backend: 'cpu', msPerStep: 20 }),
    ];
    const { engine, choice } = await chooseEngine(providers, 'auto', job);
    expect(engine.backend).toBe('wasm');
    expect(choice).toEqual({
      backend: 'wasm',
      why: 'WebAssembly: 0.40 ms per step of this recipe, 3.00 on WebGPU, 20 on CPU.',
      measured: [
        { backend: 'wasm', msPerStep: 0.4 },
        { backend: 'webgpu', msPerStep: 3 },
        { backend: 'cpu', msPerStep: 20 },
      ],
    });
    for (const { calls } of providers) expect(calls).toEqual(['open auto', 'dispose']);
  });

  it('goes on without a candidate that does not open, and says so', async () => {
    const providers = [
      fakeProvider({ backend: 'webgpu', refuses: 'only a software adapter' }),
      fakeProvider({ backend: 'cpu', msPerStep: 2 }),
    ];
    const { choice } = await chooseEngine(providers, 'auto', job);
    expect(choice.why).toBe(
      'CPU: 2.00 ms per step of this recipe. Not used: WebGPU (only a software adapter).',
    );
  });

  it('uses the named backend and no other', async () => {
    const cpu = fakeProvider({ backend: 'cpu', msPerStep: 2 });
    const wasm = fakeProvider({ backend: 'wasm' });
    const { choice } = await chooseEngine([wasm, cpu], 'cpu', job);
    expect(choice.why).toBe('CPU, because the recipe names it: 2.00 ms per step.');
    expect(wasm.calls).toEqual([]);
  });

  it('fails with a reason when the named backend is missing or refuses', async () => {
    await expect(chooseEngine([], 'webgpu', job)).rejects.toMatchObject({
      code: 'engine-unavailable',
      facts: { backend: 'webgpu' },
    });
    const refusing = fakeProvider({ backend: 'webgpu', refuses: 'no adapter' });
    await expect(chooseEngine([refusing], 'webgpu', job)).rejects.toMatchObject({
      facts: { reason: 'no adapter' },
    });
    await expect(chooseEngine([refusing], 'auto', job)).rejects.toMatchObject({
      facts: { backend: 'auto', reason: 'WebGPU (no adapter)' },
    });
  });
});
