/** The data sets that ship with the app, for a first try. Their list is part of the first screen. */
import listed from '../../public/samples/samples.json';
import type { AppEffects } from './effects';

export interface Sample {
  file: string;
  title: string;
  rows: number;
  columns: number;
  sentence: string;
}

export const SAMPLES: readonly Sample[] = listed;

export async function sampleFile(effects: AppEffects, sample: Sample): Promise<File> {
  const bytes = await effects.asset(`samples/${sample.file}`);
  return new File([bytes as Uint8Array<ArrayBuffer>], sample.file, { type: 'text/csv' });
}
