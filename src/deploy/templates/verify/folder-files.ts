/** The files of a folder on disk, as the checks of a bundle want them. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isIgnored } from '../../bundle/paths';
import type { BundleFiles } from '../../bundle/types';

/**
 * What a bundle ignores (`node_modules`, ...) is not read. A link to a file counts as that file; one to a folder
 * is not followed and counts as an empty file, which no list names.
 * @throws what `node:fs` throws where something cannot be read
 */
export async function folderFiles(root: string): Promise<BundleFiles> {
  const files: BundleFiles = new Map();
  const walk = async (folder: string, prefix: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = prefix + entry.name;
      if (isIgnored(path)) continue;
      const full = join(folder, entry.name);
      if (entry.isDirectory()) await walk(full, `${path}/`);
      else if ((await stat(full)).isFile()) files.set(path, new Uint8Array(await readFile(full)));
      else files.set(path, new Uint8Array());
    }
  };
  await walk(root, '');
  return files;
}
