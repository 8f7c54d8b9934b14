/** The rows of a task of trees, as files: for the Python peer always, for the page where they come from a file. */
import { existsSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawnJob } from './drawn-rows';
import { importTable, jobOfTable } from './table-file';
import type { TreesTask } from './tasks';

export interface TreesFacts {
  /** Rows to train on. */
  rows: number;
  inputs: number;
  /** Per input how many category codes it has; 0 for numbers. */
  categories: number[];
}

/**
 * Writes `<name>-train-inputs.f32`, `-train-targets.f32`, `-held-inputs.f32`, `-held-targets.f32`, and
 * `<name>.csv` where there is one.
 * @returns why there is no data, in words, where there is none
 */
export async function writeTreesData(
  task: TreesTask,
  folder: string,
  publicData: string | null,
): Promise<TreesFacts | string> {
  const { name, from } = task;
  const file = publicData && join(publicData, `${name}.csv`);
  if (from.type === 'file' && (!file || !existsSync(file))) {
    return `LOAM_PUBLIC_DATA names no folder with ${name}.csv`;
  }
  if (from.type === 'file') await copyFile(file!, join(folder, `${name}.csv`));
  const job =
    from.type === 'seed'
      ? drawnJob(task, from.rows, from.inputs, 'as validation')
      : await jobOfTable(
          await importTable(await readFile(file!), task, from.target),
          'as validation',
        );
  const { train, validation, inputs, categories } = job;
  for (const [part, rows] of Object.entries({ train, held: validation! })) {
    await writeFile(join(folder, `${name}-${part}-inputs.f32`), rows.inputs);
    await writeFile(join(folder, `${name}-${part}-targets.f32`), rows.targets);
  }
  return { rows: train.count, inputs, categories: [...categories] };
}
