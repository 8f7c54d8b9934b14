/** A study's trials as its tables show them: what is stored, and how far those under way have got. */
import type { LoadedStudy } from '../app/commands/load-study';
import type { OpenTrialView } from '../app/studies/live-study.svelte';
import type { MetricValue } from '../core/evaluation/types';
import { modelLabel } from '../core/recipe/describe';
import type { ModelSpec } from '../core/recipe/types';
import { KIND_DIMENSION } from '../core/study/default-space';
import type { Candidate, Parameters, Search, TrialResult } from '../core/study/types';
import { foldCount } from '../core/task/folds';

/** Reference: no trial, but what trials must beat. */
export type LineState = 'waiting' | 'running' | 'finished' | 'stopped' | 'failed' | 'reference';

export interface StudyLine {
  number: number;
  label: string;
  state: LineState;
  /** Folds that are done, of those there are at most. */
  done: number;
  folds: number;
  /** Of the work on its folds, 0 to 1; null where nobody here knows. */
  share: number | null;
  /** Over the folds. */
  mean: number | null;
  sd: number | null;
  /** Over the judged rows. */
  score: MetricValue | null;
  /** Per row, at the cheapest threshold. */
  cost: number | null;
  seconds: number | null;
  bytes: number | null;
  engine: string;
  /** Why it failed or was stopped, or what a reference does; '' for others. */
  why: string;
  parameters: Parameters;
  candidate: Candidate | null;
  result: TrialResult | null;
}

export const LINE_WORDS: Record<LineState, string> = {
  waiting: 'waiting',
  running: 'training',
  finished: 'finished',
  stopped: 'stopped early',
  failed: 'failed',
  reference: 'reference',
};

export const LINE_TONES = {
  waiting: 'plain',
  running: 'info',
  finished: 'ok',
  stopped: 'plain',
  failed: 'bad',
  reference: 'plain',
} as const satisfies Record<LineState, string>;

const KINDS: Record<ModelSpec['kind'], string> = {
  baseline: 'Baseline',
  linear: 'Linear',
  trees: 'Boosted trees',
  forest: 'Forest',
  mlp: 'Neural net',
  layers: 'Layers',
};

/** A kind by its name in specs; other words stay as they are. */
export function kindName(kind: string): string {
  return Object.hasOwn(KINDS, kind) ? KINDS[kind as ModelSpec['kind']] : kind;
}

/** The kind in a person's words; a net with convolutions is a CNN. */
export function kindLabel(model: ModelSpec): string {
  const convolves = model.kind === 'layers' && model.layers.some(({ layer }) => layer === 'conv2d');
  return convolves ? 'CNN' : KINDS[model.kind];
}

/** In the order of their numbers; of a ladder also those that have not begun. */
export function studyLines(
  { manifest, trials }: Pick<LoadedStudy, 'manifest' | 'trials'>,
  open: readonly OpenTrialView[],
): StudyLine[] {
  const { search } = manifest;
  const folds = foldCount(manifest.folds);
  const views = new Map(open.map((view) => [view.number, view]));
  const begun = trials.map(({ row, result }): StudyLine => {
    const view = views.get(row.number);
    const candidate =
      result?.candidate ?? (search.type === 'ladder' ? search.candidates[row.number] : undefined);
    return {
      number: row.number,
      label: candidate ? nameOf(candidate, search.type) : parametersKind(row.parameters, search),
      state: row.outcome,
      done: result?.folds.length ?? view?.done ?? 0,
      folds,
      share: row.outcome === 'running' ? (view?.share ?? null) : 1,
      mean: result?.mean ?? view?.mean ?? null,
      sd: result?.sd ?? null,
      score: result?.score ?? null,
      cost: result?.cheapest?.cost ?? null,
      seconds: result?.seconds ?? null,
      bytes: result && result.folds.length > 0 ? result.bytes : null,
      engine: result && result.folds.length > 0 ? result.engine : '',
      why: result ? whyOf(result, folds) : '',
      parameters: row.parameters,
      candidate: candidate ?? null,
      result,
    };
  });
  if (search.type !== 'ladder') return begun;
  const known = new Set(begun.map(({ number }) => number));
  const waiting = search.candidates
    .map((candidate, number) => waitingLine(candidate, number, folds))
    .filter(({ number }) => !known.has(number));
  return [...begun, ...waiting].sort((a, b) => a.number - b.number);
}

function waitingLine(candidate: Candidate, number: number, folds: number): StudyLine {
  return {
    ...{ number, label: nameOf(candidate, 'ladder'), state: 'waiting', done: 0, folds, share: 0 },
    ...{ mean: null, sd: null, score: null, cost: null, seconds: null, bytes: null, engine: '' },
    ...{ why: '', parameters: {}, candidate, result: null },
  };
}

function nameOf({ model }: Candidate, type: 'ladder' | 'search'): string {
  return type === 'ladder' ? kindLabel(model) : modelLabel(model);
}

function parametersKind(parameters: Parameters, search: Search): string {
  if (search.type === 'ladder') return '';
  const kind = parameters[KIND_DIMENSION];
  const template = search.templates.find(({ model }) => model.kind === kind);
  const model = (template ?? search.templates[0])?.model;
  return model ? KINDS[model.kind] : '';
}

function whyOf({ outcome, folds }: TrialResult, all: number): string {
  switch (outcome.type) {
    case 'finished':
      return '';
    case 'stopped':
      return `Behind the others after ${folds.length} of ${all} folds, so the rest was not trained.`;
    case 'failed':
      return outcome.message;
    default:
      throw outcome satisfies never;
  }
}
