/** Names inside a sentence: "a", "a and b", "a, b and c", "a, b, c and 4 more". */
export function plainList(items: readonly string[], most = 3): string {
  const shown = items.slice(0, items.length > most + 1 ? most : items.length);
  const rest = items.length - shown.length;
  const last = rest > 0 ? `${rest} more` : shown.pop();
  if (last === undefined) return '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}
