/**
 * Whether the code of a recipe may run here: its cells, which this person ran or has read and approved, and the
 * modules that they import. Each text is approved by its content, wherever it runs.
 */
import { linkDigest, type Link } from '../../core/hash/digest';
import type { RecipeCode } from '../../core/recipe/types';
import type { LocalSettings } from '../../storage';
import { approvedTexts, approveText } from '../notebook/modules/code-texts';

type Texts = Pick<RecipeCode, 'object' | 'modules'>;

function textsOf({ object, modules }: Texts): Link[] {
  return [object, ...modules.map((module) => module.object)];
}

export async function isApproved(local: LocalSettings, code: Texts): Promise<boolean> {
  const approved = await approvedTexts(local);
  return textsOf(code).every((text) => approved.has(linkDigest(text)));
}

export async function approveCode(local: LocalSettings, code: Texts): Promise<void> {
  for (const text of textsOf(code)) await approveText(local, text);
}
