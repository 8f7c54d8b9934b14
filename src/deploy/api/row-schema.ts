/** What a row and its answer look like, as JSON Schema 2020-12, from the signature of a model. */
import type { Conformal, InputSignature, ModelManifest } from '../../core/model/types';
import { timesIn } from '../model/refinement-words';
import { isoDate } from './iso-date';

export type JsonSchema = { [key: string]: unknown };

function inputSchema({ type, categories, labels, quantiles }: InputSignature): JsonSchema {
  switch (type) {
    case 'number':
    case 'integer':
      return {
        type: ['number', 'string', 'null'],
        description: quantiles
          ? `A number. In training most were from ${quantiles[0]} to ${quantiles.at(-1)}.`
          : 'A number.',
        ...(quantiles ? { examples: [quantiles[2]] } : {}),
      };
    case 'datetime':
      return {
        type: ['string', 'number', 'null'],
        description: 'A date as ISO 8601, or milliseconds since 1970 (UTC).',
        ...(quantiles ? { examples: [isoDate(quantiles[2]!)] } : {}),
      };
    case 'boolean':
      return {
        type: ['boolean', 'string', 'number', 'null'],
        description: labels
          ? `true or false; written ${labels[1]} and ${labels[0]} in training.`
          : 'true or false.',
        examples: [true, false],
      };
    case 'category':
    case 'text':
      return {
        type: ['string', 'number', 'boolean', 'null'],
        description: categories
          ? 'A category. One that training did not know is answered as "unseen".'
          : 'Text.',
        ...(categories && categories.length > 0 ? { examples: categories.slice(0, 20) } : {}),
      };
    default:
      return type satisfies never;
  }
}

/** Nothing is required: what is not there is answered as missing, and named among the problems. */
export function rowSchema({ inputs }: Pick<ModelManifest, 'inputs'>): JsonSchema {
  return {
    type: 'object',
    description: 'One row, by the names of the inputs. Other fields are not looked at.',
    properties: Object.fromEntries(inputs.map((input) => [input.name, inputSchema(input)])),
  };
}

const problems: JsonSchema = {
  type: 'array',
  description: 'Inputs for which the documented default stood in.',
  items: {
    type: 'object',
    required: ['input', 'problem', 'value'],
    properties: {
      input: { type: 'string' },
      problem: { enum: ['absent', 'missing', 'unseen', 'wrong-type'] },
      value: { type: ['string', 'null'] },
    },
  },
};

/** Fields that only models with conformal answers have. */
function conformalSchemas(conformal: Conformal | null, classes: string[] | null) {
  if (!conformal) return {};
  const often = timesIn(conformal.coverage);
  if (conformal.type === 'interval') {
    const end = (which: string): JsonSchema => ({
      type: ['number', 'null'],
      description: `The ${which} end of an interval that holds the truth ${often}.`,
    });
    return { low: end('lower'), high: end('upper') };
  }
  const set: JsonSchema = {
    type: 'array',
    description: `The classes among which the truth is ${often}.`,
    items: { enum: classes },
    minItems: 1,
    uniqueItems: true,
  };
  return { set };
}

export function answerSchema({
  kind,
  classes,
  conformal,
}: Pick<ModelManifest, 'kind' | 'classes' | 'conformal'>): JsonSchema {
  const more = conformalSchemas(conformal, classes);
  const isClass = kind !== 'regression' && classes !== null;
  return {
    type: 'object',
    required: ['answer', 'probabilities', ...Object.keys(more), 'problems'],
    properties: {
      answer: isClass ? { enum: classes } : { type: ['number', 'null'] },
      probabilities: isClass
        ? {
            type: 'object',
            required: classes,
            properties: Object.fromEntries(classes.map((label) => [label, { type: 'number' }])),
          }
        : { type: 'null' },
      ...more,
      problems,
    },
  };
}
