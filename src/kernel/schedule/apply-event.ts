/**
 * Which cell runs next: `applyEvent(state, event, graph) -> { state, effects }`, pure. The rules that it
 * keeps are written down, with the test of each, in src/kernel/README.md.
 */
import type { Dependencies } from '../analysis/types';
import { Draft } from './draft';
import { pump, want } from './wants';
import type { RunOutcome, Schedule, Scheduled, ScheduleEvent } from './types';

export function newSchedule(mode: Schedule['mode']): Schedule {
  return { mode, cells: new Map(), current: null, waiting: new Map(), runs: 0 };
}

export function applyEvent(state: Schedule, event: ScheduleEvent, graph: Dependencies): Scheduled {
  const draft = new Draft(state, graph);
  take(draft, event);
  followGenerators(draft);
  pump(draft);
  return draft.finish();
}

function take(draft: Draft, event: ScheduleEvent): void {
  const { graph } = draft;
  switch (event.type) {
    case 'opened':
      for (const { cell, approved } of event.cells) add(draft, cell, approved);
      return;
    case 'cell-added':
      add(draft, event.cell, event.approved);
      draft.spoil(event.affected);
      return;
    case 'text-changed':
      draft.set(event.cell, { edited: true });
      if (!event.approved) draft.set(event.cell, { state: 'unapproved' });
      else if (draft.stateOf(event.cell) === 'unapproved') settle(draft, event.cell);
      draft.spoil([event.cell, ...event.affected]);
      return;
    case 'cell-removed':
      draft.cells.delete(event.cell);
      draft.waiting.delete(event.cell);
      draft.spoil(event.affected);
      if (draft.current?.cell !== event.cell) {
        draft.effects.push({ type: 'forget', cell: event.cell });
      } else {
        draft.abort();
        draft.current = { ...draft.current, removed: true, aborted: true, outdated: true };
      }
      return;
    case 'run-requested':
      want(draft, withDependents(draft, event.cell), 'person');
      return;
    case 'run-all':
      want(draft, inOrder(draft, [...draft.cells.keys()]), 'person');
      return;
    case 'run-stale': {
      const stale = [...draft.cells].filter(([, { state }]) => state === 'stale');
      want(
        draft,
        inOrder(
          draft,
          stale.map(([cell]) => cell),
        ),
        'person',
      );
      return;
    }
    case 'control-changed': {
      const shows = ['done', 'failed', 'ready', 'queued', 'running'];
      if (!shows.includes(draft.stateOf(event.cell) ?? '')) return;
      // A control belongs to the text that drew it.
      if (draft.cells.get(event.cell)?.edited) return;
      want(draft, withDependents(draft, event.cell), 'value');
      return;
    }
    case 'generator-changed': {
      if (draft.stateOf(event.cell) !== 'done') return;
      if (draft.mode === 'lazy') {
        draft.spoil(graph.readersOf(event.cell, event.names));
        return;
      }
      const before = draft.waiting.get(event.cell) ?? [];
      draft.waiting.set(event.cell, new Set([...before, ...event.names]));
      return;
    }
    case 'stop-requested':
      stop(draft, event.cell);
      return;
    case 'ended':
      end(draft, event.cell, event.run, event.outcome);
      return;
    case 'approved':
      if (draft.stateOf(event.cell) === 'unapproved') settle(draft, event.cell);
      return;
    case 'kernel-lost':
      lose(draft);
      return;
    case 'mode-changed':
      draft.mode = event.mode;
      if (event.mode === 'lazy') {
        for (const [cell, names] of draft.waiting) draft.spoil(graph.readersOf(cell, [...names]));
        draft.waiting.clear();
      }
      return;
    default:
      event satisfies never;
  }
}

function add(draft: Draft, cell: string, approved: boolean): void {
  draft.cells.set(cell, { state: approved ? 'idle' : 'unapproved', ran: false, edited: false });
}

function inOrder(draft: Draft, cells: string[]): string[] {
  const ranks = new Map(cells.map((cell) => [cell, draft.graph.rankOf(cell)]));
  return cells.sort((a, b) => ranks.get(a)! - ranks.get(b)!);
}

function withDependents(draft: Draft, cell: string): string[] {
  return draft.mode === 'lazy' ? [cell] : [cell, ...draft.graph.dependentsOf(cell)];
}

function settle(draft: Draft, cell: string): void {
  if (draft.isRunning(cell)) draft.set(cell, { state: 'running' });
  else draft.rest(cell);
}

function stop(draft: Draft, cell: string | null): void {
  if (cell === null) draft.waiting.clear();
  const stopped = cell === null ? draft.queued() : [cell];
  const isRunning = draft.current !== null && (cell === null || draft.isRunning(cell));
  // What reads from a cell that leaves the queue is as stale as it is, whether it was queued too or done.
  draft.spoil([...draft.downstream(stopped)].filter((each) => draft.stateOf(each) === 'queued'));
  if (isRunning) draft.abort();
}

function end(draft: Draft, cell: string, run: number, outcome: RunOutcome): void {
  const { current } = draft;
  if (current?.run !== run || current.cell !== cell) return;
  if (outcome === 'lost') {
    lose(draft);
    if (draft.stateOf(cell) !== 'unapproved') draft.set(cell, { state: 'failed' });
    return;
  }
  draft.current = null;
  if (current.removed) {
    draft.effects.push({ type: 'forget', cell });
    // A cell of the same id may have come back meanwhile; it is at rest.
    return;
  }
  // Queued: another run of it supersedes this one, and what reads from it waits for that.
  if (draft.stateOf(cell) !== 'running') return;
  const state = outcome === 'stopped' || current.outdated ? 'stale' : outcome;
  draft.set(cell, { state });
  if (state !== 'done') draft.spoil(draft.graph.readersOf(cell));
}

/** Every name is gone. Nothing runs again by itself. */
function lose(draft: Draft): void {
  draft.current = null;
  draft.waiting.clear();
  for (const [cell, { state }] of draft.cells) {
    const kept = state === 'unapproved' || state === 'failed';
    draft.set(cell, { state: kept ? state : 'idle', ran: false });
  }
}

/**
 * A generator may give values faster than cells can follow: a new one waits until no cell that reads the
 * one before is queued or running, so that slow cells end, and end with the newest.
 */
function followGenerators(draft: Draft): void {
  for (const [cell, names] of draft.waiting) {
    const readers = draft.graph.dependentsOf(cell, [...names]);
    const busy = readers.some((each) => ['queued', 'running'].includes(draft.stateOf(each) ?? ''));
    if (busy) continue;
    draft.waiting.delete(cell);
    if (draft.stateOf(cell) === 'done') want(draft, readers, 'value');
  }
}
