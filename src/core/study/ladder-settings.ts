/**
 * How the rungs of a ladder differ from the defaults of a single training: few rows are not spent on saying when to
 * stop, and where columns are many against the rows, each is trusted less.
 */
import { defaultTrainer } from '../recipe/defaults';
import type { RecipeFacts } from '../recipe/facts';
import { inputCount } from '../recipe/input-count';
import type { ColumnStep, ModelSpec, TrainerSettings } from '../recipe/types';

/** Rows of train under which a hold-out to stop by is too few to tell one epoch more from one less. */
const FEW_ROWS = 1000;
/** The same for a linear model, which learns little by heart: a part of these rows says more to it than when to stop. */
const FEW_FOR_LINEAR = 5000;
/** Rows of train from which it takes larger batches where nothing says when to stop: its last steps are noise else. */
const ENOUGH_FOR_BATCHES = 500;
const LINEAR_BATCHES = 4;
/**
 * Rows of train under which boosted trees of usual size are all grown, too: the rows that would say when to stop teach
 * them more, and scikit-learn's grow as many.
 */
const FEW_FOR_TREES = 5000;
const ALL_TREES: Partial<TrainerSettings> = { patience: null, epochs: 100 };
const SMALL_STEPS: Partial<TrainerSettings> = { patience: null, epochs: 200, learningRate: 0.05 };
/** Weight decay of a linear model per input and row of train, and at most; the categories of a column are one input. */
const DECAY = 0.1;
const MOST_DECAY = 0.3;
/** Inputs that a split of a forest draws at most: more take time and make its trees alike. */
const MOST_DRAWN = 100;
/**
 * Inputs from which a forest of classes draws their root for each split, as Breiman's: many say the same in part.
 * Few rows are not enough to find the ones that matter in so few draws.
 */
const MANY_INPUTS = 30;
/** Rows of train per column under which whether a cell was missing misleads more than it says. */
const INDICATOR_ROWS = 50;

/** Linear models and nets are told what was missing only where rows are enough to learn what that means. */
export function ladderSteps(
  steps: ColumnStep[],
  model: ModelSpec,
  { rows }: Pick<RecipeFacts, 'rows'>,
): ColumnStep[] {
  if (model.kind !== 'linear' && model.kind !== 'mlp') return steps;
  if (steps.length * INDICATOR_ROWS <= rows) return steps;
  return steps.map((step) => (step.step === 'numeric' ? { ...step, indicator: false } : step));
}

/** @param plain the defaults of a single training */
export function ladderModel(
  plain: ModelSpec,
  preprocessing: ColumnStep[],
  facts: RecipeFacts,
): ModelSpec {
  const rows = Math.max(1, facts.rows);
  const free = freeInputs(preprocessing, facts);
  switch (plain.kind) {
    case 'linear': {
      if (rows >= FEW_ROWS) return plain;
      const decay = Math.min(MOST_DECAY, (DECAY * free) / rows);
      return { ...plain, l2: Math.max(plain.l2, oneDigit(decay)) };
    }
    case 'trees':
      // What few rows agree on is chance where there are so many columns to choose from.
      return facts.kind === 'regression' && free > rows
        ? { ...plain, columnShare: 1, leastRows: wideLeaf(plain.leastRows, rows) }
        : { ...plain, l2: oneDigit(plain.l2 * evenness(facts)) };
    case 'forest': {
      const inputs = Math.max(1, inputCount(preprocessing, facts).count);
      if (facts.kind !== 'regression' && rows >= FEW_ROWS && inputs >= MANY_INPUTS) {
        return { ...plain, columnShare: oneDigit(1 / Math.sqrt(inputs)) };
      }
      return inputs * plain.columnShare > MOST_DRAWN
        ? { ...plain, columnShare: oneDigit(MOST_DRAWN / inputs) }
        : plain;
    }
    default:
      return plain;
  }
}

export function ladderTrainer(model: ModelSpec, facts: RecipeFacts): TrainerSettings {
  const plain = defaultTrainer(model, facts);
  const { rows } = facts;
  switch (model.kind) {
    case 'linear': {
      if (rows >= FEW_FOR_LINEAR) return plain;
      const times = rows < ENOUGH_FOR_BATCHES ? 1 : LINEAR_BATCHES;
      return { ...plain, batch: times * plain.batch, patience: null };
    }
    case 'trees':
      if (rows < FEW_ROWS) return { ...plain, ...SMALL_STEPS };
      return rows < FEW_FOR_TREES ? { ...plain, ...ALL_TREES } : plain;
    default:
      return plain;
  }
}

/**
 * What the second derivative of log loss is where all classes are as likely, against that of two: the l2 of a leaf is
 * added to a sum of these. 1 for numbers.
 */
function evenness({ classes }: RecipeFacts): number {
  const share = 1 / Math.max(2, classes?.length ?? 2);
  return 4 * share * (1 - share);
}

/** Inputs that vary by themselves: of the categories of a column, one at a time is not 0. */
function freeInputs(preprocessing: ColumnStep[], facts: RecipeFacts): number {
  const others = preprocessing.filter(({ step }) => step !== 'one-hot');
  return Math.max(1, inputCount(others, facts).count + preprocessing.length - others.length);
}

/** An eighth of the rows, for the leaves that a tree has at most; no more than where rows are many. */
function wideLeaf(least: number, rows: number): number {
  return Math.max(least, Math.min(20, Math.floor(rows / 8)));
}

function oneDigit(value: number): number {
  return Number(value.toPrecision(1));
}
