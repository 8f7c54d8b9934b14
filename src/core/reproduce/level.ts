/** The level of a model and the words for it. */
import type { Check, Level } from './types';

export interface LevelWords {
  /** As on a chip. */
  name: string;
  /** What it says of the model, in one plain sentence. */
  meaning: string;
}

export const LEVELS: Readonly<Record<Level, LevelWords>> = {
  0: {
    name: 'R0 recorded',
    meaning: 'Recipe, data and seed are recorded. No one has made this model again yet.',
  },
  1: {
    name: 'R1 same numbers',
    meaning:
      'Made again, it gave other bits, but the same losses and metrics within the tolerance.',
  },
  2: {
    name: 'R2 same bits here',
    meaning: 'Made again on the same kind of device, it gave the same weights, bit for bit.',
  },
  3: {
    name: 'R3 same bits elsewhere',
    meaning: 'Made again on another device, it gave the same weights, bit for bit.',
  },
};

/** Of a model that was trained elsewhere, nobody here knows how. */
export const MADE_ELSEWHERE: LevelWords = {
  name: LEVELS[0].name,
  meaning:
    'Made elsewhere: its file is recorded, its training is not known, so it cannot be made again here.',
};

/** The best that was shown, by training again and by the last claim from elsewhere. */
export function reachedLevel(again: Check | null, elsewhere: Check | null): Level {
  return Math.max(again?.proof.level ?? 0, elsewhere?.proof.level ?? 0) as Level;
}
