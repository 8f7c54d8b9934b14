/** The data sets that ship with the app, for a first try. */
import type { AppEffects } from './effects';

export interface Sample {
  file: string;
  title: string;
  rows: number;
  columns: number;
  sentence: string;
}

export async function listSamples(effects: AppEffects): Promise<Sample[]> {
  const bytes = await effects.asset('samples/samples.json');
  return JSON.parse(new TextDecoder().decode(bytes)) as Sample[];
}

export async function sampleFile(effects: AppEffects, sample: Sample): Promise<File> {
  const bytes = await effects.asset(`samples/${sample.file}`);
  return new File([bytes as Uint8Array<ArrayBuffer>], sample.file, { type: 'text/csv' });
}
