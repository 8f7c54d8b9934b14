/** What follows from a draft of what to learn: the task that its model calls for, its inputs, and what keeps it from running. */
import type { DatasetProfile } from '../core/dataset/types';
import type { ModelName } from '../core/recipe/defaults';
import type { RecipeFacts } from '../core/recipe/facts';
import { imageShape } from '../core/recipe/image-shape';
import { inputCount, type InputCount } from '../core/recipe/input-count';
import { reportLayers, type LayerReport } from '../core/recipe/layer-report';
import type { TaskGuess } from '../core/task/types';
import type { TaskDraft } from './commands/draft-task';
import type { RecipeDraft } from './commands/start-run';
import { draftFacts, withBlankPixels } from './draft-facts';
import { lagProblem } from './draft-lags';
import { draftProblem } from './draft-problem';
import { foldsJudge } from './draft-refinements';

/** Each read as state, so that only what follows from a change is worked out anew. */
export interface Draft {
  readonly profile: DatasetProfile | null;
  readonly guess: TaskGuess | null;
  /** Roles as guessed and chosen. */
  readonly chosen: TaskDraft | null;
  readonly recipe: RecipeDraft | null;
  readonly modelName: ModelName;
  readonly ahead: number;
}

/** Models that look at an image need all of its pixels. */
export function keepsPixels(name: ModelName): boolean {
  return name === 'layers' || name === 'cnn';
}

export class DraftReading {
  /** The task with blank pixels of an image among the features. */
  readonly pixels = $derived.by(() => {
    const { chosen, profile } = this.draft;
    return chosen && profile && withBlankPixels(chosen, profile);
  });
  readonly task = $derived.by(() =>
    keepsPixels(this.draft.modelName) ? this.pixels : this.draft.chosen,
  );
  /** [height, width, channels] where the features are the pixels of an image. */
  readonly image = $derived.by(
    () =>
      this.pixels && imageShape({ roles: this.pixels.roles, columns: this.draft.profile!.columns }),
  );
  readonly facts = $derived.by(() => this.factsOf(this.task));
  readonly features = $derived.by(() =>
    (this.task?.roles ?? []).filter(({ role }) => role === 'feature').map(({ column }) => column),
  );
  readonly inputs = $derived.by((): InputCount => {
    const { recipe } = this.draft;
    return this.facts && recipe
      ? inputCount(recipe.preprocessing, this.facts)
      : { count: 0, exact: false };
  });
  /** Null where the model is none of layers. */
  readonly report = $derived.by((): LayerReport | null => {
    const model = this.draft.recipe?.model;
    return model?.kind === 'layers'
      ? reportLayers(model.input, model.layers, this.inputs, this.outputs)
      : null;
  });
  /** What of `problem` is about lags. */
  readonly lagProblem = $derived.by(() => {
    const { recipe, ahead } = this.draft;
    return this.task && lagProblem(recipe?.derive ?? [], this.task, ahead);
  });
  /** Why the recipe cannot be trained as it stands; null where it can. */
  readonly problem = $derived.by(() => {
    const { recipe } = this.draft;
    return this.report?.problem ?? this.lagProblem ?? (recipe && draftProblem(recipe));
  });

  /** Whether folds judge the model: as the person asked, else where rows are few. */
  readonly foldsJudge = $derived.by(() => {
    const { recipe, profile } = this.draft;
    return this.task ? foldsJudge(recipe?.byFolds, profile?.rows ?? 0, this.task) : false;
  });

  constructor(private readonly draft: Draft) {}

  /** Units of the layer that answers. */
  get outputs(): number {
    return this.task?.kind === 'multiclass' ? (this.draft.guess?.classes?.length ?? 1) : 1;
  }

  /** Rows of train, about. */
  get trainRows(): number {
    return this.facts?.rows ?? 0;
  }

  /** Numbers in order of time and nothing else: only what looks back can be learnt from. */
  get onlySeries(): boolean {
    const { kind, roles = [] } = this.task ?? {};
    const timed = roles.some(({ role }) => role === 'time');
    return this.features.length === 0 && timed && kind === 'regression';
  }

  factsOf(task: TaskDraft | null): RecipeFacts | null {
    const { profile, guess } = this.draft;
    return profile && task && draftFacts(profile, guess?.classes ?? null, task);
  }
}
