import type { ModelLayer } from '../../../core/model/types';
import type { RunLayer } from './layer';
import { eachTap } from './window';

/** Per channel, over real values only: padding is neither the largest nor counted. */
export function pool2dLayer({ of, window }: Extract<ModelLayer, { layer: 'pool2d' }>): RunLayer {
  return of === 'max' ? maxPool(window) : averagePool(window);
}

type Pool2dWindow = Parameters<typeof eachTap>[0];

function maxPool(window: Pool2dWindow): RunLayer {
  const channels = window.input[2];
  return (values, out) => {
    out.fill(-Infinity);
    eachTap(window, (to, _, from) => {
      for (let c = 0; c < channels; c++) {
        out[to * channels + c] = Math.max(out[to * channels + c]!, values[from * channels + c]!);
      }
    });
  };
}

/** The sum in the order of the taps, divided by their number. */
function averagePool(window: Pool2dWindow): RunLayer {
  const channels = window.input[2];
  const counts = new Float64Array(window.output[0] * window.output[1]);
  eachTap(window, (to) => counts[to]!++);
  return (values, out) => {
    out.fill(0);
    eachTap(window, (to, _, from) => {
      for (let c = 0; c < channels; c++) {
        out[to * channels + c] = out[to * channels + c]! + values[from * channels + c]!;
      }
    });
    for (let i = 0; i < out.length; i++) out[i] = out[i]! / counts[Math.floor(i / channels)]!;
  };
}
