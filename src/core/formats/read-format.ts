/**
 * What is stored, by its format: one check per format, asked wherever JSON is read back. A right hash says
 * that nothing was changed, not that it was sensible; a `.loam` file may come from anyone.
 * `loam.card/1` and `loam.golden/1` belong to exported pages and are checked there.
 */
import type { Comparison } from '../compare/types';
import type { DatasetManifest, DatasetProfile } from '../dataset/types';
import type { TrainingCurves } from '../evaluation/training-curves';
import type { DataEvaluation } from '../evaluation/data-evaluation';
import type { Evaluation } from '../evaluation/types';
import type { Evidence } from '../evidence/types';
import type { FittedPreprocessing, ModelManifest } from '../model/types';
import type { Brief } from '../brief/types';
import type { CodeRecipe, ImportedRecipe, PlainRecipe, RefinedRecipe } from '../recipe/types';
import type { StudyManifest, TrialResult } from '../study/types';
import { wordOf, type Check } from '../shape/check';
import type { TaskManifest } from '../task/types';
import type { Understanding } from '../understand/types';
import { brief } from './brief';
import { trainingCurves } from './curves';
import { dataEvaluation } from './data-evaluation';
import { datasetManifest } from './dataset';
import { evaluation } from './evaluation';
import { comparison, evidence } from './evidence';
import { modelManifest } from './model';
import { firstPreprocessing, laterPreprocessing } from './preprocessing';
import { datasetProfile } from './profile';
import { codeRecipe, importedRecipe, plainRecipe, refinedRecipe } from './recipe';
import { studyManifest, trialResult } from './study';
import { taskManifest } from './task';
import { understanding } from './understanding';

export interface Formats {
  'loam.dataset/1': DatasetManifest;
  'loam.profile/1': DatasetProfile;
  'loam.task/1': TaskManifest;
  'loam.recipe/1': PlainRecipe;
  'loam.recipe/2': CodeRecipe;
  'loam.recipe/3': ImportedRecipe;
  'loam.recipe/4': RefinedRecipe;
  'loam.preprocessing/1': FittedPreprocessing;
  'loam.preprocessing/2': FittedPreprocessing;
  'loam.model/1': ModelManifest;
  'loam.model/2': ModelManifest;
  'loam.evaluation/1': Evaluation;
  'loam.evaluation/2': DataEvaluation;
  'loam.curves/1': TrainingCurves;
  'loam.study/1': StudyManifest;
  'loam.trial/1': TrialResult;
  'loam.brief/1': Brief;
  'loam.comparison/1': Comparison;
  'loam.evidence/1': Evidence;
  'loam.understanding/1': Understanding;
}

/** What one kind of manifest is called in any of its formats: who asks for that is given whichever it is. */
export const FAMILIES = {
  'loam.preprocessing': ['loam.preprocessing/1', 'loam.preprocessing/2'],
  'loam.model': ['loam.model/1', 'loam.model/2'],
  'loam.evaluation': ['loam.evaluation/1', 'loam.evaluation/2'],
} as const satisfies Record<string, readonly (keyof Formats)[]>;

export type FamilyName = keyof typeof FAMILIES;
/** A format, or a family of them. */
export type Wanted = FormatName | FamilyName;
export type Found<W extends Wanted> = W extends FormatName
  ? Formats[W]
  : W extends FamilyName
    ? Formats[(typeof FAMILIES)[W][number]]
    : never;

export function formatsOf(wanted: Wanted): readonly FormatName[] {
  return Object.hasOwn(FAMILIES, wanted) ? FAMILIES[wanted as FamilyName] : [wanted as FormatName];
}

export type FormatName = keyof Formats;
export type Manifest = Formats[FormatName];

export const FORMAT_CHECKS: { readonly [F in FormatName]: Check<Formats[F]> } = {
  'loam.dataset/1': datasetManifest,
  'loam.profile/1': datasetProfile,
  'loam.task/1': taskManifest,
  'loam.recipe/1': plainRecipe,
  'loam.recipe/2': codeRecipe,
  'loam.recipe/3': importedRecipe,
  'loam.recipe/4': refinedRecipe,
  'loam.preprocessing/1': firstPreprocessing,
  'loam.preprocessing/2': laterPreprocessing,
  'loam.model/1': modelManifest,
  'loam.model/2': modelManifest,
  'loam.evaluation/1': evaluation,
  'loam.evaluation/2': dataEvaluation,
  'loam.curves/1': trainingCurves,
  'loam.study/1': studyManifest,
  'loam.trial/1': trialResult,
  'loam.brief/1': brief,
  'loam.comparison/1': comparison,
  'loam.evidence/1': evidence,
  'loam.understanding/1': understanding,
};

export type FormatVerdict<T = Manifest> =
  | { ok: true; value: T }
  | {
      ok: false;
      reason: 'unknown-format' | 'newer-format' | 'wrong-shape';
      /** What the value says of itself; empty where it says nothing. */
      format: string;
    };

function isKnown(format: string): format is FormatName {
  return Object.hasOwn(FORMAT_CHECKS, format);
}

const NUMBERED = /^(loam\.[a-z]+)\/([1-9]\d*)$/;

/** Of a format of which an earlier number is known here, and this one is not. */
export function isNewerFormat(format: string): boolean {
  const [, name, version] = NUMBERED.exec(format) ?? [];
  return name !== undefined && isKnown(`${name}/1`) && version !== '1' && !isKnown(format);
}

/** @param value JSON as parsed */
export function readFormat(value: unknown): FormatVerdict {
  const format = wordOf(value, 'format') ?? '';
  if (isKnown(format)) {
    const check: Check<Manifest> = FORMAT_CHECKS[format];
    return check(value) ? { ok: true, value } : { ok: false, reason: 'wrong-shape', format };
  }
  const reason = isNewerFormat(format) ? 'newer-format' : 'unknown-format';
  return { ok: false, reason, format };
}
