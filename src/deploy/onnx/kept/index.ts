export { keptDifference } from './kept-difference';
export { keptNetwork } from './kept-network';
export { keptPass } from './kept-pass';
export { withOutput } from './open-output';
export { readKept } from './read-kept';
export type { RunGraph, RuntimeValue } from './runtime-value';
export { tryKept } from './try-kept';
export type { FileAnswer, KeptFile, KeptModel } from './types';
