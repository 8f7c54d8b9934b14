/** The release plan: of the package, or of a file outside of it that stands in for it. */
import { readFileSync } from 'node:fs';
import type { BundleFiles } from '../../../bundle/types';
import { makeRelease, type Release } from '../release/choose-version';
import type { Config } from './config';
import type { ServedModel } from './served-model';

export const RELEASE_PATH = 'release.json';

/** @throws Error one clause on what is wrong with it */
export function readRelease(
  { releaseFile }: Pick<Config, 'releaseFile'>,
  files: BundleFiles,
  models: readonly ServedModel[],
): Release {
  const text =
    releaseFile === null
      ? new TextDecoder().decode(files.get(RELEASE_PATH))
      : readFileSync(releaseFile, 'utf8');
  let plan: unknown;
  try {
    plan = JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
  return makeRelease(plan, models);
}
