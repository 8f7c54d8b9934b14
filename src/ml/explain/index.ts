export { explain } from './explain';
export { explainModel, makeExplainer, type ExplainedModel, type Explainer } from './explain-model';
export { madeOf } from './made-of';
export type { ExplainedColumn, ExplainOptions, Explanation, Method, Units } from './types';
