/** What a body may be sent as: JSON in UTF-8, not compressed. The header is compared whole. */
import { Refused } from '../http-error';

const JSON_TYPE = /^application\/json(?:[ \t]*;[ \t]*charset="?utf-8"?)?[ \t]*$/i;

/** @throws Refused `wrong-type` */
export function checkMediaType(type: string | undefined, encoding: string | undefined): void {
  if (type === undefined || !(type === 'application/json' || JSON_TYPE.test(type))) {
    const given = type === undefined ? 'there is none' : `it is "${type.slice(0, 80)}"`;
    throw new Refused('wrong-type', `Content-Type must be application/json, and ${given}`);
  }
  if (encoding !== undefined && encoding !== 'identity') {
    throw new Refused(
      'wrong-type',
      'compressed bodies are not taken: send it without Content-Encoding',
    );
  }
}
