/** Where a recipe with everything that it refines stands, so that another worker can go on. */
import type { FoldsDone } from './cross-fit';
import type { RecipeContext, TrainingState } from './train-recipe';

export interface RefinedState {
  /** Folds that are done; null where there are none. */
  folds: FoldsDone | null;
  /** Of the model itself, which comes after its folds; null before its first checkpoint. */
  training: TrainingState | null;
}

export type RefinedContext = Pick<RecipeContext, 'signal' | 'progress'> & {
  /** Where this very recipe stood when it was interrupted. */
  from?: RefinedState | null;
  checkpoint?(state: RefinedState): Promise<void>;
};
