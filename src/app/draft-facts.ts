/** What recipes are chosen from while the task is a draft: its roles and shares over the data's profile. */
import type { DatasetProfile } from '../core/dataset/types';
import type { RecipeFacts } from '../core/recipe/facts';
import { blankPixels } from '../core/recipe/image-shape';
import type { TaskDraft } from './commands/draft-task';

export function draftFacts(
  profile: DatasetProfile,
  classes: string[] | null,
  { kind, roles, validation, test }: TaskDraft,
): RecipeFacts {
  return {
    rows: Math.round(profile.rows * (1 - validation - test)),
    kind,
    classes,
    roles,
    columns: profile.columns,
  };
}

export const YOUR_CHOICE = 'your choice';

/** Roles as guessed, but for those that the person chose while the guess was under way. */
export function rolesKept(
  { roles, target }: Pick<TaskDraft, 'roles' | 'target'>,
  before: TaskDraft | null,
  now: TaskDraft | null,
): TaskDraft['roles'] {
  const known = new Set(before?.roles);
  const chosen = new Map(
    (now?.roles ?? [])
      .filter((each) => each.why === YOUR_CHOICE && !known.has(each) && each.column !== target)
      .map((each) => [each.column, each]),
  );
  return roles.map((each) => chosen.get(each.column) ?? each);
}

/** Pixels that never change are set aside as constants; a network that looks at an image needs them. */
export function withBlankPixels(task: TaskDraft, { columns }: DatasetProfile): TaskDraft {
  const blank = new Set(blankPixels({ roles: task.roles, columns }));
  const roles = task.roles.map((each) =>
    blank.has(each.column) && each.why !== YOUR_CHOICE
      ? { column: each.column, role: 'feature' as const, why: 'blank, but a pixel of the image' }
      : each,
  );
  return { ...task, roles };
}
