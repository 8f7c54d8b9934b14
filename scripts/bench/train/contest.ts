/** Who takes part in a task, and the rounds in which they take turns. */
import type { Page } from '@playwright/test';
import type { PythonPeer } from '../python/python-peer';
import type { Round, RunnerName } from './harness/protocol';
import type { Mode, Peer, PythonName, Task } from './tasks';

export interface Contestant {
  name: Mode | Peer;
  /** As rows show it, with what it ran on. */
  label: string;
  round(check: boolean): Promise<Round>;
}

export interface Results {
  contestant: Contestant;
  /** Seconds of each counted round. */
  seconds: number[];
  /** Of the round before them: every round learns the same. */
  loss: number;
  auc: number | null;
}

export interface Contest {
  results: Results[];
  /** Why someone is missing, in words. */
  missing: { name: Mode | Peer; reason: string }[];
}

/** Runners of the page that stand for one contestant; the quickest of them takes part. */
const IN_PAGE: { name: Mode | Peer; runners: RunnerName[] }[] = [
  { name: 'exact', runners: ['exact'] },
  { name: 'fast', runners: ['fast'] },
  { name: 'exact, two threads', runners: ['exact, two threads'] },
  { name: 'tfjs', runners: ['tfjs wasm', 'tfjs cpu'] },
  { name: 'jax-js', runners: ['jax-js'] },
];

/** A program in Python, in a process of its own: what it did for another task would change how it treats memory. */
export interface PythonEntrant {
  name: PythonName;
  module: string;
  /** Null where there is no Python. */
  python: PythonPeer | null;
}

export interface Places {
  page: Page;
  pythons: PythonEntrant[];
  /** What Python is asked to do that it cannot derive itself. */
  pythonTask: object;
  /** Where the data is. */
  folder: string;
}

type Entry = Results & { warm: number };

/**
 * Warms everyone up with a round that also gives the final loss, then makes the counted rounds, each
 * contestant once in each.
 */
export async function hold(
  task: Task,
  { page, pythons, pythonTask, folder }: Places,
  rounds: number,
): Promise<Contest> {
  const contest: Contest = { results: [], missing: [] };
  const enter = async (name: Mode | Peer, candidates: (() => Promise<Contestant>)[]) => {
    const entries: Entry[] = [];
    const reasons: string[] = [];
    for (const candidate of candidates) {
      try {
        entries.push(await warmUp(await candidate()));
      } catch (error) {
        reasons.push((error as Error).message.replace(/^page\.evaluate: (Error: )?/, ''));
      }
    }
    const [best] = entries.sort((a, b) => a.warm - b.warm);
    if (best) contest.results.push(best);
    else contest.missing.push({ name, reason: reasons.join('; ') });
  };

  const inPage = task.type === 'network' ? IN_PAGE : IN_PAGE.slice(0, 1);
  for (const { name, runners } of inPage) {
    await enter(
      name,
      runners.map((runner) => () => pageContestant(page, name, runner, task)),
    );
  }
  for (const entrant of pythons) {
    await enter(entrant.name, [() => pythonContestant(entrant, pythonTask, folder)]);
  }
  for (let round = 0; round < rounds; round++) {
    for (const { contestant, seconds } of contest.results) {
      seconds.push((await contestant.round(false)).seconds);
    }
  }
  await page.evaluate(() => window.training.end());
  return contest;
}

async function warmUp(contestant: Contestant): Promise<Entry> {
  const { seconds, loss, auc } = await contestant.round(true);
  if (loss === null || !Number.isFinite(loss)) {
    throw new Error(`${contestant.label} learnt nothing: its loss is ${loss}`);
  }
  return { contestant, seconds: [], loss, auc, warm: seconds };
}

async function pageContestant(
  page: Page,
  name: Mode | Peer,
  runner: RunnerName,
  task: Task,
): Promise<Contestant> {
  await page.evaluate(([n, t]) => window.training.prepare(n, t), [runner, task] as const);
  const round = (check: boolean) =>
    page.evaluate(([n, c]) => window.training.round(n, c), [runner, check] as const);
  return { name, label: runner, round };
}

async function pythonContestant(
  { name, module, python }: PythonEntrant,
  task: object,
  folder: string,
): Promise<Contestant> {
  const version = python && (await python.version(module));
  if (!python || !version) throw new Error(`${module} is not installed for /usr/bin/python3`);
  await python.ask({ ask: 'prepare', task, folder });
  return {
    name,
    label: `${name}, ${version}`,
    round: (check) => python.ask<Round>({ ask: 'round', check }),
  };
}
