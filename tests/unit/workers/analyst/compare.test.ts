import { expect, test } from 'vitest';
import { correctedT } from '../../../../src/core/compare/corrected-t';
import { linkTo, type Link } from '../../../../src/core/hash/digest';
import { encodeOutOfFold, joinFolds } from '../../../../src/core/study/out-of-fold';
import { realWork } from '../../../support/real-work';
import { compareModels } from '../../../../workers/analyst/compare-models';
import { readTable } from '../../../../src/core/dataset/read-table';
import { canonicalBytes } from '../../../../src/core/json/canonical';
import { PART_CODE } from '../../../../src/core/task/types';
import { linkDigest } from '../../../../src/core/hash/digest';

const context = { signal: new AbortController().signal, progress: () => undefined };
const turn = () => Promise.resolve();

test('two trials are compared on their folds by the corrected t test, their metric taken per fold', async () => {
  const { objects, manifests } = await realWork('regression');
  const task = manifests['loam.task/1'];
  const study = manifests['loam.study/1'];
  const table = await readTable(manifests['loam.dataset/1'].value, objects, {
    columns: [task.value.target],
  });
  const column = table.columns[0]!;
  const truth = column.kind === 'numeric' ? column.values : new Float64Array();
  const parts = await objects.get(linkDigest(task.value.parts));
  const dealt = [...parts.keys()].filter(
    (row) => parts[row] !== PART_CODE.test && parts[row] !== 255,
  );
  const folds = [0, 1, 2].map((number) => ({
    number,
    repeat: 0,
    judge: Uint32Array.from(dealt.filter((_, i) => i % 3 === number)),
  }));
  const put = async (value: unknown): Promise<Link> =>
    linkTo(await objects.put(canonicalBytes(value)));
  const trial = async (number: number, off: (row: number, fold: number) => number) => {
    const answers = joinFolds(
      folds.map((fold) => ({
        fold,
        answers: Float64Array.from(fold.judge, (row) => truth[row]! + off(row, fold.number)),
      })),
      1,
    );
    const link = linkTo(await objects.put(encodeOutOfFold(answers)));
    return put({ ...manifests['loam.trial/1'].value, study: study.link, number, answers: link });
  };
  const a = await trial(0, (_, fold) => 2 + 0.1 * fold);
  const b = await trial(1, () => 1);
  const store = { objects, putJson: (_lease: string, value: unknown) => put(value) };
  const request = { of: 'trials', task: task.link, metric: 'mae', tried: 1, a, b } as const;
  const { comparison, link } = await compareModels(store, '', request, context, turn);
  const { judgement } = comparison;
  const judged = dealt.length / 3;
  const expected = correctedT([-1, -1.1, -1.2], dealt.length - judged, judged);
  expect(judgement.p).toBeCloseTo(expected.p!, 9);
  expect(judgement.low).toBeCloseTo(expected.low!, 9);
  expect(judgement).toMatchObject({
    test: 'corrected-t',
    verdict: 'better',
    rows: dealt.length,
    n: 3,
  });
  expect(await objects.has(linkDigest(link))).toBe(true);
});

test('a model is compared with itself on rows that it has not learnt from: no difference, and nothing of train', async () => {
  const { objects, manifests } = await realWork('binary');
  const task = manifests['loam.task/1'];
  const { link: model } = manifests['loam.model/1'];
  const same = { model, learntFrom: task.link, validationToo: false, unseen: null };
  const store = {
    objects,
    putJson: async (_lease: string, value: unknown): Promise<Link> =>
      linkTo(await objects.put(canonicalBytes(value))),
  };
  const asked = {
    of: 'models',
    task: task.link,
    metric: 'accuracy',
    tried: 1,
    a: same,
    b: same,
  } as const;
  const own = await compareModels(store, '', { ...asked, part: 'validation' }, context, turn);
  expect(own.comparison.leftOut).toBe(0);
  expect(own.comparison.judgement).toMatchObject({
    test: 'mcnemar',
    difference: 0,
    p: 1,
    verdict: 'not enough evidence',
    rowsNeeded: null,
    rows: task.value.counts.validation,
  });
  const learnt = await compareModels(store, '', { ...asked, part: 'train' }, context, turn);
  expect(learnt.comparison.leftOut).toBe(task.value.counts.train);
  expect(learnt.comparison.judgement).toMatchObject({
    test: 'none',
    rows: 0,
    verdict: 'not enough evidence',
  });
});
