/** `node verify.mjs`: whether a bundle is as it was made. Reads files, and does nothing else. */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import process, { argv, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { isLoamError } from '../../../core/errors';
import { checkBundle } from '../../bundle/check-bundle';
import { readArguments, type Asked } from './arguments';
import { folderFiles } from './folder-files';
import { USAGE, wholeText, wrongText } from './words';

const WHOLE = 0;
const WRONG = 1;
const NOT_CHECKED = 2;

async function check({ folder, keyFile }: Extract<Asked, { type: 'check' }>): Promise<number> {
  try {
    const options = keyFile === null ? {} : { expectedKeyPem: await readFile(keyFile, 'utf8') };
    const checked = await checkBundle(await folderFiles(folder), options);
    stdout.write(wholeText(checked, keyFile !== null));
    return WHOLE;
  } catch (error) {
    const wrong = wrongText(error);
    const reason = error instanceof Error ? error.message : String(error);
    stderr.write(wrong ?? `It could not be checked: ${reason}\n`);
    return isLoamError(error, 'bundle-damaged') ? WRONG : NOT_CHECKED;
  }
}

async function main(): Promise<number> {
  const asked = readArguments(argv.slice(2), dirname(fileURLToPath(import.meta.url)));
  switch (asked.type) {
    case 'help':
      stdout.write(USAGE);
      return WHOLE;
    case 'wrong':
      stderr.write(`${asked.problem}\n\n${USAGE}`);
      return NOT_CHECKED;
    case 'check':
      return check(asked);
    default:
      return asked satisfies never;
  }
}

process.exitCode = await main();
