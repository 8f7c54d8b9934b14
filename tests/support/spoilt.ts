/**
 * JSON values that are wrong in one place, whatever they were: a field of another kind, one missing, one
 * too many, a word that no format has. Of a list only the first and the last item are spoilt.
 */

const OTHER_KINDS: Record<string, unknown[]> = {
  string: [7, true, {}, []],
  number: ['NaN', true, {}, []],
  boolean: [1, 'true', null, {}],
  null: [{}, true],
  list: [{}, 'text', 3, { length: 1 }],
  record: [[], 'text', 3],
};

/** Fields that hold a word out of a few, in every format that has them; `name` may hold any text. */
const WORDS =
  /^(format|kind|type|role|metric|by|key|step|transform|impute|activation|optimiser|classWeights|engine|part|layer|varies|targetScale|precision)$/;
const NO_WORDS = ['constructor', '__proto__', 'toString', ''];
const EXTRA = ['extra', '__proto__', 'constructor', 'length'];

export interface Spoilt {
  value: unknown;
  /** What was done, and where. */
  how: string;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' ? 'record' : typeof value;
}

/** An own field even where its name is `__proto__`, as JSON.parse would make it. */
function withField(record: object, name: string, value: unknown): object {
  return Object.fromEntries([...Object.entries(record), [name, value]]);
}

export function* spoilt(value: unknown, at = '', field = ''): Generator<Spoilt> {
  const kind = kindOf(value);
  for (const other of OTHER_KINDS[kind]!) {
    yield { value: other, how: `${at} is ${JSON.stringify(other)}` };
  }
  if (kind === 'string') {
    if (WORDS.test(field)) {
      for (const word of NO_WORDS) yield { value: word, how: `${at} is the word ${word}` };
    }
    if (/^sha256:/.test(value as string)) {
      for (const no of [(value as string).slice(0, -1), (value as string).toUpperCase()])
        yield { value: no, how: `${at} is no link` };
    }
  }
  if (kind === 'list') {
    const items = value as unknown[];
    for (const i of new Set([0, items.length - 1])) {
      if (i < 0 || i >= items.length) continue;
      for (const bad of spoilt(items[i], `${at}.${i}`, field)) {
        yield { value: items.with(i, bad.value), how: bad.how };
      }
    }
  }
  if (kind === 'record') {
    const entries = Object.entries(value as object);
    for (const name of EXTRA) {
      yield { value: withField(value as object, name, 1), how: `${at} has ${name} too` };
    }
    for (const [name, item] of entries) {
      const others = entries.filter(([other]) => other !== name);
      yield { value: Object.fromEntries(others), how: `${at} lacks ${name}` };
      for (const bad of spoilt(item, `${at}.${name}`, name)) {
        yield { value: withField(Object.fromEntries(others), name, bad.value), how: bad.how };
      }
    }
  }
}
