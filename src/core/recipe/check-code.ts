/** What names the code of a recipe. The entry becomes part of what runs, so nothing but a plain name passes. */
import { isLink } from '../hash/digest';
import { isJsonRecord } from '../json/is-json';
import { need } from './need';
import type { RecipeCode } from './types';

const MOST_NAME = 200;
const MOST_MODULES = 100;
/** Characters of the settings as JSON. */
const MOST_SETTINGS = 100_000;

const PLAIN_NAME = /^[\p{ID_Start}_][\p{ID_Continue}$]*$/u;

/** Of a top-level declaration; names that begin with $ belong to the notebook itself. */
export function isEntry(name: unknown): name is string {
  return typeof name === 'string' && name.length <= MOST_NAME && PLAIN_NAME.test(name);
}

/** @throws LoamError `recipe-invalid` */
export function checkCode(code: RecipeCode): void {
  need(typeof code === 'object' && code !== null, 'code', 'must be an object');
  need(isLink(code.object), 'code.object', 'must be a link');
  need(isEntry(code.entry), 'code.entry', 'must be the name of a function');
  need(isJsonRecord(code.settings), 'code.settings', 'must be an object of plain values');
  need(
    JSON.stringify(code.settings).length <= MOST_SETTINGS,
    'code.settings',
    'must be shorter than 100,000 characters',
  );
  const { modules } = code;
  need(Array.isArray(modules) && modules.length <= MOST_MODULES, 'code.modules', 'must be a list');
  modules.forEach((module, i) => {
    const { name, object } = module ?? {};
    need(typeof name === 'string' && name !== '', `code.modules.${i}.name`, 'must be a name');
    need(isLink(object), `code.modules.${i}.object`, 'must be a link');
    const before = modules[i - 1];
    need(!before || before.name < name, 'code.modules', 'must be in order, each name once');
  });
}
