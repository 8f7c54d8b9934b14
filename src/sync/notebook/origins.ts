/** Why a document changes: the origins of transactions that this device makes. */

/** What this person does, and what their editors should give as origin of what they type. */
export const BY_HAND = Symbol('by hand');

/** Folding cells: by hand, but nothing that undo should bring back. */
export const FOLDING = Symbol('folding');

/** Modules pinned because a cell that imports them runs: by hand, and nothing that undo should bring back. */
export const PINNING = Symbol('pinning');

/** A whole notebook put in place of what is there; can be undone, and was not typed. */
export const REPLACING = Symbol('replacing');

/** Updates of storage or of a peer. */
export const ELSEWHERE = Symbol('elsewhere');

/**
 * `hand`: what this person did. `undo`: what they undid or did again. `replace`: `replaceWith`.
 * `elsewhere`: everything else, so also whatever nobody has named.
 */
export type ChangeSource = 'hand' | 'undo' | 'replace' | 'elsewhere';
