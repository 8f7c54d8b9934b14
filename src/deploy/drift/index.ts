export { DriftCounter } from './drift-counter';
export type { DriftLevel, DriftReason, DriftReport, InputDrift } from './drift-report';
export { rowWarnings, type RowWarning } from './row-warnings';
