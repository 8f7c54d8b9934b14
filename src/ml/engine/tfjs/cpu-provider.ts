/** Plain JavaScript: slow, and there everywhere. */
import '@tensorflow/tfjs-backend-cpu';
import type { EngineProvider } from '../engine';
import { useBackend } from './backend';
import { tfjsEngine } from './tfjs-engine';

export function cpuProvider(now: () => number): EngineProvider {
  return {
    name: 'cpu',
    supports: ({ type }) => type === 'network',
    async open() {
      await useBackend('cpu');
      return tfjsEngine('cpu', null, { now, lost: () => false });
    },
    forget() {},
  };
}
