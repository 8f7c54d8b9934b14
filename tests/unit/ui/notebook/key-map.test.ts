import { describe, expect, it } from 'vitest';
import {
  commandFor,
  KEY_LINES,
  keyName,
  type KeyPress,
} from '../../../../src/ui/notebook/keys/key-map';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const ctrlKey = true;
const shiftKey = true;
const altKey = true;

describe('the keys of the notebook', () => {
  it('runs by the usual keys, while writing and while a cell is chosen', () => {
    for (const writing of [true, false]) {
      expect(commandFor(press('Enter', { ctrlKey }), writing, '').command).toBe('run');
      expect(commandFor(press('Enter', { metaKey: true }), writing, '').command).toBe('run');
      expect(commandFor(press('Enter', { shiftKey }), writing, '').command).toBe('run-next');
      expect(commandFor(press('Enter', { altKey }), writing, '').command).toBe('run-insert');
    }
  });

  it('leaves letters, arrows and Enter to the text while one writes', () => {
    for (const key of [
      'a',
      'b',
      'd',
      'm',
      'y',
      'z',
      'c',
      'j',
      'k',
      'i',
      '?',
      'Enter',
      'ArrowUp',
      'Delete',
      'Home',
    ])
      expect(commandFor(press(key), true, 'd'), key).toEqual({ command: null, held: '' });
    expect(commandFor(press('z', { ctrlKey }), true, '').command).toBe(null);
    expect(commandFor(press('ArrowUp', { altKey }), true, '').command).toBe(null);
    expect(commandFor(press('Escape'), true, '').command).toBe('leave');
  });

  it('deletes at the second d only, and forgets the first at any other key', () => {
    const first = commandFor(press('d'), false, '');
    expect(first).toEqual({ command: null, held: 'd' });
    expect(commandFor(press('d'), false, first.held)).toEqual({ command: 'remove', held: '' });
    expect(commandFor(press('j'), false, 'd')).toEqual({ command: 'next', held: '' });
    expect(commandFor(press('x'), false, 'd')).toEqual({ command: null, held: '' });
    expect(commandFor(press('i'), false, 'd')).toEqual({ command: null, held: 'i' });
  });

  it('tells keys apart by what is held with them', () => {
    expect(commandFor(press('D', { shiftKey }), false, '').command).toBe('duplicate');
    expect(commandFor(press('Z', { shiftKey }), false, '').command).toBe('redo');
    expect(commandFor(press('c', { ctrlKey }), false, '').command).toBe(null);
    expect(commandFor(press('a', { metaKey: true }), false, '').command).toBe(null);
    expect(commandFor(press('ArrowDown', { altKey }), false, '').command).toBe('move-down');
    expect(keyName(press('?', { shiftKey }))).toBe('?');
    expect(keyName(press('Z', { ctrlKey, shiftKey }))).toBe('Control+Shift+z');
  });

  it('gives no key two meanings in one place', () => {
    for (const where of ['writing', 'cell'] as const) {
      const keys = KEY_LINES.filter((line) => line.where === where || line.where === 'any').flatMap(
        ({ keys }) => keys,
      );
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});
