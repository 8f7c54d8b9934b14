/**
 * Which version answers whom: `release.json` of an API package. Aliases name versions; everything else names
 * aliases, so that rolling back is changing one number.
 */
import {
  listOf,
  number,
  only,
  orNull,
  record,
  text,
  where,
  type Check,
} from '../../core/shape/check';

export interface ReleasePlan {
  format: 'loam.release/1';
  /** Version by alias, e.g. champion and challenger. */
  aliases: Record<string, number>;
  /** The alias that answers where nothing below says otherwise. */
  default: string;
  /** A share of the requests is answered by another alias. */
  canary: { alias: string; share: number } | null;
  /** Answers as well, is compared, and is never returned. */
  shadow: { alias: string } | null;
  /** Requests with a key are dealt to these in equal parts, the same key always to the same. */
  ab: { aliases: string[] } | null;
  /** Header that holds the key of `ab` and `canary`: a user, a session, a device. */
  keyHeader: string;
}

const share: Check<number> = (value): value is number => number(value) && value >= 0 && value <= 1;

const aliases: Check<Record<string, number>> = (value): value is Record<string, number> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.entries(value).length > 0 &&
  Object.entries(value).every(
    ([name, version]) => /^[a-z][a-z0-9-]{0,39}$/.test(name) && Number.isSafeInteger(version),
  );

const HEADER = /^[a-z0-9-]{1,60}$/;

export const releasePlan = record<ReleasePlan>({
  format: only('loam.release/1'),
  aliases,
  default: text,
  canary: orNull(record<NonNullable<ReleasePlan['canary']>>({ alias: text, share })),
  shadow: orNull(record<NonNullable<ReleasePlan['shadow']>>({ alias: text })),
  ab: orNull(
    record<NonNullable<ReleasePlan['ab']>>({
      aliases: where(listOf(text), (list) => list.length >= 2),
    }),
  ),
  keyHeader: where(text, (name) => HEADER.test(name)),
});

/** The first version answers everyone, a second one is ready to. */
export function plainPlan(versions: readonly number[]): ReleasePlan {
  const [champion, challenger] = versions;
  return {
    format: 'loam.release/1',
    aliases: { champion: champion!, ...(challenger === undefined ? {} : { challenger }) },
    default: 'champion',
    canary: null,
    shadow: null,
    ab: null,
    keyHeader: 'x-release-key',
  };
}

/** One clause that says what is wrong with a plan for these versions; null where nothing is. */
export function planProblem(plan: ReleasePlan, versions: readonly number[]): string | null {
  for (const [alias, version] of Object.entries(plan.aliases)) {
    if (!versions.includes(version))
      return `alias ${alias} names version ${version}, which is not here`;
  }
  const named = [
    plan.default,
    ...(plan.canary ? [plan.canary.alias] : []),
    ...(plan.shadow ? [plan.shadow.alias] : []),
    ...(plan.ab?.aliases ?? []),
  ];
  const unknown = named.find((alias) => !Object.hasOwn(plan.aliases, alias));
  if (unknown !== undefined) return `there is no alias ${unknown}`;
  return plan.canary && plan.ab ? 'canary and ab cannot both be on' : null;
}
