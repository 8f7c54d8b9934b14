/**
 * 5-fold cross-validation with the app's own defaults, through the code that the app runs: import, guess,
 * split, train, predict. The bars are scikit-learn's on the same files (tests/golden/baselines.json).
 * With LOAM_PUBLIC_DATA, a folder of further files with their own `baselines_public.json` (or one folder
 * up, under golden), those are scored too, as information.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MetricName } from '../../src/core/metrics/names';
import type { ModelKind } from '../../src/core/recipe/defaults';
import { crossValidate, type FileTask, type Scores } from './quality/cross-validate';
import type { Row } from './row';

const root = join(fileURLToPath(import.meta.url), '../../..');

/** mean and sd over folds, as in the golden files. */
interface Summary {
  mean: number;
  sd: number;
}

const SAMPLES: FileTask[] = [
  { name: 'iris', target: 'species' },
  { name: 'wine', target: 'cultivar' },
  { name: 'breast_cancer', target: 'diagnosis' },
  { name: 'digits', target: 'digit' },
  { name: 'diabetes', target: 'progression' },
];

const MODELS: ModelKind[] = ['linear', 'mlp', 'trees', 'forest'];

export async function bench(): Promise<Row[]> {
  const golden = JSON.parse(
    await readFile(join(root, 'tests/golden/baselines.json'), 'utf8'),
  ) as Record<string, Record<string, Record<string, number>>>;
  const rows: Row[] = [];
  for (const task of SAMPLES) {
    const file = join(root, 'public/samples', `${task.name}.csv`);
    for (const model of MODELS) {
      const scores = await crossValidate(file, task, model);
      rows.push(barRow(task.name, model, scores, golden[task.name]!));
    }
  }
  return [...rows, ...(await publicRows())];
}

/** Only the default model has a bar; the linear one stands beside it. */
function barRow(
  task: string,
  model: ModelKind,
  scores: Scores,
  golden: Record<string, Record<string, number>>,
): Row {
  const linear = golden.linear_regression;
  if (linear) {
    const peer = { mean: linear.rmse_mean!, sd: linear.rmse_sd! };
    return summaryRow(task, model, 'rmse', scores, peer, model === 'mlp');
  }
  const mlp = golden.mlp_64_32_relu_adam!;
  const peer = { mean: mlp.accuracy_mean!, sd: mlp.accuracy_sd! };
  return summaryRow(task, model, 'accuracy', scores, peer, model === 'mlp');
}

function summaryRow(
  task: string,
  model: ModelKind,
  metric: MetricName,
  scores: Scores,
  peer: Summary,
  hasGoal: boolean,
): Row {
  const value = meanOf(scores[metric] ?? []);
  const lower = metric === 'rmse' || metric === 'log_loss';
  const bar = lower ? peer.mean + peer.sd : peer.mean - peer.sd;
  return {
    task: `${task}, ${model}`,
    metric: `${metric}, mean of 5 folds`,
    value,
    unit: '',
    peer: peer.mean,
    ratio: value / peer.mean,
    goal: hasGoal ? `${lower ? '<=' : '>='} ${bar.toFixed(4)} (peer's mean and sd)` : null,
    met: hasGoal ? (lower ? value <= bar : value >= bar) : null,
  };
}

function meanOf(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

type PublicGolden = Record<
  string,
  { target: string; positive: string | null; models: Record<string, Record<string, Summary>> }
>;

async function publicRows(): Promise<Row[]> {
  const folder = process.env.LOAM_PUBLIC_DATA;
  const baselines = [folder ?? '', join(folder ?? '', '../../golden')]
    .map((place) => join(place, 'baselines_public.json'))
    .find((path) => existsSync(path));
  if (!folder || !baselines) {
    console.log('Skipped the public data sets: LOAM_PUBLIC_DATA names no folder with baselines.');
    return [];
  }
  const golden = JSON.parse(await readFile(baselines, 'utf8')) as PublicGolden;
  const rows: Row[] = [];
  for (const [name, entry] of Object.entries(golden)) {
    const file = join(folder, `${name}.csv`);
    if (typeof entry !== 'object' || !existsSync(file)) continue;
    const task: FileTask = { name, target: entry.target, positive: entry.positive ?? undefined };
    for (const model of MODELS) {
      const scores = await crossValidate(file, task, model);
      rows.push(...informRows(task.name, model, scores, entry.models));
    }
  }
  return rows;
}

/** Each metric that the baselines have, beside the best of them. */
function informRows(
  task: string,
  model: ModelKind,
  scores: Scores,
  peers: Record<string, Record<string, Summary>>,
): Row[] {
  const peer = model === 'mlp' ? peers.mlp_64_32 : (peers.logistic_regression ?? peers.ridge);
  return Object.entries(peer ?? {}).map(([metric, summary]) =>
    summaryRow(task, model, metric as MetricName, scores, summary, false),
  );
}
