/** What `score.mjs` was asked to do. */
export type Asked =
  | { type: 'score'; input: string; output: string; resume: boolean; quiet: boolean }
  | { type: 'help' }
  | { type: 'wrong'; problem: string };

/** Words after `--` are names of files, also where they begin with a hyphen. */
export function readArguments(words: readonly string[]): Asked {
  const files: string[] = [];
  let resume = false;
  let quiet = false;
  let onlyFiles = false;
  for (const word of words) {
    if (onlyFiles || !word.startsWith('-')) files.push(word);
    else if (word === '--') onlyFiles = true;
    else if (word === '--resume') resume = true;
    else if (word === '--quiet') quiet = true;
    else if (word === '--help' || word === '-h') return { type: 'help' };
    else return { type: 'wrong', problem: `${word} is not known` };
  }
  const [input, output] = files;
  if (input === undefined || output === undefined || files.length !== 2) {
    return { type: 'wrong', problem: 'it needs two files: the one to read and the one to write' };
  }
  return { type: 'score', input, output, resume, quiet };
}
