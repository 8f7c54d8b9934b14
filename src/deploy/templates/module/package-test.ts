/** `npm test` of the package: the golden examples, bit for bit, and what it says of rows that lack something. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { card, classes, inputs, predict, predictOne } from './index';

const readJson = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

interface Manifest {
  models: { name: string; version: number; folder: string }[];
}
type Cell = string | number | boolean | null;
interface Golden {
  examples: { input: Cell[]; output: string[] }[];
}

const bundled = (readJson('./bundle.json') as Manifest).models[0]!;
const { examples } = readJson(`./${bundled.folder}/golden.json`) as Golden;
const rows = examples.map(({ input }) =>
  Object.fromEntries(inputs.map(({ name }, i) => [name, input[i]])),
);

function bits(value: number): string {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleBE(value);
  return buffer.toString('hex');
}

void test('it is the model that its list names', () => {
  assert.equal(card.name, bundled.name);
  assert.equal(card.version, bundled.version);
});

void test('it answers its golden examples with the same bits', async () => {
  const answers = await predict(rows);
  answers.forEach(({ answer, probabilities, low, high, set }, i) => {
    const values = probabilities ? classes!.map((label) => probabilities[label]!) : [answer];
    if (low !== undefined && high !== undefined) values.push(low, high);
    if (set) values.push(...classes!.map((label) => Number(set.includes(label))));
    assert.deepEqual(values.map(Number).map(bits), examples[i]!.output);
  });
});

void test('one row at a time gives the same answers', async () => {
  const together = await predict(rows);
  for (const [i, row] of rows.entries()) assert.deepEqual(await predictOne(row), together[i]);
});

void test('an empty row is answered, and every input is named as absent', async () => {
  const { problems } = await predictOne({});
  assert.deepEqual(
    problems.map(({ input, problem }) => [input, problem]),
    inputs.map(({ name }) => [name, 'absent']),
  );
});
