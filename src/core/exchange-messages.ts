/** The words for what comes from elsewhere and cannot be taken in, and for what cannot leave. */
import type { ErrorCode } from './errors';
import { file, fill, type Explain } from './message-parts';

const AS_BEFORE = 'Nothing of it was taken in; the workspace is as before.';

export const EXCHANGE_MESSAGES = {
  'archive-damaged': (f) => ({
    what: `${fill(f.name, '“%”', 'The .loam file')} is damaged${fill(f.entry, ': “%” does not verify')}.`,
    kept: 'Nothing of it was taken in; your workspaces are as before.',
    todo: 'Get the file again from where it came, or export it anew.',
  }),
  'archive-not-loam': (f) => ({
    what: `${file(f)} is not a Loam workspace.`,
    kept: 'Nothing of it was taken in; your workspaces are as before.',
    todo: 'Choose a file that Loam exported, ending in .loam; tables are imported as data.',
  }),
  'page-damaged': (f) => ({
    what: `${fill(f.name, '“%”', 'The exported page')} is damaged: its parts do not match their hashes.`,
    kept: AS_BEFORE,
    todo: 'Get the page again from where it came, or export it anew.',
  }),
  'page-not-loam': (f) => ({
    what: `${file(f)} is not a page that Loam exported.`,
    kept: AS_BEFORE,
    todo: 'Choose an HTML file that Loam exported.',
  }),
  'bundle-damaged': (f) => ({
    what: `${fill(f.name, '“%”', 'The exported bundle')} was changed since it was made, or did not arrive whole.`,
    kept: AS_BEFORE,
    todo: 'Do not serve it. Get it again from where it came, or export it anew.',
  }),
  'bundle-not-loam': (f) => ({
    what: `${file(f)} is not a bundle that Loam exported.`,
    kept: AS_BEFORE,
    todo: 'Choose a zip that Loam exported.',
  }),
  'export-refused': (f) => ({
    what: `${fill(f.format, '%', 'That format')} cannot carry this model${fill(f.reason, ': %')}.`,
    kept: 'Nothing has left; the model is as before.',
    todo: 'Choose another kind of export. The API package carries every model; the page, the module and the scorer all that Loam computes itself.',
  }),

  'claim-damaged': (f) => ({
    what: `${fill(f.name, '“%”', 'The claim')} is damaged, or was changed by hand.`,
    kept: 'Nothing of it was taken in; the model’s level is as before.',
    todo: 'Get the file again from where it came, or have the claim saved anew.',
  }),
  'claim-not-loam': (f) => ({
    what: `${file(f)} is not a claim that Loam saved.`,
    kept: 'Nothing of it was taken in; the model’s level is as before.',
    todo: 'Choose the file that “Save claim” gave on the other device.',
  }),
  'notebook-unreadable': (f) => ({
    what: `${file(f)} is not a notebook that can be read${fill(f.reason, ': %')}.`,
    kept: 'Nothing of it was taken in; your notebooks are as before.',
    todo: 'Choose an .ipynb file of format 4, or a .ts file with cells; Jupyter saves older files anew.',
  }),

  'module-unreadable': (f) => ({
    what: `${file(f)} cannot be a module${fill(f.line, ': line %')}.`,
    kept: 'Nothing of it was taken in; modules that were there are as before.',
    todo: fill(f.advice, '%', 'Choose a .js, .mjs or .ts file of one piece that exports by name.'),
  }),
  'model-unreadable': (f) => ({
    what: `${file(f)} is no model that can be taken in.`,
    kept: AS_BEFORE,
    todo: 'Save the model anew with layers and sizes that Loam knows, and choose all of its files.',
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;
