/** What a person has filled in of a brief, and what is wrong with it. */
import type { MetricName } from '../metrics/names';
import type { Brief } from './types';

export interface BriefDraft {
  question: string;
  decides: string;
  miss: number | null;
  falseAlarm: number | null;
  unit: string;
  least: number | null;
  /** Null: the task's. */
  leastMetric: MetricName | null;
  /** '' where nobody said. */
  review: string;
}

export type BriefErrors = Partial<Record<keyof BriefDraft, string>>;

export const EMPTY_BRIEF: BriefDraft = {
  question: '',
  decides: '',
  miss: null,
  falseAlarm: null,
  unit: '',
  least: null,
  leastMetric: null,
  review: '',
};

export function draftOfBrief(brief: Brief): BriefDraft {
  const { question, decides, cost, unit, least, leastMetric = null, review } = brief;
  return {
    question,
    decides,
    miss: cost?.miss ?? null,
    falseAlarm: cost?.falseAlarm ?? null,
    unit,
    least,
    leastMetric,
    review: review ?? '',
  };
}

/** By field, whole sentences that say what to do; empty where it can be saved. */
export function briefErrors(draft: BriefDraft): BriefErrors {
  const errors: BriefErrors = {};
  const { question, miss, falseAlarm, review } = draft;
  if (question.trim() === '') errors.question = 'Say in a sentence what the model shall answer.';
  if (miss !== null && miss < 0) errors.miss = 'A cost is 0 or more.';
  if (falseAlarm !== null && falseAlarm < 0) errors.falseAlarm = 'A cost is 0 or more.';
  if (miss !== null && falseAlarm === null) {
    errors.falseAlarm = 'A miss alone tells no threshold: say what a false alarm costs, too.';
  }
  if (falseAlarm !== null && miss === null) {
    errors.miss = 'A false alarm alone tells no threshold: say what a miss costs, too.';
  }
  if (miss === 0 && falseAlarm === 0)
    errors.miss = 'One of the two costs something, or neither is filled in.';
  if (review !== '' && !/^\d{4}-\d\d-\d\d$/.test(review)) {
    errors.review = 'Write the date as year, month and day.';
  }
  return errors;
}

/**
 * Names the metric of the least useful performance, so that it means the same when the task's is another.
 * @param draft without errors
 * @param metric the task's
 */
export function briefOfDraft(
  draft: BriefDraft,
  { dataset, target }: Pick<Brief, 'dataset' | 'target'>,
  metric: MetricName,
): Brief {
  const { question, decides, miss, falseAlarm, unit, least, leastMetric, review } = draft;
  const cost = miss !== null && falseAlarm !== null ? { miss, falseAlarm } : null;
  return {
    format: 'loam.brief/1',
    dataset,
    target,
    question: question.trim(),
    decides: decides.trim(),
    cost,
    unit: cost ? unit.trim() : '',
    least,
    ...(least !== null && { leastMetric: leastMetric ?? metric }),
    review: review === '' ? null : review,
  };
}
