/** From outputs to answers through the module: the bits of predict/answer.ts, many rows at a time. */
import { answersOf, type Head } from '../../../predict/answer';
import { FREE_FROM, predictInstance } from './predict-module';

/** Values that go through memory at once; so many classes have a row of their own. */
const BLOCK = 2048;

export type Answers = (head: Head, outputs: Float64Array) => Float64Array;

export async function fusedAnswers(): Promise<Answers> {
  const result = FREE_FROM + 8 * BLOCK;
  const { memory, exports } = await predictInstance(result + 16 * BLOCK);
  const values = new Float64Array(memory.buffer, FREE_FROM, BLOCK);
  const pairs = new Float64Array(memory.buffer, result, 2 * BLOCK);

  function binary(logits: Float64Array): Float64Array {
    const out = new Float64Array(2 * logits.length);
    for (let start = 0; start < logits.length; start += BLOCK) {
      const here = logits.subarray(start, start + BLOCK);
      values.set(here);
      exports.binaryAnswers(FREE_FROM, result, here.length + (here.length % 2));
      out.set(pairs.subarray(0, 2 * here.length), 2 * start);
    }
    return out;
  }

  function multiclass(outputs: Float64Array, classes: number): Float64Array {
    const out = new Float64Array(outputs.length);
    const rows = Math.floor(BLOCK / classes);
    for (let start = 0; start < outputs.length; start += rows * classes) {
      const here = outputs.subarray(start, start + rows * classes);
      values.set(here);
      exports.softmax(FREE_FROM, classes, here.length / classes);
      out.set(values.subarray(0, here.length), start);
    }
    return out;
  }

  return (head, outputs) => {
    if (head.calibrator) return answersOf(head, outputs);
    if (head.kind === 'binary') return binary(outputs);
    if (head.kind === 'multiclass' && head.classes <= BLOCK) {
      return multiclass(outputs, head.classes);
    }
    return answersOf(head, outputs);
  };
}
