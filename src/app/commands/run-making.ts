/** A finished run as one making of its recipe, and whether it can be made once more from what is here. */
import { linkDigest } from '../../core/hash/digest';
import type { Evaluation } from '../../core/evaluation/types';
import type { TrainingCurves } from '../../core/evaluation/training-curves';
import type { Device } from '../../core/log/device';
import type { RunOutcome } from '../../core/log/types';
import { METRICS } from '../../core/metrics/names';
import type { Making } from '../../core/reproduce/compare';
import type { LoadedModel } from './load-model';
import type { LoadedRun } from './load-run';

export type Finished = Extract<RunOutcome, { type: 'finished' }>;

/** A run to compare with: finished, with its curves. */
export interface MadeRun {
  run: LoadedRun;
  outcome: Finished;
  making: Making;
}

export function makingOf(
  outcome: Finished,
  curves: TrainingCurves,
  validation: Evaluation | null,
  device: Device,
): Making {
  const { model, weightHash, bestEpoch } = outcome;
  const at = bestEpoch - 1;
  return {
    bits: weightHash ?? linkDigest(model),
    losses: { train: curves.train[at] ?? null, validation: curves.validation[at] ?? null },
    metrics: (validation?.metrics ?? []).map(({ name, value }) => ({
      name: METRICS[name].label,
      value,
    })),
    device,
  };
}

/** In one plain sentence why the model cannot be made again from what is here, or the run that it came from. */
export function madeBy({ run, card, recipe }: LoadedModel): MadeRun | { obstacle: string } {
  if (recipe.format === 'loam.recipe/3') {
    const { name } = recipe.model;
    return { obstacle: `It came in the file ${name}, which holds what was learnt and not how.` };
  }
  if (!run) {
    const obstacle = card
      ? 'This model came in an exported page: its data and its run stayed where it was trained, so it cannot be made again here.'
      : 'The run that made this model is not in this workspace, so nobody can say what to compare with.';
    return { obstacle };
  }
  const { outcome, environment } = run.row;
  if (outcome?.type !== 'finished' || !environment || !run.curves) {
    return {
      obstacle:
        'Its run was cancelled by hand, and where that was is not part of the recipe: trained again, it would go on to the end.',
    };
  }
  return {
    run,
    outcome,
    making: makingOf(outcome, run.curves, run.validation, environment.device),
  };
}
