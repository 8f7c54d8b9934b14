/** Code that a recipe is to name, with the bytes that are not stored yet. */
import { digestOf, linkTo } from '../../core/hash/digest';
import { toPercentText } from '../../core/notebook/percent-text';
import type { JsonObject } from '../../core/notebook/types';
import type { RecipeCode } from '../../core/recipe/types';
import type { WorkspaceContext } from '../workspace-context';

export interface PlannedCode {
  code: RecipeCode;
  bytes: Uint8Array;
}

/**
 * Cells by what they say and nothing else: which notebook they stand in, and under which id, is no part of the
 * code's identity.
 * @param sources in dependency order
 */
export function cellsAsText(sources: readonly string[]): Uint8Array {
  const cells = sources.map((source, i) => ({
    id: `c${i + 1}`,
    kind: 'code' as const,
    source,
    collapsed: false,
    smart: null,
    metadata: {},
  }));
  const text = toPercentText({ title: '', mode: 'reactive', cells, metadata: {} });
  return new TextEncoder().encode(text);
}

export function planCode(
  sources: readonly string[],
  entry: string,
  settings: JsonObject,
  modules: RecipeCode['modules'] = [],
): PlannedCode {
  const bytes = cellsAsText(sources);
  return { code: { object: linkTo(digestOf(bytes)), entry, settings, modules }, bytes };
}

/** Under the lease, until a recipe that is committed names it. */
export async function storeCode(
  { store }: WorkspaceContext,
  lease: string,
  { code, bytes }: PlannedCode,
): Promise<RecipeCode> {
  await store.writer(lease).put(bytes);
  return code;
}
