/**
 * How fast nets and trees are trained in one worker of a real Chromium, beside stock TensorFlow.js and
 * jax-js in the same browser, and PyTorch and scikit-learn on one thread of the same machine. All start
 * from the same weights, take the same steps over the same rows in the same order, and take turns; a
 * comparison of trainings that did not end at the same loss is void.
 *
 * `LOAM_BENCH_ROUNDS` (default 7) counted rounds; `LOAM_BENCH_TASKS` names the tasks, all by default;
 * `LOAM_PUBLIC_DATA` is the folder that adult.csv is read from.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openHarness } from '../lib/open-harness';
import { startPython } from './python/python-peer';
import type { Row } from './row';
import { hold, type PythonTask } from './train/contest';
import { writeNetData } from './train/make-net-data';
import { writeTreesData } from './train/make-trees-data';
import { rowsOf } from './train/rows';
import { BOOSTING, TASKS, type Task } from './train/tasks';

const ROUNDS = Number(process.env.LOAM_BENCH_ROUNDS ?? 7);
const WANTED = process.env.LOAM_BENCH_TASKS?.split(',') ?? TASKS.map(({ name }) => name);

export async function bench(): Promise<Row[]> {
  const { page, folder, close } = await openHarness(join(import.meta.dirname, 'train/harness'));
  const python = startPython();
  const data = join(folder, 'data');
  await mkdir(data);
  try {
    const rows: Row[] = [];
    for (const task of TASKS.filter(({ name }) => WANTED.includes(name))) {
      const written = await write(task, data);
      if (typeof written === 'string') {
        rows.push(skipped(task, written));
        continue;
      }
      const contest = await hold(task, written.python, { page, python, folder: data }, ROUNDS);
      rows.push(...rowsOf(task, written.samples, contest));
    }
    return rows;
  } finally {
    python?.close();
    await close();
  }
}

/** Writes what the runners read; answers why it cannot where it cannot. */
async function write(
  task: Task,
  folder: string,
): Promise<{ samples: number; python: PythonTask } | string> {
  if (task.type === 'network') {
    await writeNetData(task, folder);
    return { samples: task.rows, python: { peer: 'PyTorch', module: 'torch', task } };
  }
  const facts = await writeTreesData(task, folder, process.env.LOAM_PUBLIC_DATA ?? null);
  if (typeof facts === 'string') return facts;
  const { inputs, categories, rows } = facts;
  const settings = { ...BOOSTING, trees: task.trees, leaves: task.leaves };
  const { type, name } = task;
  return {
    samples: rows * task.trees,
    python: {
      peer: 'scikit-learn',
      module: 'sklearn',
      task: { type, name, inputs, categories, settings },
    },
  };
}

function skipped({ title }: Task, reason: string): Row {
  const shared = { peer: null, ratio: null, goal: 'not measured', met: null };
  return { task: title, metric: `skipped: ${reason}`, value: NaN, unit: '', ...shared };
}
