/** One of everything the program stores, made by the code that makes it: read, dealt, trained, judged. */
import { sourceOf } from './ingest-text';
import { MemoryObjects } from './memory-objects';
import { seeded } from './seeded';
import { memoryStore, trainerEffects } from './trainer-effects';
import { loopEffects } from './training';
import { compareModels } from '../../workers/analyst/compare-models';
import { gatherEvidence } from '../../workers/analyst/gather-evidence';
import { evaluateModel } from '../../workers/analyst/evaluate-model';
import { judgeData } from '../../workers/analyst/judge-data';
import { makeTask } from '../../workers/analyst/make-task';
import { understandModel, type UnderstandStore } from '../../workers/analyst/understand-model';
import { noOnnx } from '../../workers/onnx/open-onnx';
import type { Progress, CallContext } from '../../workers/contract';
import { Trainer } from '../../workers/trainer/trainer';
import type { Brief } from '../../src/core/brief/types';
import type { Conformal } from '../../src/core/model/types';
import type { FormatName, Formats } from '../../src/core/formats/read-format';
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkTo, type Link } from '../../src/core/hash/digest';
import { ingest } from '../../src/core/ingest/ingest';
import { canonicalBytes } from '../../src/core/json/canonical';
import { toRecipe, type ModelChoice } from '../../src/core/recipe/spec';
import type { ColumnStep, ImportedRecipe, RefinedRecipe } from '../../src/core/recipe/types';
import type { StudyManifest, TrialResult } from '../../src/core/study/types';
import type { TaskKind } from '../../src/core/task/types';
import { exactProvider } from '../../src/ml/engine/fused/provider';

const ROWS = 240;
const TARGETS: Record<TaskKind, string> = {
  binary: 'left',
  multiclass: 'plan',
  regression: 'bill',
};

/** A column of every type, with odd names, missing cells, one that never varies and one that is empty. */
function csv(): string {
  const random = seeded(9);
  const lines = ['x,x,calls,city,paid,since,at,words,always,never,left,plan,bill'];
  for (let i = 0; i < ROWS; i++) {
    const x = random.normal();
    const day = new Date(1_500_000_000_000 + i * 86_400_000).toISOString();
    const cells = [
      i % 9 === 0 ? '' : x.toFixed(3),
      i % 50 === 0 ? '1e12' : (x * x).toFixed(2),
      Math.floor(random.uniform() * 40),
      random.pick(['Ulm', 'Bonn', 'Kiel', '__proto__', '']),
      random.pick(['yes', 'no']),
      day.slice(0, 10),
      day.slice(0, 19),
      `row ${i} says ${random.pick(['this', 'that'])} and more`,
      7,
      '',
      x + 0.4 * random.normal() > 0 ? 'gone' : 'here',
      x > 0.5 ? 'large' : x > -0.5 ? 'middle' : 'small',
      (40 + 9 * x).toFixed(2),
    ];
    lines.push(cells.join(','));
  }
  return lines.join('\n');
}

const silent: CallContext<Progress> = {
  signal: new AbortController().signal,
  progress: () => undefined,
};

export type Work = { [F in FormatName]: { link: Link; value: Formats[F] } };

export interface RealWork {
  objects: MemoryObjects;
  manifests: Work;
}

/** `city` as an ordinal where asked, so that a recipe has a step of each kind. */
function everyStep(steps: ColumnStep[]): ColumnStep[] {
  return steps.map((step) =>
    step.column === 'city'
      ? { column: 'city', step: 'ordinal', order: ['Ulm', 'Bonn'], scale: 'standard' }
      : step,
  );
}

export async function realWork(
  kind: TaskKind,
  model: ModelChoice = { kind: 'mlp', hidden: [4, 3] },
): Promise<RealWork> {
  const objects = new MemoryObjects();
  const put = async (value: unknown): Promise<Link> =>
    linkTo(await objects.put(canonicalBytes(value)));
  const store = {
    objects,
    writer: () => objects,
    putJson: (_: string, value: unknown) => put(value),
    close: () => undefined,
  };
  const { manifest, profile } = await ingest(sourceOf(csv()), {}, { writer: objects });
  const dataset = await put(manifest);
  const spec = {
    dataset,
    target: TARGETS[kind],
    roles: [{ column: 'words', role: 'ignore' as const }],
    by: kind === 'regression' ? ('time' as const) : ('stratified' as const),
  };
  const { task, link: taskLink } = await makeTask(store, '', spec, silent);
  const facts = {
    rows: task.counts.train,
    kind,
    classes: task.classes,
    roles: task.roles,
    columns: profile.columns,
  };
  const plain = toRecipe({ task: taskLink, model, trainer: { epochs: 3 }, engine: 'exact' }, facts);
  const preprocessing = everyStep(plain.preprocessing);
  const recipe = await put({ ...plain, preprocessing });
  const cells = linkTo(
    await objects.put(new TextEncoder().encode('// %% id=c1\nconst fit = 1;\n')),
  );
  const code = { object: cells, entry: 'fit', settings: {}, modules: [] };
  const byCode = toRecipe({ task: taskLink, model: 'layers', trainer: { epochs: 3 }, code }, facts);
  const imported: ImportedRecipe = {
    format: 'loam.recipe/3',
    semantics: 1,
    task: taskLink,
    model: {
      kind: 'imported',
      format: 'onnx',
      name: 'model.onnx',
      producer: 'skl2onnx 1.19.1',
      files: [{ name: 'model.onnx', object: cells }],
      inputs: [{ input: 'x', column: 'calls' }],
      answers: task.classes,
    },
    engine: 'imported',
  };
  const providers = [exactProvider(loopEffects.now)];
  const trainer = new Trainer(trainerEffects(memoryStore(objects), providers));
  const request = { workspace: '', lease: '', recipe };
  const { outcome } = await trainer.train(request, { ...silent, progress: () => undefined });
  if (outcome.type !== 'finished') throw new Error(JSON.stringify(outcome));
  const judged = { model: outcome.model, task: taskLink, part: 'validation' as const };
  const evaluation = await evaluateModel(store, '', judged, silent, () => Promise.resolve());
  const understood = await understandModel(
    store as unknown as UnderstandStore,
    '',
    { ...judged, question: { type: 'slices', column: 'calls' } },
    silent,
    () => Promise.resolve(),
    noOnnx,
  );
  const onData = await judgeData(
    store,
    '',
    {
      ...{ model: outcome.model, task: taskLink, dataset },
      threshold: kind === 'binary' ? 0.4 : null,
      by: ['calls', 'city'],
      validationToo: false,
      testOpened: false,
    },
    silent,
    () => Promise.resolve(),
  );
  const compared = {
    model: outcome.model,
    learntFrom: taskLink,
    validationToo: false,
    unseen: null,
  };
  const turn = () => Promise.resolve();
  const comparison = await compareModels(
    store,
    '',
    {
      of: 'models',
      task: taskLink,
      part: 'validation',
      metric: task.metric,
      tried: 1,
      a: compared,
      b: compared,
    },
    silent,
    turn,
  );
  const evidence = await gatherEvidence(store, '', { task: taskLink }, silent, turn);
  const trained = await readManifest(objects, outcome.model, 'loam.model/1');
  const fitted = await readManifest(objects, trained.preprocessing, 'loam.preprocessing/1');
  const folds = { by: 'stratified', count: 3, repeats: 1, seed: 7 } as const;
  const refined = toRecipe(
    { task: taskLink, model, engine: 'exact', fitting: { type: 'folds', folds }, coverage: 0.9 },
    facts,
  );
  const conformal: Conformal =
    kind === 'regression'
      ? { type: 'interval', coverage: 0.9, low: 2, high: 2 }
      : { type: 'set', coverage: 0.9, least: 0.2 };
  const {
    preprocessing: steps,
    targetScale,
    model: first,
    trainer: settings,
    seed,
    engine,
    derive,
  } = refined as RefinedRecipe;
  const candidate = { preprocessing: steps, targetScale, model: first, trainer: settings };
  const study: StudyManifest = {
    format: 'loam.study/1',
    semantics: 1,
    task: taskLink,
    folds,
    metric: task.metric,
    cost: kind === 'binary' ? { miss: 4, falseAlarm: 1 } : null,
    search: { type: 'ladder', candidates: [{ ...candidate, seed, engine, derive }] },
    seed: 1,
  };
  const studyLink = await put(study);
  const trial: TrialResult = {
    format: 'loam.trial/1',
    study: studyLink,
    number: 0,
    parameters: {},
    candidate: { ...candidate, seed, engine, derive },
    outcome: { type: 'finished' },
    folds: [{ fold: 0, value: 0.5, rows: 80, seconds: 0.1, bestEpoch: 3 }],
    mean: 0.5,
    sd: null,
    score: null,
    cheapest: null,
    seconds: 0.1,
    bytes: 400,
    engine: 'exact',
    answers: null,
  };
  const brief: Brief = {
    format: 'loam.brief/1',
    dataset: 'customers',
    target: task.target,
    question: 'Who leaves?',
    decides: 'Retention',
    cost: { miss: 400, falseAlarm: 25 },
    unit: 'EUR',
    least: 0.7,
    review: '2027-01-31',
  };

  const read = async <F extends FormatName>(link: Link, format: F) => ({
    link,
    value: await readManifest(objects, link, format),
  });
  return {
    objects,
    manifests: {
      'loam.dataset/1': await read(dataset, 'loam.dataset/1'),
      'loam.profile/1': await read(await put(profile), 'loam.profile/1'),
      'loam.task/1': await read(taskLink, 'loam.task/1'),
      'loam.recipe/1': await read(recipe, 'loam.recipe/1'),
      'loam.recipe/2': await read(await put(byCode), 'loam.recipe/2'),
      'loam.recipe/3': await read(await put(imported), 'loam.recipe/3'),
      'loam.recipe/4': await read(await put(refined), 'loam.recipe/4'),
      'loam.preprocessing/2': await read(
        await put({ ...fitted, format: 'loam.preprocessing/2', derived: [], lags: [] }),
        'loam.preprocessing/2',
      ),
      'loam.model/2': await read(
        await put({ ...trained, format: 'loam.model/2', conformal }),
        'loam.model/2',
      ),
      'loam.study/1': await read(studyLink, 'loam.study/1'),
      'loam.trial/1': await read(await put(trial), 'loam.trial/1'),
      'loam.brief/1': await read(await put(brief), 'loam.brief/1'),
      'loam.understanding/1': await read(understood.link, 'loam.understanding/1'),
      'loam.comparison/1': await read(comparison.link, 'loam.comparison/1'),
      'loam.evidence/1': await read(evidence.link, 'loam.evidence/1'),
      'loam.preprocessing/1': await read(trained.preprocessing, 'loam.preprocessing/1'),
      'loam.model/1': { link: outcome.model, value: trained },
      'loam.evaluation/1': await read(evaluation.link, 'loam.evaluation/1'),
      'loam.evaluation/2': await read(onData.link, 'loam.evaluation/2'),
      'loam.curves/1': await read(outcome.curves, 'loam.curves/1'),
    },
  };
}
