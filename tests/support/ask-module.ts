/** An exported module, asked by a process of its own as a person's project asks it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { BundleFiles } from '../../src/deploy/bundle';
import { runNode, withFolder } from './bundle-folder';

/** Asks the module beside it for `rows.json`, and writes what it answers, or what it throws. */
const ASK = `
import { readFileSync, writeFileSync } from 'node:fs';
const at = (name) => new URL(name, import.meta.url);
const said = await import('./index.js')
  .then(({ predict }) => predict(JSON.parse(readFileSync(at('rows.json'), 'utf8'))))
  .then((answers) => ({ answers }), ({ name, message }) => ({ thrown: name + ': ' + message }));
writeFileSync(at('said.json'), JSON.stringify(said));
`;

export interface Said {
  answers?: unknown[];
  thrown?: string;
}

export function askModule(files: BundleFiles, rows: unknown): Promise<Said> {
  return withFolder(files, async (folder) => {
    await writeFile(join(folder, 'rows.json'), JSON.stringify(rows));
    await writeFile(join(folder, 'ask.mjs'), ASK);
    expect(await runNode(join(folder, 'ask.mjs'))).toEqual({ code: 0, stdout: '', stderr: '' });
    return JSON.parse(await readFile(join(folder, 'said.json'), 'utf8')) as Said;
  });
}
