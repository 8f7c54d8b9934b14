import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERB_SHAPES } from '../../../../../src/app/notebook/verbs/shapes';
import { notebookPlace, sampleLines, type NotebookPlace } from '../../../../support/notebook-place';

let place: NotebookPlace;

beforeAll(async () => {
  place = await notebookPlace({ effects: { wait: () => new Promise((go) => setTimeout(go, 2)) } });
  await place.add('churn', sampleLines('churn.csv', 300));
}, 60_000);

afterAll(() => place.close());

const QUESTION = 'Who will leave within 60 days?';
const asked = { question: QUESTION, cost: { miss: 400, falseAlarm: 25 }, unit: 'EUR' };

describe('a brief', () => {
  it('is none until one is saved, which waits for one press; then it is read with its sentences', async () => {
    const { loam } = place;
    const data = await loam.data('churn');
    const of = { data, predict: 'left' };
    expect(await loam.brief(of)).toBeNull();
    const saved = await loam.brief(of, { ...asked, least: 0.7, leastMetric: 'roc_auc' });
    expect(saved.sentences).toEqual([
      QUESTION,
      'A miss costs 400 EUR, a false alarm 25 EUR.',
      'ROC AUC of at least 0.7 is wanted.',
    ]);
    expect(await loam.brief(loam.task(data, { predict: 'left' }))).toEqual(saved);
    const [row, ...more] = await place.session.store.find('briefs', 'dataset', 'churn');
    expect(more).toEqual([]);
    expect(await place.session.json(row!.brief, 'loam.brief/1')).toEqual({
      format: 'loam.brief/1',
      dataset: 'churn',
      target: 'left',
      ...asked,
      decides: '',
      least: 0.7,
      leastMetric: 'roc_auc',
      review: null,
    });
    const presses = place.asked.presses.length;
    await loam.brief(of, { ...asked, least: 0.7, leastMetric: 'roc_auc' });
    expect(place.asked.presses).toHaveLength(presses);
    await loam.brief(of, asked);
    expect(place.asked.presses.at(-1)).toBe(
      `Save the brief of “left” in place of the one before: ${QUESTION} A miss costs 400 EUR, a false alarm 25 EUR.`,
    );
  });

  it('gives a task its costs, unless the task has its own, and says whether its least is reached', async () => {
    const { loam } = place;
    const data = await loam.data('churn');
    const task = { predict: 'left', positive: 'yes' };
    const brief = await loam.brief(
      { data, ...task },
      { ...asked, least: 0.01, leastMetric: 'brier' },
    );
    expect(loam.task(data, { ...task, brief }).cost).toEqual(asked.cost);
    const own = { miss: 1, falseAlarm: 2 };
    expect(loam.task(data, { ...task, brief, cost: own }).cost).toEqual(own);
    expect(loam.task(data, { ...task, brief: null }).cost).toBeNull();
    const run = await loam.train(loam.task(data, { ...task, brief }), loam.model.baseline());
    const { reached } = await loam.evaluate(run);
    expect(reached!.type).toBe('out-of-reach');
    expect(reached!.sentence).toMatch(/^Brier score of at most 0.01 wanted: not reached/);
  });

  it('is refused where it cannot be meant', async () => {
    const { loam } = place;
    const data = await loam.data('churn');
    const of = { data, predict: 'left' };
    await expect(loam.brief(of, { question: ' ' })).rejects.toThrow('loam.brief: question');
    await expect(
      loam.brief(of, { question: QUESTION, cost: { miss: 0, falseAlarm: 0 } }),
    ).rejects.toThrow('One of the two costs something');
    await expect(loam.brief(of, { question: QUESTION, review: 'soon' })).rejects.toThrow('date');
    await expect(
      loam.brief(of, { question: QUESTION, least: 3, leastMetric: 'rmse' }),
    ).rejects.toMatchObject({ code: 'argument-invalid' });
    await expect(
      loam.brief({ data, predict: 'monthly_fee' }, { question: QUESTION, cost: asked.cost }),
    ).rejects.toThrow('two classes');
    const brief = await loam.brief(of, asked);
    expect(() => loam.task(data, { predict: 'region', brief })).toThrow('not what is predicted');
    expect(() => loam.task(data, { predict: 'left', brief: { ...asked } as never })).toThrow(
      'loam.brief(…) answers',
    );
  });

  it('is checked again by the app', () => {
    const { args } = place.asked.calls.findLast(({ verb }) => verb === 'save-brief')!;
    const { task, brief } = args as { task: object; brief: object };
    expect(VERB_SHAPES['save-brief'](args)).toBe(true);
    expect(VERB_SHAPES['save-brief']({ task, brief: { ...brief, question: '' } })).toBe(false);
    expect(VERB_SHAPES['save-brief']({ task, brief: { ...brief, leastMetric: 'charm' } })).toBe(
      false,
    );
  });
});
