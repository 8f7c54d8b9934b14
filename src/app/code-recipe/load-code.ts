/** The code of a recipe, to be read by a person before it may run. */
import { LoamError } from '../../core/errors';
import { linkDigest, type Link } from '../../core/hash/digest';
import { fromPercentText } from '../../core/notebook/percent-text';
import type { RecipeCode } from '../../core/recipe/types';
import type { WorkspaceContext } from '../workspace-context';
import { isApproved } from './code-approvals';

export interface LoadedCode {
  /** Each cell's text, each after those that it reads from. */
  cells: string[];
  modules: { name: string; text: string }[];
  /** Whether it may run on this device. */
  approved: boolean;
}

/** @throws LoamError `object-missing`, `object-damaged` */
export async function loadCode(
  { store }: Pick<WorkspaceContext, 'store'>,
  code: Pick<RecipeCode, 'object' | 'modules'>,
): Promise<LoadedCode> {
  const textOf = async (link: Link) => {
    const digest = linkDigest(link);
    const bytes = await store.objects.get(digest);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch (cause) {
      throw new LoamError('object-damaged', { digest, reason: 'it is not text' }, { cause });
    }
  };
  const { cells } = fromPercentText(await textOf(code.object)).notebook;
  return {
    cells: cells.map(({ source }) => source),
    modules: await Promise.all(
      code.modules.map(async ({ name, object }) => ({ name, text: await textOf(object) })),
    ),
    approved: await isApproved(store.local, code),
  };
}
