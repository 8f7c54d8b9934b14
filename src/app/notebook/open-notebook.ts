/** Making, opening and renaming notebooks. A new document is stored whole before the log names it. */
import { LoamError } from '../../core/errors';
import { cellIdOf } from '../../core/notebook/cell-id';
import { fromIpynb } from '../../core/notebook/ipynb';
import { fromPercentText, isPercentText } from '../../core/notebook/percent-text';
import type { Notebook } from '../../core/notebook/types';
import { LOAM_DOCS } from '../../kernel/library';
import { NotebookDocument } from '../../sync/notebook';
import { randomHex } from '../effects';
import type { WorkspaceContext } from '../workspace-context';
import { Approvals } from './approvals';
import { startKernel } from './kernel-code';
import { NotebookSession } from './notebook-session.svelte';
import type { NotebookPlace } from './place';
import { keepBrought } from './results/keep-brought';
import type { NameDoc } from './shelf-types';

export { smartForms } from './smart-forms';

export const NAME_DOCS: readonly NameDoc[] = LOAM_DOCS.map(({ cells = [], ...doc }) => ({
  ...doc,
  example: [...cells, doc.example].join('\n\n// in a cell below\n'),
}));

const newCellId =
  ({ effects }: WorkspaceContext) =>
  () =>
    cellIdOf(effects.randomBytes(10));

async function storeNotebook(context: WorkspaceContext, notebook: Notebook): Promise<string> {
  const id = randomHex(context.effects, 10);
  const document = NotebookDocument.fromNotebook(notebook, newCellId(context));
  await context.store.documents.append(id, document.state());
  const op = { type: 'notebook-saved', notebook: id, title: notebook.title } as const;
  await context.store.commit([op]);
  document.close();
  return id;
}

export async function createNotebook(context: WorkspaceContext, title: string): Promise<string> {
  const id = cellIdOf(context.effects.randomBytes(10));
  const cell = {
    id,
    kind: 'code',
    source: '',
    collapsed: false,
    smart: null,
    metadata: {},
  } as const;
  return storeNotebook(context, { title, mode: 'reactive', cells: [cell], metadata: {} });
}

/**
 * From a `.ts` file in percent format or an `.ipynb`; its code waits for approval.
 * @throws LoamError `notebook-unreadable`
 */
export async function createNotebookFrom(context: WorkspaceContext, file: File): Promise<string> {
  const text = await file.text();
  const name = file.name.replace(/\.[^.]+$/, '');
  const ipynb = /\.ipynb$/i.test(file.name);
  if (!ipynb && !isPercentText(text)) {
    const reason = 'no line of it starts a cell, as // %% does';
    throw new LoamError('notebook-unreadable', { name: file.name, reason });
  }
  const title = (notebook: Notebook) => ({ ...notebook, title: notebook.title.trim() || name });
  if (!ipynb) return storeNotebook(context, title(fromPercentText(text).notebook));
  const { notebook, outputs } = fromIpynb(text);
  const id = await storeNotebook(context, title(notebook));
  await keepBrought(context, id, notebook, outputs);
  return id;
}

/** One that ships with the app: its code is the app's own, so that it is approved. */
export async function createOwnNotebook(context: WorkspaceContext, text: string): Promise<string> {
  const { notebook } = fromPercentText(text);
  const id = await storeNotebook(context, notebook);
  const approvals = await Approvals.open(context.store.local, id);
  const sources = notebook.cells.map(({ source }) => source);
  sources.forEach((source) => approvals.add(source));
  await approvals.keep(sources);
  return id;
}

/** @throws LoamError `object-missing` for an unknown or removed notebook */
export async function openNotebook(place: NotebookPlace, id: string): Promise<NotebookSession> {
  const row = await place.store.get('notebooks', id);
  if (!row) throw new LoamError('object-missing');
  const updates = await place.store.documents.load(id);
  const document = NotebookDocument.open(updates, newCellId(place));
  return NotebookSession.open(place, id, document, startKernel);
}

export async function renameNotebook(
  context: WorkspaceContext,
  id: string,
  title: string,
): Promise<void> {
  const { documents } = context.store;
  const document = NotebookDocument.open(await documents.load(id), newCellId(context));
  const updates: Uint8Array[] = [];
  document.onUpdate((update) => updates.push(update));
  document.rename(title);
  for (const update of updates) await documents.append(id, update);
  await context.store.commit([{ type: 'notebook-saved', notebook: id, title }]);
  document.close();
}
