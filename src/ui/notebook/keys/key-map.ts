/** The keys of the notebook, as one table: what the keyboard does and what its help says are the same list. */

export type CellCommand =
  | 'run'
  | 'run-next'
  | 'run-insert'
  | 'edit'
  | 'leave'
  | 'previous'
  | 'next'
  | 'first'
  | 'last'
  | 'insert-above'
  | 'insert-below'
  | 'remove'
  | 'to-markdown'
  | 'to-code'
  | 'undo'
  | 'redo'
  | 'collapse'
  | 'move-up'
  | 'move-down'
  | 'duplicate'
  | 'stop'
  | 'help';

/** `any`: while writing in a cell too. `cell`: while a whole cell is chosen. */
type Where = 'any' | 'cell' | 'writing';

export interface KeyLine {
  command: CellCommand;
  where: Where;
  /** As in `Control+Enter`, `d d`; Control also stands for Command on a Mac. The first is the one in the help. */
  keys: readonly string[];
  does: string;
}

export const KEY_LINES: readonly KeyLine[] = [
  { command: 'run', where: 'any', keys: ['Control+Enter'], does: 'Run the cell' },
  {
    command: 'run-next',
    where: 'any',
    keys: ['Shift+Enter'],
    does: 'Run it and go on to the next',
  },
  {
    command: 'run-insert',
    where: 'any',
    keys: ['Alt+Enter'],
    does: 'Run it and write a new one below',
  },
  {
    command: 'leave',
    where: 'writing',
    keys: ['Escape'],
    does: 'Leave the text and choose the cell',
  },
  { command: 'edit', where: 'cell', keys: ['Enter'], does: 'Write in the cell' },
  { command: 'previous', where: 'cell', keys: ['ArrowUp', 'k'], does: 'Go to the cell above' },
  { command: 'next', where: 'cell', keys: ['ArrowDown', 'j'], does: 'Go to the cell below' },
  { command: 'first', where: 'cell', keys: ['Home', 'Control+Home'], does: 'Go to the first cell' },
  { command: 'last', where: 'cell', keys: ['End', 'Control+End'], does: 'Go to the last cell' },
  { command: 'insert-above', where: 'cell', keys: ['a'], does: 'New cell above' },
  { command: 'insert-below', where: 'cell', keys: ['b'], does: 'New cell below' },
  { command: 'duplicate', where: 'cell', keys: ['Shift+d'], does: 'Duplicate the cell' },
  { command: 'remove', where: 'cell', keys: ['d d', 'Delete'], does: 'Delete the cell' },
  { command: 'undo', where: 'cell', keys: ['z', 'Control+z'], does: 'Undo' },
  {
    command: 'redo',
    where: 'cell',
    keys: ['Shift+z', 'Control+Shift+z', 'Control+y'],
    does: 'Do it again',
  },
  { command: 'to-markdown', where: 'cell', keys: ['m'], does: 'Make it text' },
  { command: 'to-code', where: 'cell', keys: ['y'], does: 'Make it code' },
  { command: 'collapse', where: 'cell', keys: ['c'], does: 'Collapse or open it' },
  { command: 'move-up', where: 'cell', keys: ['Alt+ArrowUp'], does: 'Move it up' },
  { command: 'move-down', where: 'cell', keys: ['Alt+ArrowDown'], does: 'Move it down' },
  { command: 'stop', where: 'cell', keys: ['i i'], does: 'Stop what runs' },
  { command: 'help', where: 'cell', keys: ['?'], does: 'Show these keys' },
];

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** As the table writes it. A sign that needs Shift on some keyboards is written without it. */
export function keyName({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): string {
  const letter = /^\p{L}$/u.test(key);
  const name = letter ? key.toLowerCase() : key;
  const sign = key.length === 1 && !letter;
  return [(ctrlKey || metaKey) && 'Control', altKey && 'Alt', shiftKey && !sign && 'Shift', name]
    .filter(Boolean)
    .join('+');
}

export interface KeyAnswer {
  command: CellCommand | null;
  /** What is held for the next key: the first of two. */
  held: string;
}

/** @param held what the answer to the key before held */
export function commandFor(press: KeyPress, writing: boolean, held: string): KeyAnswer {
  const name = keyName(press);
  const lines = KEY_LINES.filter(
    ({ where }) => where === 'any' || where === (writing ? 'writing' : 'cell'),
  );
  const twice = held && lines.find(({ keys }) => keys.includes(`${held} ${name}`));
  if (twice) return { command: twice.command, held: '' };
  const line = lines.find(({ keys }) => keys.includes(name));
  if (line) return { command: line.command, held: '' };
  const begins = lines.some(({ keys }) => keys.some((each) => each.startsWith(`${name} `)));
  return { command: null, held: begins ? name : '' };
}
