/** The library's documentation, for completion; its examples are run as tests. */
import type { LoamDoc } from './types';

export type { LoamDoc } from './types';

export const LOAM_DOCS: readonly LoamDoc[] = [];
