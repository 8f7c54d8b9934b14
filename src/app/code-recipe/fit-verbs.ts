/** The three verbs of a code recipe's cage. Whatever comes out of the cage is checked before it is used. */
import { LoamError } from '../../core/errors';
import { listOf, number, orNull, record, text, where, type Check } from '../../core/shape/check';
import type { CageFitJob, CageFitReport, FitVerbs } from '../../kernel/fit-protocol';
import { handingOver } from '../../kernel/host/handing-over';
import type { Verbs } from '../../kernel/host/types';
import type { FitJob, FitReport, Fitted } from '../../ml/train/train-by-code';

const MOST_REPORTS = 100_000;

/** A loss may be no number any more; it is then left out of the curves. */
const loss: Check<number> = (value): value is number => typeof value === 'number';
const reports = where(
  listOf(record<CageFitReport>({ train: loss, validation: orNull(loss) })),
  ({ length }) => length <= MOST_REPORTS,
);
const floats: Check<Float32Array> = (value): value is Float32Array => value instanceof Float32Array;
const done = record<FitVerbs['fit-done']['args']>({
  weights: floats,
  on: where(text, (on) => /^[a-z0-9-]{0,40}$/.test(on)),
});

export function fitVerbs(
  job: FitJob,
  report: (report: FitReport) => void,
  finish: (fitted: Fitted) => void,
): Verbs {
  return ({ verb, args }) => {
    switch (verb) {
      case 'fit-job':
        return Promise.resolve(handedOver(cageJob(job)));
      case 'fit-reports':
        if (!reports(args)) return refused(verb);
        for (const { train, validation } of args) {
          report({ train, validation: number(validation) ? validation : null });
        }
        return Promise.resolve(null);
      case 'fit-done': {
        if (!done(args)) return refused(verb);
        const { weights, on } = args;
        if (weights.length !== job.plan.parameters) return refused(verb);
        finish({ weights, on: on === '' ? '' : `TensorFlow.js on ${on}` });
        return Promise.resolve(null);
      }
      default:
        return Promise.reject(
          new LoamError('argument-invalid', {
            argument: `loam: ${verb.slice(0, 60)}`,
            reason: 'the library does nothing where a code recipe is trained',
          }),
        );
    }
  };
}

function refused(verb: string): Promise<never> {
  const reason = 'what was passed has another shape than it must have';
  return Promise.reject(new LoamError('argument-invalid', { argument: verb, reason }));
}

function cageJob({ code, job, plan, weights, task }: FitJob): CageFitJob {
  const { kind, classes } = task;
  const { trainer, seed, loss, network, train, validation } = job;
  const parameters = plan.layers.flatMap((layer) => layer.parameters);
  const { input, outputs } = network;
  const { settings } = code;
  return {
    ...{ kind, classes, settings, trainer, seed, loss, plan, parameters, input, outputs, weights },
    ...{ train, validation },
  };
}

/** Rows are not copied on their way in; nobody needs them here afterwards. */
function handedOver(job: CageFitJob): CageFitJob {
  const parts = [job.train, ...(job.validation ? [job.validation] : [])];
  const arrays = parts.flatMap(({ inputs, targets, weights }) => [inputs, targets, weights]);
  const buffers = [job.weights, ...arrays].flatMap((array) => (array ? [array.buffer] : []));
  return handingOver(job, [...new Set(buffers)] as ArrayBuffer[]);
}
