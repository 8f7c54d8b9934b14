/** The arithmetic of axes: pure, in data and pixel units. */

export interface Domain {
  min: number;
  max: number;
}

/** The extent of the finite values; null where there is none. */
export function extent(values: Iterable<number | null | undefined>): Domain | null {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? { min, max } : null;
}

/** A domain with a width: a single value is put in the middle of one. */
export function widened(domain: Domain | null): Domain {
  if (!domain) return { min: 0, max: 1 };
  if (domain.max > domain.min) return domain;
  const reach = Math.abs(domain.min) / 2 || 0.5;
  return { min: domain.min - reach, max: domain.max + reach };
}

/** The step of 1, 2 or 5 times a power of ten that cuts `span` into about `count` parts. */
export function niceStep(span: number, count: number): number {
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return (lead <= 1.5 ? 1 : lead <= 3.5 ? 2 : lead <= 7.5 ? 5 : 10) * power;
}

/** Round numbers inside the domain, ascending, about `count` of them. */
export function ticks(domain: Domain, count = 4): number[] {
  const { min, max } = widened(domain);
  const step = niceStep(max - min, count);
  const found: number[] = [];
  const decimals = Math.max(0, Math.min(20, -Math.floor(Math.log10(step))));
  for (let i = Math.ceil(min / step - 1e-9); i * step <= max + step * 1e-9; i++) {
    found.push(Number((i * step).toFixed(decimals)) + 0);
  }
  return found;
}

/** The domain grown to the ticks' step on both sides. */
export function niceDomain(domain: Domain, count = 4): Domain {
  const { min, max } = widened(domain);
  const step = niceStep(max - min, count);
  return { min: Math.floor(min / step + 1e-9) * step, max: Math.ceil(max / step - 1e-9) * step };
}

/** Data to pixels. `to` may be below `from`, as on a y axis. */
export function linear(domain: Domain, from: number, to: number): (value: number) => number {
  const { min, max } = widened(domain);
  const slope = (to - from) / (max - min);
  return (value) => from + (value - min) * slope;
}

/** How a tick is written: short, with a true minus sign. */
export function tickLabel(value: number): string {
  const size = Math.abs(value);
  const short = (scaled: number) => String(Number(scaled.toPrecision(4)));
  const text =
    size >= 1e9
      ? value.toExponential(0).replace('e+', 'e')
      : size >= 1e6
        ? `${short(value / 1e6)}M`
        : size >= 1e4
          ? `${short(value / 1e3)}k`
          : size !== 0 && size < 1e-4
            ? value.toExponential(0)
            : short(value);
  return text.replaceAll('-', '−');
}

/** An SVG path through the points; a point that is not finite breaks the line. */
export function linePath(
  points: readonly { x: number; y: number }[],
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let pen = 'M';
  for (const point of points) {
    if (!Number.isFinite(point.x) || !Number.isFinite(point.y)) {
      pen = 'M';
      continue;
    }
    path += `${pen}${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`;
    pen = 'L';
  }
  return path;
}

/** The chart colours, in order; they repeat after six, with a dash. */
export function seriesColour(index: number): string {
  return `var(--c${(index % 6) + 1})`;
}

/** As in `stroke-dasharray`: the dash of a line that is dashed by its meaning, or of one whose colour repeats. */
export function seriesDash(index: number, dashed = false): [number, number] | undefined {
  if (dashed) return [4, 3];
  return index >= 6 ? [1.5, 3] : undefined;
}

/** Points without a line between them, as one path to be stroked with round ends: quick for thousands. */
export function dotPath(
  points: readonly { x: number; y: number }[],
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  return points
    .filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y))
    .map((point) => `M${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}h0`)
    .join('');
}
