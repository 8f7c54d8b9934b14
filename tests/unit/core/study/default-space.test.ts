import { describe, expect, it } from 'vitest';
import { toRecipe } from '../../../../src/core/recipe/spec';
import { linkTo } from '../../../../src/core/hash/digest';
import type { RecipeFacts } from '../../../../src/core/recipe/facts';
import {
  defaultSpace,
  jointSpace,
  KIND_DIMENSION,
  SEARCHED_KINDS,
  settingOf,
  spaceAround,
} from '../../../../src/core/study/default-space';
import { candidateFor } from '../../../../src/core/study/ladder';

const facts: RecipeFacts = {
  rows: 5000,
  kind: 'binary',
  classes: ['no', 'yes'],
  roles: [
    { column: 'x', role: 'feature' },
    { column: 'y', role: 'target' },
  ],
  columns: [
    {
      name: 'x',
      type: 'number',
      missing: 0,
      distinct: 100,
      distinctExact: true,
      numeric: {
        quantiles: [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1],
        mean: 0.5,
        sd: 0.3,
        infinite: 0,
        histogram: { start: 0, width: 1, counts: [5000] },
      },
      coded: null,
    },
  ] as unknown as RecipeFacts['columns'],
};

describe('default spaces', () => {
  it.each(SEARCHED_KINDS)('of %s name settings that its candidates have', (kind) => {
    const candidate = candidateFor(kind, facts);
    for (const { name, when } of defaultSpace(kind)) {
      expect(settingOf(candidate, name), name).not.toBeUndefined();
      expect(when).toBeNull();
    }
  });

  it('of several kinds name each setting once, after the kind that it depends on', () => {
    const space = jointSpace(['linear', 'trees', 'mlp']);
    const names = space.map(({ name }) => name);
    expect(names[0]).toBe(KIND_DIMENSION);
    expect(new Set(names).size).toBe(names.length);
    expect(space.find(({ name }) => name === 'trainer.learningRate')).toEqual({
      type: 'number',
      name: 'trainer.learningRate',
      when: { name: KIND_DIMENSION, is: ['trees', 'mlp'] },
      low: 0.0003,
      high: 0.3,
      log: true,
    });
    expect(jointSpace(['linear'])).toEqual(defaultSpace('linear'));
    expect(jointSpace([])).toEqual([]);
  });

  it.each(SEARCHED_KINDS)('around a candidate of %s hold its own settings', (kind) => {
    const candidate = candidateFor(kind, facts);
    for (const dimension of spaceAround(candidate)) {
      if (dimension.type === 'choice') continue;
      const value = settingOf(candidate, dimension.name) as number;
      expect(dimension.low, dimension.name).toBeLessThanOrEqual(value);
      expect(dimension.high, dimension.name).toBeGreaterThanOrEqual(value);
      expect(dimension.low).toBeLessThan(dimension.high);
    }
  });

  it('around a baseline there is nothing to search', () => {
    expect(spaceAround(candidateFor('baseline', facts))).toEqual([]);
  });

  it('give settings that a recipe accepts, at both ends of every range', () => {
    for (const kind of SEARCHED_KINDS) {
      for (const end of ['low', 'high'] as const) {
        const candidate = structuredClone(candidateFor(kind, facts)) as unknown as Record<
          string,
          Record<string, unknown>
        >;
        for (const dimension of defaultSpace(kind)) {
          const [group, key] = dimension.name.split('.') as [string, string];
          candidate[group]![key] =
            dimension.type === 'choice' ? dimension.options.at(-1) : dimension[end];
        }
        const { model, trainer } = candidate as { model: object; trainer: object };
        const task = linkTo('0'.repeat(64));
        expect(() => toRecipe({ task, model, trainer } as never, facts), kind).not.toThrow();
      }
    }
  });
});
