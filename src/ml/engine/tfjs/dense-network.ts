import type { NetworkSpec } from '../../../core/network/types';

/** Whether nothing but dense layers, dropout and flattening is in it. */
export function isDense({ layers }: NetworkSpec): boolean {
  return layers.every(({ layer }) => ['dense', 'dropout', 'flatten'].includes(layer));
}
