/**
 * The notebook as one HTML file for a reader: what cells show now, text as it is written, and, where inputs stay
 * live, the code of the cells that they run and the models that those ask.
 */
import { LoamError } from '../../core/errors';
import { digestOf, linkDigest } from '../../core/hash/digest';
import type { MarkupNode } from '../../core/markup/markup-tree';
import type {
  ControlSetting,
  LiveCell,
  LivePart,
  PageBlock,
  PageModel,
  PageOutput,
} from '../../deploy/notebook-page/types';
import type { LeavingValue } from '../../deploy/model/types';
import { treeOf } from '../../deploy/templates/notebook-page/markup-read';
import type { Output } from '../../kernel/protocol';
import type { WorkspaceContext } from '../workspace-context';
import { runCharts } from './page-export-run';
import type { PagePlan } from './page-export-plan';
import {
  MOST_ROWS,
  pageControl,
  pageOutput,
  pageTable,
  type PageMaking,
} from './page-live/page-output';
import type { CellView, OpenNotebook } from './types';
import { modelByRef } from './verbs/find';

export { MOST_ROWS };

/** Markup as the screens make it harmless. */
export interface PageMarkup {
  markdown(text: string): string;
  /** Parsed and sanitised. */
  safe(markup: string): DocumentFragment;
}

export interface PageChoices {
  /** Tables that stay behind, as `cell:at`. */
  keptBack: ReadonlySet<string>;
}

export const tableKey = (cell: string, at: number) => `${cell}:${at}`;

export interface NotebookPage {
  bytes: Uint8Array;
  sha256: string;
}

/** A saved model that live inputs ask, with everything of it that travels. */
export interface TravellingModel {
  model: PageModel;
  leaves: LeavingValue[];
}

/**
 * @throws LoamError `not-found` where a model has gone since the cell ran, `export-refused` where ONNX Runtime computes
 * one
 */
export async function travellingModels(
  context: WorkspaceContext,
  { inputs }: PagePlan,
): Promise<TravellingModel[]> {
  const { json, store } = context;
  const { modelLeaves } = await import('../../deploy/notebook-page');
  const found = new Map<string, PageModel>();
  for (const ref of inputs.models) {
    const row = await modelByRef({ context }, ref);
    const known = found.get(row.id);
    if (known) {
      known.refs.push(ref);
      continue;
    }
    const manifest = await json(row.model, 'loam.model');
    if (manifest.network.type === 'onnx') {
      throw new LoamError('export-refused', {
        format: 'A page',
        reason: `ONNX Runtime computes “${row.name}”, which does not fit in`,
      });
    }
    const [preprocessing, weights] = await Promise.all([
      json(manifest.preprocessing, 'loam.preprocessing'),
      manifest.weights ? store.objects.get(linkDigest(manifest.weights)) : null,
    ]);
    const { id, name, version, note, model: link } = row;
    const parts = { link, manifest, preprocessing, weights };
    found.set(id, { refs: [ref], id, name, version, note, ...parts });
  }
  return [...found.values()].map((model) => ({ model, leaves: modelLeaves(model) }));
}

interface Collecting {
  context: WorkspaceContext;
  making: PageMaking;
  choices: PageChoices;
  isLive: (cell: string) => boolean;
}

/** Inputs that do not move are said in words: what they could have been stays behind. */
function settled(output: PageOutput): PageOutput {
  if (output.type !== 'control') return output;
  const { label, value, type } = output.control;
  const text = type === 'checkbox' ? (value ? 'yes' : 'no') : String(value) || '(empty)';
  return { type: 'setting', label, value: text };
}

async function tableOutputs(
  cell: string,
  at: number,
  output: Extract<Output, { type: 'table' | 'control' }>,
  { making, choices }: Collecting,
): Promise<PageOutput[] | null> {
  const isChoice = output.type === 'control' && output.control.type === 'rows';
  const control =
    output.type === 'control' && output.control.type === 'rows' ? output.control : null;
  if (output.type === 'control' && !isChoice) return null;
  const table = output.type === 'table' ? output.table : control!.table;
  const shown: PageOutput = choices.keptBack.has(tableKey(cell, at))
    ? { type: 'kept-back', columns: table.columns.length, rows: table.rows }
    : { type: 'table', table: await pageTable(table, making) };
  if (!control) return [shown];
  const { label, value } = control;
  const chosen = `${value.length} of ${table.rows} rows chosen`;
  return [{ type: 'setting', label, value: chosen }, shown];
}

async function outputsOf(cell: CellView, collecting: Collecting): Promise<PageOutput[]> {
  const { context, making, isLive } = collecting;
  const collected: PageOutput[] = [];
  for (const [at, output] of cell.outputs.entries()) {
    if (output.type === 'run') {
      collected.push(...(await runCharts(context, output.run)));
      continue;
    }
    if (output.type === 'press') {
      collected.push({ type: 'press', label: output.label });
      continue;
    }
    const tables =
      output.type === 'table' || output.type === 'control'
        ? await tableOutputs(cell.id, at, output, collecting)
        : null;
    if (tables) {
      collected.push(...tables);
      continue;
    }
    if (output.type === 'control' && output.control.type === 'file') {
      collected.push({
        type: 'setting',
        label: output.control.label,
        value: 'a file, not in this page',
      });
      continue;
    }
    const drawn = (await pageOutput(output, making)) ?? [];
    collected.push(...(isLive(cell.id) ? drawn : drawn.map(settled)));
  }
  return collected;
}

function settingsOf({ outputs }: CellView): Record<string, ControlSetting> {
  const settings: Record<string, ControlSetting> = {};
  for (const output of outputs) {
    const control = output.type === 'control' ? pageControl(output.control) : null;
    if (control && output.type === 'control') settings[output.index] = control.value;
  }
  return settings;
}

function liveCells({ inputs, graph }: PagePlan, cells: readonly CellView[]): LiveCell[] {
  return inputs.runs.map((id): LiveCell => {
    const compiled = graph.compiled(id);
    const view = cells.find((each) => each.id === id);
    if (!compiled || !view) throw new LoamError('internal', { message: `cell ${id} is gone` });
    const { cell, body, uses, declares } = compiled;
    return { cell, body, uses, declares, settings: settingsOf(view) };
  });
}

async function livePart(plan: PagePlan, cells: readonly CellView[]): Promise<LivePart | null> {
  if (plan.live.length === 0) return null;
  const [{ default: runtime }, plot] = await Promise.all([
    import('virtual:loam-template/cage-runtime'),
    plan.inputs.plots ? import('virtual:loam-template/cage-plot') : null,
  ]);
  return {
    cells: liveCells(plan, cells),
    controls: [...plan.inputs.live],
    code: { runtime, plot: plot?.default ?? null },
  };
}

export async function buildNotebookFile(
  context: WorkspaceContext,
  notebook: OpenNotebook,
  plan: PagePlan,
  models: readonly TravellingModel[],
  choices: PageChoices,
  { markdown, safe }: PageMarkup,
): Promise<NotebookPage> {
  const { cells, title } = notebook;
  const markup = (text: string): MarkupNode[] => treeOf(safe(text));
  // A kernel that is not there would be started to say that it knows no such table.
  const hasKernel = notebook.kernel === 'ready';
  const live = await livePart(plan, cells);
  const isLive = new Set(live?.controls ?? []);
  const collecting: Collecting = {
    context,
    choices,
    isLive: (cell) => isLive.has(cell),
    making: {
      markup,
      rows: (...asked) => (hasKernel ? notebook.rows(...asked) : Promise.resolve([])),
    },
  };
  const blocks: PageBlock[] = [];
  for (const cell of cells) {
    if (cell.kind === 'markdown') {
      if (cell.source.trim()) blocks.push({ type: 'text', nodes: markup(markdown(cell.source)) });
      continue;
    }
    const failure = cell.failure && { name: cell.failure.name, message: cell.failure.message };
    const outputs = await outputsOf(cell, collecting);
    const runs = plan.inputs.runs.includes(cell.id);
    if (outputs.length === 0 && !failure && !(live && runs)) continue;
    const isOld = cell.state === 'stale' && outputs.length > 0;
    blocks.push({ type: 'result', cell: cell.id, outputs, failure, isOld });
  }
  const [{ buildNotebookPage }, { default: template }] = await Promise.all([
    import('../../deploy/notebook-page'),
    live
      ? import('virtual:loam-template/notebook-live')
      : import('virtual:loam-template/notebook-frozen'),
  ]);
  const travelling = live ? models.map(({ model }) => model) : [];
  const bytes = buildNotebookPage({ template, title, blocks, live, models: travelling });
  return { bytes, sha256: digestOf(bytes) };
}

/** Hands the page to the person, and records of each model that it left in it. */
export async function saveNotebookFile(
  context: WorkspaceContext,
  title: string,
  { bytes, sha256 }: NotebookPage,
  models: readonly TravellingModel[],
): Promise<void> {
  if (models.length > 0) {
    await context.store.commit(
      models.map(({ model }) => ({
        type: 'exported' as const,
        model: model.link,
        kind: 'page' as const,
        sha256,
        bytes: bytes.length,
      })),
    );
  }
  const name = `${title}.html`.replace(/[^\p{L}\p{N}.-]+/gu, '-');
  const content = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'text/html' });
  context.effects.download(name, content);
}
