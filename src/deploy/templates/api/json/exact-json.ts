/**
 * JSON (RFC 8259) whose whole numbers past 2^53 become bigints instead of the nearest double. Everything else
 * is read as `JSON.parse` reads it, token by token.
 */
const MOST_LEVELS = 64;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** What is between the quotes is judged by JSON.parse. */
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const SPACE = /[ \t\n\r]*/y;
const WORDS: readonly [string, unknown][] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

class Reader {
  at = 0;
  constructor(readonly text: string) {}

  fail(): never {
    throw new SyntaxError(`unexpected text at position ${this.at}`);
  }

  match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) return null;
    this.at = pattern.lastIndex;
    return found[0];
  }

  /** Steps over a mark, and spaces around it. */
  takes(mark: string): boolean {
    this.match(SPACE);
    if (this.text[this.at] !== mark) return false;
    this.at++;
    this.match(SPACE);
    return true;
  }

  string(): string {
    const raw = this.match(STRING);
    return raw === null ? this.fail() : (JSON.parse(raw) as string);
  }

  number(): number | bigint {
    const raw = this.match(NUMBER);
    if (raw === null) this.fail();
    const value = Number(raw);
    return /[.eE]/.test(raw) || Number.isSafeInteger(value) ? value : BigInt(raw);
  }

  list(levels: number): unknown[] {
    const list: unknown[] = [];
    if (this.takes(']')) return list;
    do list.push(this.value(levels));
    while (this.takes(','));
    return this.takes(']') ? list : this.fail();
  }

  object(levels: number): object {
    const object: Record<string, unknown> = {};
    if (this.takes('}')) return object;
    do {
      const name = this.string();
      if (!this.takes(':')) this.fail();
      // As JSON.parse: an own field, whatever its name.
      Object.defineProperty(object, name, {
        value: this.value(levels),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    } while (this.takes(','));
    return this.takes('}') ? object : this.fail();
  }

  value(levels: number): unknown {
    if (levels === 0) this.fail();
    this.match(SPACE);
    if (this.text[this.at] === '"') return this.string();
    if (this.takes('[')) return this.list(levels - 1);
    if (this.takes('{')) return this.object(levels - 1);
    for (const [word, value] of WORDS) {
      if (!this.text.startsWith(word, this.at)) continue;
      this.at += word.length;
      return value;
    }
    return this.number();
  }
}

/** @throws SyntaxError */
export function parseExactly(text: string): unknown {
  const reader = new Reader(text);
  const value = reader.value(MOST_LEVELS);
  reader.match(SPACE);
  return reader.at === text.length ? value : reader.fail();
}
