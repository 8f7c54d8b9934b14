/** From cells that are wanted to cells in the queue, and from the queue to the run that is next. */
import type { Asker, Draft } from './draft';

/**
 * Queues the goals and, before them, every input that is not done. A goal that waits for something only a
 * person can do (approve, press, correct a text) is not queued, and neither are the inputs that only it needs.
 * @param goals in dependency order
 */
export function want(draft: Draft, goals: readonly string[], asker: Asker): void {
  const stuck = stuckness(draft, asker);
  for (const goal of goals) {
    if (stuck.itself(goal) || stuck.byInput(goal)) {
      draft.markStale(goal);
      continue;
    }
    for (const need of needsOf(draft, goal)) draft.enqueue(need, asker);
    draft.enqueue(goal, asker);
  }
}

function stuckness(draft: Draft, asker: Asker) {
  const known = new Map<string, boolean>();
  const itself = (cell: string): boolean => {
    const entry = draft.cells.get(cell);
    if (!entry || entry.state === 'unapproved') return true;
    return (asker === 'value' && entry.edited) || draft.graph.hasProblems(cell);
  };
  const asInput = (cell: string): boolean => {
    const before = known.get(cell);
    if (before !== undefined) return before;
    // A circle ends at a cell with a problem; this only ends the walk.
    known.set(cell, true);
    const answer = itself(cell) || draft.stateOf(cell) === 'ready' || byInput(cell);
    known.set(cell, answer);
    return answer;
  };
  const byInput = (cell: string): boolean => draft.graph.inputsOf(cell).some(asInput);
  return { itself, byInput };
}

/** Inputs, and theirs, that have no value now. */
function needsOf(draft: Draft, cell: string): Set<string> {
  const found = new Set<string>();
  const walk = [cell];
  for (const each of walk) {
    for (const input of draft.graph.inputsOf(each)) {
      const state = draft.stateOf(input);
      if (found.has(input) || !(state === 'idle' || state === 'stale' || state === 'failed'))
        continue;
      found.add(input);
      walk.push(input);
    }
  }
  return found;
}

/** Starts the next run, unless one is under way. A cell starts only where every input is done. */
export function pump(draft: Draft): void {
  if (draft.current) return;
  const ranks = new Map(draft.queued().map((cell) => [cell, draft.graph.rankOf(cell)]));
  const queue = [...ranks.keys()].sort((a, b) => ranks.get(a)! - ranks.get(b)!);
  for (const cell of queue) {
    // What was dropped before it in this loop may have taken it along.
    if (draft.stateOf(cell) !== 'queued') continue;
    if (draft.graph.hasProblems(cell)) {
      draft.spoil([cell]);
      continue;
    }
    const states = draft.graph.inputsOf(cell).map((input) => draft.stateOf(input));
    if (states.every((state) => state === 'done')) {
      start(draft, cell);
      return;
    }
    // An input went stale after this one was queued: it runs first. Whatever else stops it.
    const needs = states.every(
      (state) => state === 'done' || state === 'idle' || state === 'stale',
    );
    if (needs) want(draft, [cell], 'person');
    if (needs && draft.stateOf(cell) === 'queued') {
      pump(draft);
      return;
    }
    draft.spoil([cell]);
  }
}

function start(draft: Draft, cell: string): void {
  const run = ++draft.runs;
  draft.current = { cell, run, outdated: false, aborted: false, removed: false };
  draft.set(cell, { state: 'running', ran: true });
  draft.effects.push({ type: 'run', cell, run });
  // Its names are about to change under all that read them; those in the queue run after it.
  for (const each of draft.downstream(draft.graph.readersOf(cell))) {
    if (each !== cell && draft.stateOf(each) !== 'queued') draft.markStale(each);
  }
}
