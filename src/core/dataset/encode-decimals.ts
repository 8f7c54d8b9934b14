/**
 * Numbers to a chunk where their integers are at hand: the same bytes as `encodeNumbers` gives, without
 * finding out what the text had said already.
 */
import { encodeEmpty, encodeIntegers } from './chunk-encode';

/**
 * The values are `mantissas / 10^places`, each of at most nine digits and none of them -0; a missing one is
 * 0 here and NaN in `values`. Mantissas are taken over: they may be divided.
 */
export function encodeDecimals(
  mantissas: Int32Array,
  places: number,
  missing: number,
  values: Float64Array,
): Uint8Array<ArrayBuffer> {
  if (missing === values.length) return encodeEmpty(missing);
  while (places > 0 && areTens(mantissas)) {
    for (let row = 0; row < mantissas.length; row++) mantissas[row]! /= 10;
    places--;
  }
  return encodeIntegers(mantissas, places, missing, values);
}

function areTens(mantissas: Int32Array): boolean {
  for (let row = 0; row < mantissas.length; row++) if (mantissas[row]! % 10 !== 0) return false;
  return true;
}
