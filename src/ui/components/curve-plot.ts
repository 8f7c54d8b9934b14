import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { CurveSeries } from './chart-types';
import { seriesDash, tickLabel } from './scale';

export interface CurvePlot {
  update(series: readonly CurveSeries[], epochs: number): void;
  resize(width: number, height: number): void;
  /** Draws again with the colours that hold now. */
  repaint(): void;
  destroy(): void;
}

/** Epoch numbers, then one array per series, all of one length; nothing but finite numbers and null. */
function aligned(series: readonly CurveSeries[]): uPlot.AlignedData {
  const length = Math.max(1, ...series.map(({ values }) => values.length));
  const epochs = Array.from({ length }, (_, i) => i + 1);
  const rows = series.map(({ values }) =>
    epochs.map((_, i) => {
      const value = values[i];
      return value !== null && value !== undefined && Number.isFinite(value) ? value : null;
    }),
  );
  return [epochs, ...rows];
}

/** The imperative half of `LiveCurves`; loaded only where a curve is drawn. */
export function curvePlot(
  host: HTMLElement,
  series: readonly CurveSeries[],
  epochs: number,
  width: number,
  height: number,
  /** The epoch under the pointer, from 0; null where there is none. */
  onhover?: (index: number | null) => void,
): CurvePlot {
  const token = (name: string) => getComputedStyle(host).getPropertyValue(name).trim();
  let planned = epochs;
  const font = '11px system-ui, sans-serif';
  const axis = {
    font,
    stroke: () => token('--muted'),
    ticks: { show: false },
    gap: 6,
  };
  const plot = new uPlot(
    {
      width,
      height,
      padding: [12, 16, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
      hooks: { setCursor: [(self) => onhover?.(self.cursor.idx ?? null)] },
      scales: {
        x: { time: false, range: (_, __, max) => [1, Math.max(2, planned, max)] },
        y: { range: (_, min, max) => uPlot.rangeNum(min ?? 0, max ?? 1, 0.08, false) },
      },
      axes: [
        {
          ...axis,
          size: 26,
          grid: { show: false },
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000],
        },
        {
          ...axis,
          size: 44,
          space: 36,
          values: (_, splits) => splits.map(tickLabel),
          grid: { stroke: () => token('--line'), width: 1 },
        },
      ],
      series: [
        {},
        ...series.map((each, i) => ({
          label: each.label,
          stroke: () => token(`--c${((each.colour ?? i) % 6) + 1}`),
          width: 1.8,
          dash: seriesDash(i, each.dashed),
          spanGaps: true,
          // A line needs two points; one epoch alone is a dot.
          points: { show: (self: uPlot) => self.data[0].length < 2 },
        })),
      ],
    },
    aligned(series),
    host,
  );

  return {
    update(next, nextEpochs) {
      planned = nextEpochs;
      plot.setData(aligned(next));
    },
    resize: (nextWidth, nextHeight) => plot.setSize({ width: nextWidth, height: nextHeight }),
    repaint: () => plot.redraw(false, true),
    destroy: () => plot.destroy(),
  };
}
