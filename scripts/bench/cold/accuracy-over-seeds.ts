/** What a model of the app's defaults is worth on validation, each seed dealing the rows and the weights anew. */
import { linkTo } from '../../../src/core/hash/digest';
import { toRecipe } from '../../../src/core/recipe/spec';
import { dealParts } from '../../../src/core/task/deal-parts';
import { guessTask } from '../../../src/core/task/guess-task';
import { rowKeys } from '../../../src/core/task/row-keys';
import { readTarget } from '../../../src/core/task/target';
import type { TaskManifest } from '../../../src/core/task/types';
import { exactProvider } from '../../../src/ml/engine/fused/provider';
import { makePredictor } from '../../../src/ml/predict/predictor';
import { columnOf } from '../../../src/ml/preprocess/column-view';
import { rowsOfPart } from '../../../src/ml/train/prepare';
import { trainRecipe } from '../../../src/ml/train/train-recipe';
import { importFile } from '../quality/import-file';

/** Links that nothing reads: the rows are in memory. */
const NOWHERE = linkTo('0'.repeat(64));
/** Shares of the rows that a task keeps back for validation and test. */
const SHARE = 0.2;
const effects = { now: () => performance.now(), pause: () => Promise.resolve() };

/** One accuracy for each of the seeds 1 to `seeds`. */
export async function accuracyOverSeeds(
  path: string,
  target: string,
  seeds: number,
): Promise<number[]> {
  const { table, profile } = await importFile(path);
  const { kind, classes, roles, metric } = guessTask(table, profile, { target });
  const read = readTarget(columnOf(table, target), kind, classes);
  if (read.type !== 'classes') throw new Error(`${target} has no classes`);
  const accuracies: number[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const rule = {
      by: 'stratified',
      key: 'content',
      seed,
      validation: SHARE,
      test: SHARE,
    } as const;
    const { parts, counts } = dealParts({ target: read, rule, keys: rowKeys(table, { seed }) });
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
    const facts = { rows: counts.train, kind, classes, roles, columns: profile.columns };
    const recipe = toRecipe({ task: NOWHERE, seed }, facts);
    const { model } = await trainRecipe(
      { recipe, task, table, parts },
      [exactProvider(effects.now)],
      { signal: new AbortController().signal, progress: () => undefined },
      effects,
    );
    const { manifest, preprocessing, weights } = model!;
    const complete = { ...manifest, preprocessing: NOWHERE, weights: weights && NOWHERE };
    const held = rowsOfPart(parts, 'validation');
    const { probabilities } = makePredictor(complete, preprocessing, weights).predictTable(
      table,
      held,
    );
    const width = read.classes.length;
    const right = held.filter((row, i) => {
      const answers = probabilities!.subarray(i * width, (i + 1) * width);
      return answers.indexOf(Math.max(...answers)) === read.codes[row];
    });
    accuracies.push(right.length / held.length);
  }
  return accuracies;
}
