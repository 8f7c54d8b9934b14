import { describe, expect, it } from 'vitest';
import type { EngineChoice } from '../../../../src/core/log/types';
import { choiceMemory } from '../../../../workers/trainer/choice-memory';
import { memoryLocal } from '../../../support/memory-local';

const compared: EngineChoice = {
  backend: 'webgpu',
  why: 'Quicker.',
  measured: [
    { backend: 'webgpu', msPerStep: 1 },
    { backend: 'exact', msPerStep: 9 },
  ],
};
const unseen: EngineChoice = {
  backend: 'exact',
  why: 'Short.',
  measured: [{ backend: 'exact', msPerStep: 1 }],
};

describe('the memory of what auto chose', () => {
  it('outlives the worker where a GPU was tried, and no browser but the one that measured', async () => {
    const local = memoryLocal();
    await choiceMemory(new Map(), local, 'A/1').set('wide', compared);
    expect(await choiceMemory(new Map(), local, 'A/1').get('wide')).toEqual(compared);
    expect(await choiceMemory(new Map(), local, 'A/1').get('deep')).toBeUndefined();
    expect(await choiceMemory(new Map(), local, 'A/2').get('wide')).toBeUndefined();
  });

  it('lives as long as the worker where exact mode was taken unseen by others', async () => {
    const local = memoryLocal();
    const own = new Map<string, EngineChoice>();
    await choiceMemory(own, local, 'A/1').set('small', unseen);
    expect(await choiceMemory(own, local, 'A/1').get('small')).toEqual(unseen);
    expect(await choiceMemory(new Map(), local, 'A/1').get('small')).toBeUndefined();
  });

  it('forgets what is deleted, and the oldest of very many', async () => {
    const local = memoryLocal();
    const memory = choiceMemory(new Map(), local, 'A/1');
    for (let i = 0; i < 66; i++) await memory.set(`shape ${i}`, compared);
    const later = choiceMemory(new Map(), local, 'A/1');
    expect(await later.get('shape 1')).toBeUndefined();
    expect(await later.get('shape 2')).toEqual(compared);
    await later.delete('shape 2');
    expect(await later.get('shape 2')).toBeUndefined();
    expect(await later.get('shape 3')).toEqual(compared);
  });

  it('does without where nothing can be written', async () => {
    const full = { ...memoryLocal(), set: () => Promise.reject(new Error('full')) };
    const memory = choiceMemory(new Map(), full, 'A/1');
    await memory.set('wide', compared);
    expect(await memory.get('wide')).toEqual(compared);
  });
});
