/**
 * Rows to probabilities, beside scikit-learn's `predict_proba` on one thread: a net of the same weights on
 * both sides, and trees that each side has grown from the same rows. Ours run in one worker of a real
 * Chromium; the two take turns.
 *
 * `LOAM_BENCH_ROWS` (default 1,000,000) and `LOAM_BENCH_ROUNDS` (default 7) make it smaller.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { planNetwork } from '../../src/core/network/plan';
import { initialWeights } from '../../src/ml/engine/network';
import { openHarness } from '../lib/open-harness';
import { askedRows, INPUTS, NETWORK, TREES, treesJob, type Model } from './predict/models';
import type { Asked } from './predict/harness/predict.worker';
import { startPython, type PythonPeer } from './python/python-peer';
import type { Row } from './row';
import { median, range } from './statistics';
import { BOOSTING, SEED } from './train/tasks';

const ROWS = Number(process.env.LOAM_BENCH_ROWS ?? 1_000_000);
const ROUNDS = Number(process.env.LOAM_BENCH_ROUNDS ?? 7);

interface Contest {
  model: Model;
  title: string;
  /** Our speed over scikit-learn's. */
  atLeast: number;
  /** Most that probabilities may differ by on average: the same net, or trees of two growers. */
  tolerance: number;
}

const CONTESTS: Contest[] = [
  { model: 'mlp', title: 'an MLP 32-16', atLeast: 0.7, tolerance: 1e-5 },
  { model: 'trees', title: '200 trees of depth 6', atLeast: 1, tolerance: 0.01 },
];

export async function bench(): Promise<Row[]> {
  const harness = await openHarness(join(import.meta.dirname, 'predict/harness'));
  const python = startPython();
  const version = python && (await python.version('sklearn'));
  const data = join(harness.folder, 'data');
  try {
    await mkdir(data);
    if (version) await writeData(data);
    const rows: Row[] = [];
    for (const contest of CONTESTS) {
      const { model } = contest;
      const { page } = harness;
      await page.evaluate(([m, n]) => window.prediction.prepare(m, n), [model, ROWS] as const);
      const ours = () => page.evaluate(() => window.prediction.round());
      const peer = version ? await sklearn(python, model, data) : null;
      rows.push(await compare(contest, version, ours, peer));
    }
    return rows;
  } finally {
    python?.close();
    await harness.close();
  }
}

/** What scikit-learn reads: little-endian float32. */
async function writeData(folder: string): Promise<void> {
  const { train } = treesJob();
  const files = {
    inputs: askedRows(ROWS).inputs,
    weights: initialWeights(planNetwork(NETWORK), SEED),
    'train-inputs': train.inputs,
    'train-targets': train.targets,
  };
  for (const [name, values] of Object.entries(files)) {
    await writeFile(join(folder, `${name}.f32`), values);
  }
}

async function sklearn(
  python: PythonPeer,
  model: Model,
  folder: string,
): Promise<() => Promise<Asked>> {
  const hidden = NETWORK.layers.flatMap((layer) => (layer.layer === 'dense' ? [layer.units] : []));
  const settings = { ...BOOSTING, ...TREES };
  const task = { type: 'predict', model, inputs: INPUTS, hidden, settings };
  await python.ask({ ask: 'prepare', task, folder });
  return () => python.ask<Asked>({ ask: 'round', check: false });
}

async function compare(
  { title, atLeast, tolerance }: Contest,
  version: string | null,
  ours: () => Promise<Asked>,
  peer: (() => Promise<Asked>) | null,
): Promise<Row> {
  // The first answers warm both up, and must agree.
  const gap = peer && meanGap((await ours()).first, (await peer()).first);
  const seconds: number[] = [];
  const ratios: number[] = [];
  const peerSeconds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const mine = (await ours()).seconds;
    seconds.push(mine);
    if (!peer) continue;
    const theirs = (await peer()).seconds;
    peerSeconds.push(theirs);
    ratios.push(theirs / mine);
  }
  const speeds = `${range(seconds.map((one) => ROWS / one))} rows/s`;
  const shared = { task: `${ROWS} rows x ${INPUTS} through ${title}`, unit: 'rows/s' };
  const value = ROWS / median(seconds);
  if (!peer) {
    const metric = `${speeds}; scikit-learn is not installed for /usr/bin/python3`;
    return { ...shared, metric, value, peer: null, ratio: null, goal: 'not measured', met: null };
  }
  const ratio = median(ratios);
  const agree = gap! <= tolerance;
  const bar = `ratio >= ${atLeast}`;
  return {
    ...shared,
    metric: `probabilities / scikit-learn ${version}, ${ROUNDS} rounds, ratios ${range(ratios)}`,
    value,
    peer: ROWS / median(peerSeconds),
    ratio,
    goal: agree ? bar : `${bar}; VOID: answers differ by ${gap!.toPrecision(3)}`,
    met: agree && ratio >= atLeast,
  };
}

function meanGap(ours: number[], theirs: number[]): number {
  return ours.reduce((sum, p, i) => sum + Math.abs(p - theirs[i]!), 0) / ours.length;
}
