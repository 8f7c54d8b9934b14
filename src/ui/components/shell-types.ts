import type { Tone } from './tone';

export interface NavItem {
  label: string;
  href: string;
  section: string;
  /** Shown as a chip where above zero. */
  count?: number;
  tone?: Tone;
}

export interface StorageState {
  /** As in `1.8 GB of 10 GB`. */
  usedText: string;
  /** Of the quota, from 0 to 1. */
  share: number;
  tone: Tone;
  /** As in `kept · backup 2 h ago`. */
  text: string;
}
