/**
 * A model with made columns, encoded and grouped texts, and cycles of dates; its rare categories are secret.
 * `withWords` adds a text that is taken apart into words, which ONNX cannot carry.
 */
import { identityOf, linkTo } from '../../src/core/hash/digest';
import type { Column, Table } from '../../src/core/dataset/types';
import type { ColumnStep } from '../../src/core/recipe/types';
import type { ExportInput } from '../../src/deploy/model/types';
import { fitPreprocessing } from '../../src/ml/preprocess/fit';
import { inputSignatures } from '../../src/ml/train/signature';
import { pageInputOf } from './page-input';
import { seeded } from './seeded';
import { tableOf } from './table-of';
import { asTrees } from './with-network';

const ROWS = 240;
const DAY = 86_400_000;
const WORDS = ['some', 'text', 'Text,', 'is', 'late', 'again', 'und', 'schön'];

export interface EveryStep {
  input: ExportInput;
  /** Categories of under 10 rows. */
  secrets: string[];
}

export async function everyStep(seed: number, { withWords = false } = {}): Promise<EveryStep> {
  const random = seeded(seed);
  const secrets = Array.from({ length: 4 }, (_, i) => `rare-secret-${seed}-${i}`);
  // Rows 0 to 35 are rare: nine of each.
  const cities = Array.from({ length: ROWS }, (_, row) =>
    row < 36 ? secrets[row % 4]! : random.pick(['Ulm', 'Bonn', 'Kiel']),
  );
  const values = {
    a: { schema: { name: 'a', type: 'number' }, values: cities.map(() => random.normal() * 20) },
    b: { schema: { name: 'b', type: 'number' }, values: cities.map(() => random.normal() * 3) },
    city: { schema: { name: 'city', type: 'category' }, values: cities },
    town: { schema: { name: 'town', type: 'category' }, values: cities },
    day: {
      schema: { name: 'day', type: 'datetime', precision: 'day' },
      values: cities.map(() => Math.floor(random.uniform() * 20_000) * DAY),
    },
    ...(withWords && {
      note: {
        schema: { name: 'note', type: 'text' },
        values: cities.map(() => Array.from({ length: 4 }, () => random.pick(WORDS)).join(' ')),
      },
    }),
    answer: {
      schema: { name: 'answer', type: 'category' },
      values: cities.map((city) =>
        random.uniform() < (city === 'Ulm' ? 0.8 : 0.3) ? 'yes' : 'no',
      ),
    },
  } as Parameters<typeof tableOf>[0];
  const table: Table = tableOf(values);
  const derive = [
    { name: 'ratio', expression: 'a / (abs(b) + 1)' },
    { name: 'place', expression: 'if(b > 0, city, "low")' },
  ];
  const steps: ColumnStep[] = [
    {
      column: 'ratio',
      step: 'numeric',
      transform: 'none',
      impute: 'median',
      indicator: true,
      scale: 'standard',
    },
    { column: 'place', step: 'one-hot', limit: 20, minCount: 10 },
    { column: 'city', step: 'target-encode', smoothing: 20, folds: 5, minCount: 1 },
    { column: 'town', step: 'one-hot', limit: 2, minCount: 10 },
    { column: 'day', step: 'date-parts', parts: ['month-cycle', 'year'] },
  ];
  if (withWords) {
    steps.push({ column: 'note', step: 'hashed-text', words: [1, 2], buckets: 64, lower: true });
  }
  const rows = Uint32Array.from({ length: ROWS }, (_, i) => i);
  const answer = table.columns.find((column: Column) => column.schema.name === 'answer')!;
  if (answer.kind !== 'coded') throw new Error('the answer is no category');
  const codes = answer.codes.map((code) => (answer.dictionary[code] === 'yes' ? 1 : 0));
  const classes = ['no', 'yes'];
  const preprocessing = fitPreprocessing(steps, table, rows, derive, {
    type: 'classes',
    codes,
    classes,
  });
  const { template: _, ...plain } = pageInputOf({
    table,
    target: 'answer',
    kind: 'binary',
    classes,
    template: '',
    seed,
  });
  const manifest = {
    ...plain.model.manifest,
    inputs: inputSignatures(preprocessing, table, rows),
    preprocessing: linkTo(identityOf(preprocessing)),
  };
  const model = { ...plain.model, manifest, preprocessing, link: linkTo(identityOf(manifest)) };
  return { input: await asTrees({ ...plain, model, evaluation: null }), secrets };
}
