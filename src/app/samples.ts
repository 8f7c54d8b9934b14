/** The data sets that ship with the app, for a first try. Their list is part of the first screen. */
import type { AppEffects } from './effects';

export interface Sample {
  file: string;
  title: string;
  rows: number;
  columns: number;
  sentence: string;
}

export const SAMPLES: readonly Sample[] = [
  {
    file: 'iris.csv',
    title: 'Iris',
    rows: 150,
    columns: 5,
    sentence: 'Which of three species is it? Four measurements per flower.',
  },
  {
    file: 'wine.csv',
    title: 'Wine',
    rows: 178,
    columns: 14,
    sentence: 'Which of three cultivars is it from? Thirteen chemical measurements per wine.',
  },
  {
    file: 'breast_cancer.csv',
    title: 'Breast cancer',
    rows: 569,
    columns: 31,
    sentence: 'Benign or malignant? Thirty measurements of cell nuclei per sample.',
  },
  {
    file: 'digits.csv',
    title: 'Digits',
    rows: 1797,
    columns: 65,
    sentence: 'Which digit was written? Images of 8 × 8 pixels.',
  },
  {
    file: 'diabetes.csv',
    title: 'Diabetes',
    rows: 442,
    columns: 11,
    sentence: 'How far has the disease progressed after one year? Ten measurements per patient.',
  },
  {
    file: 'churn.csv',
    title: 'Churn',
    rows: 12000,
    columns: 16,
    sentence: 'Who will leave? Invented customers with the troubles of real data.',
  },
];

export function sampleBytes(effects: AppEffects, file: string): Promise<Uint8Array> {
  return effects.asset(`samples/${file}`);
}

export async function sampleFile(effects: AppEffects, sample: Sample): Promise<File> {
  const bytes = await sampleBytes(effects, sample.file);
  return new File([bytes as Uint8Array<ArrayBuffer>], sample.file, { type: 'text/csv' });
}
