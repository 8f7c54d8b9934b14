/** The values that a coarse quantile stands for. Signatures round numbers to 2 significant digits, dates to a month. */
import type { InputSignature } from '../../core/model/types';

/** All that round to the quantile lie in [low, high]. */
export interface RoundedEdge {
  low: number;
  high: number;
}

function month(at: number, shift: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + shift, 1);
}

/**
 * A quantile that has more digits than its rounding allows (a signature made elsewhere) stands for itself.
 * @param edge a quantile of the signature
 */
export function roundedEdge(edge: number, type: InputSignature['type']): RoundedEdge {
  if (type === 'datetime') {
    return month(edge, 0) === edge
      ? { low: edge, high: month(edge, 1) - 1 }
      : { low: edge, high: edge };
  }
  if (edge === 0 || Number(edge.toPrecision(2)) !== edge) return { low: edge, high: edge };
  const size = Math.abs(edge);
  const [digits = '1', exponent = '0'] = size.toExponential(1).split('e');
  const half = (tenths: number, power: string) => Number(`${tenths}e${Number(power) - 2}`);
  // The digits in tenths and hundredths, so that halves are written, not computed: 1.3e2 is 125 to 135.
  const hundredths = Math.round(Number(digits) * 100);
  // Below a power of ten the next smaller numbers have a finer grain: 1.0e2 begins at 99.5.
  const least = half(hundredths === 100 ? 99.5 : hundredths - 5, exponent);
  const most = half(hundredths + 5, exponent);
  return edge > 0 ? { low: least, high: most } : { low: -most, high: -least };
}
