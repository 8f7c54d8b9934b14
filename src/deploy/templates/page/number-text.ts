/** Numbers as people read them: grouped thousands, few digits. Never used for what a file carries away. */

/** 12345 -> "12,345" */
export function groupDigits(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** At least `digits` significant digits before rounding sets in; whole parts are kept and grouped. */
export function readable(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return value !== value ? 'not a number' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e12)) return minus(value.toExponential(digits - 1));
  const whole = Math.floor(size).toString().length;
  const decimals = size >= 1 ? Math.max(0, digits - whole) : digits;
  const [integer = '', fraction = ''] = size.toFixed(decimals).split('.');
  const kept = fraction.replace(/0+$/, '');
  return minus((value < 0 ? '-' : '') + groupDigits(integer) + (kept ? `.${kept}` : ''));
}

/** 0.8734 -> "87.3 %"; never rounds to 0 or 100 what is neither. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return '< 0.1 %';
  if (share < 1 && share > 0.999) return '> 99.9 %';
  return `${(share * 100).toFixed(1)} %`;
}

function minus(text: string): string {
  return text.replace('-', '−');
}

/** "1 row", "2 rows" */
export function countOf(n: number, singular: string, plural = `${singular}s`): string {
  return `${groupDigits(String(n))} ${n === 1 ? singular : plural}`;
}

/** A metric: three decimals below 10, so that they line up; else as `readable`. */
export function metricText(value: number): string {
  return Math.abs(value) < 10 ? minus(value.toFixed(3)) : readable(value);
}

/** The first names and how many more there are. */
export function firstNames(names: readonly string[], most: number): string {
  const more = names.length - most;
  return more > 0
    ? `${names.slice(0, most).join(', ')} and ${groupDigits(String(more))} more`
    : names.join(', ');
}
