/** What stands in the folders for other tools, word for word, for one model with hostile names. */
import { describe, expect, it } from 'vitest';
import { OUT_OF_FOLD } from '../../../../src/core/evaluation/out-of-fold-words';
import { linkDigest } from '../../../../src/core/hash/digest';
import { UNREFINED } from '../../../../src/core/recipe/refinements';
import type { RefinedRecipe } from '../../../../src/core/recipe/types';
import { ECOSYSTEM_FORMATS, type FormatName } from '../../../../src/deploy/formats';
import { pageInputOf } from '../../../support/page-input';
import { tableOf } from '../../../support/table-of';

const ROWS = 40;
const table = tableOf({
  'size: #1': {
    schema: { name: 'size: #1', type: 'number' },
    values: Array.from({ length: ROWS }, (_, i) => (i % 7 === 3 ? null : i / 2)),
  },
  day: {
    schema: { name: 'day', type: 'datetime', precision: 'day' },
    values: Array.from({ length: ROWS }, (_, i) => i * 86_400_000),
  },
  'yes\n- no': {
    schema: { name: 'yes\n- no', type: 'category' },
    values: Array.from({ length: ROWS }, (_, i) => ['true', '~'][i % 2]!),
  },
  answer: {
    schema: { name: 'answer', type: 'category' },
    values: Array.from({ length: ROWS }, (_, i) => ['a|b', 'c'][i % 2]!),
  },
});

const input = pageInputOf({
  table,
  target: 'answer',
  kind: 'binary',
  classes: ['a|b', 'c'],
  template: '',
  name: '---\nlicense: mine',
  note: '# no heading',
});

async function textOf(format: FormatName, path: string, of = input): Promise<string> {
  const files = await ECOSYSTEM_FORMATS[format](of);
  return new TextDecoder().decode(files.get(path));
}

describe('an MLflow directory', () => {
  it('says its flavors, signature and example, whatever the columns are called', async () => {
    const inputs = JSON.stringify([
      { type: 'double', name: 'size: #1', required: false },
      { type: 'datetime', name: 'day', required: false },
      { type: 'string', name: 'yes\n- no', required: false },
    ]);
    const outputs = JSON.stringify([
      { type: 'string', name: 'label', required: true },
      { type: 'double', name: 'probability of a|b', required: true },
      { type: 'double', name: 'probability of c', required: true },
    ]);
    expect(await textOf('mlflow', 'MLmodel')).toBe(
      [
        'flavors:',
        '  onnx:',
        '    code: null',
        '    data: "model.onnx"',
        '    onnx_version: "1.23.2"',
        '    providers:',
        '      - "CPUExecutionProvider"',
        '  python_function:',
        '    code: "code"',
        '    data: "model.onnx"',
        '    env:',
        '      conda: "conda.yaml"',
        '      virtualenv: "python_env.yaml"',
        '    loader_module: "loam_model"',
        '    python_version: "3.11"',
        'mlflow_version: "3.17.2"',
        `model_uuid: "${linkDigest(input.model.link).slice(0, 32)}"`,
        'saved_input_example_info:',
        '  artifact_path: "input_example.json"',
        '  pandas_orient: "split"',
        '  type: "dataframe"',
        'signature:',
        `  inputs: ${JSON.stringify(inputs)}`,
        `  outputs: ${JSON.stringify(outputs)}`,
        '  params: null',
        '',
      ].join('\n'),
    );
    expect(JSON.parse(await textOf('mlflow', 'input_example.json'))).toEqual({
      columns: ['size: #1', 'day', 'yes\n- no'],
      data: [[2.2, '1970-01-01T00:00:00.000', 'true']],
    });
  });

  it('asks for the same packages in each of its three lists', async () => {
    const lines = (await textOf('mlflow', 'requirements.txt')).trimEnd().split('\n');
    expect(lines.filter((line) => !/^[a-z-]+==\d+(\.\d+)+$/.test(line))).toEqual([]);
    expect(await textOf('mlflow', 'conda.yaml')).toBe(
      [
        'name: "mlflow-env"',
        'channels:',
        '  - "conda-forge"',
        'dependencies:',
        '  - "python=3.11"',
        '  - "pip"',
        '  - pip:',
        ...lines.map((line) => `      - "${line}"`),
        '',
      ].join('\n'),
    );
    expect(await textOf('mlflow', 'python_env.yaml')).toBe(
      'python: "3.11"\nbuild_dependencies:\n  - "pip"\ndependencies:\n  - "-r requirements.txt"\n',
    );
  });
});

describe('a Hugging Face folder', () => {
  it('opens its card with metadata that no name can break out of', async () => {
    const readme = await textOf('huggingface', 'README.md');
    const end = readme.indexOf('\n---\n');
    const results = [
      ['accuracy', 0.87],
      ['f1_macro', 0.87 - 1 / 10],
      ['log_loss', 0.87 - 2 / 10],
    ] as const;
    const front = readme.slice(0, end).split('\n');
    expect(front.slice(0, 14)).toEqual([
      '---',
      'library_name: "onnx"',
      'pipeline_tag: "tabular-classification"',
      'tags:',
      '  - "tabular"',
      '  - "onnx"',
      '  - "loam"',
      'metrics:',
      ...results.map(([name]) => `  - "${name}"`),
      'model-index:',
      '  - name: "---\\nlicense: mine"',
      '    results:',
    ]);
    expect(front.filter((line) => line.includes('value: ')).map((line) => line.trim())).toEqual(
      results.map(([, value]) => `value: ${value}`),
    );
    expect(
      readme
        .slice(end + 5)
        .split('\n')
        .slice(0, 6),
    ).toEqual([
      '',
      '# --- license: mine 1',
      '',
      'Predicts answer from 3 columns. Made with Loam.',
      '',
      '\\# no heading',
    ]);
  });

  it('says how far ahead a model was judged that windows of time judge', async () => {
    const { recipe, evaluation } = input;
    if (recipe.format !== 'loam.recipe/1') throw new Error(recipe.format);
    const windows = { by: 'time', count: 3, horizon: 7 * 86_400_000 } as const;
    const byWindows: RefinedRecipe = {
      ...{ ...recipe, ...UNREFINED, format: 'loam.recipe/4' },
      fitting: { type: 'folds', folds: windows },
    };
    const metrics = evaluation!.metrics.map((each) => ({ ...each, method: OUT_OF_FOLD }));
    const judged = { ...input, recipe: byWindows, evaluation: { ...evaluation!, metrics } };
    expect(await textOf('huggingface', 'README.md', judged)).toContain(
      '\n\nJudged as a forecast of up to 7 days ahead, in 3 windows of 7 days, each after the rows learnt from.\n',
    );
  });

  it('has Git keep its large files outside, and says what goes in', async () => {
    expect(await textOf('huggingface', '.gitattributes')).toBe(
      '*.onnx filter=lfs diff=lfs merge=lfs -text\n*.safetensors filter=lfs diff=lfs merge=lfs -text\n',
    );
    expect(JSON.parse(await textOf('huggingface', 'config.json'))).toEqual({
      model_type: 'loam-tabular',
      task: 'tabular-classification',
      target: 'answer',
      classes: ['a|b', 'c'],
      threshold: 0.37,
      inputs: [
        { name: 'size: #1', type: 'number' },
        { name: 'day', type: 'datetime' },
        { name: 'yes\n- no', type: 'category' },
      ],
      model: input.model.link,
    });
  });
});

describe('a safetensors folder', () => {
  it('describes every tensor of the network and how its answers are read', async () => {
    const { network, targetTransform } = input.model.manifest;
    expect(JSON.parse(await textOf('safetensors', 'config.json'))).toEqual({
      format: 'loam.safetensors-folder/1',
      name: '---\nlicense: mine',
      version: 1,
      kind: 'binary',
      target: 'answer',
      classes: ['a|b', 'c'],
      threshold: 0.37,
      target_transform: targetTransform,
      network,
    });
  });
});
