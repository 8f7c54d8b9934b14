/**
 * How fast nets and trees are trained in one worker of a real Chromium, beside stock TensorFlow.js and
 * jax-js in the same browser, and PyTorch and scikit-learn on one thread of the same machine. All start
 * from the same weights, take the same steps over the same rows in the same order, and take turns; a
 * comparison of trainings that did not end at the same loss is void.
 *
 * Goals hold against PyTorch as it starts by itself. That gives the memory of a large gradient back after each step; one that
 * keeps it (which glibc also does in a process that once let go of something larger) trains 784-128-10 by a third faster,
 * and stands beside.
 *
 * `LOAM_BENCH_ROUNDS` (default 7) counted rounds; `LOAM_BENCH_TASKS` names the tasks, all by default;
 * `LOAM_PUBLIC_DATA` is the folder that adult.csv is read from.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openHarness } from '../lib/open-harness';
import { startPython } from './python/python-peer';
import type { Row } from './row';
import { hold, type PythonEntrant } from './train/contest';
import { writeNetData } from './train/make-net-data';
import { writeTreesData } from './train/make-trees-data';
import { rowsOf } from './train/rows';
import { BOOSTING, TASKS, type Task } from './train/tasks';

const ROUNDS = Number(process.env.LOAM_BENCH_ROUNDS ?? 7);
const WANTED = process.env.LOAM_BENCH_TASKS?.split(',') ?? TASKS.map(({ name }) => name);

export async function bench(): Promise<Row[]> {
  const { page, folder, close } = await openHarness(join(import.meta.dirname, 'train/harness'));
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
      const { samples, pythonTask } = written;
      const pythons = startPythons(task);
      try {
        const places = { page, pythons, pythonTask, folder: data };
        rows.push(...rowsOf(task, samples, await hold(task, places, ROUNDS)));
      } finally {
        for (const { python } of pythons) python?.close();
      }
    }
    return rows;
  } finally {
    await close();
  }
}

/** glibc's mallopt(3): nothing is mapped by itself, nothing is given back. */
const KEEPING = { MALLOC_MMAP_THRESHOLD_: '1000000000', MALLOC_TRIM_THRESHOLD_: '1000000000' };

function startPythons({ type }: Task): PythonEntrant[] {
  if (type === 'trees') return [{ name: 'scikit-learn', module: 'sklearn', python: startPython() }];
  return [
    { name: 'PyTorch', module: 'torch', python: startPython() },
    {
      name: 'PyTorch that keeps its memory',
      module: 'torch',
      python: startPython(KEEPING),
    },
  ];
}

/** Writes what the runners read; answers why it cannot where it cannot. */
async function write(
  task: Task,
  folder: string,
): Promise<{ samples: number; pythonTask: object } | string> {
  if (task.type === 'network') {
    await writeNetData(task, folder);
    return { samples: task.rows, pythonTask: task };
  }
  const facts = await writeTreesData(task, folder, process.env.LOAM_PUBLIC_DATA ?? null);
  if (typeof facts === 'string') return facts;
  const { inputs, categories, rows } = facts;
  const settings = { ...BOOSTING, trees: task.trees, leaves: task.leaves };
  const { type, name } = task;
  return {
    samples: rows * task.trees,
    pythonTask: { type, name, inputs, categories, settings },
  };
}

function skipped({ title }: Task, reason: string): Row {
  const shared = { peer: null, ratio: null, goal: 'not measured', met: null };
  return { task: title, metric: `skipped: ${reason}`, value: NaN, unit: '', ...shared };
}
