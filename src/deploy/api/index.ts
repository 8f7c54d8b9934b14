export { buildApi, type ApiInput } from './build-api';
export { choiceProblem, planOf, type ReleaseChoice, type SecondVersion } from './release-choice';
export { plainPlan, planProblem, type ReleasePlan } from './release-plan';
export type { ApiRuntime } from './runtimes';
