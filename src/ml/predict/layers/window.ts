import type { Window } from '../../../core/network/plan';

/**
 * The values that each output looks at, padding left out: outputs row by row, and of each its taps row by
 * row. Arguments of `visit` are places: of the output, of a tap in the window, and of the value below it,
 * each still to be multiplied by its number of channels.
 */
export function eachTap(
  { input, output, size, stride, pad }: Window,
  visit: (to: number, tap: number, from: number) => void,
): void {
  for (let row = 0, to = 0; row < output[0]; row++) {
    const top = row * stride[0] - pad[0];
    for (let column = 0; column < output[1]; column++, to++) {
      const left = column * stride[1] - pad[1];
      for (let y = Math.max(0, -top); y < size[0] && top + y < input[0]; y++) {
        for (let x = Math.max(0, -left); x < size[1] && left + x < input[1]; x++) {
          visit(to, y * size[1] + x, (top + y) * input[1] + left + x);
        }
      }
    }
  }
}
