/**
 * Which inputs of a notebook can stay live in a page that has saved models and nothing else of the workspace. The
 * input of a cell is live if the cell, everything that reads from it, and everything that those read from, can run
 * there.
 */
import type { CellAnalysis, Dependencies } from './types';
import { portability, type LiveObstacle, type Portability } from './live-calls';

export interface LiveGraph extends Pick<
  Dependencies,
  'ancestorsOf' | 'dependentsOf' | 'hasProblems'
> {
  analysisOf(cell: string): CellAnalysis | null;
  usesOf(cell: string): readonly string[];
  /** All cells, each after those that it reads from. */
  order(): readonly string[];
}

export interface FrozenInput {
  cell: string;
  /** The cell that keeps it from being live, itself perhaps. */
  because: string;
  obstacle: LiveObstacle;
}

export interface LiveInputs {
  /** Cells whose inputs stay live. */
  live: readonly string[];
  frozen: readonly FrozenInput[];
  /** Cells that run for them, in dependency order: the live ones, what reads from those, and what all of them need. */
  runs: readonly string[];
  /** Names of saved models, as written. */
  models: readonly string[];
  /** One of them draws. */
  plots: boolean;
}

/** @param isCurrent what the cell shows is of its present text and of what it reads now */
export function liveInputs(graph: LiveGraph, isCurrent: (cell: string) => boolean): LiveInputs {
  const known = new Map<string, Portability>();
  const judge = (cell: string): Portability => {
    let found = known.get(cell);
    if (!found) {
      const source = graph.analysisOf(cell)?.source;
      const runs = source !== undefined && !graph.hasProblems(cell) && isCurrent(cell);
      found = runs ? portability(source) : { type: 'bound', obstacle: { type: 'not-run' } };
      known.set(cell, found);
    }
    return found;
  };

  const live: string[] = [];
  const frozen: FrozenInput[] = [];
  const running = new Set<string>();
  for (const cell of graph.order()) {
    if (!hasInput(graph, cell)) continue;
    const needed = circleAround(graph, cell);
    const because = needed.find((each) => judge(each).type === 'bound');
    const verdict = because === undefined ? null : judge(because);
    if (because !== undefined && verdict?.type === 'bound') {
      frozen.push({ cell, because, obstacle: verdict.obstacle });
      continue;
    }
    live.push(cell);
    needed.forEach((each) => running.add(each));
  }

  const runs = graph.order().filter((cell) => running.has(cell));
  const models = new Set<string>();
  let plots = false;
  for (const cell of runs) {
    const found = judge(cell);
    if (found.type !== 'portable') continue;
    found.models.forEach((model) => models.add(model));
    plots ||= found.plots;
  }
  return { live, frozen, runs, models: [...models], plots };
}

function hasInput(graph: LiveGraph, cell: string): boolean {
  const uses = graph.analysisOf(cell)?.free.some(({ name }) => name === 'input') ?? false;
  // Another cell may have declared the name, and then means its own.
  return uses && !graph.usesOf(cell).includes('input');
}

/** The cell first, so that an obstacle of its own is the one that is named. */
function circleAround(graph: LiveGraph, cell: string): string[] {
  const moved = [cell, ...graph.dependentsOf(cell)];
  return [...new Set([...moved, ...moved.flatMap((each) => graph.ancestorsOf(each))])];
}
