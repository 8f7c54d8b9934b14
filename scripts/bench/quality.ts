/**
 * The ladder with its defaults under 5-fold cross-validation, through the code that the app runs: import, guess, folds,
 * train, predict. The bars are the best of scikit-learn's models on the same files: tests/golden/baselines.json; on tables
 * that are hard to learn from, and on the same folds, hard-sets-reference.json; and with LOAM_PUBLIC_DATA, a folder of
 * further files, its `baselines_public.json` (there, or one folder up under golden). The folder's
 * daily_min_temperatures.csv is forecast 7 days ahead, by rolling origin.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { METRICS, type MetricName } from '../../src/core/metrics/names';
import { FIVE_FOLDS } from './quality/five-folds';
import { climb, meanOf, winnerOf, type Rung } from './quality/climb';
import { openTask, type FileTask } from './quality/file-task';
import { forecastRows } from './quality/forecast';
import { hardSets } from './quality/hard-sets';
import type { Row } from './row';

const root = join(fileURLToPath(import.meta.url), '../../..');
/** Where the rare class has a smaller share, average precision is what counts. */
const RARE = 0.2;

/** mean and sd over folds, as in the golden files. */
interface Summary {
  mean: number;
  sd: number;
}

interface Peer extends Summary {
  name: string;
}

const SAMPLES: FileTask[] = [
  { name: 'iris', target: 'species' },
  { name: 'wine', target: 'cultivar' },
  { name: 'breast_cancer', target: 'diagnosis' },
  { name: 'digits', target: 'digit' },
  { name: 'diabetes', target: 'progression' },
];

export async function bench(): Promise<Row[]> {
  const text = await readFile(join(root, 'tests/golden/baselines.json'), 'utf8');
  const golden = JSON.parse(text) as Record<string, Record<string, Record<string, number>>>;
  const rows: Row[] = [];
  for (const file of SAMPLES) {
    const metric: MetricName = golden[file.name]!.linear_regression ? 'rmse' : 'accuracy';
    const peers = Object.entries(golden[file.name]!).map(([name, values]) => ({
      name,
      mean: values[`${metric}_mean`]!,
      sd: values[`${metric}_sd`]!,
    }));
    const path = join(root, 'public/samples', `${file.name}.csv`);
    rows.push(...(await ladderRows(path, file, metric, peers)));
  }
  return [...rows, ...(await hardRows()), ...(await publicRows())];
}

/** Tables drawn from a seed, and scikit-learn on them: tests/golden/hard-sets-reference.py. */
async function hardRows(): Promise<Row[]> {
  const text = await readFile(join(root, 'tests/golden/hard-sets-reference.json'), 'utf8');
  const golden = JSON.parse(text) as Record<string, PublicFile>;
  const folder = await mkdtemp(join(tmpdir(), 'hard-sets-'));
  try {
    const rows: Row[] = [];
    for (const { name, csv } of hardSets()) {
      const path = join(folder, `${name}.csv`);
      await writeFile(path, csv);
      rows.push(...(await rowsBeside(path, name, golden[name]!)));
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function ladderRows(
  path: string,
  file: FileTask,
  metric: MetricName,
  peers: Peer[],
): Promise<Row[]> {
  const rungs = await climb(await openTask(path, { ...file, metric }), FIVE_FOLDS);
  const sign = METRICS[metric].better === 'higher' ? 1 : -1;
  const best = peers.reduce((one, other) => (sign * other.mean > sign * one.mean ? other : one));
  const bar = best.mean - sign * best.sd;
  const { value, chosen } = winnerOf(rungs, metric);
  const winner: Row = {
    task: `${file.name}, winner of the ladder`,
    metric: `${metric}, mean of 5 folds, each by what the others chose (${chosen}) / ${best.name}`,
    value,
    unit: '',
    peer: best.mean,
    ratio: value / best.mean,
    goal: `${sign > 0 ? '>=' : '<='} ${bar.toFixed(4)} (the best peer's mean and sd)`,
    met: sign * value >= sign * bar,
  };
  return [winner, ...rungs.map((rung) => rungRow(file.name, rung, metric, best))];
}

/** As information. */
function rungRow(
  task: string,
  { kind, scores, seconds }: Rung,
  metric: MetricName,
  peer: Peer,
): Row {
  const value = meanOf(scores.get(metric)!);
  return {
    task: `${task}, ${kind}`,
    metric: `${metric}, mean of 5 folds, ${seconds.toFixed(1)} s / ${peer.name}`,
    value,
    unit: '',
    peer: peer.mean,
    ratio: value / peer.mean,
    goal: null,
    met: null,
  };
}

interface PublicFile {
  target: string;
  positive: string | null;
  positive_share: number | null;
  models: Record<string, Partial<Record<MetricName, Summary>>>;
}

async function publicRows(): Promise<Row[]> {
  const folder = process.env.LOAM_PUBLIC_DATA;
  const baselines = [folder ?? '', join(folder ?? '', '../../golden')]
    .map((place) => join(place, 'baselines_public.json'))
    .find((path) => existsSync(path));
  if (!folder || !baselines) {
    console.log('Skipped the public data sets: LOAM_PUBLIC_DATA names no folder with baselines.');
    return [];
  }
  const golden = JSON.parse(await readFile(baselines, 'utf8')) as Record<string, PublicFile>;
  const rows: Row[] = [];
  for (const [name, entry] of Object.entries(golden)) {
    const path = join(folder, `${name}.csv`);
    if (typeof entry !== 'object' || !existsSync(path)) continue;
    rows.push(...(await rowsBeside(path, name, entry)));
  }
  const series = join(folder, 'daily_min_temperatures.csv');
  return existsSync(series) ? [...rows, ...(await forecastRows(series))] : rows;
}

function metricOf({ positive_share: share, models }: PublicFile): MetricName {
  if (share !== null) return Math.min(share, 1 - share) < RARE ? 'average_precision' : 'roc_auc';
  return Object.values(models).every(({ accuracy }) => accuracy) ? 'accuracy' : 'rmse';
}

async function rowsBeside(path: string, name: string, entry: PublicFile): Promise<Row[]> {
  const metric = metricOf(entry);
  const peers = Object.entries(entry.models).map(([model, scores]) => ({
    name: model,
    ...scores[metric]!,
  }));
  const file = { name, target: entry.target, positive: entry.positive ?? undefined };
  return ladderRows(path, file, metric, peers);
}
