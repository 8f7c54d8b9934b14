/** What a recipe says of a model made elsewhere. It may come from a file of anyone: trust nothing. */
import { isLink } from '../hash/digest';
import { need, oneOf } from './need';
import type { ImportedModel, ImportedRecipe } from './types';

const MOST_FILES = 1000;
const MOST_INPUTS = 1 << 20;
/** Characters of a name. */
const MOST_NAME = 1000;

function isName(value: unknown): boolean {
  return typeof value === 'string' && value.length <= MOST_NAME;
}

function checkFiles({ files, name }: ImportedModel): void {
  need(
    Array.isArray(files) && files.length >= 1 && files.length <= MOST_FILES,
    'model.files',
    'must be a list of 1 to 1,000 files',
  );
  files.forEach((file, i) => {
    need(isName(file?.name) && file.name !== '', `model.files.${i}.name`, 'must be a name');
    need(isLink(file.object), `model.files.${i}.object`, 'must be a link');
    const before = files[i - 1];
    need(!before || before.name < file.name, 'model.files', 'must be in order, each name once');
  });
  need(
    files.some((file) => file.name === name),
    'model.name',
    'must be the name of one of the files',
  );
}

/** @throws LoamError `recipe-invalid` */
export function checkImported({ model, engine }: ImportedRecipe): void {
  need(engine === 'imported', 'engine', 'must be imported: it is not trained here');
  need(typeof model === 'object' && model !== null, 'model', 'must be an object');
  need(model.kind === 'imported', 'model.kind', 'must be imported');
  need(oneOf(model.format, ['tfjs', 'onnx']), 'model.format', 'must be tfjs or onnx');
  need(isName(model.producer), 'model.producer', 'must be a text');
  checkFiles(model);
  const { inputs, answers } = model;
  need(
    Array.isArray(inputs) && inputs.length >= 1 && inputs.length <= MOST_INPUTS,
    'model.inputs',
    'must be a list of inputs',
  );
  inputs.forEach((each, i) => {
    need(isName(each?.input), `model.inputs.${i}.input`, 'must be a name');
    need(typeof each.column === 'string', `model.inputs.${i}.column`, 'must be a name');
  });
  need(
    new Set(inputs.map(({ column }) => column)).size === inputs.length,
    'model.inputs',
    'has a column twice',
  );
  need(
    answers === null ||
      (Array.isArray(answers) &&
        answers.length >= 2 &&
        answers.every((label) => typeof label === 'string') &&
        new Set(answers).size === answers.length),
    'model.answers',
    'must name each class once',
  );
}
