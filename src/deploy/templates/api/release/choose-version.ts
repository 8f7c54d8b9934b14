/** Which version answers a request. Nothing is drawn by chance: equal requests in equal order, equal versions. */
import { planProblem, releasePlan, type ReleasePlan } from '../../../api/release-plan';
import type { ServedModel } from '../start/served-model';

/** FNV-1a over UTF-16 units with a final mix (MurmurHash3), as a share from 0 up to 1. */
export function shareOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x100000000;
}

export type VersionChoice = (key: string | null) => ServedModel;

export interface Release {
  plan: ReleasePlan;
  choose: VersionChoice;
  /** Answers as well as whatever version answers; null for none. */
  shadow: ServedModel | null;
  /** By alias or by number as text; null where there is none. */
  named(name: string): ServedModel | null;
}

/** Versions that stand in for each other must answer the same question. */
function answersAlike(one: ServedModel, other: ServedModel): boolean {
  const question = ({ manifest, classes }: ServedModel) =>
    JSON.stringify([manifest.kind, manifest.target, classes]);
  return question(one) === question(other);
}

/** @throws Error one clause on what is wrong with the plan */
export function makeRelease(plan: unknown, models: readonly ServedModel[]): Release {
  if (!releasePlan(plan)) throw new Error('it has not the form of a release plan');
  const problem = planProblem(
    plan,
    models.map(({ version }) => version),
  );
  if (problem) throw new Error(problem);
  const byVersion = new Map(models.map((model) => [model.versionText, model]));
  const of = (alias: string) => byVersion.get(String(plan.aliases[alias]))!;
  const { canary, shadow, ab } = plan;
  const usual = of(plan.default);
  const arms = ab?.aliases.map(of) ?? [];
  const others = [
    ...arms,
    ...(canary ? [of(canary.alias)] : []),
    ...(shadow ? [of(shadow.alias)] : []),
  ];
  if (!others.every((other) => answersAlike(usual, other))) {
    throw new Error('versions that stand in for each other answer different questions');
  }
  let seen = 0;
  return {
    plan,
    shadow: shadow && of(shadow.alias),
    named: (name) => (Object.hasOwn(plan.aliases, name) ? of(name) : (byVersion.get(name) ?? null)),
    choose(key) {
      if (canary) {
        // Without a key every request counts: after n of them floor(n * share) went to the canary.
        const isCanary =
          key === null
            ? Math.floor(++seen * canary.share) > Math.floor((seen - 1) * canary.share)
            : shareOf(`canary ${key}`) < canary.share;
        return isCanary ? of(canary.alias) : usual;
      }
      if (arms.length > 0 && key !== null) {
        return arms[Math.floor(shareOf(`ab ${key}`) * arms.length)]!;
      }
      return usual;
    },
  };
}
