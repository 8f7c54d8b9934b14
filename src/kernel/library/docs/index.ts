/** The library's documentation, for completion; its examples are run as tests. */
import { CODE_DOCS } from './code';
import { DATA_DOCS } from './data';
import { JUDGE_DOCS } from './judge';
import { LEARN_DOCS } from './learn';
import { STUDY_DOCS } from './study';
import type { LoamDoc } from './types';

export type { LoamDoc } from './types';

/** In the order of the loop. */
export const LOAM_DOCS: readonly LoamDoc[] = [
  ...DATA_DOCS,
  ...LEARN_DOCS,
  ...CODE_DOCS,
  ...STUDY_DOCS,
  ...JUDGE_DOCS,
];
