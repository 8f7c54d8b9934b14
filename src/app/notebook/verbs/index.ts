export { createVerbs } from './create-verbs';
export type { NeededCell, VerbDesk, VerbEffects } from './desk';
