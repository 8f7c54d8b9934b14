/** A template without style or script, for tests of what is inside a page. */
import {
  CLOSE,
  DATA_OPEN,
  DATA_SLOT,
  SEAL_OPEN,
  SEAL_SLOT,
  SIGNATURE_OPEN,
} from '../../src/deploy/page/markup';

export const bareTemplate = `<!doctype html><html lang="en"><meta charset="utf-8" /><title>ü</title>
<body><main id="page"></main>
${DATA_OPEN}${DATA_SLOT}${CLOSE}
${SEAL_OPEN}${SEAL_SLOT}${CLOSE}
${SIGNATURE_OPEN}${CLOSE}
</body></html>
`;
