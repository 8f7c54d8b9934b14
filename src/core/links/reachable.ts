import type { Digest } from '../hash/digest';

/**
 * Every digest that can be reached from `roots`, the roots included. `linksOf` answers undefined for an
 * object that is not there; such a digest is reached and goes no further.
 */
export function reachable(
  roots: Iterable<Digest>,
  linksOf: (digest: Digest) => readonly Digest[] | undefined,
): Set<Digest> {
  const reached = new Set<Digest>(roots);
  // A Set visits what is added while it is walked.
  for (const digest of reached) for (const next of linksOf(digest) ?? []) reached.add(next);
  return reached;
}
