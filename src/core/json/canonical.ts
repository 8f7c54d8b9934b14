/**
 * RFC 8785 (JSON Canonicalization Scheme): one text for each JSON value, so that a hash names the value.
 * Keys in UTF-16 code unit order, numbers as ECMAScript writes them (-0 as 0), no white space.
 *
 * Stricter than `JSON.stringify`: whatever it would drop, rewrite or turn to null is a TypeError that
 * names the place: undefined, NaN, Infinity, bigint, functions, symbols, holes, lone surrogates and
 * objects that are not plain (Date, Map, typed arrays, class instances).
 */
const MAX_DEPTH = 500;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

type Path = readonly (string | number)[];

function placeOf(path: Path): string {
  return path.reduce<string>((place, key) => {
    if (typeof key === 'number') return `${place}[${key}]`;
    return IDENTIFIER.test(key) ? `${place}.${key}` : `${place}[${JSON.stringify(key)}]`;
  }, '$');
}

function refuse(what: string, path: Path): never {
  throw new TypeError(`not canonical JSON: ${what} at ${placeOf(path)}`);
}

function text(value: string, path: Path): string {
  if (LONE_SURROGATE.test(value)) refuse('a lone surrogate', path);
  return JSON.stringify(value);
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function write(value: unknown, path: (string | number)[]): string {
  if (path.length > MAX_DEPTH)
    refuse('a circular value or one nested too deeply', path.slice(0, 3));
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'string') return text(value, path);
  if (typeof value === 'number') {
    return Number.isFinite(value) ? String(value === 0 ? 0 : value) : refuse(String(value), path);
  }
  if (typeof value !== 'object') return refuse(typeof value, path);

  const parts: string[] = [];
  const visit = (key: string | number, child: unknown, prefix: string) => {
    path.push(key);
    parts.push(prefix + write(child, path));
    path.pop();
  };
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) visit(i, value[i], '');
    return `[${parts.join(',')}]`;
  }
  if (!isPlain(value)) refuse('an object that is not plain', path);
  // The default sort compares UTF-16 code units, which is what section 3.2.3 of the RFC asks for.
  for (const key of Object.keys(value).sort()) visit(key, value[key], `${text(key, path)}:`);
  return `{${parts.join(',')}}`;
}

/** @throws TypeError where `value` holds anything that JSON cannot say exactly. */
export function canonicalJson(value: unknown): string {
  return write(value, []);
}

/** The canonical form as UTF-8. @throws TypeError as `canonicalJson`. */
export function canonicalBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(canonicalJson(value));
}
