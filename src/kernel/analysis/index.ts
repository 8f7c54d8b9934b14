export { analyseCell } from './analyse-cell';
export { analyseModule, moduleNeeds, type ModuleNeed } from './analyse-module';
export { NotebookGraph } from './graph/notebook-graph';
export { cageNames, knownNames } from './known-names';
