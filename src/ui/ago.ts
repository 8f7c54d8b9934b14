import { formatAgo } from './format';

/** How long ago, at the time of drawing. */
export function ago(at: number): string {
  return formatAgo(at, Date.now());
}
