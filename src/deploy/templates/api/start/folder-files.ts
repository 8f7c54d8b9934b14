/** The files of the folder that the server lies in, as the checks of a bundle want them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isIgnored } from '../../../bundle/paths';
import type { BundleFiles } from '../../../bundle/types';

/** What is ignored (`node_modules`, ...) is not read. A link counts as what it points to. */
export function folderFiles(root: string): BundleFiles {
  const files: BundleFiles = new Map();
  const walk = (folder: string, prefix: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = prefix + entry.name;
      if (isIgnored(path)) continue;
      const full = join(folder, entry.name);
      if (entry.isDirectory()) walk(full, `${path}/`);
      else files.set(path, new Uint8Array(readFileSync(full)));
    }
  };
  walk(root, '');
  return files;
}
