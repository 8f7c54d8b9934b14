/** The body of the function that a cell becomes; what it promises is said in evaluable.ts. */
import type { Program } from 'acorn';
import { MARK } from './evaluable';
import { importCode, importExpressions, importStatements, isAddress, literalOf } from './imports';
import { lineOf, type Insertion } from './strip-types';

interface Edit {
  from: number;
  to: number;
  text: string;
}

export function compileBody(
  program: Program,
  code: string,
  lines: readonly number[],
  spaces: readonly Insertion[],
  declares: readonly string[],
): string {
  const edits: Edit[] = spaces.map(({ at, text }) => ({ from: at, to: at, text }));
  const marked = (text: string) => `${MARK}${text}${MARK}`;
  const blank = (from: number, to: number) => code.slice(from, to).replace(/[^\n]/g, ' ');

  for (const { start, end, ...node } of importStatements(program)) {
    const text = marked(importCode({ start, end, ...node })) + blank(start, end);
    edits.push({ from: start, to: end, text });
  }
  for (const node of importExpressions(program, code)) {
    const specifier = literalOf(node);
    if (specifier !== null && isAddress(specifier)) continue;
    const end = node.start + 'import'.length;
    edits.push({ from: node.start, to: end, text: marked('$import') + blank(node.start, end) });
  }

  const last = program.body.at(-1);
  if (last?.type === 'ExpressionStatement') {
    // Behind the statement before, where that is on an earlier line: then no column moves.
    const before = program.body.at(-2)?.end ?? 0;
    const apart = lineOf(lines, before) < lineOf(lines, last.start);
    const sequence = last.expression.type === 'SequenceExpression';
    const opening = `;$show(${sequence ? '(' : ''}`;
    const at = apart ? before : last.start;
    edits.push({ from: at, to: at, text: apart ? opening : marked(opening) });
    const { end } = last.expression;
    edits.push({ from: end, to: end, text: sequence ? '))' : ')' });
  }

  // At one place: what begins there (and is inserted first) before what is replaced.
  const order = edits.map((edit, i) => ({ ...edit, i }));
  order.sort((a, b) => a.from - b.from || a.to - b.to || a.i - b.i);
  let body = '';
  let done = 0;
  for (const { from, to, text } of order) {
    // A gap inside of a statement that is replaced as a whole.
    if (from < done) continue;
    body += code.slice(done, from) + text;
    done = to;
  }
  return `${body}${code.slice(done)}\n;return { ${declares.join(', ')} };`;
}
