/** A template without style or script, for tests of what is inside a page. */
import { PAGE_SLOTS } from '../../src/deploy/page/page-slots';

export const bareTemplate = `<!doctype html><html lang="en"><meta charset="utf-8" /><title>ü</title>
<body><main id="page"></main>
${PAGE_SLOTS}
</body></html>
`;
