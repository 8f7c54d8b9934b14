export { createVerbs } from './create-verbs';
export type { VerbDesk, VerbEffects } from './desk';
