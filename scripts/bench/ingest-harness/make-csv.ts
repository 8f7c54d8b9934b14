/** A large CSV from a seed: an integer, a category, a date and seven decimals per row, about 90 bytes. */
import { stream } from '../../../src/core/random/philox';

/** `short`: decimals of 6 to 9 digits; `long`: a fifth of the decimals have 17. */
export type Variant = 'short' | 'long';

const CITIES = ['Aachen', 'Bonn', 'Cottbus', 'Dresden', 'Emden', 'Fulda', 'Gera', 'Halle'];
const DECIMALS = 7;
const ROWS_PER_PART = 20_000;

function decimal(word: number, other: number, variant: Variant): string {
  if (variant === 'long' && other % 5 === 0) {
    const lead = 1 + (word % 9);
    const head = String(word >>> 0)
      .padStart(10, '0')
      .slice(-8);
    return `0.${lead}${head}${String(other).padStart(10, '3').slice(-8)}`;
  }
  const value = ((word % 2_000_000_000) - 1_000_000_000) / 100_000;
  return value.toFixed(4);
}

export function makeCsv(variant: Variant, rows: number, seed = 1): Blob {
  const random = stream(seed, `csv/${variant}`);
  const parts: BlobPart[] = [];
  let text = 'id,city,day,a,b,c,d,e,f,g\n';
  let at = 0;
  const next = (): number => random.uint32(at++);
  for (let row = 0; row < rows; row++) {
    const word = next();
    const day = 1 + (word % 28);
    const month = 1 + ((word >>> 5) % 12);
    text += `${row},${CITIES[word % CITIES.length]},${2000 + ((word >>> 9) % 25)}-${two(month)}-${two(day)}`;
    for (let i = 0; i < DECIMALS; i++) text += `,${decimal(next(), next(), variant)}`;
    text += '\n';
    if (row % ROWS_PER_PART === ROWS_PER_PART - 1) {
      parts.push(new TextEncoder().encode(text));
      text = '';
    }
  }
  return new Blob([...parts, text], { type: 'text/csv' });
}

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));
