/** How values are written on screen: English digits and units, one way each. Pure; the time is a parameter. */

const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const momentFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** What stands in place of a value that is not there. */
export const NO_VALUE = '–';

/** `12000` -> `12,000`; rounds to a whole number. */
export function formatCount(value: number | null | undefined): string {
  return isNumber(value) ? tidy(fixed(value, 0)) : NO_VALUE;
}

/**
 * A number for reading. With `digits`, exactly that many decimals (columns line up); without, four
 * significant digits, and scientific notation below 1e-4 and from 1e9 on.
 */
export function formatNumber(value: number | null | undefined, digits?: number): string {
  if (value === Infinity) return '∞';
  if (value === -Infinity) return '−∞';
  if (!isNumber(value)) return NO_VALUE;
  if (digits !== undefined) return tidy(fixed(value, digits));
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) {
    return tidy(
      value
        .toExponential(2)
        .replace(/\.?0+e/, 'e')
        .replace('e+', 'e'),
    );
  }
  return tidy(size >= 1000 ? upTo(value, 2) : String(Number(value.toPrecision(4))));
}

/** A share as per cent: `0.031` -> `3.1 %`, `0` -> `0 %`, `0.0004` -> `< 0.1 %`. The space does not break. */
export function formatPercent(share: number | null | undefined, digits = 1): string {
  if (!isNumber(share)) return NO_VALUE;
  const least = 10 ** -digits;
  const percent = share * 100;
  if (percent > 0 && percent < least / 2) return `< ${least}\u00a0%`;
  return `${tidy(upTo(percent, digits))}\u00a0%`;
}

/** Decimal units: `1200000` -> `1.2 MB`. */
export function formatBytes(size: number | null | undefined): string {
  if (!isNumber(size)) return NO_VALUE;
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = size;
  let unit = 0;
  while (Math.abs(value) >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || Math.abs(value) >= 99.95 ? 0 : 1;
  return `${tidy(upTo(value, digits))}\u00a0${units[unit]}`;
}

/** A span of milliseconds: `9 ms`, `0.6 s`, `42 s`, `2 min 5 s`, `1 h 3 min`, `2 d 4 h`. */
export function formatDuration(milliseconds: number | null | undefined): string {
  if (!isNumber(milliseconds)) return NO_VALUE;
  const span = Math.max(0, milliseconds);
  if (span < 99.5) return `${upTo(span, span < 9.95 ? 1 : 0)}\u00a0ms`;
  const seconds = span / 1000;
  if (seconds < 9.95) return `${fixed(seconds, 1)}\u00a0s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}\u00a0s`;
  if (whole < 3600) return pair(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(seconds / 3600);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** How long ago `at` was, seen from `now` (milliseconds): `just now`, `20 min ago`, `2 h ago`, `3 d ago`, then the date. */
export function formatAgo(at: number, now: number): string {
  const seconds = Math.max(0, (now - at) / 1000);
  if (seconds < 45) return 'just now';
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return `${minutes}\u00a0min ago`;
  const hours = Math.round(minutes / 60);
  if (hours < 24) return `${hours}\u00a0h ago`;
  const days = Math.round(hours / 24);
  return days < 30 ? `${days}\u00a0d ago` : dayFormat.format(at);
}

/** When something happened, in the reader's time zone: `3 Nov 2026, 14:05`. Dates in data are written elsewhere, in UTC. */
export function formatDate(at: number): string {
  return momentFormat.format(at);
}

/** The first eight digits of a hash, with or without its `sha256:` prefix. */
export function shortHash(hash: string): string {
  return hash.slice(hash.indexOf(':') + 1).slice(0, 8);
}

/** `plural(1, 'row')` -> `1 row`, `plural(12000, 'row')` -> `12,000 rows`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}

function isNumber(value: number | null | undefined): value is number {
  return Number.isFinite(value);
}

/** A true minus sign, and never minus zero. */
function tidy(text: string): string {
  return /[1-9]/.test(text) ? text.replaceAll('-', '−') : text.replaceAll('-', '');
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const head = `${large}\u00a0${largeUnit}`;
  return small === 0 ? head : `${head} ${small}\u00a0${smallUnit}`;
}

/** `digits` decimals, thousands in groups of three. */
function fixed(value: number, digits: number): string {
  const [whole = '', rest] = value.toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}

/** At most `digits` decimals, without trailing zeros. */
function upTo(value: number, digits: number): string {
  const text = fixed(value, digits);
  return digits === 0 ? text : text.replace(/\.?0+$/, '');
}
