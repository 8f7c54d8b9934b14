export { buildApi, type ApiInput } from './build-api';
export type { ReleasePlan } from './release-plan';
