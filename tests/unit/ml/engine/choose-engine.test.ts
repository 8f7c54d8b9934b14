import { describe, expect, it } from 'vitest';
import { chooseEngine, type ChoiceMemory } from '../../../../src/ml/engine/choose-engine';
import type { TrainJob } from '../../../../src/ml/engine/engine';
import { fakeProvider } from '../../../support/fake-engine';
import { randomJob, trainerSettings } from '../../../support/training';

/** One step per epoch on the fake engines. */
const jobOf = (epochs: number): TrainJob => randomJob({ trainer: { ...trainerSettings, epochs } });

describe('choosing an engine', () => {
  it('takes exact mode where all of it takes no longer than 3 s, and wakes no GPU for that', async () => {
    const exact = fakeProvider({ name: 'exact', msPerStep: 3 });
    const webgpu = fakeProvider({ name: 'webgpu', msPerStep: 0.1 });
    const { engine, choice } = await chooseEngine([webgpu, exact], 'auto', jobOf(1000));
    expect(engine.name).toBe('exact');
    expect(choice).toEqual({
      backend: 'exact',
      why: 'Exact mode: 3.00 ms per step of this recipe, at most 3 s in all.',
      measured: [{ backend: 'exact', msPerStep: 3 }],
    });
    expect(webgpu.calls).toEqual([]);
    expect(exact.calls).toEqual(['open auto', 'dispose']);
  });

  it('takes WebGPU for longer work where it is at least 1.5 times as quick', async () => {
    const exact = fakeProvider({ name: 'exact', msPerStep: 6 });
    const webgpu = fakeProvider({ name: 'webgpu', msPerStep: 4 });
    const { choice } = await chooseEngine([webgpu, exact], 'auto', jobOf(1000));
    expect(choice.backend).toBe('webgpu');
    expect(choice.why).toBe(
      'WebGPU: 4.00 ms per step of this recipe, 1.5 times as quick as exact mode.',
    );
    expect(choice.measured).toEqual([
      { backend: 'webgpu', msPerStep: 4 },
      { backend: 'exact', msPerStep: 6 },
    ]);
  });

  it('stays with exact mode where WebGPU is not clearly quicker, or refuses, and says so', async () => {
    const exact = fakeProvider({ name: 'exact', msPerStep: 6 });
    const slow = fakeProvider({ name: 'webgpu', msPerStep: 5 });
    const close = await chooseEngine([slow, exact], 'auto', jobOf(1000));
    expect(close.choice.backend).toBe('exact');
    expect(close.choice.why).toContain('WebGPU is 1.2 times as quick');
    const refusing = fakeProvider({ name: 'webgpu', refuses: 'only a software adapter' });
    const alone = await chooseEngine([refusing, exact], 'auto', jobOf(1000));
    expect(alone.choice.backend).toBe('exact');
    expect(alone.choice.why).toContain('Not used: WebGPU (only a software adapter).');
  });

  it('never takes fast mode, WebGL or others by itself where exact mode knows the model', async () => {
    const providers = (['fast', 'webgl', 'wasm', 'cpu'] as const).map((name) =>
      fakeProvider({ name, msPerStep: 0.01 }),
    );
    const exact = fakeProvider({ name: 'exact', msPerStep: 50 });
    const { choice } = await chooseEngine([...providers, exact], 'auto', jobOf(1000));
    expect(choice.backend).toBe('exact');
    for (const { calls } of providers) expect(calls).toEqual([]);
  });

  it('takes the quickest of the others for a model that exact mode does not know', async () => {
    const exact = fakeProvider({ name: 'exact', knows: () => false });
    const wasm = fakeProvider({ name: 'wasm', msPerStep: 2 });
    const cpu = fakeProvider({ name: 'cpu', msPerStep: 20 });
    const { choice } = await chooseEngine([exact, cpu, wasm], 'auto', jobOf(10));
    expect(choice.backend).toBe('wasm');
    expect(exact.calls).toEqual([]);
  });

  it('remembers the choice for a job of the same shape, and measures for another', async () => {
    const memory: ChoiceMemory = new Map();
    const exact = fakeProvider({ name: 'exact', msPerStep: 1 });
    const first = await chooseEngine([exact], 'auto', jobOf(10), memory);
    const again = await chooseEngine([exact], 'auto', jobOf(10), memory);
    expect(again.choice).toEqual(first.choice);
    expect(exact.calls).toEqual(['open auto', 'dispose', 'open auto']);
    await chooseEngine([exact], 'auto', jobOf(11), memory);
    expect(exact.calls.at(-1)).toBe('dispose');
  });

  it('uses the named engine and no other, without measuring', async () => {
    const cpu = fakeProvider({ name: 'cpu' });
    const exact = fakeProvider({ name: 'exact' });
    const { choice } = await chooseEngine([exact, cpu], 'cpu', jobOf(10));
    expect(choice).toEqual({
      backend: 'cpu',
      why: 'TensorFlow.js CPU, because the recipe names it.',
      measured: [],
    });
    expect([...exact.calls, ...cpu.calls]).toEqual(['open cpu']);
  });

  it('fails with a reason when the named engine is missing, refuses or does not know the model', async () => {
    const refusing = fakeProvider({ name: 'webgpu', refuses: 'no adapter' });
    const ignorant = fakeProvider({ name: 'webgpu', knows: () => false });
    await expect(chooseEngine([], 'webgpu', jobOf(1))).rejects.toMatchObject({
      code: 'engine-unavailable',
      facts: { backend: 'WebGPU' },
    });
    await expect(chooseEngine([refusing], 'webgpu', jobOf(1))).rejects.toMatchObject({
      facts: { reason: 'no adapter' },
    });
    await expect(chooseEngine([ignorant], 'webgpu', jobOf(1))).rejects.toMatchObject({
      facts: { reason: 'it cannot train this kind of model' },
    });
    await expect(chooseEngine([refusing], 'auto', jobOf(1))).rejects.toMatchObject({
      facts: { backend: 'auto', reason: 'WebGPU (no adapter)' },
    });
  });
});
