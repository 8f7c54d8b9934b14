/**
 * The lines of a cell in percent format. What stands in a cell must not look like the start of another, so
 * a line that does gets a backslash after its slashes (`//\ %%`), and one that has backslashes there one more.
 */

const MARKER = /^\/\/[ \t]*%%%*(?=[ \t]|$)/;
/** Wider than what starts a cell here: other programs read indented and unspaced ones too. */
const LIKE_MARKER = /^([ \t]*\/\/)(\\*[ \t]*%%)/;
const ESCAPED = /^([ \t]*\/\/)\\(\\*[ \t]*%%)/;

/** What would not come back from a text file: other line ends, controls, half characters. */
const NOT_PLAIN =
  /[\0-\x08\x0B-\x1F\x7F]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
/** They end a comment. */
const ENDS_COMMENT = /[\u2028\u2029]/;

/** What follows the `%%` of a line that starts a cell; null for every other line. */
export function markerIn(line: string): string | null {
  const found = MARKER.exec(line);
  return found && line.slice(found[0].length).trim();
}

/** Whether the text comes back exact from lines in a file. */
export function fitsLines(source: string, kind: 'code' | 'markdown'): boolean {
  return !NOT_PLAIN.test(source) && (kind === 'code' || !ENDS_COMMENT.test(source));
}

function escaped(line: string): string {
  return line.replace(LIKE_MARKER, '$1\\$2');
}

function unescaped(line: string): string {
  return line.replace(ESCAPED, '$1$2');
}

export function codeLines(source: string): string[] {
  return source.split('\n').map(escaped);
}

/** Each line as a comment. */
export function commentLines(source: string): string[] {
  return source.split('\n').map((line) => escaped(line === '' ? '//' : `// ${line}`));
}

export function fromCodeLines(lines: readonly string[]): string {
  return lines.map(unescaped).join('\n');
}

/** Lines that are no comments stay as they are. A comment in one block, as others write it, is taken apart. */
export function fromCommentLines(lines: readonly string[]): string {
  const whole = lines.join('\n').trim();
  if (whole.startsWith('/*') && whole.indexOf('*/') === whole.length - 2) {
    return whole
      .slice(2, -2)
      .replace(/^\*?[ \t]*\n|\n[ \t]*$/g, '')
      .trim();
  }
  return lines
    .map((line) => unescaped(line))
    .map((line) => (line.startsWith('// ') ? line.slice(3) : line.replace(/^\/\//, '')))
    .join('\n');
}

export function isComment(line: string): boolean {
  return line.startsWith('//') || line.trim() === '';
}
