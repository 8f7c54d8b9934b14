/** What may stand at the cursor: documented names by their path, and the names of other cells. Pure. */
import type { NameDoc } from '../../../app/notebook/shelf-types';

export interface Suggestion {
  label: string;
  kind: 'function' | 'namespace' | 'variable';
  doc: NameDoc | null;
}

export interface Suggestions {
  /** How many characters before the cursor they replace. */
  replaces: number;
  list: Suggestion[];
}

/** @param before the line up to the cursor. Null where neither documented nor other cells' names fit. */
export function suggestionsFor(
  before: string,
  docs: readonly NameDoc[],
  names: readonly string[],
): Suggestions | null {
  const path =
    /(?:[\p{ID_Start}$_][\p{ID_Continue}$]*\.)*[\p{ID_Continue}$]*$/u.exec(before)?.[0] ?? '';
  // A number is not a name.
  if (/^\d/.test(path)) return null;
  const owner = path.slice(0, path.lastIndexOf('.') + 1);
  const replaces = path.length - owner.length;
  if (/[.\w$]$/.test(before.slice(0, before.length - path.length))) return null;
  const found = new Map<string, Suggestion>();
  if (owner === '') {
    for (const name of names) found.set(name, { label: name, kind: 'variable', doc: null });
  }
  for (const doc of docs) {
    if (!doc.name.startsWith(owner) || (owner === '' && /^[A-Z]/.test(doc.name))) continue;
    const [label = '', ...rest] = doc.name.slice(owner.length).split('.');
    if (rest.length === 0) found.set(label, { label, kind: 'function', doc });
    else if (!found.has(label)) found.set(label, { label, kind: 'namespace', doc: null });
  }
  if (found.size === 0 && owner !== '') {
    // What a value can do is known, not which value it is: every documented method is offered.
    for (const doc of docs) {
      const [type = '', method = ''] = doc.name.split('.');
      if (/^[A-Z]/.test(type) && method)
        found.set(method, { label: method, kind: 'function', doc });
    }
  }
  return found.size > 0 ? { replaces, list: [...found.values()] } : null;
}
