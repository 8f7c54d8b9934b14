/**
 * Where the data sits in the page's text. The data is ASCII without `<`, `>` or `&`: nothing in it can
 * end the element, and every changed byte changes the text that is hashed.
 */
export const DATA_ID = 'loam-page';
export const SEAL_ID = 'loam-seal';

/** What the compiled template has in place of the data and of the seal. */
export const DATA_SLOT = '%loam-page-data%';
export const SEAL_SLOT = '%loam-page-seal%';

export const DATA_OPEN = `<script type="application/json" id="${DATA_ID}">`;
export const SEAL_OPEN = `<script type="application/json" id="${SEAL_ID}">`;
/** Holds a signature where there is one; empty in the template, and not part of what is sealed. */
export const SIGNATURE_ID = 'loam-signature';
export const SIGNATURE_OPEN = `<script type="application/json" id="${SIGNATURE_ID}">`;

export const CLOSE = '</script>';

const UNSAFE = /[^\x20-\x7e]|[<>&]/g;

/** JSON text with everything but plain ASCII written as `\uXXXX`; it parses to the same value. */
export function asciiJson(json: string): string {
  return json.replace(UNSAFE, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
