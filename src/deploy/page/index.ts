export { buildPage } from './build-page';
export { goldenExamples, goldenMismatch } from './golden-examples';
export { leavingValues } from './leaving-values';
export { looksLikePage, readPage } from './read-page';
export type {
  GoldenExample,
  GoldenSet,
  LeavingValue,
  PageCard,
  PageContents,
  PageEvaluation,
  PageInput,
  PageObject,
} from './types';
