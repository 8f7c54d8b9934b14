import { describe, expect, it } from 'vitest';
import { readFormat } from '../../../../src/core/formats/read-format';
import { digestOf, linkTo } from '../../../../src/core/hash/digest';
import { canonicalBytes } from '../../../../src/core/json/canonical';
import { linksIn } from '../../../../src/core/links/links-in';
import { checkRecipe } from '../../../../src/core/recipe/check';
import { recipeLabel, recipeSettings } from '../../../../src/core/recipe/describe';
import { toRecipe } from '../../../../src/core/recipe/spec';
import type { CodeRecipe, EngineRecipe, Recipe } from '../../../../src/core/recipe/types';

const task = linkTo('a'.repeat(64));
const object = linkTo('b'.repeat(64));
const module = linkTo('c'.repeat(64));

const facts = {
  rows: 100,
  kind: 'binary' as const,
  classes: ['no', 'yes'],
  roles: [],
  columns: [],
};
const code = {
  object,
  entry: 'fit',
  settings: { rate: 0.1, names: ['a', 'b'] },
  modules: [{ name: 'losses', object: module }],
};
const layers = [{ layer: 'dense' as const, units: 4, activation: 'relu' as const }];
const model = { kind: 'layers' as const, layers };
const byCode = toRecipe({ task, model, trainer: { epochs: 5 }, code }, facts) as CodeRecipe;

describe('a recipe whose weights come from code', () => {
  it('has an identity that never changes', () => {
    expect(byCode).toMatchObject({ format: 'loam.recipe/2', engine: 'cage', code });
    expect(digestOf(canonicalBytes(byCode))).toBe(
      '545a76909caf0b214cc7f25ed093895d8d41a229611254847af8411a3e65ab8a',
    );
  });

  it('leaves the identity of recipes without code as it was', () => {
    const plain = toRecipe({ task, model, trainer: { epochs: 5 } }, facts);
    expect(Object.keys(plain)).not.toContain('code');
    expect(digestOf(canonicalBytes(plain))).toBe(
      '3d8cc42aed052c2875f888d6ad575b145432ba65a0656bdd12663ffb2332a88f',
    );
  });

  it('needs its task, its code and its modules, and nothing that its settings look like', () => {
    const tricky = { ...byCode, code: { ...code, settings: { looks: linkTo('d'.repeat(64)) } } };
    expect(linksIn(tricky)).toEqual([task, object, module].sort());
  });

  it('is another recipe with any other code, function or setting', () => {
    const others: Partial<CodeRecipe['code']>[] = [
      { object: module },
      { entry: 'other' },
      { settings: { rate: 0.2 } },
      { modules: [] },
    ];
    const digests = others.map((change) =>
      digestOf(canonicalBytes({ ...byCode, code: { ...code, ...change } })),
    );
    expect(new Set([...digests, digestOf(canonicalBytes(byCode))]).size).toBe(5);
  });

  const BAD: [field: string, change: Record<string, unknown>][] = [
    ['code.entry', { entry: 'a, b = evil()' }],
    ['code.entry', { entry: 'fit()' }],
    ['code.entry', { entry: '$show' }],
    ['code.entry', { entry: '' }],
    ['code.object', { object: 'sha256:1' }],
    ['code.settings', { settings: [1] }],
    ['code.settings', { settings: { rate: NaN } }],
    ['code.settings', { settings: { text: '\ud800' } }],
    ['code.settings', { settings: { long: 'x'.repeat(200_000) } }],
    ['code.settings', { settings: JSON.parse('{"__proto__": {}}') as unknown }],
    ['code.modules.0.name', { modules: [{ name: '', object: module }] }],
    ['code.modules', { modules: [...code.modules, ...code.modules] }],
    ['code.modules.0.object', { modules: [{ name: 'a', object: 'here' }] }],
  ];
  it.each(BAD)('is refused where %s is %j', (field, change) => {
    const bad = { ...byCode, code: { ...code, ...change } } as Recipe;
    expect(() => checkRecipe(bad)).toThrow(
      expect.objectContaining({
        code: 'recipe-invalid',
        facts: expect.objectContaining({ field }) as object,
      }),
    );
    expect(readFormat(bad).ok).toBe(false);
  });

  it('is refused on an engine, and for anything but a network of layers', () => {
    const other = [
      { ...byCode, engine: 'exact' },
      { ...byCode, model: { kind: 'linear', l2: 0 } },
      { ...byCode, format: 'loam.recipe/1' },
    ];
    for (const bad of other) expect(readFormat(bad).ok).toBe(false);
    expect(() => toRecipe({ task, model: 'trees', code }, facts)).toThrow(/recipe-invalid/);
  });

  it('is told from the same network by an engine wherever recipes are listed or compared', () => {
    const plain: EngineRecipe = toRecipe({ task, model }, facts);
    expect([recipeLabel(plain), recipeLabel(byCode)]).toEqual(['Net d4', 'Net d4 by code (fit)']);
    expect(recipeSettings(byCode)).toContainEqual({
      label: 'Learnt by',
      value: 'fit, code bbbbbbbb',
    });
    expect(recipeSettings(byCode)).toContainEqual({ label: 'Given rate', value: '0.1' });
  });
});
