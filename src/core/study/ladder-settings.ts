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
const SMALL_STEPS: Partial<TrainerSettings> = { patience: null, epochs: 200, learningRate: 0.05 };
/** Weight decay of a linear model per input and row of train, and at most; the categories of a column are one input. */
const DECAY = 0.1;
const MOST_DECAY = 0.3;
/** Inputs that a split of a forest draws at most: more take time and make its trees alike. */
const MOST_DRAWN = 100;

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
        : plain;
    case 'forest': {
      const inputs = Math.max(1, inputCount(preprocessing, facts).count);
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
      return rows < FEW_ROWS ? { ...plain, ...SMALL_STEPS } : plain;
    default:
      return plain;
  }
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
