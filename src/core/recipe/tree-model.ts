import type { ImportedModel, ModelSpec } from './types';

/** Trees take missing values and category codes as they are, and are trained a round at a time. */
export function isTreeModel({ kind }: ModelSpec | ImportedModel): boolean {
  return kind === 'trees' || kind === 'forest';
}
