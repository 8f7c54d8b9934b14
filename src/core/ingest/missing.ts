/**
 * What a file writes where it has no value. Besides the empty cell: NA, N/A, n/a, #N/A, <NA>, ?, null,
 * NULL, None, NaN, nan; spaces around them do not count, nor does quoting. A type cannot bring them back.
 */
export const MISSING_MARKERS: readonly string[] = [
  'NA',
  'N/A',
  'n/a',
  '#N/A',
  '<NA>',
  '?',
  'null',
  'NULL',
  'None',
  'NaN',
  'nan',
];

const SPACE = 32;
const TAB = 9;
const LONGEST = Math.max(...MISSING_MARKERS.map((marker) => marker.length));

const markers = MISSING_MARKERS.map((marker) => new TextEncoder().encode(marker));

/** 1 for a byte that a missing cell may begin with. */
const mayBegin = new Uint8Array(256);
for (const marker of markers) mayBegin[marker[0]!] = 1;
mayBegin[SPACE] = 1;
mayBegin[TAB] = 1;

export const isSpace = (byte: number): boolean => byte === SPACE || byte === TAB;

/** Whether `bytes[start..end)` says that there is no value. */
export function isMissing(bytes: Uint8Array, start: number, end: number): boolean {
  return start === end || (mayBegin[bytes[start]!] === 1 && isMarker(bytes, start, end));
}

function isMarker(bytes: Uint8Array, start: number, end: number): boolean {
  while (start < end && isSpace(bytes[start]!)) start++;
  while (end > start && isSpace(bytes[end - 1]!)) end--;
  const length = end - start;
  if (length === 0) return true;
  if (length > LONGEST) return false;
  for (const marker of markers) {
    if (marker.length !== length) continue;
    let i = 0;
    while (i < length && bytes[start + i] === marker[i]) i++;
    if (i === length) return true;
  }
  return false;
}
