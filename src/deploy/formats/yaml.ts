/**
 * JSON values as YAML that versions 1.1 and 1.2 read alike: blocks for lists and mappings, every text in double
 * quotes, so that no text is taken for a number, a date or a truth.
 */
export type YamlValue =
  string | number | boolean | null | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/** Controls, and what some readers take for the end of a line or do not print. */
const UNPRINTABLE =
  /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udfff](?<![\ud800-\udbff][\udc00-\udfff])(?![\udc00-\udfff])/g;

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    UNPRINTABLE,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** What readers of YAML 1.1 take for a truth or for nothing. */
const TAKEN = /^(y|n|yes|no|on|off|true|false|null)$/i;

function key(text: string): string {
  return PLAIN_KEY.test(text) && !TAKEN.test(text) ? text : quoted(text);
}

function scalar(value: string | number | boolean | null): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'number') return String(value);
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  const text = String(value);
  // 1e21 is a text to YAML 1.1; 1.0e+21 is a number to both.
  return text.replace(
    /^(-?\d+)(?:(\.\d+))?e([+-]\d+)$/,
    (_, whole: string, part: string | undefined, power: string) =>
      `${whole}${part ?? '.0'}e${power}`,
  );
}

function isBlock(value: YamlValue): value is readonly YamlValue[] | { [key: string]: YamlValue } {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function inline(value: YamlValue): string {
  if (Array.isArray(value)) return '[]';
  return typeof value === 'object' && value !== null ? '{}' : scalar(value as string);
}

function lines(value: YamlValue, indent: string): string[] {
  if (!isBlock(value)) return [`${indent}${inline(value)}`];
  if (Array.isArray(value)) {
    return (value as readonly YamlValue[]).flatMap((item) => {
      const [first, ...rest] = lines(item, `${indent}  `);
      return [`${indent}- ${first!.slice(indent.length + 2)}`, ...rest];
    });
  }
  return Object.entries(value as Record<string, YamlValue>).flatMap(([name, item]) =>
    isBlock(item)
      ? [`${indent}${key(name)}:`, ...lines(item, `${indent}  `)]
      : [`${indent}${key(name)}: ${inline(item)}`],
  );
}

export function yamlText(value: YamlValue): string {
  return `${lines(value, '').join('\n')}\n`;
}
