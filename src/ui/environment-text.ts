/** What a run ran on, and where it went on, as it is read. */
import { deviceText } from '../core/log/device';
import type { Environment } from '../core/log/environment';
import type { Resumption } from '../core/log/types';
import { plural, shortHash } from './format';

interface Item {
  label: string;
  value: string;
  mono?: boolean;
}

const MODES: Record<Environment['mode'], string> = {
  exact: 'exact: the same bits everywhere',
  fast: 'fast: bits of this kind of processor',
  other: '',
};

/** What is not known is left out. */
export function environmentItems(environment: Environment): Item[] {
  const { mode, module, threads, adapter, tfjs, loam, flags, device } = environment;
  return [
    ...(MODES[mode] ? [{ label: 'mode', value: MODES[mode] }] : []),
    ...(module ? [{ label: 'engine code', value: shortHash(module), mono: true }] : []),
    ...(module ? [{ label: 'threads', value: String(threads) }] : []),
    ...(adapter ? [{ label: 'adapter', value: adapter }] : []),
    ...(tfjs ? [{ label: 'TensorFlow.js', value: tfjs }] : []),
    ...(device.browser || device.system ? [{ label: 'device', value: deviceText(device) }] : []),
    ...(flags.length > 0 ? [{ label: 'offered', value: flags.join(', ') }] : []),
    { label: 'Loam', value: loam },
  ];
}

/** `2 times, from the start and from epoch 12` */
export function resumedText(resumed: readonly Resumption[]): string {
  const places = resumed.map(({ epoch, step, folds = 0 }) =>
    epoch > 0 || step > 0 ? `epoch ${epoch + 1}` : folds > 0 ? `fold ${folds + 1}` : 'the start',
  );
  const [last, ...before] = places.toReversed();
  const listed = before.length > 0 ? `${before.toReversed().join(', ')} and ${last}` : last;
  return `${plural(resumed.length, 'time')}, from ${listed}`;
}
