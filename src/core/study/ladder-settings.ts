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
const SMALL_STEPS: Partial<TrainerSettings> = { patience: null, epochs: 200, learningRate: 0.05 };
/** Weight decay of a linear model per input and row of train, and at most. */
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
  const inputs = Math.max(1, inputCount(preprocessing, facts).count);
  const rows = Math.max(1, facts.rows);
  switch (plain.kind) {
    case 'linear': {
      if (rows >= FEW_ROWS) return plain;
      const decay = Math.min(MOST_DECAY, (DECAY * inputs) / rows);
      return { ...plain, l2: Math.max(plain.l2, oneDigit(decay)) };
    }
    case 'trees':
      // What few rows agree on is chance where there are so many columns to choose from.
      return facts.kind === 'regression' && inputs > rows
        ? { ...plain, columnShare: 1, leastRows: wideLeaf(plain.leastRows, rows) }
        : plain;
    case 'forest':
      return inputs * plain.columnShare > MOST_DRAWN
        ? { ...plain, columnShare: oneDigit(MOST_DRAWN / inputs) }
        : plain;
    default:
      return plain;
  }
}

export function ladderTrainer(model: ModelSpec, facts: RecipeFacts): TrainerSettings {
  const plain = defaultTrainer(model, facts);
  if (facts.rows >= FEW_ROWS) return plain;
  if (model.kind === 'trees') return { ...plain, ...SMALL_STEPS };
  return model.kind === 'linear' ? { ...plain, patience: null } : plain;
}

/** An eighth of the rows, for the leaves that a tree has at most; no more than where rows are many. */
function wideLeaf(least: number, rows: number): number {
  return Math.max(least, Math.min(20, Math.floor(rows / 8)));
}

function oneDigit(value: number): number {
  return Number(value.toPrecision(1));
}
