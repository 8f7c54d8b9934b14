/** Pins of modules in the document: `module:<name>` to the link of its code. What is none is passed over. */
import type * as Y from 'yjs';
import { isLink, type Link } from '../../core/hash/digest';
import { isModuleName } from '../../core/notebook/module-name';

const PREFIX = 'module:';

export function pinsOf(about: Y.Map<unknown>): Record<string, Link> {
  const pins: [string, Link][] = [];
  for (const [key, value] of about) {
    const name = key.startsWith(PREFIX) ? key.slice(PREFIX.length) : '';
    if (isModuleName(name) && isLink(value)) pins.push([name, value]);
  }
  return Object.fromEntries(pins);
}

/** Within a transaction. */
export function setPins(about: Y.Map<unknown>, pins: Readonly<Record<string, Link | null>>): void {
  for (const [name, link] of Object.entries(pins)) {
    const key = PREFIX + name;
    if (link === null) about.delete(key);
    else if (about.get(key) !== link) about.set(key, link);
  }
}

/** Makes these the only ones. Within a transaction. */
export function replacePins(about: Y.Map<unknown>, pins: Readonly<Record<string, Link>>): void {
  const gone = Object.keys(pinsOf(about)).filter((name) => !Object.hasOwn(pins, name));
  setPins(about, { ...Object.fromEntries(gone.map((name) => [name, null])), ...pins });
}
