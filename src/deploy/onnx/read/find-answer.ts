/** From the outputs of a graph to the one thing that a model of Loam's answers. */
import type { TaskKind } from '../../../core/task/types';
import { logitOf, shared, single, softmaxOf } from './operators/answers';
import type { Signal } from './signal';
import { unreadable } from './unreadable';
import type { Scores, Value } from './value';

export interface Answer {
  kind: TaskKind;
  /** Logits of classes, or the number. */
  signal: Signal;
  classes: string[] | null;
  /** The file gives scores, and Loam makes shares of them. */
  softmaxAdded: boolean;
}

function numbersTo(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(i));
}

function ofClasses(logits: Signal, names: readonly (readonly string[] | null)[]): Answer {
  const width = logits.place.length;
  const count = width === 1 ? 2 : width;
  const named = names.filter((each) => each !== null);
  const [classes = numbersTo(count)] = named;
  if (named.some((each) => each.join('\n') !== classes.join('\n'))) {
    throw unreadable('outputs that name other classes');
  }
  if (classes.length !== count || new Set(classes).size !== count) {
    throw unreadable(`${classes.length} labels for ${count} classes`);
  }
  return {
    kind: width === 1 ? 'binary' : 'multiclass',
    signal: width === 1 ? single(logits) : logits,
    classes: [...classes],
    softmaxAdded: false,
  };
}

function ofSignal(signal: Signal, names: readonly (readonly string[] | null)[]): Answer {
  if (!signal.chain) throw unreadable('outputs that are inputs');
  const logit = logitOf(signal);
  if (logit) return ofClasses(logit, names);
  const ends = signal.chain.op;
  if (signal.place.length === 1) {
    if (names.length > 0) throw unreadable('labels of what are no shares');
    return { kind: 'regression', signal: single(signal), classes: null, softmaxAdded: false };
  }
  if (ends.op === 'activation' && ends.activation === 'sigmoid') {
    throw unreadable('more than one answer of yes or no');
  }
  return { ...ofClasses(softmaxOf(signal, null).logits, names), softmaxAdded: true };
}

/** @throws LoamError `model-unreadable` for outputs that are more than one answer */
export function findAnswer(outputs: readonly Value[]): Answer {
  const labels = outputs.filter((value) => value.is === 'labels');
  const scores = outputs
    .filter((value) => value.is === 'scores')
    .map((each: Scores) => shares(each));
  const signals = outputs.filter((value) => value.is === 'signal');
  if (outputs.some(({ is }) => is === 'constant'))
    throw unreadable('an output that is always the same');
  if (signals.length > 1 || (signals.length > 0 && scores.length > 0)) {
    throw unreadable('more than one answer');
  }
  const names = [...labels, ...scores].map(({ classes }) => classes);
  const [first, ...others] = scores;
  if (first) {
    if (others.some(({ logits }) => logits.chain !== first.logits.chain)) {
      throw unreadable('more than one answer');
    }
    return ofClasses(first.logits, names);
  }
  const [signal] = signals;
  if (signal) return ofSignal(signal, names);
  const [label] = labels;
  if (!label) throw unreadable('it answers nothing');
  return { ...ofClasses(label.logits, names), softmaxAdded: true };
}

function shares(scores: Scores): Scores {
  if (scores.form === 'independent') throw unreadable('scores of classes that do not add up to 1');
  return shared(scores);
}
