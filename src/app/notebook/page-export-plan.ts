/** What a page of the notebook would carry, before anything is fetched or built: for a person to read first. */
import { liveInputs, type FrozenInput, type LiveInputs } from '../../kernel/analysis/live-inputs';
import { NotebookGraph } from '../../kernel/analysis';
import type { Output, ShownTable } from '../../kernel/protocol';
import type { CellView, OpenNotebook } from './types';

/** A table that the person shows, and that may be left out. */
export interface PlannedTable {
  cell: string;
  /** Which output of the cell. */
  at: number;
  /** As people count cells, from 1. */
  place: number;
  table: ShownTable;
}

export interface PlannedInput {
  label: string;
  place: number;
}

export interface FrozenPlanned extends PlannedInput {
  /** Why it does not move in the page, as a clause: "cell 4 uses loam.data". */
  because: string;
}

export interface PagePlan {
  texts: number;
  /** Outputs of all kinds. */
  results: number;
  tables: PlannedTable[];
  pictures: number;
  runs: number;
  failures: number;
  /** Results of cells that changed since they ran. */
  old: number;
  /** Cells that run or wait for it: what they will show is not there yet. */
  running: number;
  live: PlannedInput[];
  frozen: FrozenPlanned[];
  inputs: LiveInputs;
  graph: NotebookGraph;
}

/** Of another language a cell is shown and never run: it has no names. */
function isRead(graph: NotebookGraph, { id, declares, uses }: CellView): boolean {
  if (declares.length + uses.length > 0) return true;
  return graph.declaresOf(id).length + graph.usesOf(id).length === 0;
}

function graphOf(cells: readonly CellView[]): NotebookGraph {
  const graph = new NotebookGraph();
  const code = cells.filter(({ kind }) => kind === 'code');
  for (const { id, source } of code) graph.set(id, source);
  for (const cell of code) if (!isRead(graph, cell)) graph.remove(cell.id);
  graph.arrange(cells.map(({ id }) => id));
  return graph;
}

const controls = (cell: CellView) =>
  cell.outputs.flatMap((output) => (output.type === 'control' ? [output.control] : []));

function why({ because, cell, obstacle }: FrozenInput, place: (cell: string) => number): string {
  const who = because === cell ? 'its own cell' : `cell ${place(because)}`;
  switch (obstacle.type) {
    case 'name':
      return `${who} uses ${obstacle.name}`;
    case 'step':
      return `${who} uses ${obstacle.step}`;
    case 'passed-on':
      return `${who} passes ${obstacle.name} on, so that what it asks for cannot be known`;
    case 'model-name':
      return `${who} does not write out the name of the model that it asks`;
    case 'module':
      return `${who} imports a module`;
    case 'not-run':
      return `${who} has not run as it is now`;
    default:
      return obstacle satisfies never;
  }
}

const tableOf = (output: Output): ShownTable | null => {
  if (output.type === 'table') return output.table;
  return output.type === 'control' && output.control.type === 'rows' ? output.control.table : null;
};

export function planPage({ cells }: Pick<OpenNotebook, 'cells'>): PagePlan {
  const graph = graphOf(cells);
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  const places = new Map(cells.map(({ id }, i) => [id, i + 1]));
  const place = (cell: string) => places.get(cell) ?? 0;
  const inputs = liveInputs(graph, (cell) =>
    ['done', 'failed'].includes(byId.get(cell)?.state ?? ''),
  );
  const outputs = cells.flatMap((cell) => cell.outputs);
  const isLive = new Set(inputs.live);
  const live: PlannedInput[] = [];
  const frozen: FrozenPlanned[] = [];
  for (const cell of cells) {
    const reason = inputs.frozen.find((each) => each.cell === cell.id);
    for (const { label, type } of controls(cell)) {
      const said = { label: label || type, place: place(cell.id) };
      if (isLive.has(cell.id)) live.push(said);
      else frozen.push({ ...said, because: reason ? why(reason, place) : 'its cell changed' });
    }
  }
  return {
    texts: cells.filter(({ kind, source }) => kind === 'markdown' && source.trim() !== '').length,
    results: outputs.length,
    tables: cells.flatMap((cell) =>
      cell.outputs.flatMap((output, at) => {
        const table = tableOf(output);
        return table ? [{ cell: cell.id, at, place: place(cell.id), table }] : [];
      }),
    ),
    pictures: outputs.filter(({ type }) => type === 'image' || type === 'svg').length,
    runs: outputs.filter(({ type }) => type === 'run').length,
    failures: cells.filter(({ failure }) => failure !== null).length,
    old: cells.filter(({ state, outputs }) => state === 'stale' && outputs.length > 0).length,
    running: cells.filter(({ state }) => state === 'running' || state === 'queued').length,
    live,
    frozen,
    inputs,
    graph,
  };
}
