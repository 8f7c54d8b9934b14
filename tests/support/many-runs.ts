/** A workspace with as many runs as asked for, as a `.loam` file: one real training, told again and again. */
import { realWork } from './real-work';
import { linkDigest, linkTo } from '../../src/core/hash/digest';
import { canonicalBytes } from '../../src/core/json/canonical';
import { linksOfObject } from '../../src/core/links/links-in';
import { reachable } from '../../src/core/links/reachable';
import { makeEntry } from '../../src/core/log/entry';
import { namedLinks } from '../../src/core/log/named-links';
import type { LogEntry, Operation } from '../../src/core/log/types';
import { packWorkspace } from '../../src/storage';

const ENGINE = { backend: 'cpu' as const, why: 'The only one here.', measured: [] };
const ENVIRONMENT = { loam: '0.1.0', tfjs: '4.22.0', userAgent: 'test', adapter: null };
const BEGIN = 1_700_000_000_000;

/** Run `i` of the file is called `run-<i>`, has a recipe with seed `i`, and scores `i / count`. */
export async function manyRuns(count: number): Promise<Uint8Array> {
  const { objects, manifests } = await realWork('multiclass');
  const entries: LogEntry[] = [];
  const record = (op: Operation) =>
    entries.push(makeEntry(entries.at(-1) ?? null, BEGIN + entries.length * 1000, 'tester', op));
  const data = manifests['loam.dataset/1'];
  const task = manifests['loam.task/1'];
  record({ type: 'workspace-named', name: 'Many runs' });
  record({
    type: 'dataset-saved',
    name: 'table',
    manifest: data.link,
    profile: manifests['loam.profile/1'].link,
    rows: data.value.rows,
    columns: data.value.columns.length,
    bytes: 1,
    source: { name: 'table.csv', bytes: 1, sha256: 'ab'.repeat(32), reading: 'CSV' },
    parent: null,
    note: '',
  });
  record({
    type: 'task-saved',
    task: task.link,
    name: 'table: plan',
    dataset: data.link,
    kind: task.value.kind,
    target: task.value.target,
    sentence: 'Predict plan',
  });
  for (let seed = 0; seed < count; seed++) {
    const run = seed.toString(16).padStart(16, '0');
    const recipe = canonicalBytes({ ...manifests['loam.recipe/1'].value, seed });
    record({
      type: 'run-started',
      run,
      name: `run-${seed}`,
      recipe: linkTo(await objects.put(recipe)),
      task: task.link,
      model: seed % 10 === 0 ? 'linear' : 'MLP 4 · 3',
      note: '',
    });
    record({
      type: 'run-ended',
      run,
      outcome: {
        type: 'finished',
        model: manifests['loam.model/1'].link,
        curves: manifests['loam.curves/1'].link,
        weightHash: null,
        epochs: 3,
        bestEpoch: 2,
        stoppedEarly: false,
      },
      engine: ENGINE,
      environment: ENVIRONMENT,
      seconds: 1 + (seed % 7),
    });
    record({
      type: 'evaluated',
      run,
      part: 'validation',
      evaluation: manifests['loam.evaluation/1'].link,
      metric: 'accuracy',
      value: seed / count,
      low: null,
      high: null,
    });
  }
  const named = namedLinks(entries).map(({ link }) => linkDigest(link));
  const kept = reachable(named, (digest) =>
    linksOfObject(objects.objects.get(digest)!).map(linkDigest),
  );
  const listed = [...kept].sort().map((digest) => ({
    digest,
    size: objects.objects.get(digest)!.length,
  }));
  const snapshot = () => Promise.resolve({ entries, objects: listed, documents: [] });
  const file = await packWorkspace({ objects, snapshot });
  return new Uint8Array(await file.arrayBuffer());
}
