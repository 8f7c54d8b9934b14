import { describe, expect, it } from 'vitest';
import {
  briefErrors,
  briefOfDraft,
  draftOfBrief,
  EMPTY_BRIEF,
} from '../../../../src/core/brief/brief-draft';
import { proposeMetric } from '../../../../src/core/brief/propose-metric';
import { leastReached } from '../../../../src/core/brief/reached';
import { briefSentences } from '../../../../src/core/brief/sentences';
import type { Brief } from '../../../../src/core/brief/types';
import { brief as briefShape } from '../../../../src/core/formats/brief';

const whole: Brief = {
  format: 'loam.brief/1',
  dataset: 'churn',
  target: 'left',
  question: 'Which customers will leave within 60 days?',
  decides: 'retention',
  cost: { miss: 400, falseAlarm: 25 },
  unit: 'EUR',
  least: 0.7,
  review: '2027-01-31',
};

describe('a brief in words', () => {
  it('says everything that was filled in, in plain sentences', () => {
    expect(briefSentences(whole, 'roc_auc')).toEqual([
      'Which customers will leave within 60 days?',
      'A miss costs 400 EUR, a false alarm 25 EUR.',
      'ROC AUC of at least 0.7 is wanted.',
      'Retention decides.',
      'Looked at again by 31 January 2027.',
    ]);
  });

  it('says the question alone where nothing else was', () => {
    const bare = { ...whole, decides: '', cost: null, unit: '', least: null, review: null };
    expect(briefSentences({ ...bare, question: 'What will it cost' }, 'rmse')).toEqual([
      'What will it cost.',
    ]);
  });

  it('counts the least useful in its own metric, and in the task’s where it names none', () => {
    const named: Brief = { ...whole, least: 0.3, leastMetric: 'log_loss' };
    expect(briefSentences(named, 'roc_auc')[2]).toBe('Log loss of at most 0.3 is wanted.');
    expect(briefSentences(whole, 'accuracy')[2]).toBe('Accuracy of at least 0.7 is wanted.');
  });

  it('asks an error to be at most, not at least', () => {
    const bare = { ...whole, decides: '', cost: null, unit: '', review: null, least: 12500 };
    expect(briefSentences(bare, 'rmse')[1]).toBe('RMSE of at most 12,500 is wanted.');
  });
});

describe('what a person fills in', () => {
  it('comes back as it was, through a brief of the published format', () => {
    const draft = draftOfBrief(whole);
    expect(briefErrors(draft)).toEqual({});
    const named: Brief = { ...whole, leastMetric: 'roc_auc' };
    expect(briefOfDraft(draft, whole, 'roc_auc')).toEqual(named);
    expect(briefOfDraft(draftOfBrief(named), whole, 'accuracy')).toEqual(named);
    expect([whole, named].map((each) => briefShape(each))).toEqual([true, true]);
    expect(briefShape({ ...whole, leastMetric: 'charm' })).toBe(false);
  });

  it('needs the question and nothing else', () => {
    expect(briefErrors(EMPTY_BRIEF)).toEqual({
      question: 'Say in a sentence what the model shall answer.',
    });
    expect(briefErrors({ ...EMPTY_BRIEF, question: 'Who leaves?' })).toEqual({});
  });

  it('is told that one cost alone decides nothing, and that costs are not negative', () => {
    const asked = { ...EMPTY_BRIEF, question: 'Who leaves?' };
    expect(briefErrors({ ...asked, miss: 4 })).toEqual({
      falseAlarm: 'A miss alone tells no threshold: say what a false alarm costs, too.',
    });
    expect(briefErrors({ ...asked, falseAlarm: 4 })).toEqual({
      miss: 'A false alarm alone tells no threshold: say what a miss costs, too.',
    });
    expect(briefErrors({ ...asked, miss: -1, falseAlarm: 1 })).toEqual({
      miss: 'A cost is 0 or more.',
    });
    expect(Object.keys(briefErrors({ ...asked, miss: 0, falseAlarm: 0 }))).toEqual(['miss']);
  });

  it('keeps no unit without a cost', () => {
    const draft = { ...EMPTY_BRIEF, question: 'Who leaves?', unit: 'EUR' };
    expect(briefOfDraft(draft, whole, 'roc_auc').unit).toBe('');
  });
});

describe('the least useful performance', () => {
  const auc = (value: number | null, low: number | null, high: number | null) =>
    leastReached(0.7, { name: 'roc_auc', value, low, high });

  it('is shown only where the bad end of the interval reaches it', () => {
    expect(auc(0.8, 0.72, 0.87)).toEqual({
      type: 'shown',
      sentence:
        'ROC AUC of at least 0.7 wanted: reached by 0.8, and so is it by the low end of the interval, 0.72.',
    });
    expect(auc(0.8, 0.66, 0.9)).toEqual({
      type: 'reached',
      sentence:
        'ROC AUC of at least 0.7 wanted: reached by 0.8, but not shown: the low end of the interval is 0.66.',
    });
  });

  it('is missed with or without a chance, and unknown where the metric is undefined', () => {
    expect(auc(0.65, 0.6, 0.72).type).toBe('missed');
    expect(auc(0.5, 0.4, 0.6).type).toBe('out-of-reach');
    expect(auc(null, null, null).type).toBe('unknown');
    expect(auc(0.9, null, null).type).toBe('reached');
  });

  it('looks at the high end where lower is better', () => {
    const rmse = (value: number, low: number, high: number) =>
      leastReached(10, { name: 'rmse', value, low, high }).type;
    expect(rmse(8, 7, 9.5)).toBe('shown');
    expect(rmse(8, 7, 11)).toBe('reached');
    expect(rmse(12, 9, 14)).toBe('missed');
    expect(rmse(12, 11, 14)).toBe('out-of-reach');
  });
});

describe('the metric that costs call for', () => {
  it('judges the order of rows where a miss and a false alarm cost different amounts', () => {
    expect(proposeMetric({ miss: 400, falseAlarm: 25 }, true)?.metric).toBe('average_precision');
    expect(proposeMetric({ miss: 400, falseAlarm: 25 }, false)?.metric).toBe('roc_auc');
    expect(proposeMetric({ miss: 25, falseAlarm: 400 }, false)?.why).toMatch(
      /^A false alarm costs/,
    );
  });

  it('says nothing where they cost the same', () => {
    expect(proposeMetric({ miss: 5, falseAlarm: 5 }, true)).toBeNull();
  });
});
