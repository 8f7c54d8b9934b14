import { count, link, listOf, oneOf, orNull, record, text } from '../shape/check';
import type { Device } from './device';
import type { Environment } from './environment';

export const device = record<Device>({ browser: text, system: text, cores: count });

export const environment = record<Environment>({
  loam: text,
  tfjs: orNull(text),
  mode: oneOf({ exact: 1, fast: 1, other: 1 }),
  module: orNull(link),
  threads: count,
  flags: listOf(text),
  adapter: orNull(text),
  userAgent: text,
  device,
});
