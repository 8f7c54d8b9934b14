/** A file of code is a notebook where it starts cells, and else a module. Nothing in it runs. */
import { isScriptFile } from '../../core/notebook/module-name';
import { isPercentText } from '../../core/notebook/percent-text';
import type { WorkspaceContext } from '../workspace-context';
import { addModule } from './modules/add-module';
import { createNotebookFrom } from './open-notebook';
import type { Brought } from './shelf-types';

/** @throws LoamError `notebook-unreadable`, `module-unreadable` */
export async function bringFile(context: WorkspaceContext, file: File): Promise<Brought> {
  const module = isScriptFile(file.name) && !isPercentText(await file.text());
  if (module) return { type: 'module', ...(await addModule(context, file)) };
  return { type: 'notebook', id: await createNotebookFrom(context, file) };
}
