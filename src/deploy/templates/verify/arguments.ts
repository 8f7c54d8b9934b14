/** What `verify.mjs` was asked to do. */
export type Asked =
  | { type: 'check'; folder: string; keyFile: string | null }
  | { type: 'help' }
  | { type: 'wrong'; problem: string };

/** @param own the folder that verify.mjs lies in, which it checks where no other is named */
export function readArguments(words: readonly string[], own: string): Asked {
  let folder: string | null = null;
  let keyFile: string | null = null;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === '--help' || word === '-h') return { type: 'help' };
    if (word === '--key') {
      const value = words[++i];
      if (value === undefined) return { type: 'wrong', problem: '--key needs the name of a file' };
      keyFile = value;
    } else if (word.startsWith('-')) {
      return { type: 'wrong', problem: `${word} is not known` };
    } else if (folder !== null) {
      return { type: 'wrong', problem: 'more than one folder was named' };
    } else folder = word;
  }
  return { type: 'check', folder: folder ?? own, keyFile };
}
