/**
 * Whether a cell can run away from its workspace: in an exported page there are saved models to ask, and no data, no
 * modules and no larger libraries. Decided from the text alone, and in doubt against it: what is called through
 * another name, or by a name that is computed, cannot be seen here.
 */
import { parse, type AnyNode, type CallExpression, type Expression } from 'acorn';
import { children, freeNames } from './free-names';
import { stripTypes } from './strip-types';

/** Why a cell has to stay with its workspace. */
export type LiveObstacle =
  /** It uses a name that only the app has: tf, aq, or eval, which could use any. */
  | { type: 'name'; name: string }
  /** A step of `loam` or `input` that needs the workspace or the person's files: `loam.data`. */
  | { type: 'step'; step: string }
  /** `loam` or `input` is passed on, so that what is asked of it cannot be seen. */
  | { type: 'passed-on'; name: string }
  /** The model's name is not written out in `loam.model("name")`. */
  | { type: 'model-name' }
  | { type: 'module' }
  /** Its text has problems, or its result is not of this text. */
  | { type: 'not-run' };

export type Portability =
  | { type: 'portable'; models: string[]; plots: boolean }
  | { type: 'bound'; obstacle: LiveObstacle };

const ONLY_IN_APP = new Set(['tf', 'aq', 'eval']);
const ASKED: Record<string, ReadonlySet<string>> = {
  loam: new Set(['model', 'predict']),
  input: new Set(['slider', 'number', 'select', 'text', 'checkbox']),
};

class Bound extends Error {
  constructor(readonly obstacle: LiveObstacle) {
    super(obstacle.type);
  }
}

function bound(obstacle: LiveObstacle): never {
  throw new Bound(obstacle);
}

/** `name` of `object.name(...)`; null for any other way to call. */
function stepOf(call: CallExpression): { of: string; step: string } | null {
  const { callee } = call;
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return null;
  if (!Object.hasOwn(ASKED, callee.object.name)) return null;
  const step =
    !callee.computed && callee.property.type === 'Identifier' ? callee.property.name : null;
  return step === null ? null : { of: callee.object.name, step };
}

function written(argument: Expression | { type: 'SpreadElement' } | undefined): string | null {
  if (argument?.type === 'Literal') {
    return typeof argument.value === 'string' ? argument.value : null;
  }
  if (argument?.type !== 'TemplateLiteral' || argument.expressions.length > 0) return null;
  return argument.quasis[0]?.value.cooked ?? null;
}

class Reader {
  readonly models = new Set<string>();
  plots = false;

  /** @param free names that the cell does not declare anywhere above their use */
  constructor(private readonly free: ReadonlyMap<string, unknown>) {}

  read(node: AnyNode): void {
    switch (node.type) {
      case 'Identifier':
        this.#name(node.name);
        return;
      case 'CallExpression': {
        const asked = stepOf(node);
        if (asked && this.free.has(asked.of)) this.#asked(asked.of, asked.step, node);
        else this.read(node.callee);
        for (const each of node.arguments) this.read(each);
        return;
      }
      case 'MemberExpression':
        this.read(node.object);
        if (node.computed) this.read(node.property);
        return;
      case 'Property':
      case 'MethodDefinition':
      case 'PropertyDefinition':
        if (node.computed) this.read(node.key);
        if (node.value) this.read(node.value);
        return;
      case 'ImportDeclaration':
      case 'ImportExpression':
        return bound({ type: 'module' });
      default:
        children(node, (child) => this.read(child));
    }
  }

  #name(name: string): void {
    if (!this.free.has(name)) return;
    if (ONLY_IN_APP.has(name)) bound({ type: 'name', name });
    if (Object.hasOwn(ASKED, name)) bound({ type: 'passed-on', name });
    if (name === 'plot' || name === 'Plot') this.plots = true;
  }

  #asked(of: string, step: string, call: CallExpression): void {
    if (!ASKED[of]!.has(step)) bound({ type: 'step', step: `${of}.${step}` });
    if (step !== 'model') return;
    const ref = written(call.arguments[0]);
    if (ref === null) bound({ type: 'model-name' });
    else this.models.add(ref.trim());
  }
}

/** @param source a text without problems; one that cannot be read is `not-run` */
export function portability(source: string): Portability {
  try {
    const program = parse(stripTypes(source).code, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      allowAwaitOutsideFunction: true,
      preserveParens: true,
    });
    const reader = new Reader(freeNames(program));
    reader.read(program);
    return { type: 'portable', models: [...reader.models], plots: reader.plots };
  } catch (error) {
    const obstacle: LiveObstacle = error instanceof Bound ? error.obstacle : { type: 'not-run' };
    return { type: 'bound', obstacle };
  }
}
