import { tfjsProviders } from '../../src/ml/engine/tfjs/providers';
import { TFJS_VERSION } from '../../src/ml/engine/tfjs/tfjs-engine';
import { openWorkspace } from '../../src/storage';
import { expose } from '../expose';
import { Trainer } from './trainer';

const now = () => performance.now();

expose(
  new Trainer({
    openStore: (workspace) => openWorkspace(workspace),
    providers: tfjsProviders(now),
    tfjsVersion: TFJS_VERSION,
    userAgent: navigator.userAgent,
    now,
    pause: () => new Promise((resolve) => setTimeout(resolve)),
  }),
);
