/** Rows to ask a model of `randomData` about: usual values, missing ones, some that training never saw or that are no value. */
import type { Cell } from '../../src/core/dataset/types';
import type { InputSignature } from '../../src/core/model/types';
import type { ExportInput, SealedModel } from '../../src/deploy/model/types';
import { seeded, type Seeded } from './seeded';
import { asBaseline, asTrees } from './with-network';
import { pageInputOf } from './page-input';
import type { RandomData } from './page-tables';

const SOME_TEXTS = ['some text', 'text is late again', 'Text, text; SCHÖN!', ' '];

function askedCell({ type, categories, labels }: InputSignature, random: Seeded): Cell {
  if (random.uniform() < 0.08) return null;
  if (random.uniform() < 0.05) return 'what is this';
  switch (type) {
    case 'number':
      return random.normal() * 60;
    case 'integer':
      return Math.round(random.normal() * 6);
    case 'datetime':
      return new Date(Math.floor(random.uniform() * 20_000) * 86_400_000)
        .toISOString()
        .slice(0, 10);
    case 'boolean':
      return random.pick(labels!);
    case 'category':
    case 'text':
      return random.pick([...(categories ?? SOME_TEXTS), 'unseen']);
    default:
      throw type satisfies never;
  }
}

/** Cells that a CSV file can hold too, as texts. */
export function askedRows(
  { model }: { model: Pick<SealedModel, 'manifest'> },
  count: number,
  seed = 3,
): Record<string, Cell>[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () =>
    Object.fromEntries(
      model.manifest.inputs.map((input) => [input.name, askedCell(input, random)]),
    ),
  );
}

/** The same data through a net, trees and a baseline. */
export async function everyNetwork(data: RandomData): Promise<[string, ExportInput][]> {
  const { template: _, ...net } = pageInputOf({ ...data, template: '' });
  return [
    ['a net', net],
    ['trees', await asTrees(net)],
    ['a baseline', asBaseline(net)],
  ];
}
