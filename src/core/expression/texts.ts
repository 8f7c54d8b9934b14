/** Texts of many rows: each different one once, and its number per row. What is done to texts is done once for each. */

export interface Texts {
  /** -1 for a missing one. */
  codes: Int32Array;
  /** No two alike. */
  dictionary: string[];
}

class Dictionary {
  readonly texts: string[] = [];
  readonly #codes = new Map<string, number>();

  codeOf(text: string): number {
    let code = this.#codes.get(text);
    if (code === undefined) {
      code = this.texts.push(text) - 1;
      this.#codes.set(text, code);
    }
    return code;
  }
}

/** The same text in every row. */
export function constantText(text: string, rows: number): Texts {
  return { codes: new Int32Array(rows), dictionary: [text] };
}

export function mapTexts({ codes, dictionary }: Texts, of: (text: string) => string): Texts {
  const result = new Dictionary();
  const codeOf = dictionary.map((text) => result.codeOf(of(text)));
  return {
    codes: codes.map((code) => (code < 0 ? -1 : codeOf[code]!)),
    dictionary: result.texts,
  };
}

/** NaN for a missing text. */
export function numbersOf(
  { codes, dictionary }: Texts,
  of: (text: string) => number,
): Float64Array {
  const numberOf = dictionary.map(of);
  return Float64Array.from(codes, (code) => (code < 0 ? NaN : numberOf[code]!));
}

/** What `of` gives for each different pair, once; `null` where either is missing. */
function forPairs<T>(
  left: Texts,
  right: Texts,
  of: (a: string, b: string) => T,
  put: (row: number, value: T | null) => void,
): void {
  const known = new Map<number, T>();
  for (let row = 0; row < left.codes.length; row++) {
    const a = left.codes[row]!;
    const b = right.codes[row]!;
    if (a < 0 || b < 0) {
      put(row, null);
      continue;
    }
    const pair = a * right.dictionary.length + b;
    if (!known.has(pair)) known.set(pair, of(left.dictionary[a]!, right.dictionary[b]!));
    put(row, known.get(pair)!);
  }
}

export function joinTexts(left: Texts, right: Texts): Texts {
  const result = new Dictionary();
  const codes = new Int32Array(left.codes.length);
  forPairs(
    left,
    right,
    (a, b) => result.codeOf(a + b),
    (row, code) => (codes[row] = code ?? -1),
  );
  return { codes, dictionary: result.texts };
}

/** 1 where it holds, 0 where not, NaN where either is missing. */
export function compareTexts(
  left: Texts,
  right: Texts,
  holds: (a: string, b: string) => boolean,
): Float64Array {
  const values = new Float64Array(left.codes.length);
  forPairs(
    left,
    right,
    (a, b) => (holds(a, b) ? 1 : 0),
    (row, value) => (values[row] = value ?? NaN),
  );
  return values;
}

/** Per row that of `sources` which `chosen` names; -1 for none. */
export function chooseTexts(sources: readonly Texts[], chosen: Int32Array): Texts {
  const result = new Dictionary();
  const codesOf = sources.map(({ dictionary }) => dictionary.map((text) => result.codeOf(text)));
  const codes = chosen.map((source, row) => {
    const code = source < 0 ? -1 : sources[source]!.codes[row]!;
    return code < 0 ? -1 : codesOf[source]![code]!;
  });
  return { codes, dictionary: result.texts };
}
