/**
 * The words for every error: what happened, what was kept, what to do. Facts fill the blanks; every
 * sentence also reads well without them. `reason` and `message` may be given with any code and are
 * added to what happened. Other facts by code group:
 * files: name, line, column, count, limit · data: target, column, class, part, count, limit ·
 * training: epoch, backend, bytes · storage: digest, format, bytes · work: seconds, what.
 */
import { plainNumber } from './evaluation/plain-number';
import { EXCHANGE_MESSAGES } from './exchange-messages';
import { file, fill, type Explain, type Explanation } from './message-parts';
import type { ErrorCode, Facts, LoamError } from './errors';

export type { Explanation };

const NOTHING_SAVED = 'Nothing was saved; everything that was in the workspace is as before.';
const WORKSPACE_AS_BEFORE = 'The workspace is as it was before.';
const RUN_KEPT =
  'The data, the task and all other runs are kept; this run is listed with what it got to.';

/** `4194304` -> `4,194,304` */
function count(fact: string | number | undefined): string | undefined {
  return fact === undefined ? undefined : plainNumber(Number(fact), 1);
}

function columns(f: Facts): string {
  return fill(f.column, 'Column “%”', 'A column');
}

function target(f: Facts): string {
  return fill(f.target ?? f.column, 'The target “%”', 'The target');
}

function part(f: Facts): string {
  return fill(f.part, 'The % part', 'One part');
}

function object(f: Facts): string {
  return fill(f.digest, 'The object %', 'A stored object');
}

function backend(f: Facts): string {
  return fill(f.backend, 'The engine %', 'The engine');
}

const EXPLAIN: Record<ErrorCode, Explain> = {
  'file-empty': (f) => ({
    what: `${file(f)} is empty: it holds no bytes but white space.`,
    kept: NOTHING_SAVED,
    todo: 'Choose a file that has a header line and at least one row.',
  }),
  'file-no-rows': (f) => ({
    what: `${file(f)} has a header but no rows.`,
    kept: NOTHING_SAVED,
    todo: 'Choose a file with at least one row below the header, or say that the first line is data.',
  }),
  'file-not-text': (f) => ({
    what: `${file(f)} is not a text table${fill(f.looksLike, ' but something else: %')}.`,
    kept: NOTHING_SAVED,
    todo: 'Save the data as CSV, TSV, JSON or JSON Lines, then import that file.',
  }),
  'file-unbalanced-quote': (f) => ({
    what: `${file(f)} has a quote that is opened${fill(f.line, ' on line %')} and never closed.`,
    kept: NOTHING_SAVED,
    todo: 'Close the quote, or double it where it is part of the text (""), then import again.',
  }),
  'file-cell-too-long': (f) => ({
    what: `${file(f)} has a cell${fill(f.line, ' on line %')} longer than ${fill(count(f.limit), '% bytes', 'a cell may be')}.`,
    kept: NOTHING_SAVED,
    todo: 'Often a quote was left open before that line: close it. Else shorten the cell or leave the column out.',
  }),
  'file-not-json': (f) => ({
    what: `${file(f)} is not valid JSON${fill(f.line, ' at line %')}.`,
    kept: NOTHING_SAVED,
    todo: 'Give an array of objects (JSON), or one object per line (JSON Lines).',
  }),
  'file-too-many-columns': (f) => ({
    what: `${file(f)} has ${fill(f.count, '% columns', 'too many columns')}${fill(f.limit, '; at most % can be read')}.`,
    kept: NOTHING_SAVED,
    todo: 'Check the delimiter; if it is right, leave out columns that are not needed.',
  }),
  'file-unreadable': (f) => ({
    what: `${file(f)} could not be read to its end.`,
    kept: NOTHING_SAVED,
    todo: 'It may have been moved, changed or be on a disk that went away. Choose it again.',
  }),

  'target-missing': (f) => ({
    what: `${target(f)} has no value in any row, or is not a column of this data.`,
    kept: 'The dataset version is kept; no task was saved.',
    todo: 'Choose another target.',
  }),
  'target-constant': (f) => ({
    what: `${target(f)} has the same value in every row${fill(f.value, ' (%)')}, so there is nothing to learn.`,
    kept: 'The dataset version is kept; no task was saved.',
    todo: 'Choose another target, or import data with more than one outcome.',
  }),
  'target-too-many-classes': (f) => ({
    what: `${target(f)} has ${fill(f.count, '% classes', 'too many classes')}${fill(f.limit, '; at most % can be learnt')}.`,
    kept: 'The dataset version is kept; no task was saved.',
    todo: 'Choose a target with fewer values, join rare ones before importing, or treat it as a number.',
  }),
  'no-features': () => ({
    what: 'No column is left to learn from.',
    kept: 'The dataset version is kept; no task was saved.',
    todo: 'Give at least one column the role “feature”.',
  }),
  'part-empty': (f) => ({
    what: `${part(f)} would have no rows.`,
    kept: 'The dataset version is kept; no task was saved.',
    todo: 'Import more rows, give that part a larger share, or move the cut date.',
  }),
  'part-learnt': () => ({
    what: 'This model has learnt from validation as well, and was cancelled: no answers of folds were kept to judge it by.',
    kept: 'The run and its model are kept.',
    todo: 'Train it to its end to have it judged by folds, or open test once the choice is made.',
  }),
  'part-lacks-class': (f) => ({
    what: `${part(f)} has no row of ${fill(f.class, 'class “%”', 'some class')}.`,
    kept: 'The dataset version is kept; no task was saved.',
    todo: 'Split by stratified hash, import more rows of that class, or join it with another.',
  }),
  'folds-lack-class': (f) => ({
    what: `No fold could be learnt: ${fill(f.class, 'class “%”', 'some class')} does not occur in the rows that they learn from.`,
    kept: 'The data, the task and all runs are kept.',
    todo: 'Split by stratified hash, import more rows of that class, or join it with another.',
  }),
  'fold-empty': (f) => ({
    what: `${fill(f.windows, 'One of % windows of time', fill(f.fold, `Fold %${fill(f.count, ' of %')}`, 'One fold'))} would have no rows to judge, or none to learn from${fill(f.units, '; there are only % rows, ids or groups to deal')}${fill(f.fitting, '; the times of these rows make %')}.`,
    kept: 'The data, the task and all runs are kept; nothing was trained on these folds.',
    todo: 'Ask for fewer folds, or by time for windows of another length, or import more rows.',
  }),
  'columns-differ': (f) => ({
    what: `${columns(f)} is missing, or not of the type this model was trained on.`,
    kept: 'Nothing was scored or changed; the model is as before.',
    todo: 'Give data with the same column names and types as the training data.',
  }),
  'nothing-to-judge': () => ({
    what: 'No row of this data can judge this model.',
    kept: 'Nothing was judged or stored; the model is as before.',
    todo: 'Bring rows that the model has not learnt from, with their answers known.',
  }),

  'loss-not-finite': (f) => ({
    what: `The loss stopped being a number${fill(f.epoch, ' in epoch %')}: the training diverged.`,
    kept: RUN_KEPT,
    todo: 'Try a learning rate ten times smaller, standardise the inputs, and look for extreme values.',
  }),
  'engine-unavailable': (f) => ({
    what: `${backend(f)} cannot run here.`,
    kept: RUN_KEPT,
    todo: 'Leave the engine on automatic, or choose CPU, which runs everywhere.',
  }),
  'engine-lost': (f) => ({
    what: `${backend(f)} stopped in mid-work (the graphics device was lost).`,
    kept: RUN_KEPT,
    todo: 'Train again; choose WASM or CPU if it happens twice.',
  }),
  'out-of-memory': (f) => ({
    what: `There was not enough memory${fill(f.bytes, ' for % bytes')}.`,
    kept: 'Everything saved before is kept; the work under way was dropped.',
    todo: 'Close other tabs, choose fewer columns or rows, or a smaller batch or model.',
  }),
  'recipe-invalid': (f) => ({
    what: `The recipe cannot be run${fill(f.field, ': “%” is not valid')}.`,
    kept: 'The data, the task and all runs are kept; no run was started.',
    todo: 'Correct the setting and train again.',
  }),
  'study-invalid': (f) => ({
    what: `The study cannot be begun${fill(f.field, ': “%” is not valid')}.`,
    kept: 'The data, the task and all studies are kept; no trial was started.',
    todo: 'Correct it, and start it again.',
  }),
  'code-failed': (f) => ({
    what: `The notebook’s own code did not give a model${fill(f.epoch, ' (after epoch %)')}.`,
    kept: RUN_KEPT,
    todo: 'Correct the function in its cell, run that cell, and train again.',
  }),
  'code-not-approved': () => ({
    what: 'This model is made by code that has not been approved on this device, so it was not run.',
    kept: 'Everything is as before; opening and receiving run no code.',
    todo: 'Open the model or the run, read the code, and approve it if you trust it.',
  }),

  'storage-full': (f) => ({
    what: `The browser’s storage is full${fill(f.bytes, '; % bytes more were needed')}.`,
    kept: 'Everything saved before is kept; what was being saved was not.',
    todo: 'Export the workspace as a .loam file, remove what is not needed, free disk space, then save again.',
  }),
  'storage-unavailable': () => ({
    what: 'The browser does not let this page store data.',
    kept: 'Nothing could be stored; your files are untouched.',
    todo: 'Leave private browsing or allow storage for this site, then reload.',
  }),
  'workspace-gone': () => ({
    what: 'This workspace is closed: it is not in this browser, or another tab has removed it.',
    kept: 'All other workspaces are kept as they are.',
    todo: 'Go to the list of workspaces; a .loam file of this one brings it back.',
  }),
  'object-missing': (f) => ({
    what: `${object(f)} is named but is not in this workspace.`,
    kept: 'All other objects are kept, and nothing was changed.',
    todo: 'Run the check of the workspace; restore the object from a .loam file that has it.',
  }),
  'object-damaged': (f) => ({
    what: fill(
      f.reason,
      `${object(f)} cannot be used.`,
      `${object(f)} does not match its name: its bytes have changed since they were stored.`,
    ),
    kept: 'All other objects are kept. The damaged bytes were not used.',
    todo: 'Run the check of the workspace; restore the object from a .loam file or import its source again.',
  }),
  'newer-data': (f) => ({
    what: `This was written by a newer Loam${fill(f.format, ' (format %)')}.`,
    kept: 'It was opened for reading only, or not at all; nothing was changed.',
    todo: 'Reload to get the newest Loam.',
  }),
  'stale-tab': () => ({
    what: 'Another tab of Loam has changed the workspace to a newer form.',
    kept: 'Everything saved is kept; this tab has written nothing since.',
    todo: 'Reload this tab.',
  }),
  'commit-incomplete': (f) => ({
    what: `The save was not finished: ${fill(f.count, '% objects it names are', 'an object it names is')} not stored.`,
    kept: NOTHING_SAVED,
    todo: 'Save again; if it happens twice, run the check of the workspace.',
  }),

  ...EXCHANGE_MESSAGES,
  'argument-invalid': (f) => ({
    what: `${fill(f.argument, '“%”', 'Something that the cell passed')} cannot be used.`,
    kept: 'Nothing was started or saved.',
    todo: 'Correct the cell and run it again.',
  }),
  'test-sealed': () => ({
    what: 'The test part is sealed for this run.',
    kept: 'Nothing of it was read.',
    todo: 'Look at validation, or open test on the run’s screen with a reason.',
  }),
  'not-found': (f) => ({
    what: `There is no ${fill(f.kind, '%', 'object')}${fill(f.name, ' “%”', ' of that name')} in this workspace.`,
    kept: 'Nothing was started or saved.',
    todo: 'Look up the name in the workspace’s lists, or import what is missing.',
  }),
  'not-allowed': (f) => ({
    what: `This cell may not read ${fill(f.name, '“%”', 'that data')}.`,
    kept: 'Nothing was read; the cell’s text is as it was.',
    todo: 'Run the cell again and allow it, if you trust what it does.',
  }),

  cancelled: (f) => ({
    what: `${fill(f.what, '“%” was', 'The work was')} cancelled.`,
    kept: 'Everything saved before is kept; a cancelled training keeps what it had learnt.',
    todo: 'Start it again whenever you like.',
  }),
  interrupted: (f) => ({
    what: `${fill(f.what, '“%” was', 'The work was')} cut off: the page was closed or the browser stopped.`,
    kept: 'Everything saved before is kept; nothing is half saved.',
    todo: 'Start it again.',
  }),
  'worker-died': () => ({
    what: 'The background work stopped by itself, perhaps for lack of memory.',
    kept: WORKSPACE_AS_BEFORE,
    todo: 'Try again; close other tabs or take fewer rows if it happens twice.',
  }),
  'timed-out': (f) => ({
    what: `The background work did not answer${fill(f.seconds, ' for % seconds')} and was ended.`,
    kept: WORKSPACE_AS_BEFORE,
    todo: 'Try again; take fewer rows or a smaller model if it happens twice.',
  }),
  internal: () => ({
    what: 'Something went wrong inside Loam.',
    kept: 'Everything saved before is kept.',
    todo: 'Try again; if it happens twice, reload the page and report these words.',
  }),
};

/** What a person is told about an error, in three plain sentences or so. */
export function explain(error: LoamError): Explanation {
  const { what, kept, todo } = EXPLAIN[error.code](error.facts);
  const more = error.facts.reason ?? error.facts.message;
  return { what: fill(more, `${what} (%)`, what), kept, todo };
}
