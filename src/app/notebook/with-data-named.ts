/** Where a sample's own name was taken by other data, the copy reads it under the name that it got. */
export function withDataNamed(text: string, names: ReadonlyMap<string, string>): string {
  let named = text;
  for (const [from, to] of names) {
    if (from === to) continue;
    named = named.replaceAll(`loam.data("${from}")`, () => `loam.data(${JSON.stringify(to)})`);
  }
  return named;
}
