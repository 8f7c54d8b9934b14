/** `brief` and `save-brief`: why a model is wanted, as the form keeps it. */
import { briefErrors, briefOfDraft, draftOfBrief } from '../../../core/brief/brief-draft';
import { briefSentences } from '../../../core/brief/sentences';
import type { Brief } from '../../../core/brief/types';
import { LoamError } from '../../../core/errors';
import { identityOf } from '../../../core/hash/digest';
import { METRICS_SHOWN } from '../../../core/metrics/shown';
import type { MetricName } from '../../../core/metrics/names';
import type { BriefFacts, BriefVerbs } from '../../../kernel/library/brief-verbs';
import type { TaskArgs } from '../../../kernel/library/verbs';
import { loadBrief, saveBrief } from '../../commands/save-brief';
import type { Asking, VerbPlace } from './desk';
import { draftBase, type DraftBase } from './draft-task';
import { datasetById, mustPress, mustRead } from './find';

export async function readBrief(
  place: VerbPlace,
  asking: Asking,
  { task }: BriefVerbs['brief']['args'],
): Promise<BriefFacts | null> {
  const base = await baseOf(place, asking, task);
  const kept = await loadBrief(place.context, base.dataset.name, task.predict);
  return kept && factsOf(kept, base.task.metric);
}

/** One that is kept already, as it is, is answered without a press. */
export async function keepBrief(
  place: VerbPlace,
  asking: Asking,
  { task, brief }: BriefVerbs['save-brief']['args'],
): Promise<BriefFacts> {
  const base = await baseOf(place, asking, task);
  const { kind, metric } = base.task;
  if (brief.cost && kind !== 'binary') {
    bad('cost', `is for two classes; “${task.predict}” asks for ${kind}`);
  }
  const fitting: readonly MetricName[] = METRICS_SHOWN[kind];
  if (brief.leastMetric !== null && !fitting.includes(brief.leastMetric)) {
    bad('leastMetric', `for ${kind} there are ${fitting.join(', ')}`);
  }
  const of = { dataset: base.dataset.name, target: task.predict };
  const { leastMetric, ...fields } = brief;
  const given: Brief = { format: 'loam.brief/1', ...of, ...fields };
  const draft = { ...draftOfBrief(given), leastMetric };
  for (const [field, says] of Object.entries(briefErrors(draft))) bad(field, says);
  const next = briefOfDraft(draft, of, metric);
  const kept = await loadBrief(place.context, of.dataset, of.target);
  if (!kept || identityOf(kept) !== identityOf(next)) {
    const instead = kept ? ' in place of the one before' : '';
    await mustPress(
      place,
      asking,
      `Save the brief of “${of.target}”${instead}: ${briefSentences(next, metric).join(' ')}`,
    );
    await saveBrief(place.context, next);
  }
  return factsOf(next, metric);
}

async function baseOf(place: VerbPlace, asking: Asking, task: TaskArgs): Promise<DraftBase> {
  const dataset = await datasetById(place, task.dataset);
  await mustRead(place, asking, dataset);
  return draftBase(place, dataset, task, asking.signal);
}

function factsOf(brief: Brief, metric: MetricName): BriefFacts {
  const { format: _, leastMetric = metric, ...fields } = brief;
  return {
    ...fields,
    leastMetric: brief.least === null ? null : leastMetric,
    sentences: briefSentences(brief, metric),
  };
}

function bad(field: string, reason: string): never {
  throw new LoamError('argument-invalid', { argument: `loam.brief: ${field}`, reason });
}
