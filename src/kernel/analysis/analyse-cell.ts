/**
 * Reads a code cell: what it declares, what it uses, what is wrong with it, and the code that runs.
 * It never throws, whatever the text; about a millisecond for fifty lines.
 */
import { parse, type Program, type Token } from 'acorn';
import { compileBody } from './compile-body';
import { hoistedNames, lexicalNames } from './declarations';
import { freeNames } from './free-names';
import {
  importedNames,
  importExpressions,
  importStatements,
  isAddress,
  literalOf,
  metaProperties,
} from './imports';
import { hiddenNames } from './known-names';
import { gaps, placeOf, stripTypes, type Insertion, type Stripped } from './strip-types';
import { syntaxProblem } from './syntax-problem';
import type { CellAnalysis, DeclaredName, FreeName, Place, TextProblem } from './types';

export function analyseCell(source: string): CellAnalysis {
  let stripped: Stripped;
  try {
    stripped = stripTypes(source);
  } catch (error) {
    const { line, column } = (error as { loc?: Place }).loc ?? { line: 1, column: 1 };
    return broken(source, syntaxProblem(source, messageOf(error), { line, column }));
  }
  const tokens: Token[] = [];
  try {
    const program = parse(stripped.code, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      allowAwaitOutsideFunction: true,
      preserveParens: true,
      onToken: tokens,
    });
    return read(source, stripped, program, gaps(stripped, source, tokens));
  } catch (error) {
    const { pos } = error as { pos?: number };
    const place = placeOf(stripped, gaps(stripped, source, tokens), pos ?? 0);
    return broken(source, syntaxProblem(source, messageOf(error), place));
  }
}

function broken(source: string, problem: TextProblem): CellAnalysis {
  return {
    source,
    declares: [],
    free: [],
    imports: [],
    shows: false,
    problems: [problem],
    body: null,
  };
}

function messageOf(error: unknown): string {
  if (error instanceof SyntaxError) return error.message;
  return error instanceof RangeError
    ? 'This cell is nested too deeply to be read'
    : 'This cell cannot be read';
}

function read(
  source: string,
  stripped: Stripped,
  program: Program,
  spaces: readonly Insertion[],
): CellAnalysis {
  const { code, lines } = stripped;
  const at = (offset: number): Place => placeOf(stripped, spaces, offset);

  const declared = new Map<string, number>();
  for (const { name, start } of [...hoistedNames(program), ...lexicalNames(program.body)].sort(
    (a, b) => a.start - b.start,
  )) {
    if (!declared.has(name)) declared.set(name, start);
  }
  const declares: DeclaredName[] = [...declared].map(([name, start]) => ({ name, ...at(start) }));
  const free: FreeName[] = [...freeNames(program)].map(([name, use]) => ({
    name,
    ...at(use.at),
    assigned: use.assignedAt === null ? null : at(use.assignedAt),
    guarded: use.guarded,
  }));
  const imports = [
    ...importStatements(program).map((node) => ({
      specifier: literalOf(node) ?? '',
      names: importedNames(node),
      dynamic: false,
      ...at(node.start),
    })),
    ...importExpressions(program, code).flatMap((node) => {
      const specifier = literalOf(node);
      if (specifier === null || isAddress(specifier)) return [];
      return [{ specifier, names: ['*'], dynamic: true, ...at(node.start) }];
    }),
  ];

  const problems: TextProblem[] = [];
  for (const { name, line, column } of [...declares, ...free]) {
    if (!hiddenNames.has(name)) continue;
    problems.push({
      message: `The name ${name} belongs to the notebook itself`,
      line,
      column,
      advice: 'Choose a name without the $ in front.',
    });
  }
  for (const { specifier, line, column } of imports) {
    if (!isAddress(specifier)) continue;
    problems.push({
      message: `A cell cannot load ${specifier}: it has no network and no folders`,
      line,
      column,
      advice: 'Drop the module file into the workspace and import it by its name.',
    });
  }
  for (const node of program.body) {
    if (!node.type.startsWith('Export')) continue;
    problems.push({
      message: 'A cell does not export',
      ...at(node.start),
      advice: 'Leave out export: other cells see every name that a cell declares.',
    });
  }
  for (const node of metaProperties(program, code)) {
    problems.push({
      message: 'A cell has no import.meta',
      ...at(node.start),
      advice: 'Load data with loam.data, and modules by their name in the workspace.',
    });
  }

  const last = program.body.at(-1);
  return {
    source,
    declares,
    free,
    imports,
    shows: last?.type === 'ExpressionStatement',
    problems,
    body: problems.length ? null : compileBody(program, code, lines, spaces, [...declared.keys()]),
  };
}
