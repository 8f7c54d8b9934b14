import { build } from './lib/build.mjs';
import { install } from './lib/install.mjs';

await install();
process.exit((await build()) ? 0 : 1);
