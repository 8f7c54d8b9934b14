import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choiceProblem, planOf, planProblem, type ReleaseChoice } from '../../../../src/deploy/api';
import { releasePlan } from '../../../../src/deploy/api/release-plan';

const versions = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
const choices = versions.chain((list) =>
  fc.record({
    list: fc.constant(list),
    answers: fc.constantFrom(...list, 77),
    second: fc.option(
      fc.record({
        version: fc.constantFrom(...list, 77),
        does: fc.constantFrom(
          'waits' as const,
          'canary' as const,
          'shadow' as const,
          'ab' as const,
        ),
        share: fc.constantFrom(0, 0.001, 0.25, 0.5, 1, 2, NaN),
      }),
    ),
  }),
);

describe('a release as a person chooses it', () => {
  it('is a plan that servers take, whenever nothing is said against it', () => {
    fc.assert(
      fc.property(choices, ({ list, ...choice }) => {
        if (choiceProblem(choice, list) !== null) return;
        const plan = planOf(choice);
        expect(releasePlan(plan)).toBe(true);
        expect(planProblem(plan, list)).toBeNull();
        expect(plan.aliases[plan.default]).toBe(choice.answers);
        expect([plan.canary, plan.shadow, plan.ab].filter((each) => each !== null).length).toBe(
          choice.second === null || choice.second.does === 'waits' ? 0 : 1,
        );
      }),
    );
  });

  it.each<[string, ReleaseChoice]>([
    ['version 7 is not in the package', { answers: 7, second: null }],
    [
      'version 7 is not in the package',
      { answers: 1, second: { version: 7, does: 'waits', share: 0.1 } },
    ],
    [
      'the second version is the one that answers',
      { answers: 1, second: { version: 1, does: 'ab', share: 0.1 } },
    ],
    [
      'the share must be between 0 and 100 %',
      { answers: 1, second: { version: 2, does: 'canary', share: 1 } },
    ],
    [
      'the share must be between 0 and 100 %',
      { answers: 1, second: { version: 2, does: 'canary', share: NaN } },
    ],
  ])('is refused: %s', (problem, choice) => {
    expect(choiceProblem(choice, [1, 2])).toBe(problem);
  });
});
