/** How sure answers shall be: calibration and coverage, as cells say them. */
import type { Calibration } from '../../core/recipe/refinements';
import { number, oneOf } from './refuse';

const CALIBRATIONS: readonly Calibration[] = ['none', 'platt', 'isotonic', 'temperature'];

export interface SureArgs {
  calibrate: Calibration;
  /** Null for none. */
  coverage: number | null;
}

export function calibrationOf(at: string, given: unknown): Calibration {
  return given === undefined ? 'none' : oneOf(`${at}: calibrate`, given, CALIBRATIONS);
}

export function sureOf(
  at: string,
  { calibrate, coverage }: { calibrate?: unknown; coverage?: unknown },
): SureArgs {
  return {
    calibrate: calibrationOf(at, calibrate),
    coverage: coverage === undefined ? null : number(`${at}: coverage`, coverage, 0.5, 0.999),
  };
}
