/** A release as a person chooses it: who answers, and what another version does beside. */
import type { ReleasePlan } from './release-plan';

/** What a second version is for. */
export type SecondVersion = 'waits' | 'canary' | 'shadow' | 'ab';

export interface ReleaseChoice {
  /** The version that answers. */
  answers: number;
  /** Null where there is no other. */
  second: {
    version: number;
    does: SecondVersion;
    /** Of requests, 0 to 1; for a canary. */ share: number;
  } | null;
}

/** One clause that says what is wrong with it for these versions; null where nothing is. */
export function choiceProblem(
  { answers, second }: ReleaseChoice,
  versions: readonly number[],
): string | null {
  if (!versions.includes(answers)) return `version ${answers} is not in the package`;
  if (!second) return null;
  if (!versions.includes(second.version)) return `version ${second.version} is not in the package`;
  if (second.version === answers) return 'the second version is the one that answers';
  const isShare = second.share > 0 && second.share < 1;
  return second.does === 'canary' && !isShare ? 'the share must be between 0 and 100 %' : null;
}

/** As `release.json` has it; a version that no alias names can still be asked for by its number. */
export function planOf({ answers, second }: ReleaseChoice): ReleasePlan {
  const challenger = 'challenger';
  const does = second?.does;
  return {
    format: 'loam.release/1',
    aliases: { champion: answers, ...(second ? { [challenger]: second.version } : {}) },
    default: 'champion',
    canary: does === 'canary' ? { alias: challenger, share: second!.share } : null,
    shadow: does === 'shadow' ? { alias: challenger } : null,
    ab: does === 'ab' ? { aliases: ['champion', challenger] } : null,
    keyHeader: 'x-release-key',
  };
}
