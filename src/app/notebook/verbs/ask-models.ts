/** `compare` and `understand`: questions whose answers are kept by what they read. */
import { LoamError } from '../../../core/errors';
import { comparisonSentence } from '../../../core/compare/sentence';
import type { RunRow } from '../../../core/log/rows';
import type { UnderstandFinding } from '../../../core/understand/types';
import type { CompareArgs, CompareFacts, VerbTypes } from '../../../kernel/library/verbs';
import { compareRuns } from '../../commands/compare-models';
import { understandModel } from '../../commands/understand-model';
import type { Asking, VerbPlace } from './desk';
import { mustReadDataOf, runOf } from './find';

/** On validation. The first is B of the comparison, so that the verdict and the difference are about it. */
export async function compareAsked(
  place: VerbPlace,
  asking: Asking,
  args: CompareArgs,
): Promise<CompareFacts> {
  const { context } = place;
  const first = await runOf(place, args.a);
  const second = await runOf(place, args.b);
  for (const run of [first, second]) await mustReadDataOf(place, asking, run);
  const metric = args.metric ?? (await context.json(first.task, 'loam.task/1')).metric;
  const asked = { a: second, b: first, metric, tried: args.tried };
  const found = await compareRuns(context, asked, { signal: asking.signal });
  if (!found) throw modelless([first, second].find((run) => !modelOf(run)) ?? first);
  const says = comparisonSentence(found.judgement, { a: nameOf(second), b: nameOf(first) });
  return { judgement: found.judgement, leftOut: found.leftOut, says };
}

/** Two runs may be of one kind: then only their names tell them apart. */
function nameOf({ name, model }: RunRow): string {
  return `${name} (${model})`;
}

export async function understandAsked(
  place: VerbPlace,
  asking: Asking,
  { of, on, question }: VerbTypes['understand']['args'],
): Promise<UnderstandFinding> {
  const row = await runOf(place, of);
  await mustReadDataOf(place, asking, row);
  const model = modelOf(row);
  if (!model) throw modelless(row);
  if (on === 'test' && !row.test) throw new LoamError('test-sealed');
  const asked = { model, task: row.task, part: on, question };
  const { finding } = await understandModel(place.context, asked, { signal: asking.signal });
  return finding;
}

function modelOf({ outcome }: RunRow) {
  return outcome && outcome.type !== 'failed' ? outcome.model : null;
}

function modelless({ name }: RunRow): LoamError {
  return new LoamError('not-found', { kind: 'model', reason: `${name} has made none` });
}
