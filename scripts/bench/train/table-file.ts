/** A file of a table as the app has it after import: column chunks, a task, parts, and a recipe of trees. */
import { readTable } from '../../../src/core/dataset/read-table';
import type { DatasetManifest } from '../../../src/core/dataset/types';
import { linkTo } from '../../../src/core/hash/digest';
import { ingest } from '../../../src/core/ingest/ingest';
import { toRecipe } from '../../../src/core/recipe/spec';
import type { TrainableRecipe } from '../../../src/core/recipe/types';
import { dealParts } from '../../../src/core/task/deal-parts';
import { guessTask } from '../../../src/core/task/guess-task';
import { rowKeys } from '../../../src/core/task/row-keys';
import { readTarget } from '../../../src/core/task/target';
import { NO_PART, PART_CODE, type TaskManifest } from '../../../src/core/task/types';
import { columnOf } from '../../../src/ml/preprocess/column-view';
import { prepareTraining } from '../../../src/ml/train/prepare';
import type { TreesJob } from '../../../src/ml/engine/engine';
import { MemoryObjects } from '../../../tests/support/memory-objects';
import { BOOSTING, SEED, type TreesTask } from './tasks';

export interface TableFile {
  manifest: DatasetManifest;
  objects: MemoryObjects;
  task: TaskManifest;
  recipe: TrainableRecipe;
  /** Four fifths to train on; the others are `validation`. */
  parts: Uint8Array;
}

/** Links that nothing reads: the objects are in memory. */
const NOWHERE = linkTo('0'.repeat(64));

export async function importTable(
  bytes: Uint8Array,
  { name, trees, leaves }: TreesTask,
  target: string,
): Promise<TableFile> {
  const objects = new MemoryObjects();
  const source = {
    name: `${name}.csv`,
    size: bytes.byteLength,
    async *open() {
      yield bytes;
    },
  };
  const { manifest, profile } = await ingest(source, {}, { writer: objects });
  const table = await readTable(manifest, objects);
  const { kind, classes, roles, metric } = guessTask(table, profile, { target });
  const rule = {
    by: 'stratified',
    key: 'content',
    seed: SEED,
    validation: 0.2,
    test: 0,
  } as const;
  const read = readTarget(columnOf(table, target), kind, classes);
  const keys = rowKeys(table, { seed: SEED });
  const { parts, counts } = dealParts({ target: read, rule, keys });
  const task: TaskManifest = {
    format: 'loam.task/1',
    semantics: 1,
    dataset: NOWHERE,
    kind,
    roles,
    target,
    classes,
    metric,
    rule,
    parts: NOWHERE,
    counts,
  };
  const { learningRate, leastRows, l2, bins } = BOOSTING;
  const recipe = toRecipe(
    {
      task: NOWHERE,
      model: {
        kind: 'trees',
        leaves,
        depth: null,
        leastRows,
        l2,
        bins,
        rowShare: 1,
        columnShare: 1,
      },
      trainer: { learningRate, epochs: trees, patience: null },
      engine: 'exact',
    },
    { rows: counts.train, kind, classes, roles, columns: profile.columns },
  );
  return { manifest, objects, task, recipe, parts };
}

/** From column chunks to a job; the rows held out are its validation, or left out. */
export async function jobOfTable(
  { manifest, objects, task, recipe, parts }: TableFile,
  held: 'as validation' | 'left out',
): Promise<TreesJob> {
  const table = await readTable(manifest, objects);
  const used =
    held === 'as validation'
      ? parts
      : parts.map((part) => (part === PART_CODE.validation ? NO_PART : part));
  const { job } = prepareTraining({ recipe, task, table, parts: used });
  if (job.type !== 'trees') throw new Error('the recipe is not one of trees');
  return job;
}
