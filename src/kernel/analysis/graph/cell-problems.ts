/** What is wrong with a cell because of the other cells, in words. */
import { nearestNames } from '../../library/nearest-names';
import { isAddress } from '../imports';
import type { CellAnalysis, TextProblem } from '../types';

/** Both in whole sentences. */
export interface ModuleTrouble {
  message: string;
  advice: string;
}

export interface Neighbours {
  /** Other cells that declare a name. */
  others(name: string): readonly string[];
  isKnown(name: string): boolean;
  /** As the person sees it: `cell 3`. */
  label(cell: string): string;
  /** Names on the cell's way back to itself; empty where there is none. */
  circle: readonly string[];
  /** For advice only. */
  names(): readonly string[];
  /** What keeps a module from being imported by this name; null for nothing. */
  module(name: string): ModuleTrouble | null;
}

export function problemsAmongCells(analysis: CellAnalysis, near: Neighbours): TextProblem[] {
  const found: TextProblem[] = [];
  for (const { name, line, column } of analysis.declares) {
    const others = near.others(name);
    if (others.length === 0) continue;
    found.push({
      message: `${name} is also declared by ${others.map(near.label).join(' and ')}`,
      line,
      column,
      advice:
        'Rename one of them, or declare it inside of a block { } where no other cell needs it.',
    });
  }
  const [start] = near.circle;
  if (start !== undefined) {
    const own = analysis.declares.find(({ name }) => name === start);
    found.push({
      message: `This cell needs its own result: ${near.circle.join(' → ')}`,
      line: own?.line ?? 1,
      column: own?.column ?? 1,
      advice: 'Move what both need into a cell of its own, or join the cells.',
    });
  }
  for (const { specifier, line, column } of analysis.imports) {
    const trouble = isAddress(specifier) ? null : near.module(specifier);
    if (trouble) found.push({ ...trouble, line, column });
  }
  for (const { name, line, column, assigned, guarded } of analysis.free) {
    const declared = near.others(name).length > 0;
    if (assigned && (declared || near.isKnown(name))) {
      found.push({
        message: declared
          ? `Only the cell that declares ${name} may change it`
          : `${name} belongs to every cell and cannot be changed`,
        ...assigned,
        advice: `Declare a new name here, with the changed value.`,
      });
    } else if (!declared && !guarded && !near.isKnown(name)) {
      const meant = nearestNames(name, near.names());
      found.push({
        message: `No cell declares ${name}`,
        line,
        column,
        advice: meant.length
          ? `Did you mean ${meant.join(' or ')}?`
          : `Declare it in a cell: const ${name} = ...`,
      });
    }
  }
  return found;
}
