/** The texts that run inside the cage, each a chunk of its own, and the cage's address. */
import { createKernel } from '../../kernel/host/create-kernel';
import type { CageCode } from '../../kernel/host/kernel-options';
import type { StartKernel } from './cell-runner';

const CODE: Record<CageCode, () => Promise<{ default: string }>> = {
  runtime: () => import('virtual:loam-template/cage-runtime'),
  plot: () => import('virtual:loam-template/cage-plot'),
  arquero: () => import('virtual:loam-template/cage-arquero'),
  tf: () => import('virtual:loam-template/cage-tf'),
};

export const startKernel: StartKernel = async (verbs, onState) => {
  onState('starting');
  const kernel = createKernel({
    frameUrl: new URL('cage.html', document.baseURI).href,
    code: async (name) => (await CODE[name]()).default,
    verbs,
    document,
    onState,
  });
  await kernel.ready;
  return kernel;
};
