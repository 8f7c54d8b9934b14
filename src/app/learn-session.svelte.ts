/**
 * Saying what to learn: a guess that the person corrects, then how to learn it, then the start of a run.
 * Holds a draft only; nothing is stored before `train`.
 */
import { toLoamError, type LoamError } from '../core/errors';
import type { ColumnSchema, DatasetProfile } from '../core/dataset/types';
import type { DatasetRow } from '../core/log/rows';
import type { Link } from '../core/hash/digest';
import type { RecipeFacts } from '../core/recipe/facts';
import { toRecipe } from '../core/recipe/spec';
import type { ColumnStep, EnginePolicy, ModelSpec, TrainerSettings } from '../core/recipe/types';
import type { Role, TaskGuess } from '../core/task/types';
import type { WorkOptions } from './commands/evaluate-run';
import { startRun, type RecipeDraft, type StartResult, type TaskDraft } from './commands/start-run';
import { loadRun } from './commands/load-run';
import type { Session } from './session.svelte';

const SHARE = 0.2;

/** Stands for the task in a draft, whose task does not exist yet. */
const UNMADE_TASK: Link = `sha256:${'0'.repeat(64)}`;

export class LearnSession {
  #dataset = $state.raw<DatasetRow | null>(null);
  #schemas = $state.raw<ColumnSchema[]>([]);
  #profile = $state.raw<DatasetProfile | null>(null);
  #guess = $state.raw<TaskGuess | null>(null);
  /** The column that the person chose to predict, also where it cannot be learnt. */
  #target = $state.raw<string | null>(null);
  #task = $state.raw<TaskDraft | null>(null);
  #recipe = $state.raw<RecipeDraft | null>(null);
  #error = $state.raw<LoamError | null>(null);
  #guessing = $state.raw(true);
  #starting = $state.raw(false);
  /** Supersedes guesses under way. */
  #asked = 0;

  constructor(
    private readonly session: Session,
    dataset: string,
    /** A run whose task and settings the draft starts from. */
    from: string | null = null,
  ) {
    this.#load(dataset, from).catch((error: unknown) => {
      this.#error = toLoamError(error);
      this.#guessing = false;
    });
  }

  get dataset(): DatasetRow | null {
    return this.#dataset;
  }
  get schemas(): ColumnSchema[] {
    return this.#schemas;
  }
  get profile(): DatasetProfile | null {
    return this.#profile;
  }
  get guess(): TaskGuess | null {
    return this.#guess;
  }
  /** What to predict: the choice, else the guess. */
  get target(): string | null {
    return this.#target ?? this.#task?.target ?? null;
  }
  get task(): TaskDraft | null {
    return this.#task;
  }
  get recipe(): RecipeDraft | null {
    return this.#recipe;
  }
  get error(): LoamError | null {
    return this.#error;
  }
  get guessing(): boolean {
    return this.#guessing;
  }
  get starting(): boolean {
    return this.#starting;
  }

  get features(): string[] {
    return (this.#task?.roles ?? [])
      .filter(({ role }) => role === 'feature')
      .map(({ column }) => column);
  }

  /** Guesses anew around a target (and positive class) that the person chose. */
  async retarget(target?: string, positive?: string): Promise<void> {
    const dataset = this.#dataset;
    if (!dataset) return;
    const asked = ++this.#asked;
    this.#target = target ?? null;
    this.#guessing = true;
    this.#error = null;
    try {
      const guess = await this.session.workers.analyst.call('guess', {
        workspace: this.session.id,
        dataset: dataset.manifest,
        target,
        positive,
      });
      if (asked !== this.#asked) return;
      this.#guess = guess;
      this.#task = {
        target: guess.target,
        positive: guess.positive,
        kind: guess.kind,
        metric: guess.metric,
        roles: guess.roles,
        by: guess.by,
        validation: this.#task?.validation ?? SHARE,
        test: this.#task?.test ?? SHARE,
      };
      this.#redoRecipe();
    } catch (error) {
      if (asked === this.#asked) this.#error = toLoamError(error);
    } finally {
      if (asked === this.#asked) this.#guessing = false;
    }
  }

  assign(column: string, role: Role): void {
    const task = this.#task;
    if (!task) return;
    if (role === 'target') return void this.retarget(column);
    this.#task = {
      ...task,
      by: role === 'time' || task.by !== 'time' ? task.by : 'hash',
      roles: task.roles.map((each) =>
        each.column === column ? { column, role, why: 'your choice' } : each,
      ),
    };
    this.#redoRecipe();
  }

  changeTask(part: Partial<Pick<TaskDraft, 'metric' | 'by' | 'validation' | 'test'>>): void {
    if (this.#task) this.#task = { ...this.#task, ...part };
  }

  useModel(kind: ModelSpec['kind']): void {
    this.#redoRecipe(kind);
  }

  changeModel(model: ModelSpec): void {
    if (this.#recipe) this.#recipe = { ...this.#recipe, model };
  }

  changeTrainer(part: Partial<TrainerSettings>): void {
    if (this.#recipe)
      this.#recipe = { ...this.#recipe, trainer: { ...this.#recipe.trainer, ...part } };
  }

  changeStep(step: ColumnStep): void {
    if (!this.#recipe) return;
    const preprocessing = this.#recipe.preprocessing.map((each) =>
      each.column === step.column ? step : each,
    );
    this.#recipe = { ...this.#recipe, preprocessing };
  }

  changeRun(part: { seed?: number; engine?: EnginePolicy }): void {
    if (this.#recipe) this.#recipe = { ...this.#recipe, ...part };
  }

  /** Stores task and recipe and starts the run, or answers the run that this recipe already had. */
  async train(options: WorkOptions = {}): Promise<StartResult> {
    const task = this.#task!;
    this.#starting = true;
    try {
      const draft = {
        dataset: this.#dataset!,
        task,
        recipe: this.#recipe!,
        facts: this.#facts(task),
        sentence: this.#guess?.sentence ?? '',
      };
      return await startRun(this.session, draft, options);
    } finally {
      this.#starting = false;
    }
  }

  async #load(id: string, from: string | null): Promise<void> {
    const { session } = this;
    const row = await session.store.get('datasets', id);
    if (!row) {
      this.#guessing = false;
      return;
    }
    const manifest = await session.json(row.manifest, 'loam.dataset/1');
    this.#schemas = manifest.columns.map(({ schema }) => schema);
    this.#profile = await session.json(row.profile, 'loam.profile/1');
    this.#dataset = row;
    const run = from ? await loadRun(session, from) : null;
    if (!run) return this.retarget();
    const { task, recipe } = run;
    await this.retarget(task.target, task.kind === 'binary' ? task.classes?.[1] : undefined);
    if (!this.#task) return;
    const { rule } = task;
    this.#task = {
      ...this.#task,
      metric: task.metric,
      roles: task.roles.map(({ column, role }) => ({ column, role, why: `as in ${run.row.name}` })),
      by: rule.by,
      ...(rule.by === 'time' ? {} : { validation: rule.validation, test: rule.test }),
    };
    const { preprocessing, targetScale, model, trainer, seed, engine } = recipe;
    this.#recipe = { preprocessing, targetScale, model, trainer, seed, engine };
  }

  /** Defaults follow the data, the roles and the model kind; what the person set on the run itself stays. */
  #redoRecipe(kind: ModelSpec['kind'] = this.#recipe?.model.kind ?? 'mlp'): void {
    if (!this.#task) return;
    const { preprocessing, targetScale, model, trainer, seed, engine } = toRecipe(
      { task: UNMADE_TASK, model: kind, seed: this.#recipe?.seed, engine: this.#recipe?.engine },
      this.#facts(this.#task),
    );
    this.#recipe = { preprocessing, targetScale, model, trainer, seed, engine };
  }

  #facts({ kind, roles, validation, test }: TaskDraft): RecipeFacts {
    const profile = this.#profile!;
    return {
      rows: Math.round(profile.rows * (1 - validation - test)),
      kind,
      classes: this.#guess?.classes ?? null,
      roles,
      columns: profile.columns,
    };
  }
}
