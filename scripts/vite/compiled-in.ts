/** The npm packages whose code a compiled script carries, for the list of what is inside of a bundle. */
import { readFile } from 'node:fs/promises';

interface CompiledIn {
  name: string;
  version: string;
  license: string;
}

const PACKAGE = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//;

/** @param modules the files that a script was compiled from */
export async function compiledIn(modules: Iterable<string>): Promise<CompiledIn[]> {
  const folders = new Map<string, string>();
  for (const file of modules) {
    const [, folder, name] = PACKAGE.exec(file) ?? [];
    if (folder !== undefined && name !== undefined) folders.set(name, folder);
  }
  const packages = [...folders].sort(([a], [b]) => (a < b ? -1 : 1));
  return Promise.all(
    packages.map(async ([name, folder]) => {
      const text = await readFile(`${folder}/package.json`, 'utf8');
      const { version, license } = JSON.parse(text) as CompiledIn;
      return { name, version, license };
    }),
  );
}
