/**
 * Reads the file of a module: what it exports, which modules it needs, what is wrong with it, and the code
 * that runs. It never throws, whatever the text.
 */
import { parse, type AnyNode, type Program } from 'acorn';
import { namesOfPattern } from './declarations';
import { importExpressions, isAddress, literalOf } from './imports';
import { lineOf, lineStarts, stripTypes } from './strip-types';
import { syntaxProblem } from './syntax-problem';
import type { Place, TextProblem } from './types';

/** A place in the code that names another module: from the opening quote to behind the closing one. */
export interface ModuleNeed {
  name: string;
  start: number;
  end: number;
}

export interface ModuleAnalysis {
  /** What runs: TypeScript without its types, line by line as it was written; '' where there are problems. */
  code: string;
  /** Names in the order of the text, `default` among them. Those of `export * from` are not known. */
  exports: string[];
  /** Each name once. */
  imports: string[];
  problems: TextProblem[];
}

/** @param typescript whether the text may hold types */
export function analyseModule(source: string, typescript: boolean): ModuleAnalysis {
  let code = source;
  try {
    if (typescript) ({ code } = stripTypes(source));
  } catch (error) {
    const place = (error as { loc?: Place }).loc ?? { line: 1, column: 1 };
    return broken([syntaxProblem(source, messageOf(error), place)]);
  }
  const lines = lineStarts(code);
  const at = (offset: number): Place => {
    const line = lineOf(lines, offset);
    return { line: line + 1, column: offset - lines[line]! + 1 };
  };
  try {
    const program = parseModule(code);
    const problems = problemsIn(program, code, at);
    if (problems.length > 0) return broken(problems);
    const imports = [...new Set(needsIn(program, code).map(({ name }) => name))];
    return { code, exports: exportsOf(program), imports, problems };
  } catch (error) {
    const { pos } = error as { pos?: number };
    return broken([syntaxProblem(code, messageOf(error), at(pos ?? 0))]);
  }
}

/** Where code that `analyseModule` found sound names other modules, from its start to its end. */
export function moduleNeeds(code: string): ModuleNeed[] {
  // Only a word in the text can be one, and to parse a large library takes a while.
  if (!/\b(import|from)\b/.test(code)) return [];
  try {
    return needsIn(parseModule(code), code);
  } catch {
    return [];
  }
}

function parseModule(code: string): Program {
  return parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
}

function broken(problems: TextProblem[]): ModuleAnalysis {
  return { code: '', exports: [], imports: [], problems };
}

function messageOf(error: unknown): string {
  if (error instanceof SyntaxError) return error.message;
  return 'This file is nested too deeply to be read';
}

interface Written {
  value: string | null;
  start: number;
  end: number;
}

/** All that stands in place of a module's name: in import and export statements, and in `import('name')`. */
function specifiers(program: Program, code: string): Written[] {
  const found: Written[] = [];
  for (const node of program.body) {
    const source = 'source' in node ? node.source : null;
    if (!source) continue;
    found.push({ value: String(source.value), start: source.start, end: source.end });
  }
  for (const node of importExpressions(program, code)) {
    const { start, end } = node.source;
    found.push({ value: literalOf(node), start, end });
  }
  return found.sort((a, b) => a.start - b.start);
}

function needsIn(program: Program, code: string): ModuleNeed[] {
  return specifiers(program, code).flatMap(({ value, start, end }) =>
    value === null || isAddress(value) ? [] : [{ name: value, start, end }],
  );
}

function problemsIn(program: Program, code: string, at: (offset: number) => Place): TextProblem[] {
  return specifiers(program, code).flatMap(({ value, start }) =>
    value === null || !isAddress(value)
      ? []
      : [
          {
            message: `It loads ${value}: modules have no network and no folders`,
            ...at(start),
            advice: /^[a-z]/i.test(value)
              ? 'Use a build of it that is one file, or drop what it loads as a module too and import that by its name.'
              : 'Drop that file as a module too, and import it by its name: from "other" in place of "./other.js".',
          },
        ],
  );
}

function exportsOf(program: Program): string[] {
  const names: string[] = [];
  for (const node of program.body) {
    if (node.type === 'ExportDefaultDeclaration') names.push('default');
    if (node.type === 'ExportAllDeclaration' && node.exported) names.push(nameIn(node.exported));
    if (node.type !== 'ExportNamedDeclaration') continue;
    for (const { exported } of node.specifiers) names.push(nameIn(exported));
    const { declaration } = node;
    if (declaration?.type === 'VariableDeclaration') {
      for (const { id } of declaration.declarations)
        names.push(...namesOfPattern(id).map(({ name }) => name));
    } else if (declaration?.id) names.push(declaration.id.name);
  }
  return [...new Set(names)];
}

function nameIn(node: AnyNode): string {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'Literal' ? String(node.value) : '';
}
