/** The state of storage in the words and the tone of the navigation's foot. */
import type { StorageReading } from '../app/storage-status.svelte';
import { formatBytes } from './format';

export interface StorageFooter {
  usedText: string;
  /** Used share of the quota, 0 to 1. */
  share: number;
  tone: 'ok' | 'warn';
  text: string;
}

/** From this share of the quota on the person is warned. */
const NEARLY_FULL = 0.8;

/** @param saved something was saved here, so that there is something to lose */
export function storageFooter(
  { used, quota, persisted }: StorageReading,
  saved: boolean,
): StorageFooter {
  const share = used !== null && quota ? Math.min(1, used / quota) : 0;
  const usedText =
    used === null
      ? 'Kept on this device'
      : `${formatBytes(used)}${quota ? ` of ${formatBytes(quota)}` : ''}`;
  const say = (tone: StorageFooter['tone'], text: string) => ({ usedText, share, tone, text });
  if (share >= NEARLY_FULL) return say('warn', 'nearly full; keep a .loam copy');
  if (persisted === true) return say('ok', 'kept until you delete it');
  if (saved && persisted === false) {
    return say('warn', 'the browser may clear it; keep a .loam copy');
  }
  return say('ok', 'on this device');
}
