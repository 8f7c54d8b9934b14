import { netsModule } from '../../src/ml/engine/fused/nets/nets-module';
import { exactProvider, fastProvider } from '../../src/ml/engine/fused/provider';
import { treesModule } from '../../src/ml/engine/fused/trees/trees-module';
import { lazyTfjsProviders, tfjsVersion } from '../../src/ml/engine/tfjs/lazy-providers';
import { joinWorkspace, platformHash } from '../../src/storage';
import { expose } from '../expose';
import { keepOpen } from '../keep-open';
import { platformFlags } from './platform-flags';
import { Trainer } from './trainer';

const now = () => performance.now();
const others = lazyTfjsProviders(now);
/** One core is left to the page. */
const threads = Math.max(1, Math.min(8, (navigator.hardwareConcurrency ?? 1) - 1));

// Fetched while what is to be trained is still being made; who trains hears of what does not load.
netsModule('exact').catch(() => undefined);
treesModule().catch(() => undefined);

expose(
  new Trainer({
    openStore: keepOpen((workspace) => joinWorkspace(workspace)),
    providers: (module) => [
      exactProvider(now, { module, threads }),
      fastProvider(now, { module, threads }),
      ...others,
    ],
    hash: platformHash,
    tfjsVersion,
    userAgent: navigator.userAgent,
    cores: navigator.hardwareConcurrency ?? 0,
    flags: platformFlags,
    now,
    pause: () => new Promise((resolve) => setTimeout(resolve)),
  }),
);
