/** Which notebooks ship with the app; what opening one needs is loaded when one is opened. */
import type { AppEffects } from '../effects';
import type { SampleNotebook } from './shelf-types';

export async function sampleNotebookText(effects: AppEffects, file: string): Promise<string> {
  return new TextDecoder().decode(await effects.asset(`samples/notebooks/${file}`));
}

export async function listSampleNotebooks(effects: AppEffects): Promise<SampleNotebook[]> {
  return JSON.parse(await sampleNotebookText(effects, 'notebooks.json')) as SampleNotebook[];
}
