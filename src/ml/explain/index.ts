export { explain } from './explain';
export { explainModel, type ExplainedModel } from './explain-model';
export type { ExplainOptions, Explanation, Method, Units } from './types';
