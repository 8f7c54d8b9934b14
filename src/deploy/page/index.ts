export { buildPage } from './build-page';
export { checkPageSignature, looksLikePage, readPage } from './read-page';
export { signPage } from './sign-page';
export type { SignatureCheck } from './signature';
export type { PageEnvelope, PageInput } from './types';
