import { exactProvider, fastProvider } from '../../src/ml/engine/fused/provider';
import { lazyTfjsProviders } from '../../src/ml/engine/tfjs/lazy-providers';
import { joinWorkspace } from '../../src/storage';
import { expose } from '../expose';
import { keepOpen } from '../keep-open';
import { canShare } from './share-data';
import { Trials } from './trials';

const now = () => performance.now();

// One thread each: the cores are shared out among the workers of a study.
expose(
  new Trials({
    openStore: keepOpen((workspace) => joinWorkspace(workspace)),
    providers: [exactProvider(now), fastProvider(now), ...lazyTfjsProviders(now)],
    canShare: canShare(),
    now,
    pause: () => new Promise((resolve) => setTimeout(resolve)),
  }),
);
