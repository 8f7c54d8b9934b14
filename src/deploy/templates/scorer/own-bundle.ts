/** The scorer's own folder, checked before it answers anything. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isLoamError } from '../../../core/errors';
import { checkBundle, type CheckedBundle } from '../../bundle/check-bundle';
import { asBundleError, bundleDamaged } from '../../bundle/damage';
import { DETACHED, MANIFEST_PATH } from '../../bundle/paths';
import { readBundleManifest } from '../../bundle/read-bundle';
import type { BundleFiles } from '../../bundle/types';
import { Ending, EXIT } from './exit-codes';

/** Null where there is no such file. */
async function bytesAt(path: string): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw bundleDamaged(`a file cannot be read: ${(error as Error).message}`, error);
  }
}

/** What `bundle.json` lists and the signature. Whatever else lies in the folder, such as data to score, is left alone. */
async function listedFiles(root: string): Promise<BundleFiles> {
  const files: BundleFiles = new Map();
  const add = async (path: string): Promise<void> => {
    const bytes = await bytesAt(join(root, path));
    if (bytes) files.set(path, bytes);
  };
  await add(MANIFEST_PATH);
  const manifest = readBundleManifest(files.get(MANIFEST_PATH));
  for (const path of [...Object.keys(manifest.files), ...DETACHED]) await add(path);
  return files;
}

/** @throws Ending where it is not as it was exported */
export async function ownBundle(root: string): Promise<CheckedBundle> {
  try {
    return await checkBundle(await listedFiles(root));
  } catch (thrown) {
    const error = asBundleError(thrown);
    const isDamage = isLoamError(error, 'bundle-damaged') || isLoamError(error, 'newer-data');
    if (!isDamage) throw error;
    const reason = error.facts.reason ?? `its format is ${error.facts.format}`;
    throw new Ending(
      EXIT.altered,
      `This scorer is not as it was exported: ${reason}.\nNothing was scored. Get it again from where it came, or export it anew.`,
      { cause: error },
    );
  }
}
