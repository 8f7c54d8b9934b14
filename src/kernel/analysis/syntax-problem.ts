/** A text that is no TypeScript, said as one readable problem at the place where something can be done. */
import { tokenizer, tokTypes } from 'acorn';
import { lineOf, lineStarts } from './strip-types';
import type { Place, TextProblem } from './types';

const closers: Record<string, string> = { '(': ')', '[': ']', '{': '}', '${': '}' };

/** What the parsers say, and what to do about it; the first that fits. */
const advices: [RegExp, string, string][] = [
  [/^Unterminated template/, 'This template is not closed', 'Add the closing ` at its end.'],
  [
    /^Unterminated string/,
    'This text is not closed on its line',
    'Add the closing quote, or use ` for a text of several lines.',
  ],
  [/^Unterminated comment/, 'This comment is not closed', 'Add */ at its end.'],
  [
    /^Unterminated regular expression|^Invalid regular expression/,
    'This regular expression is not valid',
    'Close it with /, and write \\/ for a slash inside it.',
  ],
  [
    /'return' outside of function/,
    'A cell cannot return',
    'Leave out return: the last expression of a cell is shown, and its names are seen by other cells.',
  ],
  [
    /'?yield'? is reserved|Unexpected .*'?yield'?/,
    'A cell is not a generator',
    'Write const name = (async function* () { ... yield value ... })() and cells that use the name follow it.',
  ],
  [
    /await/,
    'await stands in a function that is not async',
    'Write async before the function, or move await to the top of the cell.',
  ],
  [
    /'super' keyword|new\.target/,
    'This is only possible inside a class or a function',
    'Move it into a method.',
  ],
  [
    /'import\.meta'|import\.meta/,
    'A cell has no import.meta',
    'Load data with loam.data, and modules by their name in the workspace.',
  ],
  [
    /has already been declared/,
    '',
    'Give one of the two another name, or assign to the first without declaring it again.',
  ],
  [/^Unexpected reserved word/, '', 'Choose another name: this one belongs to the language.'],
  [/^The keyword/, '', 'Choose another name: this one belongs to the language.'],
  [
    /strict mode|^Binding (eval|arguments)|^Assigning to (eval|arguments)|^Invalid number/,
    '',
    'Cells run in strict mode, which does not allow this.',
  ],
  [
    /^Assigning to rvalue/,
    'Only a name or a property can be assigned to',
    'Write === to compare two values.',
  ],
  [
    /^Unexpected character '@'/,
    'Decorators are not part of the language here',
    'Call the function with the class instead.',
  ],
  [/^Unexpected character/, '', 'Remove it, or put it between quotes.'],
];

const looseEnd =
  'Look at this place and right before it: a comma, a bracket or an operator is missing or too much.';

/** @param raw what a parser said, @param place where, in the source */
export function syntaxProblem(source: string, raw: string, place: Place): TextProblem {
  const bracket = bracketProblem(source);
  if (bracket) return bracket;
  const message = raw.replace(/^Error transforming cell: /, '').replace(/\s*\(\d+:\d+\)$/, '');
  const found = advices.find(([pattern]) => pattern.test(message));
  return { ...place, message: found?.[1] || readable(message), advice: found?.[2] ?? looseEnd };
}

function readable(message: string): string {
  if (/^Unexpected token$/.test(message)) return 'The text does not go on like this here';
  return message.replace(/^Unexpected token, expected "(.+)"$/, 'Something else was expected: $1');
}

/** The first bracket without a partner, or a text, template or comment without an end. */
function bracketProblem(source: string): TextProblem | null {
  const lines = lineStarts(source);
  const at = (offset: number): Place => {
    const line = lineOf(lines, offset);
    return { line: line + 1, column: offset - lines[line]! + 1 };
  };
  const open: { text: string; start: number }[] = [];
  try {
    for (const token of tokenizer(source, { ecmaVersion: 'latest', sourceType: 'module' })) {
      const text =
        token.type === tokTypes.dollarBraceL ? '${' : source.slice(token.start, token.end);
      if (text in closers && isBracket(token.type)) open.push({ text, start: token.start });
      if (![')', ']', '}'].includes(text) || !isBracket(token.type)) continue;
      const opener = open.pop();
      if (opener && closers[opener.text] === text) continue;
      return {
        ...at(token.start),
        message: opener
          ? `This ${text} does not close the ${opener.text} of line ${at(opener.start).line}`
          : `This ${text} closes nothing`,
        advice: opener
          ? `Add ${closers[opener.text]} before it, or remove it.`
          : 'Remove it, or add the bracket that it should close.',
      };
    }
  } catch (error) {
    const raw = error instanceof Error ? error.message : '';
    const pos = (error as { pos?: number }).pos;
    const found = /^Unterminated/.test(raw) && advices.find(([pattern]) => pattern.test(raw));
    if (found && pos !== undefined) {
      // acorn points behind the opening backquote.
      const start = /template/.test(raw) ? source.lastIndexOf('`', pos) : pos;
      return { ...at(Math.max(start, 0)), message: found[1], advice: found[2] };
    }
    return null;
  }
  const opener = open.pop();
  if (!opener) return null;
  const closer = closers[opener.text]!;
  return {
    ...at(opener.start),
    message: `This ${opener.text} is not closed`,
    advice: `Add the ${closer} that belongs to it.`,
  };
}

function isBracket(type: unknown): boolean {
  return (
    type === tokTypes.parenL ||
    type === tokTypes.parenR ||
    type === tokTypes.bracketL ||
    type === tokTypes.bracketR ||
    type === tokTypes.braceL ||
    type === tokTypes.braceR ||
    type === tokTypes.dollarBraceL
  );
}
