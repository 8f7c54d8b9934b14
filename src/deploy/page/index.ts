export { buildPage } from './build-page';
export { looksLikePage, readPage } from './read-page';
export type { PageEnvelope, PageInput } from './types';
