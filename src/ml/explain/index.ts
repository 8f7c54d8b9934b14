export { explain } from './explain';
export type { ExplainOptions, Explanation } from './types';
