/**
 * Clean markup as data: what an exported page carries in place of text that would have to be parsed. Nothing that
 * the rules do not name can be in a cleaned tree, whatever the tree that was given.
 */
import { ATTRIBUTES, cleanAttribute, TAGS } from './markup-rules';

/** A text, or a tag in the spelling of its language, its attributes and what it holds. */
export type MarkupNode =
  string | [tag: string, attributes: Record<string, string>, ...MarkupNode[]];

const tags = new Map(TAGS.map((tag) => [tag.toLowerCase(), tag]));
const attributeNames = new Map(ATTRIBUTES.map((name) => [name.toLowerCase(), name]));

/** Deeper than any text or chart is nested. */
const MOST_DEPTH = 120;

function cleanAttributes(tag: string, given: unknown): Record<string, string> {
  const clean: Record<string, string> = {};
  if (typeof given !== 'object' || given === null) return clean;
  for (const [name, value] of Object.entries(given)) {
    const lower = name.toLowerCase();
    const known = attributeNames.get(lower) ?? (/^aria-[a-z]+$/.test(lower) ? lower : null);
    if (known === null || typeof value !== 'string') continue;
    const kept = cleanAttribute(tag.toLowerCase(), lower, value);
    if (kept !== null) clean[known] = kept;
  }
  return clean;
}

/** What an element holds survives it where the element itself may not be there; of a script or style nothing does. */
const EMPTIED = /^(script|style|template|noscript|iframe|object|textarea|select|head)$/i;

function cleanNode(node: unknown, depth: number): MarkupNode[] {
  if (typeof node === 'string') return [node];
  if (!Array.isArray(node) || typeof node[0] !== 'string' || depth > MOST_DEPTH) return [];
  const [name, attributes, ...children] = node as [string, unknown, ...unknown[]];
  const held = children.flatMap((child) => cleanNode(child, depth + 1));
  const tag = tags.get(name.toLowerCase());
  if (!tag) return EMPTIED.test(name) ? [] : held;
  const kept = cleanAttributes(tag, attributes);
  const isPicture = tag === 'img' || tag === 'image';
  if (isPicture && !kept.src && !kept.href && !kept['xlink:href']) {
    return [`[picture left out${kept.alt ? `: ${kept.alt}` : ''}]`];
  }
  return [[tag, kept, ...held]];
}

/** @param nodes of any shape: data of a file that anyone may have written */
export function cleanTree(nodes: unknown): MarkupNode[] {
  return Array.isArray(nodes) ? nodes.flatMap((node) => cleanNode(node, 0)) : [];
}
