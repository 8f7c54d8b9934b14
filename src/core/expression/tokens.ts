/** The words of an expression. Which characters are letters is fixed here, not by the engine's Unicode version. */
import { ExpressionError } from './types';

export type Token = { at: number; length: number } & (
  | { type: 'number'; value: number }
  | { type: 'text'; value: string }
  /** A bare word: a keyword, a function or a column. */
  | { type: 'word'; value: string }
  /** In backticks: a column always. */
  | { type: 'name'; value: string }
  | { type: 'sign'; value: string }
  | { type: 'end' }
);

/** ASCII, and the letters of Latin-1 and of Latin Extended-A and -B. */
export const WORD =
  /[A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f][\w\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]*/y;
const NUMBER = /(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?/y;
const SIGN = /<=|>=|!=|<>|==|[-+*/=<>(),]/y;
const SPACE = /[ \t\r\n\u00a0]+/y;
/** Another way to write a sign. */
const SAME_SIGN: Readonly<Record<string, string>> = { '<>': '!=', '==': '=' };

export const LONGEST_TEXT = 10_000;

function fail(at: number, length: number, message: string): never {
  throw new ExpressionError({ at, length, message });
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** What stands between two of `quote`, where two in a row mean one; and how long it is with them. */
function quoted(text: string, at: number, quote: string): { value: string; length: number } {
  let value = '';
  for (let i = at + 1; ;) {
    const end = text.indexOf(quote, i);
    if (end < 0) {
      const what = quote === '"' ? 'This text' : 'This column name';
      fail(at, text.length - at, `${what} has no closing ${quote}`);
    }
    value += text.slice(i, end);
    if (text[end + 1] !== quote) return { value, length: end + 1 - at };
    value += quote;
    i = end + 2;
  }
}

function tokenAt(text: string, at: number): Token {
  const first = text[at]!;
  if (first === '"') return { type: 'text', at, ...quoted(text, at, first) };
  if (first === '`') return { type: 'name', at, ...quoted(text, at, first) };
  const word = match(WORD, text, at);
  if (word !== null) return { type: 'word', at, length: word.length, value: word };
  const digits = match(NUMBER, text, at);
  if (digits !== null) {
    const value = Number(digits);
    if (!Number.isFinite(value)) fail(at, digits.length, `${digits} is too large a number`);
    const { length } = digits;
    const next = match(WORD, text, at + length);
    if (next !== null) {
      const whole = digits + next;
      fail(at, whole.length, `${whole} is no number; a column of that name stands in backticks`);
    }
    return { type: 'number', at, length, value };
  }
  const sign = match(SIGN, text, at);
  if (sign !== null) {
    return { type: 'sign', at, length: sign.length, value: SAME_SIGN[sign] ?? sign };
  }
  if (first === "'") fail(at, 1, 'Texts stand in double quotes: "so"');
  const character = String.fromCodePoint(text.codePointAt(at)!);
  return fail(
    at,
    character.length,
    `${character} means nothing here; a column whose name has it stands in backticks`,
  );
}

/** All of them, and the end. @throws ExpressionError */
export function tokensOf(text: string): Token[] {
  if (text.length > LONGEST_TEXT) {
    fail(LONGEST_TEXT, 0, 'The expression is longer than 10,000 characters');
  }
  const tokens: Token[] = [];
  let at = match(SPACE, text, 0)?.length ?? 0;
  while (at < text.length) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at += token.length;
    at += match(SPACE, text, at)?.length ?? 0;
  }
  tokens.push({ type: 'end', at: text.length, length: 0 });
  return tokens;
}
