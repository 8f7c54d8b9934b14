import { describe, expect, it } from 'vitest';
import type { TaskDraft } from '../../../src/app/commands/draft-task';
import { rolesKept, YOUR_CHOICE } from '../../../src/app/draft-facts';

const role = (column: string, role: TaskDraft['roles'][number]['role'], why: string) => ({
  column,
  role,
  why,
});
const draft = (roles: TaskDraft['roles']): TaskDraft => ({ roles }) as TaskDraft;

describe('a guess that arrives', () => {
  const guess = {
    target: 'ice',
    roles: [role('day', 'feature', 'a date'), role('ice', 'target', 'this is what to predict')],
  };

  it('leaves a role that was chosen while it was under way', () => {
    const before = draft([role('day', 'feature', 'a date'), role('ice', 'feature', 'a number')]);
    const chosen = role('day', 'time', YOUR_CHOICE);
    const now = draft([chosen, before.roles[1]!]);
    expect(rolesKept(guess, before, now)).toEqual([chosen, guess.roles[1]]);
  });

  it('takes the place of roles that were chosen before it was asked for', () => {
    const before = draft([role('day', 'time', YOUR_CHOICE), role('ice', 'feature', 'a number')]);
    expect(rolesKept(guess, before, before)).toEqual(guess.roles);
  });

  it('names its target, whatever that column was chosen for meanwhile', () => {
    const before = draft([role('day', 'feature', 'a date'), role('ice', 'feature', 'a number')]);
    const now = draft([before.roles[0]!, role('ice', 'ignore', YOUR_CHOICE)]);
    expect(rolesKept(guess, before, now)).toEqual(guess.roles);
  });

  it('is whole where nothing was there before', () => {
    expect(rolesKept(guess, null, null)).toEqual(guess.roles);
  });
});
