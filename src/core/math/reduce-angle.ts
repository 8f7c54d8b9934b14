/** x as quadrant * pi / 2 + r, |r| <= pi / 4 and a little, r in two parts. */
import { fromWords, highWord, lowWord, scale } from './words';

// pi / 2 in pieces of 33 bits, each with what is left after it (fdlibm's e_rem_pio2.c).
const TWO_OVER_PI = 6.36619772367581382433e-1;
const PIECE_1 = 1.57079632673412561417;
const REST_1 = 6.07710050650619224932e-11;
const PIECE_2 = 6.0771005063039659766e-11;
const REST_2 = 2.02226624879595063154e-21;
const PIECE_3 = 2.0222662487111664558e-21;
const REST_3 = 8.47842766036889956997e-32;
/** Below this the quadrant number times a piece is exact. */
const MEDIUM = 823549;

/** 2 / pi to 1,216 bits after the point: enough for the largest double and 64 good bits of rest. */
const BITS = 1216n;
const TWO_OVER_PI_BITS = BigInt(
  '0x' +
    'a2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424d' +
    'd2e006492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484e99c7026b45f7e413991d639' +
    '835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d367ecf27cb09b74f46' +
    '3f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6bab',
);
const HALF_PI = 1.5707963267948966;
const HALF_PI_LOW = 6.123233995736766e-17;

/** The result of the last call; see `parts` in exp.ts for why. `quadrant` is taken modulo 4. */
export const angle = { head: 0, tail: 0, quadrant: 0 };

function exponentOf(x: number): number {
  return (highWord(x) >> 20) & 0x7ff;
}

function reduceMedium(x: number): void {
  const n = Math.floor(x * TWO_OVER_PI + 0.5);
  let r = x - n * PIECE_1;
  let w = n * REST_1;
  let head = r - w;
  const exponent = exponentOf(x);
  if (exponent - exponentOf(head) > 16) {
    let before = r;
    w = n * PIECE_2;
    r = before - w;
    w = n * REST_2 - (before - r - w);
    head = r - w;
    if (exponent - exponentOf(head) > 49) {
      before = r;
      w = n * PIECE_3;
      r = before - w;
      w = n * REST_3 - (before - r - w);
      head = r - w;
    }
  }
  angle.head = head;
  angle.tail = r - head - w;
  angle.quadrant = ((n % 4) + 4) % 4;
}

/** Payne and Hanek (1983) in whole numbers: exact, and slow, which such angles may be. */
function reduceLarge(x: number): void {
  const high = highWord(x);
  const exponent = ((high >> 20) & 0x7ff) - 1075;
  const integer = (BigInt((high & 0xfffff) | 0x100000) << 32n) | BigInt(lowWord(x) >>> 0);
  let product = integer * TWO_OVER_PI_BITS;
  product = exponent >= 0 ? product << BigInt(exponent) : product >> BigInt(-exponent);
  const quadrants = (product + (1n << (BITS - 1n))) >> BITS;
  const rest = product - (quadrants << BITS);
  const size = rest < 0n ? -rest : rest;
  // The top 106 bits of the rest as two exact doubles.
  const length = size.toString(2).length;
  const shift = BigInt(Math.max(length - 106, 0));
  const top = size >> shift;
  const factor = scale(1, Number(shift) - Number(BITS));
  const head = Number(top >> 53n) * 9007199254740992 * factor;
  const tail = Number(top & 0x1fffffffffffffn) * factor;
  const sign = rest < 0n ? -1 : 1;
  const hi = sign * (head + tail);
  const lo = sign * (tail - (sign * hi - head));
  // (hi + lo) * pi / 2, the head's product in halves so that it loses nothing that counts.
  const a = fromWords(highWord(hi), 0);
  const b = hi - a;
  const p = fromWords(highWord(HALF_PI), 0);
  const q = HALF_PI - p;
  const whole = hi * HALF_PI;
  const error = a * p - whole + a * q + b * p + b * q;
  const lowPart = error + hi * HALF_PI_LOW + lo * HALF_PI;
  angle.head = whole + lowPart;
  angle.tail = lowPart - (angle.head - whole);
  angle.quadrant = Number(quadrants & 3n);
}

/** Fills `angle`; x finite. */
export function reduceAngle(x: number): void {
  const size = x < 0 ? -x : x;
  if (size < MEDIUM) {
    reduceMedium(x);
    return;
  }
  reduceLarge(size);
  if (x < 0) {
    angle.head = -angle.head;
    angle.tail = -angle.tail;
    angle.quadrant = (4 - angle.quadrant) % 4;
  }
}
