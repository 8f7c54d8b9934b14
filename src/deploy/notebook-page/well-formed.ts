/** Half a character is no text: JSON that is the same everywhere has none. They stand as the replacement sign. */
const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** The value with every text in it, names of fields included, well-formed. */
export function wellFormed<T>(value: T): T {
  if (typeof value === 'string') return value.replace(LONE, '\uFFFD') as T;
  if (Array.isArray(value)) return value.map((each) => wellFormed<unknown>(each)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [wellFormed(key), wellFormed(each)]);
  return Object.fromEntries(entries) as T;
}
