/** One model input on its way from a cell of a row, before any layer: what becomes a `FittedStep`. */
import type { FittedPreprocessing, FittedStep } from '../../../core/model/types';
import { stepWidth } from '../../../core/model/step-width';
import { shown, unreadable } from './unreadable';

export type Lane =
  /** ((x ?? fill) - offset) / scale */
  | { lane: 'number'; column: string; fill: number | null; offset: number; scale: number }
  /** What a text or whole number is before it is encoded. */
  | { lane: 'category'; column: string }
  /** 1 for one category, 0 for all else. */
  | { lane: 'is'; column: string; category: string }
  /** (rank in `order` - offset) / scale; `fill` is the rank of all else. */
  | {
      lane: 'rank';
      column: string;
      order: readonly string[];
      fill: number;
      offset: number;
      scale: number;
    };

/** x * factor + addend, or null where a lane cannot say that. */
export function affineLane(lane: Lane, factor: number, addend: number): Lane | null {
  if (factor === 1 && addend === 0) return lane;
  if (lane.lane === 'is' || lane.lane === 'category') return null;
  // (x - o) / s * f + a = (x - (o - a * s / f)) / (s / f)
  const scale = lane.scale / factor;
  const offset = lane.offset - addend * scale;
  if (!Number.isFinite(scale) || !Number.isFinite(offset) || scale === 0) return null;
  return { ...lane, offset, scale };
}

function stepOf(lane: Lane): FittedStep {
  switch (lane.lane) {
    case 'number': {
      const { column, fill, offset, scale } = lane;
      return {
        column,
        step: 'numeric',
        transform: 'none',
        fill,
        indicator: false,
        offset,
        scale,
      };
    }
    case 'rank': {
      const { column, order, fill, offset, scale } = lane;
      return { column, step: 'ordinal', order: [...order], fill, offset, scale };
    }
    case 'is':
      return {
        column: lane.column,
        step: 'one-hot',
        categories: [lane.category],
        rest: false,
        missing: false,
      };
    case 'category':
      throw unreadable(`“${shown(lane.column)}” goes in as text, without being encoded`);
    default:
      throw lane satisfies never;
  }
}

export function preprocessingOf(lanes: readonly Lane[]): FittedPreprocessing {
  const steps: FittedStep[] = [];
  for (const lane of lanes) {
    const before = steps.at(-1);
    const joins =
      lane.lane === 'is' &&
      before?.step === 'one-hot' &&
      before.column === lane.column &&
      !before.categories.includes(lane.category);
    if (joins) before.categories.push(lane.category);
    else steps.push(stepOf(lane));
  }
  const width = steps.reduce((sum, step) => sum + stepWidth(step), 0);
  return { format: 'loam.preprocessing/1', steps, width };
}
