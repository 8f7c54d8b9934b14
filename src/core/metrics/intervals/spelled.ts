/** A count up to a million, thousands apart: 1000 -> "1,000". */
export function spelled(n: number): string {
  return n >= 1000 ? `${Math.floor(n / 1000)},${String(n % 1000).padStart(3, '0')}` : String(n);
}
