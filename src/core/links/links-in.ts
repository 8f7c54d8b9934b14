/**
 * The one walker over `sha256:` links. Commit, clean-up, fsck, `.loam` and (later) sync all ask it what
 * names what.
 */
import { isLink, type Link } from '../hash/digest';
import { LINK_PLACES } from './link-places';

const OPENING_BRACE = 0x7b;

function collect(value: unknown, into: Set<Link>): void {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (isLink(next)) into.add(next);
    else if (Array.isArray(next)) for (const item of next) open.push(item);
    else if (next !== null && typeof next === 'object') open.push(...Object.values(next));
  }
}

function at(value: unknown, path: readonly string[], into: Set<Link>): void {
  const [step, ...rest] = path;
  if (step === undefined) {
    if (isLink(value)) into.add(value);
  } else if (step === '*') {
    if (Array.isArray(value)) for (const item of value) at(item, rest, into);
  } else if (value !== null && typeof value === 'object') {
    at((value as Record<string, unknown>)[step], rest, into);
  }
}

function formatOf(value: unknown): string | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  const { format } = value as { format?: unknown };
  return typeof format === 'string' ? format : null;
}

/**
 * The links that a JSON value holds, each once, in code unit order. A value of a known format is asked
 * only where that format keeps links; in any other value every string that is a link counts.
 */
export function linksIn(value: unknown): Link[] {
  const found = new Set<Link>();
  const format = formatOf(value);
  const places = format !== null && Object.hasOwn(LINK_PLACES, format) ? LINK_PLACES[format] : null;
  if (places) for (const place of places) at(value, place.split('.'), found);
  else collect(value, found);
  return [...found].sort();
}

/**
 * The links of an object: those of its JSON where it is a manifest (a JSON object, without leading
 * space, whose `format` starts with `loam.`), else none.
 */
export function linksOfObject(bytes: Uint8Array): Link[] {
  if (bytes[0] !== OPENING_BRACE) return [];
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return [];
  }
  return formatOf(value)?.startsWith('loam.') ? linksIn(value) : [];
}
