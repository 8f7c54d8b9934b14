/** Any text as a string of TypeScript, in ASCII only: nothing in a name can end a string, a line or a comment. */
export function stringType(text: string): string {
  const escaped = JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return escaped;
}

/** `never` of none. */
export function unionType(texts: readonly string[]): string {
  return texts.length === 0 ? 'never' : texts.map(stringType).join(' | ');
}
