/** Held-out quality on real tables beside scikit-learn's; see tests/golden/trees-reference.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { log, sigmoid } from '../../../../../../src/core/math';
import type { Rows, TreeModel, TreesJob } from '../../../../../../src/ml/engine/engine';
import { makeTreesPass } from '../../../../../../src/ml/predict/trees';
import { softmaxInPlace } from '../../../../../../src/core/math/softmax';
import { trainTrees } from '../../../../../support/trained-trees';
import { trainerSettings } from '../../../../../support/training';

interface Case {
  sample: string;
  target: string;
  kind: 'classes' | 'number';
  model: 'trees' | 'forest';
  numbers: string[];
  categories: string[];
  rows: number;
  loss: number;
  standardError: number;
}

interface Reference {
  boosting: { rounds: number; learningRate: number; leaves: number; leastRows: number; l2: number };
  forest: { trees: number; leastRows: number; columnShare: number };
  cases: Case[];
}

const root = new URL('../../../../../../', import.meta.url);
const text = (path: string) => readFileSync(new URL(path, root), 'utf8');
const reference = JSON.parse(text('tests/golden/trees-reference.json')) as Reference;

/** Every fourth row is held out. */
function readCase({ sample, target, kind, numbers, categories }: Case): {
  train: Rows;
  held: Rows;
  classes: string[];
  codes: number[];
} {
  const [head, ...lines] = text(`public/samples/${sample}.csv`).trim().split('\n');
  const names = head!.split(',');
  const cells = lines.map((line) => line.split(','));
  const column = (name: string) =>
    cells.map((row) => (name === names.at(-1) ? row.at(-1)! : row[names.indexOf(name)]!));
  const numbered = numbers.map((name) => column(name).map((cell) => (cell === '' ? NaN : +cell)));
  const coded = categories.map((name) => {
    const values = column(name);
    const known = [...new Set(values.filter((cell) => cell !== ''))];
    return { known, codes: values.map((cell) => (cell === '' ? NaN : known.indexOf(cell))) };
  });
  const answers = column(target);
  const classes = kind === 'classes' ? [...new Set(answers)].sort() : [];
  const columns = [...numbered, ...coded.map(({ codes }) => codes)];
  const rowsWhere = (held: boolean): Rows => {
    const rows = cells.map((_, row) => row).filter((row) => (row % 4 === 3) === held);
    return {
      count: rows.length,
      inputs: Float32Array.from(rows.flatMap((row) => columns.map((values) => values[row]!))),
      targets: Float32Array.from(rows, (row) =>
        kind === 'classes' ? classes.indexOf(answers[row]!) : +answers[row]!,
      ),
      weights: null,
    };
  };
  const codes = [...numbers.map(() => 0), ...coded.map(({ known }) => known.length)];
  return { train: rowsWhere(false), held: rowsWhere(true), classes, codes };
}

function modelOf({ model }: Case): TreeModel {
  const { boosting, forest } = reference;
  const shared = { depth: null, bins: 255 };
  if (model === 'forest') {
    const { leastRows, columnShare } = forest;
    return { kind: 'forest', leaves: 4096, leastRows, rowShare: 0.632, columnShare, ...shared };
  }
  return {
    kind: 'trees',
    loss: 'squared',
    quantile: 0.5,
    l2: boosting.l2,
    monotone: [],
    leaves: boosting.leaves,
    leastRows: boosting.leastRows,
    rowShare: 1,
    columnShare: 1,
    ...shared,
  };
}

function heldOutLoss(job: TreesJob, outputs: Float64Array, { count, targets }: Rows): number {
  let sum = 0;
  for (let row = 0; row < count; row++) {
    const target = targets[row]!;
    const own = outputs.slice(row * job.outputs, (row + 1) * job.outputs);
    if (job.loss === 'squared') {
      sum += (own[0]! - target) * (own[0]! - target);
      continue;
    }
    if (job.loss === 'softmax') softmaxInPlace(own);
    const share =
      job.loss === 'softmax' ? own[target]! : sigmoid(target === 1 ? own[0]! : -own[0]!);
    sum -= log(Math.min(1 - 1e-6, Math.max(1e-6, share)));
  }
  return sum / count;
}

describe('trees on tables that they were not trained on', () => {
  for (const each of reference.cases) {
    it(`are within a standard error of scikit-learn's: ${each.model}, ${each.sample}`, async () => {
      const { train, held, classes, codes } = readCase(each);
      expect(held.count).toBe(each.rows);
      const { rounds, learningRate } = reference.boosting;
      const job: TreesJob = {
        type: 'trees',
        train,
        validation: null,
        trainer: { ...trainerSettings, learningRate },
        seed: 7,
        model: modelOf(each),
        loss: each.kind === 'number' ? 'squared' : classes.length === 2 ? 'logistic' : 'softmax',
        inputs: codes.length,
        outputs: classes.length > 2 ? classes.length : 1,
        categories: Uint32Array.from(codes),
        monotone: new Int8Array(codes.length),
      };
      const epochs = each.model === 'forest' ? reference.forest.trees : rounds;
      const { ensemble, tensors } = await trainTrees(job, epochs);
      const loss = heldOutLoss(job, makeTreesPass(ensemble, tensors).run(held.inputs), held);
      expect(loss).toBeLessThanOrEqual(each.loss + each.standardError);
      // Far below it, the two would not be doing the same thing.
      expect(loss).toBeGreaterThanOrEqual(each.loss - each.standardError);
    }, 60_000);
  }
});
