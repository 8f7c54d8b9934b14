/** `md`, `html` and `svg`: tagged templates whose result is shown as what it says. The app sanitises it. */
import { marked } from 'marked';
import { append, apply, isArray, slice, textOf, safeWeakMap, trim } from './primordials';

interface Shown {
  type: 'html' | 'svg';
  text: string;
}

const shown = safeWeakMap<object, Shown>();

/** What such a template gives. Its text is readable: `${md`...`}` inside another one keeps it as it is. */
export class Markup {
  constructor(what: Shown) {
    shown.set(this, what);
  }

  toString(): string {
    return shown.get(this)?.text ?? '';
  }
}

export function markupOf(value: object): Shown | null {
  return shown.get(value) ?? null;
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const nativeReplace = String.prototype.replace;

function escaped(text: string): string {
  return apply(nativeReplace, text, [/[&<>"']/g, (mark: string) => escapes[mark]!] as never);
}

/** Text of one interpolated value; lists are joined, nothing is '' for null and undefined. */
function interpolated(value: unknown, plain: (text: string) => string): string {
  if (value === null || value === undefined) return '';
  if (isArray(value)) {
    let text = '';
    for (let i = 0; i < value.length; i++) text += interpolated(value[i], plain);
    return text;
  }
  const markup = typeof value === 'object' ? markupOf(value) : null;
  return markup ? markup.text : plain(textOf(value));
}

function joined(
  strings: TemplateStringsArray,
  values: unknown[],
  plain: (text: string) => string,
): string {
  let text = strings[0] ?? '';
  for (let i = 0; i < values.length; i++) {
    text += interpolated(values[i], plain) + (strings[i + 1] ?? '');
  }
  return text;
}

/** Indentation that every line has goes, so that a template may be indented with its code. */
export function dedent(text: string): string {
  const lines: string[] = [];
  let from = 0;
  for (let i = 0; i <= text.length; i++) {
    if (i < text.length && text[i] !== '\n') continue;
    append(lines, slice(text, from, i));
    from = i + 1;
  }
  let least = Infinity;
  // The first line stands behind the backtick and has none.
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!;
    if (trim(line) === '') continue;
    let spaces = 0;
    while (line[spaces] === ' ' || line[spaces] === '\t') spaces++;
    if (spaces < least) least = spaces;
  }
  if (least === 0 || least === Infinity) return text;
  let result = lines[0]!;
  for (let i = 1; i < lines.length; i++) result += `\n${slice(lines[i]!, least)}`;
  return result;
}

function checked(name: string, strings: unknown): void {
  if (!isArray(strings)) throw new TypeError(`${name} is a template: write ${name}\`...\``);
}

/** Markdown; what is interpolated is Markdown too. */
export function md(strings: TemplateStringsArray, ...values: unknown[]): Markup {
  checked('md', strings);
  const source = dedent(joined(strings, values, (text) => text));
  return new Markup({ type: 'html', text: marked.parse(source, { async: false }) });
}

/** HTML; what is interpolated is text, unless it is a template's result itself. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Markup {
  checked('html', strings);
  return new Markup({ type: 'html', text: joined(strings, values, escaped) });
}

/** SVG, as `html`; wraps itself in `<svg>` where it is not one yet. */
export function svg(strings: TemplateStringsArray, ...values: unknown[]): Markup {
  checked('svg', strings);
  const text = trim(joined(strings, values, escaped));
  const whole =
    slice(text, 0, 4) === '<svg' ? text : `<svg xmlns="http://www.w3.org/2000/svg">${text}</svg>`;
  return new Markup({ type: 'svg', text: whole });
}
