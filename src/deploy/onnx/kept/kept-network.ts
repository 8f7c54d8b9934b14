/** A kept file as the network of a model: what goes in where, and what each class of the task is called in it. */
import { LoamError } from '../../../core/errors';
import type {
  FittedPreprocessing,
  FittedStep,
  GraphAnswer,
  OnnxNetwork,
} from '../../../core/model/types';
import type { FileAnswer, KeptFile } from './types';

/**
 * @param classes of the task
 * @param answers the task's class for each class of the file
 */
function answerIn(
  answer: FileAnswer,
  classes: string[] | null,
  answers: string[] | null,
): GraphAnswer {
  const { output } = answer;
  if (answer.read === 'value') return { read: 'value', output };
  const places = (classes ?? []).map((label) => answers?.indexOf(label) ?? -1);
  const { length } = answer.classes;
  if (places.length !== length || answers?.length !== length || places.some((at) => at < 0)) {
    throw new LoamError('columns-differ', {
      reason: 'Each class of the file must stand for another class of the task.',
    });
  }
  switch (answer.read) {
    case 'shares':
    case 'scores':
      return { read: answer.read, output, columns: places };
    case 'share':
      return { read: 'share', output, of: places[0] === 1 ? 0 : 1 };
    case 'label':
      return { read: 'label', output, labels: places.map((at) => answer.classes[at]!) };
    default:
      throw answer satisfies never;
  }
}

/** What is no category goes in as an empty text, which no encoder knows; a strict one gets the most frequent. */
function textsOf(step: FittedStep, isStrict: boolean): { known: string[]; other: string } {
  const known = step.step === 'codes' ? step.categories : [];
  return { known, other: isStrict ? (known[0] ?? '') : '' };
}

/**
 * @param preprocessing a step per input of the file, in its order, each making one input
 * @throws LoamError `columns-differ` where the classes do not stand for each other
 */
export function keptNetwork(
  { ports, isStrict }: Pick<KeptFile, 'ports' | 'isStrict'>,
  answer: FileAnswer,
  { steps, width }: FittedPreprocessing,
  classes: string[] | null,
  answers: string[] | null,
): OnnxNetwork {
  let next = 0;
  const feeds = ports.map(({ name, type, shape }) => {
    const count = shape.reduce((product, n) => product * n, 1);
    const inputs = Array.from({ length: count }, () => next++);
    const texts =
      type === 'string' ? inputs.map((input) => textsOf(steps[input]!, isStrict)) : null;
    return { name, type, shape: [...shape], inputs, texts };
  });
  return { type: 'onnx', inputs: width, feeds, answer: answerIn(answer, classes, answers) };
}
