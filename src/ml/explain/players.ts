/**
 * Whom each prepared input belongs to: the input of the signature that it is made of, whatever steps lie between; and
 * where a made column reads several inputs, that column itself. EXPLAIN.md says why.
 */
import { LoamError } from '../../core/errors';
import { stepWidth } from '../../core/model/step-width';
import type { FittedPreprocessing } from '../../core/model/types';
import { madeOf } from './made-of';

export interface Player {
  name: string;
  /** A made column: the inputs it comes from; else null. */
  from: string[] | null;
}

export interface Players {
  /** Inputs of the signature in their order, but those that are read for made columns alone; then made columns. */
  players: Player[];
  /** Places in `players`, one per prepared input. */
  owners: Int32Array;
}

/** @throws LoamError `object-damaged` where a step reads a column that there is none of */
export function playersOf(preprocessing: FittedPreprocessing, inputs: readonly string[]): Players {
  const { steps } = preprocessing;
  const made = madeOf(preprocessing);
  const ownerOf = (column: string): Player => {
    const from = made.get(column) ?? null;
    if (from?.length === 1) return { name: from[0]!, from: null };
    return { name: column, from };
  };
  const owned = new Map(steps.map(({ column }) => [column, ownerOf(column)]));
  const seen = new Map([...owned.values()].map((player) => [player.name, player]));
  const throughOthers = new Set([...seen.values()].flatMap(({ from }) => from ?? []));
  const players = [
    ...inputs
      .filter((name) => seen.has(name) || !throughOthers.has(name))
      .map((name): Player => ({ name, from: null })),
    ...[...seen.values()].filter(({ from }) => from !== null),
  ];
  const places = new Map(players.map(({ name }, place) => [name, place]));
  const owners = steps.flatMap((step) => {
    const place = places.get(owned.get(step.column)!.name);
    if (place === undefined) {
      const reason = `no input for ${step.column}`;
      throw new LoamError('object-damaged', { what: 'preprocessing', reason });
    }
    return new Array<number>(stepWidth(step)).fill(place);
  });
  return { players, owners: Int32Array.from(owners) };
}
