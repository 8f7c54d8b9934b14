export { buildScorer } from './build-scorer';
