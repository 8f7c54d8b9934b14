/** A task from its spec: kind, classes, roles and metric settled, rows dealt to parts, both stored. */
import { readTable } from '../../src/core/dataset/read-table';
import type { DatasetManifest } from '../../src/core/dataset/types';
import { LoamError } from '../../src/core/errors';
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkDigest, linkTo, type Link } from '../../src/core/hash/digest';
import { checkParts } from '../../src/core/task/check-parts';
import { dealParts, type DealInput } from '../../src/core/task/deal-parts';
import { rowKeys, type RowKeySpec } from '../../src/core/task/row-keys';
import { readTarget } from '../../src/core/task/target';
import type { TaskManifest } from '../../src/core/task/types';
import type { WorkspaceStore } from '../../src/storage';
import type { CallContext, Progress, TaskSpec } from '../contract';
import { settleRoles } from './settle-roles';
import { keySpecOf, settleRule, sharesKey, timesOf, wantedParts } from './settle-rule';
import { settleTarget } from './settle-target';

export type TaskStore = Pick<WorkspaceStore, 'objects' | 'writer' | 'putJson'>;

interface Parent {
  task: TaskManifest;
  manifest: DatasetManifest;
}

async function parentOf(
  store: Pick<TaskStore, 'objects'>,
  link: Link | undefined,
): Promise<Parent | null> {
  if (link === undefined) return null;
  const task = await readManifest(store.objects, link, 'loam.task/1');
  return { task, manifest: await readManifest(store.objects, task.dataset, 'loam.dataset/1') };
}

async function previousDeal(
  store: Pick<TaskStore, 'objects'>,
  { task, manifest }: Parent,
  keySpec: RowKeySpec,
  signal: AbortSignal,
): Promise<DealInput['previous']> {
  const table = await readTable(manifest, store.objects, { signal });
  return {
    keys: rowKeys(table, keySpec),
    parts: await store.objects.get(linkDigest(task.parts)),
  };
}

const namesOf = (manifest: DatasetManifest) => manifest.columns.map(({ schema }) => schema.name);

export interface DealtTask {
  task: Omit<TaskManifest, 'parts'>;
  /** PART_CODE or NO_PART per row. */
  parts: Uint8Array;
}

/**
 * Nothing is stored.
 * @throws LoamError `target-missing`, `target-constant`, `target-too-many-classes`, `no-features`,
 * `columns-differ`, `part-empty`, `part-lacks-class`
 */
export async function dealTask(
  store: Pick<TaskStore, 'objects'>,
  spec: TaskSpec,
  { signal, progress }: CallContext<Progress>,
): Promise<DealtTask> {
  progress({ done: 0, label: 'Reading columns' });
  const manifest = await readManifest(store.objects, spec.dataset, 'loam.dataset/1');
  const roles = settleRoles(
    manifest.columns.map(({ schema }) => schema),
    spec,
  );
  const table = await readTable(manifest, store.objects, { signal });
  const column = table.columns.find(({ schema }) => schema.name === spec.target)!;
  const { kind, classes, metric } = settleTarget(column, table.rows, spec);

  progress({ done: 0.5, label: 'Dealing rows to parts' });
  const earlier = await parentOf(store, spec.parent);
  const target = readTarget(column, kind, classes);
  const times = timesOf(table, roles);
  const rule = settleRule(spec, roles, target, times, earlier?.task ?? null);
  const parent = earlier && sharesKey(rule, roles, namesOf(earlier.manifest)) ? earlier : null;
  const keySpec = keySpecOf(rule, roles, namesOf(manifest), parent && namesOf(parent.manifest));
  const deal = dealParts({
    target,
    rule,
    keys: rowKeys(table, keySpec),
    times: times ?? undefined,
    previous: parent ? await previousDeal(store, parent, keySpec, signal) : undefined,
  });
  checkParts(deal, target, wantedParts(rule));
  if (signal.aborted) throw new LoamError('cancelled');

  const task: DealtTask['task'] = {
    format: 'loam.task/1',
    semantics: 1,
    dataset: spec.dataset,
    kind,
    roles,
    target: spec.target,
    classes,
    metric,
    rule,
    counts: deal.counts,
  };
  return { task, parts: deal.parts };
}

/** @throws LoamError as `dealTask`; nothing is stored then */
export async function makeTask(
  store: TaskStore,
  lease: string,
  spec: TaskSpec,
  context: CallContext<Progress>,
): Promise<{ task: TaskManifest; link: Link }> {
  const dealt = await dealTask(store, spec, context);
  context.progress({ done: 0.9, label: 'Saving the task' });
  const parts = linkTo(await store.writer(lease).put(dealt.parts));
  const task: TaskManifest = { ...dealt.task, parts };
  return { task, link: await store.putJson(lease, task) };
}
