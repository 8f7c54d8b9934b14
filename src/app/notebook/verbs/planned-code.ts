/** The code that a cell's function needs to run again, apart from its notebook. */
import { LoamError } from '../../../core/errors';
import type { RecipeCode } from '../../../core/recipe/types';
import { analyseCell } from '../../../kernel/analysis';
import type { CodeArgs } from '../../../kernel/library/verbs';
import { planCode, type PlannedCode } from '../../code-recipe/planned-code';
import type { NeededCell, VerbPlace } from './desk';

/** What the cage of a code recipe has not, and what to do instead. */
const ABSENT: Record<string, string> = {
  loam: 'it runs where there is no loam, so that it can be run again; keep the function in a cell of its own, and what it needs of the data comes as train and validation',
  input: 'a control has no value where it runs again; hand the value over: settings: { … }',
};

/** @throws LoamError `argument-invalid` */
export function plannedCode(
  { desk }: VerbPlace,
  cell: string,
  { entry, settings }: CodeArgs,
): PlannedCode {
  const cells = desk.cellsBehind(entry);
  if (!cells) {
    bad(
      `no cell declares ${entry} at its top; declare it there: async function ${entry}(given) { … }`,
    );
  }
  if (cells.some((each) => each.cell === cell)) {
    bad(
      `${entry} stands in the cell that trains by it, or reads from it; keep it in a cell of its own`,
    );
  }
  standAlone(cells, entry);
  return planCode(
    cells.map(({ source }) => source),
    entry,
    settings,
    modulesOf(cells),
  );
}

/** By name in code unit order, each once. */
function modulesOf(cells: readonly NeededCell[]): RecipeCode['modules'] {
  const links = new Map(
    cells.flatMap(({ modules }) => modules.map(({ name, code }) => [name, code] as const)),
  );
  return [...links.keys()].sort().map((name) => ({ name, object: links.get(name)! }));
}

function standAlone(cells: readonly NeededCell[], entry: string): void {
  const read = cells.map(({ source }) => analyseCell(source));
  const declared = new Set(read.flatMap(({ declares }) => declares.map(({ name }) => name)));
  for (const { free } of read) {
    const stranger = free.find(({ name }) => Object.hasOwn(ABSENT, name) && !declared.has(name));
    if (stranger) {
      bad(
        `what ${entry} needs uses ${stranger.name} (line ${stranger.line} of its cell), and ${ABSENT[stranger.name]}`,
      );
    }
  }
}

function bad(reason: string): never {
  throw new LoamError('argument-invalid', { argument: 'loam.model.code: fit', reason });
}
