/**
 * Saying what to learn: a guess that the person corrects, then how to learn it, then the start of a run.
 * Holds a draft only; nothing is stored before `train`.
 */
import { toLoamError, type LoamError } from '../core/errors';
import type { Cell, ColumnSchema, DatasetProfile } from '../core/dataset/types';
import type { DatasetRow } from '../core/log/rows';
import type { ModelName } from '../core/recipe/defaults';
import type { RecipeFacts } from '../core/recipe/facts';
import type { DerivedColumn } from '../core/recipe/refinements';
import type { ColumnStep, EnginePolicy, ModelSpec, TrainerSettings } from '../core/recipe/types';
import type { Role, TaskGuess } from '../core/task/types';
import type { DraftedTask, TaskDraft } from './commands/draft-task';
import type { WorkOptions } from './commands/evaluate-run';
import { startRun, type RecipeDraft, type StartResult } from './commands/start-run';
import { loadRun } from './commands/load-run';
import type { Windows } from './commands/usual-folds';
import { recipeAsIn, taskAsIn } from './draft-from-run';
import { readableTypes, withDerived } from './draft-derived';
import { YOUR_CHOICE } from './draft-facts';
import { lengthened } from './draft-lags';
import type { DraftRefinements } from './draft-refinements';
import { DraftReading, keepsPixels } from './draft-reading.svelte';
import { guessedTask } from './guessed-task';
import { LayerDraft, type Layers } from './layer-draft.svelte';
import { redoneRecipe } from './redone-recipe';
import type { Session } from './session.svelte';

export class LearnSession {
  #dataset = $state.raw<DatasetRow | null>(null);
  #schemas = $state.raw<ColumnSchema[]>([]);
  #profile = $state.raw<DatasetProfile | null>(null);
  #guess = $state.raw<TaskGuess | null>(null);
  /** The column that the person chose to predict, also where it cannot be learnt. */
  #target = $state.raw<string | null>(null);
  #chosen = $state.raw<TaskDraft | null>(null);
  #recipe = $state.raw<RecipeDraft | null>(null);
  #modelName = $state.raw<ModelName>('mlp');
  #layers = $state.raw<LayerDraft | null>(null);
  #error = $state.raw<LoamError | null>(null);
  #guessing = $state.raw(true);
  #starting = $state.raw(false);
  /** Supersedes guesses under way. */
  #asked = 0;
  #ahead = $state.raw(1);
  readonly reading = new DraftReading(this);

  /** The first draft is made, or `error` says why not. Never rejects. */
  readonly ready: Promise<void>;

  constructor(
    private readonly session: Session,
    dataset: string,
    /** A run whose task and settings the draft starts from. */
    from: string | null = null,
  ) {
    this.ready = this.#load(dataset, from).catch((error: unknown) => {
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
    return this.#target ?? this.reading.task?.target ?? null;
  }
  /** Roles as guessed and chosen; see `task` for those that the model calls for. */
  get chosen(): TaskDraft | null {
    return this.#chosen;
  }
  get task(): TaskDraft | null {
    return this.reading.task;
  }
  get recipe(): RecipeDraft | null {
    return this.#recipe;
  }
  get modelName(): ModelName {
    return this.#modelName;
  }
  /** The network under edit; null where the model is none of layers. */
  get layers(): LayerDraft | null {
    return this.#layers;
  }
  /** Rows from the last value that is known to the one that is forecast; lags of the target are no nearer. */
  get ahead(): number {
    return this.#ahead;
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

  /** Guesses anew around a target (and positive class) that the person chose. */
  async retarget(target?: string, positive?: string): Promise<void> {
    const dataset = this.#dataset;
    if (!dataset) return;
    const asked = ++this.#asked;
    const before = this.#chosen;
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
      this.#chosen = guessedTask(guess, before, this.#chosen);
      this.#redoRecipe();
    } catch (error) {
      if (asked === this.#asked) this.#error = toLoamError(error);
    } finally {
      if (asked === this.#asked) this.#guessing = false;
    }
  }

  assign(column: string, role: Role): void {
    const task = this.#chosen;
    if (!task) return;
    if (role === 'target') return void this.retarget(column);
    this.#chosen = {
      ...task,
      by: role === 'time' || task.by !== 'time' ? task.by : 'hash',
      roles: task.roles.map((each) =>
        each.column === column ? { column, role, why: YOUR_CHOICE } : each,
      ),
    };
    this.#redoRecipe();
  }

  changeTask(part: Partial<Pick<TaskDraft, 'metric' | 'by' | 'validation' | 'test'>>): void {
    if (this.#chosen) this.#chosen = { ...this.#chosen, ...part };
  }

  /** The defaults of that model for this data, preparation included. */
  useModel(name: ModelName): void {
    this.#redoRecipe(name);
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

  /** Columns made of others, each with a step. */
  changeDerived(derive: DerivedColumn[]): void {
    if (!this.#recipe || !this.task) return;
    const types = readableTypes(this.#schemas, this.task, derive);
    this.#recipe = withDerived(this.#recipe, derive, types);
  }

  forecastAhead(rows: number): void {
    this.#ahead = rows;
  }

  /** Lags that are too near look back as far as they must. */
  lengthenLags(): void {
    if (this.task) {
      this.changeDerived(lengthened(this.#recipe?.derive ?? [], this.task, this.#ahead));
    }
  }

  /** Cells of the first rows, in the order of the schemas. */
  async firstRows(count: number): Promise<Cell[][]> {
    if (!this.#dataset) return [];
    const { rows } = await this.session.workers.analyst.call('rows', {
      workspace: this.session.id,
      dataset: this.#dataset.manifest,
      start: 0,
      count: Math.min(count, this.#profile?.rows ?? 0),
    });
    return rows;
  }

  changeRun(part: { seed?: number; engine?: EnginePolicy }): void {
    if (this.#recipe) this.#recipe = { ...this.#recipe, ...part };
  }

  changeRefinements(part: Partial<DraftRefinements>): void {
    if (this.#recipe) this.#recipe = { ...this.#recipe, ...part };
  }

  /** What a study is started from. The pixels of an image all stay, so that a CNN may be among the candidates. */
  get studyDraft(): { of: DraftedTask; facts: RecipeFacts; folds?: Windows } | null {
    const dataset = this.#dataset;
    const { reading } = this;
    const task = reading.image ? reading.pixels : this.#chosen;
    const facts = reading.factsOf(task);
    if (!dataset || !task || !facts) return null;
    const { foldsJudge } = reading;
    return {
      of: { dataset, task, sentence: this.#guess?.sentence ?? '' },
      facts,
      ...(typeof foldsJudge === 'object' && { folds: foldsJudge }),
    };
  }

  /** Stores task and recipe and starts the run, or answers the run that this recipe already had. */
  async train(options: WorkOptions = {}): Promise<StartResult> {
    const task = this.task!;
    this.#starting = true;
    try {
      const draft = {
        dataset: this.#dataset!,
        task,
        recipe: { ...this.#recipe!, byFolds: this.reading.foldsJudge },
        facts: this.reading.facts!,
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
    const { task } = run;
    await this.retarget(task.target, task.kind === 'binary' ? task.classes?.[1] : undefined);
    if (!this.#chosen) return;
    this.#chosen = { ...this.#chosen, ...taskAsIn(run) };
    // How a model made elsewhere was trained is not known: its task goes on, with settings for this data.
    if (run.recipe.format === 'loam.recipe/3') return this.#redoRecipe();
    this.#recipe = recipeAsIn(run.recipe);
    const { model } = this.#recipe;
    const image = model.kind === 'layers' && model.input?.length === 3;
    this.#take(image ? 'cnn' : model.kind);
  }

  /** Defaults follow the data, the roles and the model. */
  #redoRecipe(name: ModelName = this.#modelName): void {
    const { reading } = this;
    const facts = reading.factsOf(keepsPixels(name) ? reading.pixels : this.#chosen);
    if (!facts) return;
    const before = this.#recipe;
    const sameName = name === this.#modelName;
    this.#recipe = redoneRecipe(before, { name, sameName, facts });
    if (before?.derive?.length) {
      const types = readableTypes(this.#schemas, this.#chosen!, before.derive);
      this.#recipe = withDerived(this.#recipe, before.derive, types);
    }
    if (this.#recipe.model !== before?.model) this.#take(name);
  }

  /** The recipe's model is now that one. */
  #take(name: ModelName): void {
    const model = this.#recipe!.model;
    this.#modelName = name;
    this.#layers =
      model.kind === 'layers' ? new LayerDraft(model, (layers) => this.#relayer(layers)) : null;
  }

  #relayer(layers: Layers): void {
    const model = this.#recipe?.model;
    if (model?.kind === 'layers') this.changeModel({ ...model, ...layers });
  }
}
