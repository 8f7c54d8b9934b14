/** Elementary functions with the same bits everywhere; see ../SEMANTICS.md. */
export { cos } from './cos';
export { exp } from './exp';
export { log } from './log';
export { log1p } from './log1p';
export { pow } from './pow';
export { sigmoid } from './sigmoid';
export { sin } from './sin';
export { tanh } from './tanh';
