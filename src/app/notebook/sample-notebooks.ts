/**
 * The notebooks that ship with the app. Opening one makes a copy in the workspace, brings the sample data that it
 * reads, and lets this copy read them: all of it is the app's own, and was asked for by name. Nothing runs.
 */
import { LoamError } from '../../core/errors';
import { bringSampleData } from '../commands/bring-sample-data';
import type { WorkspaceContext } from '../workspace-context';
import { Grants } from './grants.svelte';
import { createOwnNotebook } from './open-notebook';
import { sampleNotebookText } from './sample-notebooks-list';
import type { SampleNotebook, SampleOpening } from './shelf-types';
import { withDataNamed } from './with-data-named';

/** Answers the id of the copy. @throws LoamError `cancelled`: data that came already stay */
export async function openSampleNotebook(
  context: WorkspaceContext,
  { file, datasets }: SampleNotebook,
  { signal, onProgress }: SampleOpening,
): Promise<string> {
  onProgress({ done: null, label: 'Opening' });
  const names = new Map<string, string>();
  for (const [i, dataset] of datasets.entries()) {
    const name = await bringSampleData(context, dataset, {
      signal,
      onProgress: ({ done, label }) => onProgress({ done: (i + done) / datasets.length, label }),
    });
    names.set(dataset.replace(/\.csv$/, ''), name);
  }
  const written = await sampleNotebookText(context.effects, file);
  if (signal.aborted) throw new LoamError('cancelled');
  const id = await createOwnNotebook(context, withDataNamed(written, names));
  const grants = await Grants.open(context.store.local, id);
  for (const name of names.values()) await grants.allow(name);
  return id;
}
