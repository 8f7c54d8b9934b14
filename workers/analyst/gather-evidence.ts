/** Reads a task's columns one after the other, and finds what makes its held-out numbers better than they are. */
import { textOf } from '../../src/core/dataset/cell';
import { readRows, readTable } from '../../src/core/dataset/read-table';
import type { Column, DatasetManifest } from '../../src/core/dataset/types';
import { LoamError } from '../../src/core/errors';
import { equalRows, nearRows, type Alike } from '../../src/core/evidence/alike-rows';
import { groupsAcross } from '../../src/core/evidence/groups-across';
import { addWords, cellWords, sumKeys } from '../../src/core/evidence/row-sums';
import {
  byGravity,
  sayEarlier,
  sayEqual,
  sayGroups,
  sayLater,
  sayLeak,
  sayNear,
  type Said,
} from '../../src/core/evidence/say';
import { earlierRows, laterValues } from '../../src/core/evidence/time-order';
import type { Evidence, EvidenceFinding, EvidenceKind } from '../../src/core/evidence/types';
import { readManifest } from '../../src/core/formats/read-manifest';
import { linkDigest, type Link } from '../../src/core/hash/digest';
import { columnFacts } from '../../src/core/task/guess/column-facts';
import { groupsRows } from '../../src/core/task/guess/identifier';
import { findLeak } from '../../src/core/task/guess/leak';
import { readTarget, type Target } from '../../src/core/task/target';
import { PART_CODE, type Part, type TaskManifest } from '../../src/core/task/types';
import type { WorkspaceStore } from '../../src/storage';
import type { CallContext, Progress } from '../contract';
import type { EvidenceRequest } from './compare-contract';
import { dealTask } from './make-task';
import type { Pause } from './pause';
import { sampleRows } from './sample-rows';

type Store = Pick<WorkspaceStore, 'objects' | 'putJson'>;

/** Near-equal rows are looked for in at most this many numbers: each costs a sort of the rows. */
const MOST_NUMBERS = 40;
/** A leak is as plain on so many rows. */
const LEAK_ROWS = 50_000;
/** Columns shown beside the one that a finding is about. */
const SHOWN_COLUMNS = 5;
/** A date is known too late where it is in this share of the rows. */
const MOSTLY_LATER = 0.5;
/** Near-equal rows meet by chance where more than ten rows, on average, are alike but for the one number. */
const MOSTLY_DIFFERENT = 0.1;

interface Subject {
  manifest: DatasetManifest;
  task: Omit<TaskManifest, 'parts'>;
  parts: Uint8Array;
}

const PARTS = Object.keys(PART_CODE) as Part[];
const partOf = (code: number | undefined) => PARTS.find((part) => PART_CODE[part] === code) ?? null;

class Gathering {
  readonly findings: EvidenceFinding[] = [];
  readonly held: number;
  /** The group column, null where the task has none. */
  readonly group: string | null;
  readonly features: string[];

  constructor(
    private readonly store: Store,
    private readonly subject: Subject,
    private readonly context: CallContext<Progress>,
    private readonly pause: Pause,
  ) {
    const { counts, roles } = subject.task;
    this.held = counts.validation + counts.test;
    this.group = roles.find(({ role }) => role === 'group')?.column ?? null;
    this.features = roles.filter(({ role }) => role === 'feature').map(({ column }) => column);
  }

  async turn(done: number, label: string): Promise<void> {
    this.context.progress({ done, label });
    await this.pause();
    if (this.context.signal.aborted) throw new LoamError('cancelled');
  }

  async column(name: string): Promise<Column> {
    const { signal } = this.context;
    const { manifest } = this.subject;
    return (await readTable(manifest, this.store.objects, { columns: [name], signal })).columns[0]!;
  }

  /** Shows rows with a column and a few others beside it. */
  async add(
    kind: EvidenceKind,
    column: string | null,
    said: Said,
    found: { count: number; of: number; rows: number[]; beside?: string | null },
  ): Promise<void> {
    const { task, manifest, parts } = this.subject;
    const wanted = [
      column,
      found.beside ?? null,
      ...this.features.slice(0, SHOWN_COLUMNS),
      task.target,
    ];
    const columns = [...new Set(wanted.filter((name) => name !== null))];
    const indices = found.rows;
    const table = await readRows(manifest, this.store.objects, { indices }, { columns });
    this.findings.push({
      kind,
      ...said,
      column,
      count: found.count,
      of: found.of,
      columns,
      rows: indices.map((row, i) => ({
        row,
        part: partOf(parts[row]),
        values: table.columns.map((each) => textOf(each, i)),
      })),
    });
  }

  /** Sums the words of all features, then looks for equal rows, and for rows equal but for one number. */
  async alike(): Promise<void> {
    const { parts } = this.subject;
    const rows = parts.length;
    const sums = { high: new Uint32Array(rows), low: new Uint32Array(rows) };
    const numbers: number[] = [];
    for (const [place, name] of this.features.entries()) {
      await this.turn((0.4 * place) / this.features.length, 'Looking for equal rows');
      const column = await this.column(name);
      addWords(sums, cellWords(column, place));
      if (column.kind === 'numeric') numbers.push(place);
    }
    const equal = equalRows(sumKeys(sums), parts);
    if (equal.count > 0) {
      const said = sayEqual(equal.count, this.held, equal.different, this.group);
      await this.add('equal-rows', null, said, this.#of(equal));
    }
    const known = Uint8Array.from(equal.held);
    let best: { near: Alike; name: string } | null = null;
    for (const [i, place] of numbers.slice(0, MOST_NUMBERS).entries()) {
      await this.turn(0.4 + (0.4 * i) / numbers.length, 'Looking for nearly equal rows');
      if (this.features.length < 3) break;
      const name = this.features[place]!;
      const column = await this.column(name);
      if (column.kind !== 'numeric') continue;
      const keys = sumKeys(sums, cellWords(column, place));
      const near = nearRows(keys, column.values, parts, known);
      if (near.count === 0 || near.different < MOSTLY_DIFFERENT) continue;
      if (!best || near.count > best.near.count) best = { near, name };
    }
    if (!best) return;
    const said = sayNear(best.near.count, this.held, best.name, this.group);
    await this.add('near-rows', best.name, said, this.#of(best.near));
  }

  #of({ count, pairs }: Pick<Alike, 'count' | 'pairs'>) {
    return { count, of: this.held, rows: pairs.flat() };
  }

  async groups(): Promise<void> {
    const { task, parts } = this.subject;
    for (const { column: name, role } of task.roles) {
      if (role !== 'group' && role !== 'feature' && role !== 'ignore' && role !== 'id') continue;
      const column = await this.column(name);
      const rows = parts.length;
      if (role !== 'group' && !groupsRows(columnFacts({ rows, columns: [column] })[0]!)) continue;
      const { values, count, pairs } = groupsAcross(column, parts);
      if (count === 0) continue;
      const said = sayGroups(name, values, count, role === 'group');
      await this.add('groups', name, said, this.#of({ count, pairs }));
    }
  }

  async times(): Promise<void> {
    const { task, manifest, parts } = this.subject;
    const role = (name: string) => task.roles.find(({ column }) => column === name)?.role;
    const dates = manifest.columns
      .map(({ schema }) => schema)
      .filter(({ type }) => type === 'datetime')
      .map(({ name }) => name);
    const time =
      task.roles.find((each) => each.role === 'time')?.column ??
      (dates.length === 1 && role(dates[0]!) !== 'target' ? dates[0]! : null);
    if (time === null) return;
    const times = await this.column(time);
    if (times.kind !== 'numeric') return;
    if (task.rule.by !== 'time') {
      const { count, pairs } = earlierRows(times.values, parts);
      const said = sayEarlier(time, count, this.held);
      if (count > 0) await this.add('earlier-rows', time, said, this.#of({ count, pairs }));
    }
    for (const name of dates) {
      if (name === time || role(name) !== 'feature') continue;
      const column = await this.column(name);
      if (column.kind !== 'numeric') continue;
      const { count, of, rows } = laterValues(column.values, times.values);
      if (of === 0 || count < MOSTLY_LATER * of) continue;
      const said = sayLater(name, time, count, of);
      await this.add('later-column', name, said, { count, of, rows, beside: time });
    }
  }

  async leaks(): Promise<void> {
    const { task, manifest } = this.subject;
    const indices = sampleRows(manifest.rows, LEAK_ROWS);
    const read = (name: string) =>
      readRows(manifest, this.store.objects, { indices }, { columns: [name] });
    const target = readTarget((await read(task.target)).columns[0]!, task.kind, task.classes);
    for (const [i, name] of this.features.entries()) {
      await this.turn(0.8 + (0.2 * i) / this.features.length, 'Looking for the target in columns');
      const [facts] = columnFacts(await read(name));
      const leak = findLeak(facts!, target);
      if (!leak) continue;
      const shown = examplesOf(facts!.column, target).map((at) => indices[at]!);
      const rows = indices.length;
      await this.add('leak', name, sayLeak(name, leak.why), { count: rows, of: rows, rows: shown });
    }
  }
}

/** A few rows that hold the column, of different classes where there are classes. */
function examplesOf(column: Column, target: Target): number[] {
  const shown: number[] = [];
  const seen = new Map<number, number>();
  const rows = column.kind === 'coded' ? column.codes.length : column.values.length;
  for (let row = 0; row < rows && shown.length < 6; row++) {
    const missing =
      column.kind === 'coded' ? column.codes[row]! < 0 : Number.isNaN(column.values[row]!);
    const group = target.type === 'classes' ? target.codes[row]! : 0;
    if (missing || group < 0) continue;
    const most = target.type === 'classes' ? 3 : 6;
    if ((seen.get(group) ?? 0) >= most) continue;
    seen.set(group, (seen.get(group) ?? 0) + 1);
    shown.push(row);
  }
  return shown;
}

async function subjectOf(
  store: Store,
  request: EvidenceRequest,
  context: CallContext<Progress>,
): Promise<Subject> {
  if ('spec' in request) {
    const { task, parts } = await dealTask(store, request.spec, context);
    return {
      task,
      parts,
      manifest: await readManifest(store.objects, task.dataset, 'loam.dataset/1'),
    };
  }
  const task = await readManifest(store.objects, request.task, 'loam.task/1');
  const manifest = await readManifest(store.objects, task.dataset, 'loam.dataset/1');
  return { task, manifest, parts: await store.objects.get(linkDigest(task.parts)) };
}

/**
 * Stores what was found under the lease.
 * @throws LoamError `cancelled`; of a task that is not made yet as `dealTask`
 */
export async function gatherEvidence(
  store: Store,
  lease: string,
  request: EvidenceRequest,
  context: CallContext<Progress>,
  pause: Pause,
): Promise<{ evidence: Evidence; link: Link }> {
  const subject = await subjectOf(store, request, context);
  const gathering = new Gathering(store, subject, context, pause);
  await gathering.alike();
  await gathering.groups();
  await gathering.times();
  await gathering.leaks();
  const evidence: Evidence = {
    format: 'loam.evidence/1',
    dataset: subject.task.dataset,
    task: 'task' in request ? request.task : null,
    target: subject.task.target,
    rows: subject.parts.length,
    findings: byGravity(gathering.findings),
  };
  return { evidence, link: await store.putJson(lease, evidence) };
}
