/** The arithmetic of parallel coordinates: where values lie on their axes, in shares from the low end to the high. */

export type AxisValue = number | string | null;

export type ParallelAxis =
  | { name: string; label: string; type: 'number'; low: number; high: number; log: boolean }
  /** In the order of the options, each at its own height. */
  | { name: string; label: string; type: 'choice'; options: readonly string[] };

export interface ParallelLine {
  key: string;
  label: string;
  /** By the name of the axis; null (or missing) where the line has no value there. */
  values: Readonly<Record<string, AxisValue>>;
}

/** From 0 (low end) to 1; null where there is no value, or none that the axis has. */
export function shareOn(axis: ParallelAxis, value: AxisValue | undefined): number | null {
  if (value === null || value === undefined) return null;
  if (axis.type === 'choice') {
    const at = axis.options.indexOf(String(value));
    if (at < 0) return null;
    return axis.options.length === 1 ? 0.5 : at / (axis.options.length - 1);
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  const { low, high, log } = axis;
  if (high <= low) return 0.5;
  const share =
    log && low > 0
      ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))
      : (value - low) / (high - low);
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : null;
}

/** The value of an axis of numbers at a share: the inverse of `shareOn`. */
export function valueAt(axis: ParallelAxis & { type: 'number' }, share: number): number {
  const { low, high, log } = axis;
  return log && low > 0
    ? Math.exp(Math.log(low) + share * (Math.log(high) - Math.log(low)))
    : low + share * (high - low);
}

/** A part of an axis that lines must pass through, in shares. */
export interface Brush {
  from: number;
  to: number;
}

/** Keys of the lines that pass through every brush; a line without a value does not. */
export function brushed(
  lines: readonly ParallelLine[],
  axes: readonly ParallelAxis[],
  brushes: Readonly<Record<string, Brush>>,
): Set<string> {
  const asked = axes.filter(({ name }) => brushes[name]);
  return new Set(
    lines
      .filter(({ values }) =>
        asked.every((axis) => {
          const share = shareOn(axis, values[axis.name]);
          const { from, to } = brushes[axis.name]!;
          return share !== null && share >= from - 1e-9 && share <= to + 1e-9;
        }),
      )
      .map(({ key }) => key),
  );
}

/** What stands along an axis: its ends, or its options. */
export function axisMarks(axis: ParallelAxis, write: (value: number) => string) {
  if (axis.type === 'choice') {
    return axis.options.map((option) => ({ share: shareOn(axis, option)!, text: option }));
  }
  const middle = axis.high > axis.low ? [0, 0.5, 1] : [0.5];
  return middle.map((share) => ({ share, text: write(valueAt(axis, share)) }));
}

/** An SVG path along the axes; one where the line has no value is passed over. */
export function parallelPath(
  axes: readonly ParallelAxis[],
  { values }: ParallelLine,
  x: (axis: number) => number,
  y: (share: number) => number,
): string {
  const points = axes.flatMap((axis, i) => {
    const share = shareOn(axis, values[axis.name]);
    return share === null ? [] : [`${x(i).toFixed(1)} ${y(share).toFixed(1)}`];
  });
  return points.length === 0 ? '' : `M${points.join('L')}${points.length === 1 ? 'h0' : ''}`;
}
