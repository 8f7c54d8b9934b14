export { buildApi, type ApiInput } from './build-api';
export { plainPlan, planProblem, type ReleasePlan } from './release-plan';
export type { ApiRuntime } from './runtimes';
