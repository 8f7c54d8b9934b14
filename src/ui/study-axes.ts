/** A search as parallel axes: one per setting, and last the metric. */
import { METRICS, type MetricName } from '../core/metrics/names';
import type { Dimension, ParameterValue, Space } from '../core/study/types';
import type { AxisValue, ParallelAxis, ParallelLine } from './components/parallel-axes';
import { extent, widened } from './components/scale';
import type { StudyLine } from './study-lines';
import { dimensionLabel, parameterText } from './study-text';

const METRIC_AXIS = 'metric value';

export function studyAxes(
  space: Space,
  metric: MetricName,
  lines: readonly StudyLine[],
): ParallelAxis[] {
  const { min, max } = widened(extent(lines.map(({ mean }) => mean)));
  return [
    ...space.map(axisOf),
    {
      name: METRIC_AXIS,
      label: METRICS[metric].label,
      type: 'number',
      low: min,
      high: max,
      log: false,
    },
  ];
}

function axisOf(dimension: Dimension): ParallelAxis {
  const { name } = dimension;
  const label = dimensionLabel(name);
  if (dimension.type === 'choice') {
    return { name, label, type: 'choice', options: dimension.options.map(parameterText) };
  }
  const { low, high, log } = dimension;
  return { name, label, type: 'number', low, high, log };
}

/** Trials with a value, those that were stopped early too. */
export function studyPaths(space: Space, lines: readonly StudyLine[]): ParallelLine[] {
  return lines
    .filter(({ mean, state }) => mean !== null && state !== 'running')
    .map((line) => ({
      key: String(line.number),
      label: `Trial ${line.number + 1}`,
      values: {
        ...Object.fromEntries(
          space.map((dimension) => [
            dimension.name,
            valueOn(dimension, line.parameters[dimension.name]),
          ]),
        ),
        [METRIC_AXIS]: line.mean,
      },
    }));
}

function valueOn({ type }: Dimension, value: ParameterValue | undefined): AxisValue {
  if (value === undefined) return null;
  if (type === 'choice') return parameterText(value);
  return typeof value === 'number' ? value : null;
}

/** The best mean after each finished trial, in the order of their numbers. */
export function bestSoFar(lines: readonly StudyLine[], metric: MetricName) {
  const higher = METRICS[metric].better === 'higher';
  const points: { x: number; y: number }[] = [];
  let best: number | null = null;
  for (const { number, mean, state } of lines) {
    if (state !== 'finished' || mean === null) continue;
    if (best === null || (higher ? mean > best : mean < best)) best = mean;
    points.push({ x: number + 1, y: best });
  }
  return points;
}
