import { CLOSE, DATA_OPEN, DATA_SLOT, SEAL_OPEN, SEAL_SLOT, SIGNATURE_OPEN } from './markup';

/** The elements of a template that `buildPage` and `signPage` fill. */
export const PAGE_SLOTS = [
  `${DATA_OPEN}${DATA_SLOT}${CLOSE}`,
  `${SEAL_OPEN}${SEAL_SLOT}${CLOSE}`,
  `${SIGNATURE_OPEN}${CLOSE}`,
].join('\n    ');
