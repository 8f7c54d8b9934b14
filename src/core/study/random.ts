/** Each dimension that counts drawn by itself, every value equally likely on its scale. */
import { scaleOf } from './scale';
import { isActive } from './space';
import type { Dimension, Parameters, ParameterValue, Space } from './types';

/** @param uniform the next number in [0, 1) */
export function drawParameters(space: Space, uniform: () => number): Parameters {
  const parameters: Parameters = {};
  for (const dimension of space) {
    // Drawn for inactive ones too: what others get does not hang on it.
    const value = drawValue(dimension, uniform());
    if (isActive(dimension, parameters)) parameters[dimension.name] = value;
  }
  return parameters;
}

export function drawValue(dimension: Dimension, u: number): ParameterValue {
  if (dimension.type === 'choice') {
    return dimension.options[Math.floor(u * dimension.options.length)]!;
  }
  const scale = scaleOf(dimension);
  return scale.from(scale.low + u * (scale.high - scale.low));
}
