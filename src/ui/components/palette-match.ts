export interface PaletteItem {
  label: string;
  hint?: string;
  /** Heading it stands under. */
  group: string;
  run: () => void;
}

/**
 * The items that hold every word of the query, best first, at most `most`: a label that starts with it, then
 * one with a word that starts with it, then one that holds it, then a match in the hint or group. An empty query gives the first ones as
 * they are.
 */
export function matchPalette<Item extends Pick<PaletteItem, 'label' | 'hint' | 'group'>>(
  items: readonly Item[],
  query: string,
  most = 50,
): Item[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items.slice(0, most);
  const scored: { item: Item; score: number; index: number }[] = [];
  items.forEach((item, index) => {
    const label = item.label.toLowerCase();
    const rest = `${item.hint ?? ''} ${item.group}`.toLowerCase();
    let score = 0;
    for (const word of words) {
      const found = wordScore(label, rest, word);
      if (found === 0) return;
      score += found;
    }
    scored.push({ item, score, index });
  });
  scored.sort((a, b) => b.score - a.score || a.index - b.index);
  return scored.slice(0, most).map(({ item }) => item);
}

/**
 * The items by group: groups in the order of their first item, items in theirs; `index` counts through all of them
 * as they stand on the screen.
 */
export function groupPalette<Item extends Pick<PaletteItem, 'group'>>(
  items: readonly Item[],
): { name: string; members: { item: Item; index: number }[] }[] {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const members = found.get(item.group);
    if (members) members.push(item);
    else found.set(item.group, [item]);
  }
  let index = 0;
  return [...found].map(([name, members]) => ({
    name,
    members: members.map((item) => ({ item, index: index++ })),
  }));
}

/** 0 where the word is nowhere. */
function wordScore(label: string, rest: string, word: string): number {
  const at = label.indexOf(word);
  if (at === 0) return 4;
  if (at > 0) return /[\s\-_./]/.test(label[at - 1]!) ? 3 : 2;
  return rest.includes(word) ? 1 : 0;
}
