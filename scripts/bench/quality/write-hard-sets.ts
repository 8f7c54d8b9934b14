/**
 * `npx tsx scripts/bench/quality/write-hard-sets.ts FOLDER` writes each of the hard sets as NAME.csv, with the number of the
 * fold that judges each row in NAME.folds.json, for tests/golden/hard-sets-reference.py: few rows differ much from fold to
 * fold, so that both must be judged on the same.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { dealFolds } from '../../../src/core/task/deal-folds';
import { foldKeys } from '../../../src/core/task/fold-keys';
import { openTask } from './file-task';
import { hardSets } from './hard-sets';
import { FIVE_FOLDS } from './five-folds';

const folder = process.argv[2] ?? '.';
for (const { name, csv, target, positive } of hardSets()) {
  const path = join(folder, `${name}.csv`);
  await writeFile(path, csv);
  const opened = await openTask(path, { name, target, ...(positive && { positive }) });
  const { task, table, parts } = opened;
  const keys = foldKeys(task, table);
  const judgedBy = new Array<number>(table.rows).fill(-1);
  for (const fold of dealFolds({ plan: FIVE_FOLDS, parts, target: opened.target, keys })) {
    for (const row of fold.judge) judgedBy[row] = fold.number;
  }
  await writeFile(join(folder, `${name}.folds.json`), `${JSON.stringify(judgedBy)}\n`);
}
