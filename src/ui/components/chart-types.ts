export interface CurveSeries {
  label: string;
  /** One value per epoch, the first at epoch 1; null where it was not measured. */
  values: readonly (number | null)[];
  dashed?: boolean;
  /** Which of the chart colours, from 0. Default: its place among the lines. */
  colour?: number;
}

export interface XYLine {
  label: string;
  points: readonly { x: number; y: number }[];
  dashed?: boolean;
}
