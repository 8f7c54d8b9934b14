export type { Call, LoamDeps } from './call';
export { createLoam, type Loam } from './create-loam';
export { LOAM_DOCS, type LoamDoc } from './docs';
export { shownAs } from './shown-as';
export { PRESSED_VERBS, type TrainProgress, type VerbName } from './verbs';
