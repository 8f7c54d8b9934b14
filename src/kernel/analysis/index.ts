export { analyseCell } from './analyse-cell';
export { NotebookGraph } from './graph/notebook-graph';
export { cageNames, knownNames } from './known-names';
