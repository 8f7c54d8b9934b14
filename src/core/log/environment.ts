/** What a run ran on: enough to know whether the same bits may be asked for, and nothing personal. */
import type { Link } from '../hash/digest';
import { deviceOf, type Device } from './device';

export interface Environment {
  /** Version of Loam. */
  loam: string;
  /** Version of TensorFlow.js; null where it had no part. */
  tfjs: string | null;
  /** exact: the same bits everywhere; fast: those of this kind of processor; other: no promise. */
  mode: 'exact' | 'fast' | 'other';
  /** The compiled code of an engine of ours; null for engines of others. */
  module: Link | null;
  threads: number;
  /** What the browser and the adapter offered of what matters to engines, in code unit order. */
  flags: string[];
  /** What the graphics device calls itself; null for processors. */
  adapter: string | null;
  userAgent: string;
  device: Device;
}

/** As the first version of Loam recorded it; such entries stay as they are. */
export interface EarlierEnvironment {
  loam: string;
  tfjs: string;
  userAgent: string;
  adapter: string | null;
}

/** What earlier entries do not say is filled in as not known. */
export function toEnvironment(recorded: Environment | EarlierEnvironment): Environment {
  if ('mode' in recorded) return recorded;
  const { loam, tfjs, userAgent, adapter } = recorded;
  return {
    loam,
    tfjs: tfjs || null,
    mode: 'other',
    module: null,
    threads: 1,
    flags: [],
    adapter,
    userAgent,
    device: deviceOf(userAgent, 0),
  };
}
