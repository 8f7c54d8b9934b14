/** What the gallery's notebook reads in a cell without a compiler: names, and brackets that stay open. */
import type { CellProblem } from '../../../app/notebook/types';

export function declaredIn(source: string): string[] {
  return [...source.matchAll(/^(?:const|let|function|class) ([\w$]+)/gm)].map(([, name]) => name!);
}

export function namesIn(source: string): string[] {
  return [...new Set(source.match(/[\w$]+/g) ?? [])];
}

export function problemsIn(source: string): CellProblem[] {
  const code = source.replaceAll(/'[^'\n]*'|`[^`]*`|\/\/.*/g, '');
  const count = (signs: RegExp) => [...code.matchAll(signs)].length;
  if (count(/[([{]/g) <= count(/[)\]}]/g)) return [];
  const lines = source.split('\n');
  return [
    {
      message: 'A bracket that is opened here is not closed.',
      line: lines.length,
      column: lines[lines.length - 1]!.search(/[([{]/),
      advice: 'Close it, or take it away.',
    },
  ];
}
