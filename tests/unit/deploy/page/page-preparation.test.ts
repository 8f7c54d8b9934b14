import { describe, expect, it } from 'vitest';
import { compilePageTemplateWithFiles } from '../../../../scripts/vite/compile-page-template';
import {
  PAGE_PREPARATIONS,
  pagePreparation,
  type PagePreparation,
} from '../../../../src/deploy/page/page-preparation';
import type { FittedStep, ModelManifest } from '../../../../src/core/model/types';

const plain: FittedStep[] = [
  {
    column: 'age',
    step: 'numeric',
    transform: 'none',
    fill: 0,
    indicator: false,
    offset: 0,
    scale: 1,
  },
  { column: 'city', step: 'one-hot', categories: ['Ulm'], rest: true, missing: false },
  { column: 'plan', step: 'codes', categories: ['s', 'm'], rest: false },
  { column: 'size', step: 'ordinal', order: ['s', 'm'], fill: 0, offset: 0, scale: 1 },
  { column: 'since', step: 'date-parts', parts: [{ part: 'month', offset: 0, scale: 1 }] },
];
const dense = (units: number) =>
  ({ layer: 'dense', units, activation: 'linear' }) as unknown as Extract<
    ModelManifest['network'],
    { type: 'layers' }
  >['layers'][number];
const linear = { type: 'layers', layers: [dense(1)] } as unknown as ModelManifest['network'];
const net = { type: 'layers', layers: [dense(8), dense(1)] } as unknown as ModelManifest['network'];
const plainModel = {
  manifest: { calibrator: null, network: linear },
  steps: plain,
  derived: [],
};

function needs({
  manifest,
  steps,
  derived,
}: {
  manifest: Pick<ModelManifest, 'calibrator' | 'network'>;
  steps: FittedStep[];
  derived: { name: string; expression: string }[];
}): PagePreparation {
  const format = 'loam.preprocessing/2' as const;
  return pagePreparation({
    manifest,
    preprocessing: { format, derived, lags: [], steps, width: 1 },
  });
}

describe('which page a model needs', () => {
  it('is that of its kind for steps of every kind that was there first', () => {
    expect(needs(plainModel)).toBe('linear');
  });

  it('is told by what computes it; a baseline has that of nets', () => {
    const trees = { type: 'trees' } as unknown as ModelManifest['network'];
    const constant: ModelManifest['network'] = { type: 'constant', output: [1] };
    const squashed = { type: 'layers', layers: [{ ...dense(1), activation: 'sigmoid' }] };
    const found = [net, trees, constant, squashed as ModelManifest['network']].map((network) =>
      needs({ ...plainModel, manifest: { calibrator: null, network } }),
    );
    expect(found).toEqual(['nets', 'trees', 'nets', 'nets']);
  });

  it('is the one with everything for whatever the others have no code for', () => {
    const expression = { name: 'twice', expression: 'age * 2' };
    const cycle: FittedStep = {
      column: 'since',
      step: 'date-parts',
      parts: [{ part: 'month-sin', offset: 0, scale: 1 }],
    };
    const text: FittedStep = {
      column: 'note',
      step: 'hashed-text',
      words: [1, 2],
      buckets: 64,
      lower: true,
      kept: [3],
      idf: [1],
    };
    const calibrator = { type: 'temperature', temperature: 2 } as const;
    expect([
      needs({ ...plainModel, derived: [expression] }),
      needs({ ...plainModel, steps: [...plain.slice(0, 4), cycle] }),
      needs({ ...plainModel, steps: [...plain, text] }),
      needs({ ...plainModel, manifest: { calibrator, network: net } }),
    ]).toEqual(['all', 'all', 'all', 'all']);
  });
});

describe('a page of one kind of model', () => {
  it.each(['file', 'server'] as const)('leaves out what others have: for a %s', async (place) => {
    const pages = await Promise.all(
      PAGE_PREPARATIONS.map((preparation) => compilePageTemplateWithFiles(place, preparation)),
    );
    const [nets, linear, trees, all] = pages.map(({ html }) => html);
    for (const html of [nets!, linear!, trees!]) {
      expect(all!.length - html.length).toBeGreaterThan(24_000);
      // A stand-in that is never bundled would say that a path above it has moved.
      expect(html).toContain('no code for it here');
    }
    expect(all).not.toContain('no code for it here');
  });
});
